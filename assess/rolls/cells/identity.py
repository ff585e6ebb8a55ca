"""Cells that hold resident identity numbers, and what spreadsheets, masks and the old cards have done to them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assess.language.functions import check_character, resident_id_birth_date, resident_id_valid
from assess.rolls.cells.fault import CellFault
from assess.rolls.cells.tidy import without_blanks

_WHOLE = re.compile(r"[0-9]{17}[0-9X]")
_WRAPPED = re.compile(r"""=?["'`’‘“]*(?P<inside>[^"'`’‘“”]*)["'`’‘”]*""")
"""`'3204…` and `="3204…"`: how spreadsheets are made to keep a number as text."""
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}")
_BINARY = re.compile(r"(?P<digits>[0-9]{15,18})\.0*")
_MASKED = re.compile(r"[0-9]{0,17}(?:[*#●○•·]+|X{2,})[0-9*#●○•·X]*")
_EXACT_DIGITS = 15
"""Spreadsheets and binary numbers keep so many digits; those after them have become 0, or anything."""


@dataclass(frozen=True, slots=True)
class ResidentIds:
    """An identity number of 18 characters, as a card has it; old ones of 15 digits are brought to 18."""

    def read(self, text: str) -> str:
        """Date and check character are checked where every fact's are. Raises CellFault where the number is not there
        any more: written as a number and so cut (R303), or masked (R304)."""
        text = without_blanks(text).upper()
        if _WHOLE.fullmatch(text) and not text.endswith("000"):
            return text
        if not text.isalnum():
            wrapped = _WRAPPED.fullmatch(text)
            text = wrapped["inside"] if wrapped else text
        if binary := _BINARY.fullmatch(text):
            text = binary["digits"]
            if len(text) > _EXACT_DIGITS:
                raise CellFault("R303")
        if _SCIENTIFIC.fullmatch(text) or _has_lost_digits(text):
            raise CellFault("R303")
        if _MASKED.fullmatch(text):
            raise CellFault("R304")
        if len(text) == 15 and text.isascii() and text.isdigit():
            body = f"{text[:6]}19{text[6:]}"
            return body + check_character(body)
        return text


def _has_lost_digits(text: str) -> bool:
    """18 digits that end in 000 and fail the check: what a spreadsheet makes of a number of 18 digits."""
    return (
        len(text) == 18
        and text.isascii()
        and text.isdigit()
        and text.endswith("000")
        and resident_id_birth_date(text) is not None
        and not resident_id_valid(text)
    )
