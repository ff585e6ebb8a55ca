"""Cells that hold text as it is: names, districts, row labels, codes of divisions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assess.rolls.cells.tidy import without_blanks

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


@cache
def _between_han() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A blank, and a dot. Made for the first name that is read: with so many characters that takes a while."""
    blank, dot = (f"(?<=[{_HAN}]){between}(?=[{_HAN}])" for between in (" ", " ?[•‧・∙⋅] ?"))
    return re.compile(blank), re.compile(dot)


@dataclass(frozen=True, slots=True)
class Texts:
    """Text, half-width, with single blanks."""

    def read(self, text: str) -> str:
        return text


@dataclass(frozen=True, slots=True)
class Names:
    """A person's name. Names of two characters are often spaced out to the width of three, and the dot in names such
    as 阿依·古丽 has many forms; both would make one person two."""

    def read(self, text: str) -> str:
        blank, dot = _between_han()
        return dot.sub("·", blank.sub("", text))


@dataclass(frozen=True, slots=True)
class DivisionCodes:
    """A code of six digits; kept as a number, it may have come with a decimal point."""

    def read(self, text: str) -> str:
        return re.sub(r"(?<=^[0-9]{6})\.0+$", "", without_blanks(text))
