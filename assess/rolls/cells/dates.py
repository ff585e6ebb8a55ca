"""Cells that hold days and months, in the ways in which people and programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from assess.rolls.cells.fault import CellFault
from assess.rolls.cells.tidy import without_blanks

_CLOCK = r"(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(?: ?(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?))?"
_TIME = rf"(?:[ T]{_CLOCK})?"
"""What is between a day and a time must stand there: `2025-01-15:30` is not the first at half past five."""
_SEPARATED = re.compile(r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})" + _TIME)
_CHINESE = re.compile(rf"(?P<year>[0-9]{{4}})年(?P<month>[0-9]{{1,2}})月(?P<day>[0-9]{{1,2}})[日号]T?(?:{_CLOCK})?")
_DIGITS = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:\.0+)?")
_MONTH = re.compile(
    r"(?P<year>[0-9]{4})(?:[-/.](?P<separated>[0-9]{1,2})|年(?P<chinese>[0-9]{1,2})月?份?|(?P<digits>[0-9]{2}))"
    r"(?:\.0+)?"
)
_APART = re.compile("[0-9] [0-9]")
"""Two numbers where one belongs: `2025-1 2` is January and February, or December."""
_IN_GROUPS = re.compile("[0-9]{4} [0-9]{2}(?: ?[0-9]{2})?")
"""Year, month and day are apart here, and each of them is whole."""
_MIDNIGHT = re.compile(r"0{1,2}:00(?::00(?:\.0+)?)?")
_CHINESE_TIME = re.compile(r"\+08(?::?00)?")
_SHORT_YEAR = re.compile(
    r"'?[0-9]{2}(?:(?P<mark>[-/.])[0-9]{1,2}(?P=mark)[0-9]{1,2}|年[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)" + _TIME
)
_SERIAL = re.compile(r"(?P<days>[1-9][0-9]{1,5})(?:\.[0-9]+)?")
_LIKELY_SERIALS = range(2_201, 80_000)
"""Days from 1906 to 2119; smaller numbers may be years, larger ones are hardly meant as days of a spreadsheet."""
_SPREADSHEET_BEGINS = date(1899, 12, 30)
"""Day 0 of spreadsheets, for all days from 1900-03-01 on; before, they count a 29 February 1900 that never was."""
_SERIALS = range(2_201, 109_940)
"""Days from 1906 to 2200. 1942 and 1942.06 in a column of serial numbers are a year and a month, not days of 1905."""


class OnlyMonth(Exception):
    """A year and a month where a day belongs, and the day is known from elsewhere. `month`: as `YYYYMM`."""

    def __init__(self, month: int) -> None:
        self.month = month
        super().__init__(month)


@dataclass(frozen=True, slots=True)
class Dates:
    """A day of the calendar, as `YYYY-MM-DD`. See `ColumnOptions` for the two ways of being lenient."""

    excel_serial: bool = False
    day_from_id: bool = False

    def read(self, text: str) -> str:
        """Whether the day is in the calendar is checked where every fact's is. Raises OnlyMonth, CellFault: R314 for a
        moment of another time zone."""
        compact = without_blanks(text)
        if _are_several(text):
            compact = ""
        for pattern, written in ((_SEPARATED, text), (_SEPARATED, compact), (_CHINESE, compact), (_DIGITS, compact)):
            if found := pattern.fullmatch(written):
                if pattern is not _DIGITS and _may_be_another_day(found):
                    raise CellFault("R314")
                return f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
        serial = _SERIAL.fullmatch(compact)
        days = int(serial["days"]) if serial else 0
        if self.excel_serial and days in _SERIALS:
            return (_SPREADSHEET_BEGINS + timedelta(days=days)).isoformat()
        if days in _LIKELY_SERIALS:
            raise CellFault("R307", day=(_SPREADSHEET_BEGINS + timedelta(days=days)).isoformat())
        if found := _MONTH.fullmatch(compact):
            month = _month_of(found)
            if self.day_from_id and 1 <= month % 100 <= 12:
                raise OnlyMonth(month)
            raise CellFault("R305")
        if _SHORT_YEAR.fullmatch(compact):
            raise CellFault("R306")
        raise CellFault("A109")


def _are_several(text: str) -> bool:
    """Would the text say something else without its blanks? So it would with a time behind a day, which is read with
    them."""
    return _APART.search(text) is not None and not _IN_GROUPS.fullmatch(text)


def _may_be_another_day(found: re.Match[str]) -> bool:
    """Is it a moment by the clocks of another time zone? What programs there write as 16:00 may be meant as the day
    that begins then in China. At midnight they keep the day itself."""
    zone = found["zone"]
    return zone is not None and not _CHINESE_TIME.fullmatch(zone) and not _MIDNIGHT.fullmatch(found["clock"])


@dataclass(frozen=True, slots=True)
class Months:
    """The month that a payment is for, as `YYYY-MM`. The first of a month is the month, as spreadsheets keep it."""

    def read(self, text: str) -> str:
        """Raises CellFault: R313 for `2023.1`, which may have been `2023.10`, kept as a number, and for `2023.5`, since
        the column was kept so; else R311."""
        compact = without_blanks(text)
        if _are_several(text):
            compact = ""
        found = _MONTH.fullmatch(compact)
        if re.fullmatch(r"[0-9]{4}\.[1-9]", compact):
            raise CellFault("R313")
        if found:
            month = _month_of(found)
            if 1 <= month % 100 <= 12 and 1800 <= month // 100 <= 2200:
                return f"{month // 100:04}-{month % 100:02}"
        for pattern, written in ((_SEPARATED, text), (_CHINESE, compact), (_DIGITS, compact)):
            day = pattern.fullmatch(written)
            if day and int(day["day"]) == 1 and 1 <= int(day["month"]) <= 12 and 1800 <= int(day["year"]) <= 2200:
                return f"{day['year']}-{int(day['month']):02}"
        raise CellFault("R311")


def _month_of(found: re.Match[str]) -> int:
    return int(found["year"]) * 100 + int(found["separated"] or found["chinese"] or found["digits"])
