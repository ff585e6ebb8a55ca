"""Any row of a finished check: what was found of it, and why it came out so, from the folder of the check alone."""

from assess.rolls.explaining.found import Found
from assess.rolls.explaining.opened import Explained, Explaining, as_case_file
from assess.rolls.explaining.telling import Beside

__all__ = ["Beside", "Explained", "Explaining", "Found", "as_case_file"]
