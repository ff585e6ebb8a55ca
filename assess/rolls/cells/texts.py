"""Cells that hold text as it is: names, districts, row labels, codes of divisions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assess.rolls.cells.tidy import without_blanks

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")
_DOT_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}]) ?[•‧・∙⋅] ?(?=[{_HAN}])")


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
        return _DOT_BETWEEN_HAN.sub("·", _BETWEEN_HAN.sub("", text))


@dataclass(frozen=True, slots=True)
class DivisionCodes:
    """A code of six digits; kept as a number, it may have come with a decimal point."""

    def read(self, text: str) -> str:
        return re.sub(r"(?<=^[0-9]{6})\.0+$", "", without_blanks(text))
