"""One cell's text to the value that a case file would hold, or a fault: the definition of what a roll's cells mean.

    tidy the text → the office's own words → the words of the answers → marks of nothing known, or of the row above
    → the type's own reading → the same check as for every fact of a case (`assess.cases.facts`)

Other ways of reading cells (by SQL, for plain ones) must agree with this one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from assess.cases.facts import Value, shown, taken
from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.language.dates import iso
from assess.language.law import Input
from assess.language.program import Program
from assess.language.stated import stated_input
from assess.language.types import Boolean, Date, Enumeration, Label, Number, Text
from assess.rolls.cells.dates import Dates, Months, OnlyMonth
from assess.rolls.cells.fault import CellFault
from assess.rolls.cells.identity import ResidentIds
from assess.rolls.cells.numbers import Amounts, Numbers
from assess.rolls.cells.target import ColumnOptions, Target
from assess.rolls.cells.texts import DivisionCodes, Names, Texts
from assess.rolls.cells.tidy import tidied, word_key
from assess.rolls.cells.words import Booleans, Codes, is_blank, is_ditto, is_left_empty, words_of

Canonical = bool | int | Decimal | str | None
"""A value as a case file holds it: a code or text, a truth value, a number, a day as `YYYY-MM-DD`. None: unknown."""

NOWHERE = Position("-")
"""The place of a fault until whoever reads the roll says where the cell stands (`placed`)."""

_ROW_LABELS = {
    "case": Label("编号", "case"),
    "name": Label("姓名", "name"),
    "district": Label("地区", "district"),
    "month": Label("月份", "month"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds. `value`: as a case file would have it; `internal`: as the engines hold it (an amount paid: in
    fen; a month: as `value`). Both None: unknown. `month`: `YYYYMM` where a birth date says no more than that."""

    value: Canonical = None
    internal: Value = None
    fault: Diagnostic | None = None
    month: int | None = None


UNKNOWN = Cell()
NOTHING_PAID = Cell(Decimal("0.00"), 0)
"""An empty cell of a column of amounts paid. Where such a cell says that the amount is not known, that is `UNKNOWN`."""


class Form(Protocol):
    """How the text of one kind of value is read."""

    def read(self, text: str) -> Canonical:
        """The value of a tidied text that is not blank; None: it is as good as empty. Raises CellFault."""


@dataclass(frozen=True)
class CellReader:
    """Reads the cells of one column. `known`: the question that the facts are checked by; None for what is paid and
    for months, which no question asks."""

    target: Target
    options: ColumnOptions
    label: Label
    known: Input | None
    form: Form
    words: dict[str, Any]

    def read(self, text: str | None) -> Cell:
        """Never raises. A fault's position is `NOWHERE`; its arguments name the column, what was found and what for."""
        tidy = "" if text is None else tidied(text)
        key = word_key(tidy) if tidy else ""
        if text is None or (is_left_empty(tidy) and key not in self.words):
            return self._left_empty
        if key not in self.words and is_blank(tidy):
            return UNKNOWN
        if key not in self.words and is_ditto(tidy):
            return Cell(fault=self._fault("R315", text, {}))
        try:
            value = self.words[key] if key in self.words else self.form.read(tidy)
        except OnlyMonth as found:
            return Cell(month=found.month)
        except CellFault as fault:
            return Cell(fault=self._fault(fault.code, text, fault.arguments))
        if value is None:
            return UNKNOWN if key in self.words else self._left_empty
        return self._checked(value, text)

    @property
    def _left_empty(self) -> Cell:
        return NOTHING_PAID if self.target.kind == "paid" else UNKNOWN

    def _checked(self, value: Canonical, text: str) -> Cell:
        if self.known is None:
            return Cell(value, _internal(value))
        facts, faults = taken({self.known.name: self.known}, {self.known.name: value}, _nowhere)
        if faults:
            return Cell(fault=self._fault(faults[0].code, text, faults[0].arguments | {"fact": self.target.id}))
        return Cell(value, facts[self.known.name])

    def _fault(self, code: str, text: str, arguments: dict[str, str]) -> Diagnostic:
        frame = {"fact": self.target.id, "zh": self.label.zh, "en": self.label.en, "column": self.options.header}
        return Diagnostic(code, NOWHERE, frame | arguments | {"found": shown(text.strip())})


def _nowhere(_: str) -> Position:
    return NOWHERE


def _internal(value: Canonical) -> Value:
    return int(value.scaleb(2)) if isinstance(value, Decimal) else value


def cell_reader(target: Target, program: Program, options: ColumnOptions | None = None) -> CellReader:
    """The reader of a column. The target must be one that the program has (`assess.rolls.mapping` sees to that)."""
    options = options or ColumnOptions()
    if target.kind == "paid":
        label = program.decisions[target.name].label
        return CellReader(target, options, label, None, Amounts(options.period), _own_words(options))
    if target.kind == "row":
        label = _ROW_LABELS[target.name]
        if target.name == "month":
            return CellReader(target, options, label, None, Months(), _own_words(options))
        known = Input(target.name, label, Text(), NOWHERE, kind="text")
        form: Form = Names() if target.name == "name" else Texts()
        return CellReader(target, options, label, known, form, _own_words(options))
    known = stated_input(program.decisions[target.name]) if target.kind == "stated" else program.inputs[target.name]
    words = words_of(known, options.header) | _own_words(options)
    return CellReader(target, options, known.label, known, _form(known, options), words)


def _own_words(options: ColumnOptions) -> dict[str, Any]:
    return {word_key(word): value for word, value in options.values}


def _form(known: Input, options: ColumnOptions) -> Form:
    type_ = known.type
    if isinstance(type_, Boolean):
        return Booleans()
    if isinstance(type_, Number):
        return Numbers(type_, known.options)
    if isinstance(type_, Date):
        return Dates(options.excel_serial, options.day_from_id)
    if isinstance(type_, Enumeration):
        return Codes(type_.codes, type_.labels)
    if type_.form == "resident_id":
        return ResidentIds()
    return DivisionCodes() if type_.form == "division_code" else Texts()


def placed(fault: Diagnostic, source: str, row: int, column: int) -> Diagnostic:
    """The fault of a cell with the place of the cell: `row` as the person sees it, `column` counted from 1."""
    return replace(fault, position=Position(source, row, column))


def text_of(value: Canonical | date) -> str:
    """The plainest text of a cell that holds the value; the empty text for an unknown one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return iso(value.year * 10000 + value.month * 100 + value.day)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
