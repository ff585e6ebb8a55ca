"""What screening needs to know of the roll and the rules: plain data that can be sent to a worker."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assess.language.program import Program
from assess.rolls.cells import Period
from assess.rolls.paid_periods import times_due

_BIRTH_DATE, _SEX = "id_birth_date_agrees", "id_sex_agrees"


@dataclass(frozen=True, slots=True)
class Screening:
    """Which columns decisions and people have, and the clauses that the findings on numbers cite (None: none).

    `own_months`: the roll says of each row which month it is for; `people` then has the column `month`, and people
    stand on it twice only within a month. Otherwise every row is meant for every month decided on. `paid`: the
    benefits that the decisions have both `paid.` and `due.` columns for; `floors`: those of which the rules say the
    least only, so that no other finding claims what is paid above it; `by_one_day`: those that are paid by the year and
    due by the month, of which no other finding is certain enough to claim anything. `sources`: in the order of the
    roll, by which one row stands before another; without them it is the order of their names.
    """

    has_name: bool
    has_district: bool
    has_month: bool
    own_months: bool
    paid: tuple[str, ...]
    cite_birth_date: str | None = None
    cite_sex: str | None = None
    sources: tuple[str, ...] = ()
    floors: tuple[str, ...] = ()
    by_one_day: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        program: Program,
        decisions: Collection[str],
        people: Collection[str],
        sources: Iterable[str] = (),
        periods: Mapping[str, Period] = MappingProxyType({}),
    ) -> Screening:
        """The plan for decisions and people with these columns; `periods`: what the benefits are paid by."""
        paid = tuple(name.removeprefix("paid.") for name in decisions if name.startswith("paid."))
        return cls(
            "name" in decisions,
            "district" in decisions,
            "month" in decisions,
            "month" in people,
            paid,
            _cite(program, _BIRTH_DATE),
            _cite(program, _SEX),
            tuple(sources),
            tuple(name for name in paid if _is_floor(program, name)),
            tuple(
                name for name in paid if name in periods and times_due(program.decisions[name].type, periods[name]) > 1
            ),
        )

    def optional_columns(self) -> tuple[str, ...]:
        """Those columns of the decisions that say who is meant, and that not every roll has."""
        there = {"name": self.has_name, "district": self.has_district, "month": self.has_month}
        return tuple(name for name, is_there in there.items() if is_there)


def _is_floor(program: Program, benefit: str) -> bool:
    known = program.decisions.get(benefit)
    return known is not None and known.versions[-1].floor is not None


def _cite(program: Program, decision: str) -> str | None:
    known = program.decisions.get(decision)
    return None if known is None else "; ".join(str(one) for one in known.versions[-1].cite) or None
