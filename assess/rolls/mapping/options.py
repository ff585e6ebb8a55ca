"""What a mapping says of a column beyond its target, checked."""

from __future__ import annotations

from collections.abc import Iterator

from assess.diagnostics.catalogue import CATALOGUE
from assess.diagnostics.diagnostic import Diagnostic, Diagnostics
from assess.language.program import Program
from assess.language.types import Date
from assess.rolls.cells import Canonical, ColumnOptions, Target, cell_reader, text_of
from assess.rolls.cells.tidy import word_key
from assess.rolls.mapping.file import MappingFile
from assess.rolls.mapping.headers import bare_key
from assess.rolls.paid_periods import usual_period


def options_of(file: MappingFile, header: str, target: Target, program: Program, faults: Diagnostics) -> ColumnOptions:
    """The options of a column; what does not fit its target is reported. A period that the mapping leaves open is the
    one of the header (`元/年`), else the one that the rules work it out by."""
    text = file.text.column(header)
    usual = usual_period(program, target.name) if target.kind == "paid" else "month"
    period = text.period or bare_key(header)[1] or usual
    plain = ColumnOptions(header=header, period=period, excel_serial=text.excel_serial)
    if text.period is not None and target.kind != "paid":
        _report_misplaced(file, header, "period", target, faults)
    known = cell_reader(target, program, plain).known
    if text.excel_serial and not (known is not None and isinstance(known.type, Date)):
        _report_misplaced(file, header, "excel_serial", target, faults)
    values = tuple(_values(file, header, target, program, plain, faults))
    return ColumnOptions(plain.header, plain.period, values, plain.excel_serial)


def _report_misplaced(file: MappingFile, header: str, option: str, target: Target, faults: Diagnostics) -> None:
    faults.report("R214", file.place("columns", header, option), option=option, target=target.id)


def _values(
    file: MappingFile, header: str, target: Target, program: Program, options: ColumnOptions, faults: Diagnostics
) -> Iterator[tuple[str, Canonical]]:
    """The office's own words with what they stand for; these are read as cells are, so that labels will do as well. One
    word in two spellings (`（半托）`, `(半托)`) stands for one thing."""
    reader = cell_reader(target, program, options)
    first: dict[str, tuple[str, Canonical]] = {}
    for word, meaning in file.text.column(header).values.items():
        if not word_key(word):
            faults.report("R226", file.place("columns", header, "values", word), header=header)
            continue
        cell = reader.read(text_of(meaning))
        if cell.fault is None and (cell.value is not None or meaning is None):
            value = None if meaning is None else cell.value
            other, before = first.setdefault(word_key(word), (word, value))
            if before != value:
                place = file.place("columns", header, "values", other)
                faults.report("Y103", file.place("columns", header, "values", word), key=word, first=str(place))
            yield word, value
        else:
            arguments = {"word": word, "found": text_of(meaning)} | problem_of(cell.fault)
            faults.report("R213", file.place("columns", header, "values", word), **arguments)


def problem_of(fault: Diagnostic | None) -> dict[str, str]:
    """What a fault says, as an argument of another; without one, that there is nothing."""
    if fault is None:
        return {"problem_zh": "这里什么也没有说", "problem_en": "that says nothing"}
    entry = CATALOGUE[fault.code]
    return {f"problem_{language}": entry.message(language, fault.arguments) for language in ("zh", "en")}
