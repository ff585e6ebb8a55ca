"""How often things happen in a made-up roll. Shares are counts in ten thousand, unless a name says otherwise.

The shares are plausible, not measured: no register of real people stands behind them. `docs/roll-make.md` shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

WHOLE = 10_000
"""What every share is a share of."""


@dataclass(frozen=True, slots=True)
class Population:
    """Who is on the roll. Ages fall off from `youngest` to `oldest`; a few (`below_youngest`) are younger than that,
    from `youngest_of_all` on."""

    youngest: int = 60
    oldest: int = 104
    below_youngest: int = 150
    youngest_of_all: int = 45
    tekun: int = 200
    dibao: int = 500
    low_income: int = 400


ELDERLY = Population()
TEKUN_ONLY = replace(ELDERLY, tekun=WHOLE, dibao=0, low_income=0)
EIGHTY_AND_OVER = replace(ELDERLY, youngest=80, below_youngest=70, youngest_of_all=75)

NOT_ASSESSED = 3_333
"""Nobody has assessed them: the 26 items, the diagnoses, the events and the date are all empty."""
LACKS_A_FACT = 1_000
"""One other fact, the same chance for each, is empty."""

INTACT_UP_TO, MILD_UP_TO, MODERATE_UP_TO, SEVERE_UP_TO = 4_200, 8_300, 9_500, 10_400
"""Bounds of the rank that decides the level: a share drawn up to 10,000, plus `RANK_A_YEAR` for each year past 60."""
RANK_A_YEAR = 110
LOST_FROM, LOST_MILD, LOST_MODERATE, LOST_SEVERE, LOST_ALL = 12, 262, 492, 672, 1_020
"""The share of all points lost, in 1,024: where mild loss begins, and at the end of each level."""

COMA_AMONG_THE_GRAVEST = 200
DEMENTIA, DEMENTIA_A_YEAR = 100, 25
PSYCHIATRIC = 100
FALLS = (9_000, 600, 280, 120)
"""No fall, one, two, three or more in the last thirty days."""
WANDERING_WITH_DEMENTIA, CHOKING, SELF_HARM, OTHER_EVENTS = 600, 80, 10, 40

IN_AN_INSTITUTION_OF_TEKUN = 3_500
ALONE, EMPTY_NEST, LEFT_BEHIND = 1_300, 2_600, 500
ALONE_OF_TEKUN = 7_000
CHILDLESS, CHILDLESS_OF_TEKUN = 150, 8_500
DISABILITY_CERTIFICATE = 600
"""Of those who have lost nothing; more, the more they have lost."""
DISABILITY_GRADES = (1_200, 2_500, 3_300, 3_000)
DISABILITY_TYPES = {
    "physical": 5_000, "hearing": 1_600, "vision": 1_200, "mental": 800, "intellectual": 700, "multiple": 400,
    "speech": 300,
}  # fmt: skip
SPECIAL_FAMILY, CONTRIBUTION, SOLDIERS_FAMILY, MARTYRS_SURVIVOR = 100, 50, 80, 30
WORK_INJURY = 30
LTCI, LTCI_OF_THE_GRAVE = 20, 3_000
WANTS_A_PLACE = 400
MINORITY = 200
OTHER_WORD = 300
"""Each other word for the same thing, in a column of an office."""


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What is wrong with the roll. The first four stand in the identity of a row, the next six in what it is paid,
    the rest in what a register says of the person. Of one group a row has at most one."""

    duplicate_id: int = 30
    namesake: int = 20
    birth_date_differs: int = 20
    sex_differs: int = 10

    overpaid: int = 100
    underpaid: int = 50
    unpaid: int = 50
    """These three: of the rows that something is due to. Too much of a benefit that is a floor is `above_floor`."""
    not_entitled: int = 70
    """Of the rows that something is not due to."""
    paid_undetermined: int = 100
    """Of the rows for which something cannot be decided."""
    not_drawn_together: int = 1_000
    """Of the rows that could draw two benefits of which only one may be drawn."""

    paid_after_death: int = 30
    paid_in_prison: int = 10
    paid_after_move: int = 10
    on_two_rolls: int = 40
    in_ltci_register: int = 20
    in_work_injury_register: int = 20
    died_this_month: int = 5
    released: int = 5
    """No mistakes: dead since the month of payment began, out of prison before. They stand in the registers, too."""


MISTAKES = Mistakes()
MISTAKES_OF_A_ROSTER = replace(MISTAKES, not_entitled=WHOLE)
"""On a roster of one benefit everybody is paid, so whoever it is not due to is paid it by mistake."""

STRANGERS = 100
"""How many people in a register are not on the roll, as a share of the roll."""
