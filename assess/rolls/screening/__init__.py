"""What a roll itself tells to be amiss: numbers unlike their own columns, ages that cannot be, people who stand twice.

`screening_flags` looks at a row's facts while it is decided, `screening_findings_query` turns the flags of a share into
findings. `duplicates.duplicate_findings` is the second pass over the whole roll, in bounded memory.
"""

from assess.rolls.screening.flags import Flag, differing_birth_date, screening_flags
from assess.rolls.screening.plan import Screening
from assess.rolls.screening.query import screening_findings_query

__all__ = [
    "Flag",
    "Screening",
    "differing_birth_date",
    "screening_findings_query",
    "screening_flags",
]
