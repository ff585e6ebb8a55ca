"""What a mapping gives besides columns: facts that come out of the ID number, and facts that hold for every row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, nearest
from assess.language.program import Program
from assess.language.surface import ScalarValue
from assess.language.types import Date, Enumeration, Text
from assess.rolls.cells import Cell, ColumnOptions, Target, cell_reader, text_of
from assess.rolls.mapping.file import MappingFile
from assess.rolls.mapping.options import problem_of
from assess.rolls.mapping.targets import fault_of

DERIVABLE = ("birth_date", "sex")
"""All that an identity number tells. Its first digits are the place of the first registration, not of today's."""
_OF_FILES = re.compile(r"(?i).+\.(csv|tsv|tab|txt|dat|asc|xls|xlsx|xlsm|ods|parquet|duckdb|db|sqlite3?)")
SEXES = ("male", "female")
_NOT_FOR_ALL = ("case", "name")


def derived_of(file: MappingFile, program: Program, faults: Diagnostics) -> dict[str, str]:
    """The facts derived, each with the fact that it comes from. Whether a column gives that is for the binding."""
    found = {}
    for fact, derived in file.text.derived.items():
        if can_be_derived(fact, derived.source, program):
            found[fact] = derived.source
        else:
            faults.report("R208", file.place("derived", fact), fact=fact, source=derived.source)
    return found


def can_be_derived(fact: str, source: str, program: Program) -> bool:
    """Are these a birth date or sex, and an identity number?"""
    known, number = program.inputs.get(fact), program.inputs.get(source)
    if fact not in DERIVABLE or known is None or number is None:
        return False
    if not (isinstance(number.type, Text) and number.type.form == "resident_id"):
        return False
    if fact == "birth_date":
        return isinstance(known.type, Date)
    return isinstance(known.type, Enumeration) and set(SEXES) <= set(known.type.codes)


def names_of(source: str) -> tuple[str, ...]:
    """What a mapping may call a part, the most exact first: its whole name, its sheet, its file."""
    file, _, sheet = source.rpartition(":")
    return (source, sheet, file) if file else (source,)


def _of_part(value: ScalarValue | dict[str, ScalarValue], source: str) -> ScalarValue | None:
    """The constant's value in a part: where they differ, that of its most exact name; None for none."""
    if not isinstance(value, dict):
        return value
    return next((value[name] for name in names_of(source) if name in value), None)


def names_of_nothing(file: MappingFile, sources: Collection[str]) -> Iterator[Diagnostic]:
    """Names under a constant that no part has, where a part took another value that the name, written right, might have
    gone before (R224). `sources`: of all parts. A name that can only be a file's goes before nothing: its file is not
    among those checked, or has no value and is refused for that."""
    known = list(dict.fromkeys(name for source in sources for name in reversed(names_of(source))))
    for target, values in file.text.constants.items():
        if not isinstance(values, dict):
            continue
        for name in (one for one in values if one not in known):
            instead = next((one for one in sources if _would_go_before(name, values, one, sources)), None)
            if instead is not None:
                arguments = {"target": target, "name": name, "source": instead, "near": nearest(name, known)}
                yield Diagnostic("R224", file.place("constants", target, name), arguments)


def _would_go_before(name: str, values: Collection[str], source: str, sources: Collection[str]) -> bool:
    """Might the name be a slip for one of the part's that is more exact than the one by which it took its value?"""
    found = next((one for one in names_of(source) if one in values), source)
    file, _, _ = name.rpartition(":")
    if file:
        of_another = any(one.startswith(f"{file}:") for one in sources) and not source.startswith(f"{file}:")
        return found != source and not of_another
    is_of_a_file = found != source and source.startswith(f"{found}:")
    return is_of_a_file and _OF_FILES.fullmatch(name) is None


def constants_of(
    file: MappingFile, source: str, program: Program, given: Collection[str], faults: Diagnostics
) -> Iterator[tuple[Target, Cell]]:
    """The constants of a part with their values, which are read as cells are. `given`: the targets given by other
    means."""
    for name, stated in file.text.constants.items():
        target, place = Target.parse(name), file.place("constants", name)
        fault = fault_of(target, program, place)
        if fault is not None:
            faults.extend([fault])
        elif target.kind == "paid" or name in _NOT_FOR_ALL:
            faults.report("R217", place, target=name)
        elif name in given:
            faults.report("R211", place, target=name)
        elif (value := _of_part(stated, source)) is None:
            named = {"target": name, "source": source, "named": ", ".join(stated) if isinstance(stated, dict) else ""}
            faults.report("R222", place, **named)
        else:
            cell = cell_reader(target, program, ColumnOptions(header=name)).read(text_of(value))
            if cell.fault is None and cell.value is not None:
                yield target, cell
            else:
                faults.report("R210", place, target=name, found=text_of(value), **problem_of(cell.fault))
