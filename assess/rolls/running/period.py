"""The dates that a roll is decided on: one day, or a day in each month of a period."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assess.language.dates import add_months, iso, shifted

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Period:
    """`days`: the days decided on, `YYYYMMDD`; `months`: the month of each where a period was asked for."""

    days: tuple[int, ...]
    months: tuple[str, ...] | None = None

    @classmethod
    def on(cls, day: int) -> Period:
        return cls((day,))

    @classmethod
    def of_months(cls, first: str, last: str) -> Period:
        """From the first to the last month (`YYYY-MM`), each decided on its last day.

        So a person who comes of an age within a month draws for that month. Raises ValueError where either is no month
        or the last lies before the first.
        """
        begin, end = _first_day(first), _first_day(last)
        if end < begin:
            raise ValueError(last)
        days, months = [], []
        day = begin
        while day <= end:
            days.append(shifted(day, "end of month"))
            months.append(iso(day)[:7])
            day = add_months(day, 1)
        return cls(tuple(days), tuple(months))

    @property
    def latest(self) -> int:
        return self.days[-1]


def _first_day(month: str) -> int:
    found = _MONTH.fullmatch(month)
    if found is None:
        raise ValueError(month)
    return int(found[1]) * 10000 + int(found[2]) * 100 + 1
