"""What a column of a roll may hold: a fact, a result found elsewhere, an amount paid, or what the row is known by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["row", "fact", "stated", "paid"]
Period = Literal["month", "year"]

ROW_TARGETS = ("case", "name", "district", "month")
"""What a row is known by. `name` is also a question of forms; nothing is decided by it, so that one meaning serves."""


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """`fact`: an input of the program. `stated`: a decision taken as given. `paid`: a benefit, as paid in yuan."""

    kind: Kind
    name: str

    @classmethod
    def parse(cls, text: str) -> Target:
        """`birth_date`, `stated.self_care_ability`, `paid.tekun_care_standard`, `name` … Not yet looked up."""
        before, dot, name = text.partition(".")
        if dot and before == "stated":
            return cls("stated", name)
        if dot and before == "paid":
            return cls("paid", name)
        return cls("row" if text in ROW_TARGETS else "fact", text)

    @property
    def id(self) -> str:
        """The target as a mapping writes it; also the name of the fact that the rules read, for `fact` and `stated`."""
        return f"{self.kind}.{self.name}" if self.kind in ("stated", "paid") else self.name

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class ColumnOptions:
    """What a mapping says of a column beyond its target.

    `header`: as the roll writes it. `period`: what an amount paid is for. `values`: words of this office and what they
    stand for, as a case file would write it; None is unknown. `excel_serial`: whole numbers are days counted from
    1899-12-30. `day_from_id`: the birth date also comes out of the ID number, so that a year and month alone is no
    fault but leaves the day to that.
    """

    header: str = ""
    period: Period = "month"
    values: tuple[tuple[str, object], ...] = ()
    excel_serial: bool = False
    day_from_id: bool = False
