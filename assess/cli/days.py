"""Days as options take them."""

from __future__ import annotations

import calendar
import re
from datetime import datetime

import click

from assess.cli.wrong_calls import WrongValue

_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_OTHERWISE = re.compile(
    r"([0-9]{4})(?:[/.]([0-9]{1,2})[/.]([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))"
)
_MONTH = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月?|([0-9]{2}))")


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day of the calendar, `2026-06-30`; anything else is answered by what it should be."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        if found := _DAY.fullmatch(text):
            year, month, day = map(int, found.groups())
            if _is_day(year, month, day):
                return datetime(year, month, day)
        raise WrongValue(*_wrong(text, ctx), param, ctx)


def _is_day(year: int, month: int, day: int) -> bool:
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _wrong(text: str, ctx: click.Context | None) -> tuple[str, str]:
    """What is wrong with the text, and how to write it, in Chinese and English."""
    if found := _DAY.fullmatch(text) or _OTHERWISE.fullmatch(text):
        year, month, day = (int(one) for one in found.groups() if one is not None)
        if _is_day(year, month, day):
            said = f"{year:04}-{month:02}-{day:02}"
            return f"“{text}”要写成 {said}", f"write {text!r} as {said}"
        if year >= 1 and 1 <= month <= 12:
            last = f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]}"
            return (
                f"日历上没有“{text}”这一天；那个月的最后一天是 {last}",
                f"there is no day {text!r}; the last one of that month is {last}",
            )
    elif found := _MONTH.fullmatch(text):
        year, month = (int(one) for one in found.groups() if one is not None)
        if year >= 1 and 1 <= month <= 12:
            name = f"{year:04}-{month:02}"
            last = f"{name}-{calendar.monthrange(year, month)[1]}"
            by_month = ctx is not None and any("--from" in one.opts for one in ctx.command.params)
            return (
                f"“{text}”没有写是哪一天；写成 {last} 的样子"
                + (f"，按月核对用 --from {name} --to {name}" if by_month else ""),
                f"{text!r} is a month; write a day, such as {last}"
                + (f", or --from {name} --to {name} for the month" if by_month else ""),
            )
    return f"“{text}”不是日期；写成 2026-06-30 的样子", f"{text!r} is no date; write one such as 2026-06-30"
