"""Cells that hold numbers and amounts of money. Nothing that is not a number becomes one, and nothing is rounded but
what binary arithmetic adds: 0.1 + 0.2 is 0.30000000000000004 there.

Such a tail is told by the length, sixteen or seventeen digits. It is cut at fifteen, as spreadsheet programs do, so
that a number is the same out of a workbook, a database, Parquet or text. No amount of fen changes by that: what has no
more than two decimals is never cut, and of ten billion yuan fifteen digits still tell thousandths of a fen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from assess.language.types import Label, Number
from assess.rolls.cells.fault import CellFault, not_recognised
from assess.rolls.cells.target import Period
from assess.rolls.cells.tidy import without_blanks

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,30}|[0-9]{1,3}(?:,[0-9]{3}){1,9})(?:\.[0-9]{1,30})?")
_AMOUNT = re.compile(
    r"(?P<sign>-?)(?:¥|rmb|cny)?(?P<inner>-?)(?P<digits>(?:[0-9]{1,30}|[0-9]{1,3}(?:,[0-9]{3}){1,9})(?:\.[0-9]{1,30})?)"
    r"(?:(?:元|圆|rmb|cny)(?:整|正)?)?(?:/?(?:人[.·・/]?)?(?P<period>月|年|month|year))?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"[0-9.,] [0-9.,]")
"""Two amounts in a cell, on two lines of it as a rule: without the blank, 100 and 50 would be 10050."""
_BRACKETED = re.compile(r"\((?P<inside>[^()]*)\)")
_PERIODS: dict[str, Period] = {"月": "month", "month": "month", "年": "year", "year": "year"}
MOST_FEN = 10**12
"""Ten thousand million yuan, more than any amount paid. What is more is a number of another kind in the wrong column: a
telephone, an account, an old identity number of fifteen digits."""

_EXACT = Context(prec=15)
_TAILED = (16, 17)
"""So many digits a program writes of a binary number that was calculated; nobody types them."""
_MOST_WITH_TAIL = 10**10

_SUFFIXES = {
    "points": ("分",),
    "times": ("次", "times"),
    "years": ("周岁", "岁", "years"),
    "CNY": ("元", "圆"),
    "CNY/month": ("元/月", "元", "圆"),
    "CNY/year": ("元/年", "元", "圆"),
    "cm": ("cm", "厘米", "公分"),
    "kg": ("kg", "公斤", "千克"),
    "grade": ("级",),
}
"""How a cell may write the unit that its question has anyway."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number of its type's range: an int, or a Decimal where the type has decimal places. `options`: its answers in
    words, where it has such."""

    type: Number
    options: tuple[tuple[int, Label], ...] = ()

    def read(self, text: str) -> int | Decimal:
        """Raises CellFault where the text is no number; the range is checked where every fact's is."""
        several = _SEVERAL.search(text) is not None
        text = without_blanks(text)
        if not _NUMBER.fullmatch(text):
            text = self._without_unit(text)
        if several or not _NUMBER.fullmatch(text):
            if self.options:
                raise not_recognised((str(value), label) for value, label in self.options)
            raise CellFault("A102", expected=self._range())
        found = without_tail(Decimal(text.replace(",", "")))
        if self.type.denominator == 1 and found == found.to_integral_value():
            return int(found)
        return found

    def _without_unit(self, text: str) -> str:
        if self.type.unit is None:
            return text
        if str(self.type.unit).startswith("CNY"):
            text = text.removeprefix("¥")
        for suffix in _SUFFIXES.get(str(self.type.unit), ()):
            if text.casefold().endswith(suffix):
                return text[: -len(suffix)]
        return text

    def _range(self) -> str:
        low, high = (Decimal(bound) / self.type.denominator for bound in (self.type.minimum, self.type.maximum))
        return f"{low:f}–{high:f}"


@dataclass(frozen=True, slots=True)
class Amounts:
    """An amount paid, in yuan with two places: `1,234.50`, `￥684元`, `684.00元/月` in a column by the month."""

    period: Period

    def read(self, text: str) -> Decimal | None:
        """None where there is only a currency sign with a dash. Raises CellFault where it is no amount or more than
        one, is negative, has parts of a fen, or is for the other period."""
        if _SEVERAL.search(text):
            raise CellFault("R308")
        text = without_blanks(text)
        if not text.strip("¥-–—"):
            return None
        bracketed = _BRACKETED.fullmatch(text)
        found = _AMOUNT.fullmatch(bracketed["inside"] if bracketed else text)
        if found is None:
            raise CellFault("R308")
        if bracketed or found["sign"] or found["inner"]:
            raise CellFault("R309")
        if found["period"]:
            stated = _PERIODS[found["period"].casefold()]
            if stated != self.period:
                raise CellFault("R312", **_in_words("period", self.period), **_in_words("stated", stated))
        yuan = Decimal(found["digits"].replace(",", ""))
        fen = yuan.scaleb(2)
        if fen != fen.to_integral_value():
            fen = without_tail(yuan).scaleb(2)
        if fen != fen.to_integral_value():
            raise CellFault("R310")
        if fen > MOST_FEN:
            raise CellFault("R308")
        return Decimal(int(fen)).scaleb(-2)


def without_tail(number: Decimal) -> Decimal:
    """The number that a person sees in a spreadsheet, where binary arithmetic has left a tail of digits."""
    has_tail = len(number.as_tuple().digits) in _TAILED and abs(number) < _MOST_WITH_TAIL
    return Decimal(f"{_EXACT.plus(number).normalize():f}") if has_tail else number


def _in_words(name: str, period: Period) -> dict[str, str]:
    """A period as two arguments of a diagnostic, one in each language."""
    return {f"{name}_zh": "月" if period == "month" else "年", f"{name}_en": period}
