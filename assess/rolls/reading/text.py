"""Text of cells: what counts as blank, what as a number, and the text that values of other types are given."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

BLANKS = " \t\r\n\v\f\u00a0\u2002\u2003\u200b\u3000\ufeff"
"""Characters that show as nothing. Where blank rows and headers are sought, a cell of these alone is an empty one."""
LONGEST_EXACT = 10**15
"""Spreadsheet programs keep 15 digits of a number; from here on the last ones may be lost."""

_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(\.[0-9]*)?%?")
_DAY = re.compile(r"[0-9]{4}([-/.年][0-9]{1,2}([-/.月]([0-9]{1,2}日?)?)?)?")
_LONG_NUMBER = re.compile(r"[0-9]{14,}[0-9Xx]")


def is_blank(cell: str) -> bool:
    return not cell.strip(BLANKS)


def is_number(text: str) -> bool:
    """A figure or a day: what stands in a row of data and hardly ever in a header."""
    return bool(_NUMBER.fullmatch(text) or _DAY.fullmatch(text))


def is_long_number(text: str) -> bool:
    """An identity number, an account: no header has one."""
    return bool(_LONG_NUMBER.fullmatch(text))


def text_of(value: object) -> str:
    """The text of a cell of a spreadsheet or a database: `3.0` → `3`, dates as ISO 8601, true and false.

    A number is given the 15 digits that spreadsheet programs keep and show, without an exponent. A longer whole number
    (an identity number typed as a number) has lost its last digits; it keeps `.0`, so that it is not taken for one.
    """
    as_text = _TEXTS.get(type(value))
    return str(value) if as_text is None else as_text(value)


def _number_text(value: float) -> str:
    if value.is_integer():
        return str(int(value)) if abs(value) < LONGEST_EXACT else f"{Decimal(repr(value)):f}".removesuffix(".0") + ".0"
    text = format(value, ".15g")
    return f"{Decimal(text):f}" if "e" in text else text


def _moment_text(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else value.isoformat(" ")


def _duration_text(value: timedelta) -> str:
    """Hours, minutes and seconds, as a cell formatted `[h]:mm:ss` shows them."""
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"


_TEXTS: dict[type, Callable[[Any], str]] = {
    str: lambda value: value,
    float: _number_text,
    int: str,
    bool: lambda value: "true" if value else "false",
    type(None): lambda value: "",
    date: date.isoformat,
    datetime: _moment_text,
    time: time.isoformat,
    timedelta: _duration_text,
    bytes: lambda value: f"<{len(value)} bytes>",
}
