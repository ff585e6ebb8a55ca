"""What the cells of a register hold: an ID number, a day or a month, an amount, a name; in SQL where they are plain.

The readers of `assess.rolls.cells` are the definition. A cell written in the one canonical way is read by SQL instead,
to the same value; every other text goes through the reader, once for each text that occurs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from sqlglot import exp

from assess.diagnostics.diagnostic import Diagnostic
from assess.engines.sql.calendar import resident_id_valid
from assess.engines.sql.nodes import cast, choice, every, negated
from assess.language.law import Input
from assess.language.types import EARLIEST_DATE, LATEST_DATE, Date, Label, Text
from assess.rolls.cells import ColumnOptions, Target
from assess.rolls.cells.dates import Dates, Months, OnlyMonth
from assess.rolls.cells.fault import CellFault
from assess.rolls.cells.identity import ResidentIds
from assess.rolls.cells.numbers import Amounts
from assess.rolls.cells.reader import NOWHERE, Cell, CellReader
from assess.rolls.cells.texts import Names
from assess.rolls.cells.tidy import word_key
from assess.rolls.cells.words import vocabulary

Value = int | str | None

_STILL = ("至今", "长期", "无固定期限", "无期", "无期徒刑", "终身", "present", "life")
"""What stands for no end at all."""
_NEVER = 9999
"""The year that programs write where there is no end."""
_BY_THE_YEAR, _DECIMAL_MONTH = "R312", "R313"
_OF_REGISTERS = {"R304": "R511", "R305": "A108", "R307": "R512"}
"""Faults that a roll's mapping can settle; a register has none. It may do without days, but not without months."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """One text as read. Both None: nothing is said. Persons are the first 17 digits, days `YYYYMMDD`, amounts in fen;
    where a cell says no more than a month, the day is 00."""

    value: Value = None
    fault: Diagnostic | None = None


@cache
def reader(role: str, header: str) -> Callable[[str], ReadText]:
    """Reads the texts of a column that has this role."""
    options = ColumnOptions(header=header)
    target = Target("fact", role)
    label = Label(header, header)  # what the person sees is the header; no question stands behind it
    if role == "amount":
        return _amounts(CellReader(target, options, label, None, Amounts("month"), {}))
    if role == "month":
        months = CellReader(target, options, label, None, Months(), {})
        return lambda text: _converted(months.read(text), lambda value: int(str(value).replace("-", "")) * 100)
    if role == "name":
        known = Input(role, label, Text(), NOWHERE, kind="text")
        names = CellReader(target, options, label, known, Names(), {})
        return lambda text: _converted(names.read(text), str)
    if role == "id_number":
        known = Input(role, label, Text("resident_id"), NOWHERE, kind="resident_id")
        ids = CellReader(target, options, label, known, ResidentIds(), {})
        return lambda text: _converted(ids.read(text), lambda value: int(str(value)[:17]))
    known = Input(role, label, Date(), NOWHERE, kind="date")
    words = {word_key(word): None for word in _STILL} if role == "end" else {}
    form = DaysOrMonths(may_be_never=role == "end")
    dates = CellReader(target, options, label, known, form, words)
    return lambda text: _day(dates.read(text))


@dataclass(frozen=True, slots=True)
class DaysOrMonths:
    """A day as `YYYY-MM-DD`; a month without a day is no fault, since no more is needed. `may_be_never`: the year 9999
    is no end at all."""

    may_be_never: bool = False

    def read(self, text: str) -> str | None:
        """Raises CellFault, OnlyMonth. `2025.1` is no month: see `Months`."""
        try:
            day = Dates(day_from_id=True).read(text)
        except OnlyMonth as only:
            if self._is_never(only.month // 100):
                return None
            try:
                Months().read(text)
            except CellFault as fault:  # a day was asked for, and 240202 is none
                raise fault if fault.code == _DECIMAL_MONTH else CellFault("A109") from None
            raise
        return None if self._is_never(int(day[:4])) else day

    def _is_never(self, year: int) -> bool:
        return self.may_be_never and year == _NEVER


def _converted(cell: Cell, convert: Callable[[object], Value]) -> ReadText:
    if cell.fault is not None:
        return ReadText(fault=replace(cell.fault, code=_OF_REGISTERS.get(cell.fault.code, cell.fault.code)))
    return ReadText() if cell.internal is None else ReadText(convert(cell.internal))


def _day(cell: Cell) -> ReadText:
    return ReadText(cell.month * 100) if cell.month is not None else _converted(cell, lambda value: int(str(value)))


def _amounts(by_month: CellReader) -> Callable[[str], ReadText]:
    """What an amount is for does not matter here: it is only quoted."""
    by_year = replace(by_month, form=Amounts("year"))

    def read(text: str) -> ReadText:
        cell = by_month.read(text)
        if cell.fault is not None and cell.fault.code == _BY_THE_YEAR:
            cell = by_year.read(text)
        return _converted(cell, lambda value: int(str(value)))

    return read


# the same in SQL


def _matches(text: exp.Expr, pattern: str) -> exp.Expr:
    return exp.RegexpLike(this=text, expression=exp.Literal.string(pattern))


def is_plain(role: str, text: exp.Expr) -> exp.Expr:
    """Is it written in the canonical way, so that `plain_value` reads it? Never NULL for a text."""
    if role == "id_number":
        return every([_matches(text, r"^[1-9][0-9]{16}[0-9X]$"), resident_id_valid(text)])
    if role in ("start", "end"):
        day = _iso_day(text)
        in_range = exp.Between(this=day, low=_literal(EARLIEST_DATE), high=_literal(LATEST_DATE))
        return every([_matches(text, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), _coalesced_false(in_range)])
    if role == "month":
        return _matches(text, r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")
    if role == "amount":
        return _matches(text, r"^[0-9]{1,9}(\.[0-9]{1,2})?$")
    blanks = [exp.Literal.string(mark) for mark in sorted(vocabulary().blanks)]
    return every([_matches(text, "^[一-鿿]{2,}$"), negated(exp.In(this=text, expressions=blanks))])


def plain_value(role: str, text: exp.Expr) -> exp.Expr:
    """The value of a text for which `is_plain` holds, as `reader` would give it."""
    if role == "id_number":
        return cast(exp.Left(this=text, expression=_literal(17)), "BIGINT")
    if role in ("start", "end"):
        return _iso_day(text)
    if role == "month":
        return cast(exp.Concat(expressions=[_without_dashes(text), exp.Literal.string("00")]), "BIGINT")
    if role == "amount":
        return cast(exp.Mul(this=cast(text, "DECIMAL(12, 2)"), expression=_literal(100)), "BIGINT")
    return text


def _iso_day(text: exp.Expr) -> exp.Expr:
    """`YYYYMMDD`; NULL where the text is no day of the calendar."""
    day = exp.TryCast(this=text, to=exp.DataType.build("DATE"))
    digits = exp.func("STRFTIME", day, exp.Literal.string("%Y%m%d"), dialect="duckdb")
    return exp.TryCast(this=digits, to=exp.DataType.build("BIGINT"))


def _without_dashes(text: exp.Expr) -> exp.Expr:
    return exp.func("REPLACE", text, exp.Literal.string("-"), exp.Literal.string(""), dialect="duckdb")


def _coalesced_false(condition: exp.Expr) -> exp.Expr:
    return choice((condition, exp.true()), otherwise=exp.false())


def _literal(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def values_of(role: str, header: str, texts: Iterable[str]) -> list[tuple[str, ReadText]]:
    """Each text with what it holds."""
    read = reader(role, header)
    return [(text, read(text)) for text in texts]
