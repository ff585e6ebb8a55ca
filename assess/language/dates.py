"""Calendar arithmetic on dates held as `YYYYMMDD` integers."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

SHIFTS = (
    "",
    "start of year",
    "end of year",
    "start of month",
    "end of month",
    "start of previous year",
    "end of previous year",
    "start of previous month",
    "end of previous month",
)
"""How a parameter look-up may be shifted from the as-of date; the empty shift is the as-of date itself."""


def number_of(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def date_of(number: int) -> date:
    """Raises ValueError where the number is no day of the calendar."""
    return date(number // 10000, number // 100 % 100, number % 100)


def iso(number: int) -> str:
    return f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}"


def day_before(day: int) -> int:
    return number_of(date_of(day) - timedelta(days=1))


def shifted(day: int, shift: str) -> int:
    """The day that a shift of `SHIFTS` leads to from `day`."""
    if not shift:
        return day
    year, month = day // 10000, day // 100 % 100
    words = shift.split()
    if "previous" in words:
        if words[-1] == "year":
            year -= 1
        elif month == 1:
            year, month = year - 1, 12
        else:
            month -= 1
    if words[-1] == "year":
        return year * 10000 + (101 if words[0] == "start" else 1231)
    return year * 10000 + month * 100 + (1 if words[0] == "start" else calendar.monthrange(year, month)[1])


def years_between(start: int, end: int) -> int:
    """Completed years from start to end: one is completed on the anniversary (of 29 February: on 1 March)."""
    if end >= start:
        return (end - start) // 10000
    return -((start - end) // 10000)


def months_between(start: int, end: int) -> int:
    """Completed months from start to end, by the day of the month."""
    if end < start:
        return -months_between(end, start)
    months = (end // 10000 - start // 10000) * 12 + (end // 100 % 100 - start // 100 % 100)
    return months - 1 if end % 100 < start % 100 else months


def add_months(day: int, months: int) -> int:
    """The same day so many months on, or the last day of that month where it has no such day."""
    total = day // 10000 * 12 + day // 100 % 100 - 1 + months
    year, month = total // 12, total % 12 + 1
    return year * 10000 + month * 100 + min(day % 100, calendar.monthrange(year, month)[1])
