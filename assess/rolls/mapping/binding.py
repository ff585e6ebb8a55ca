"""A mapping bound to one part of a roll: which of its columns gives which target, and what else is given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assess.cases.facts import Value
from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, Refused, nearest
from assess.diagnostics.position import Position
from assess.language.program import Program
from assess.rolls.as_typed import as_typed
from assess.rolls.cells import Canonical, CellReader, ColumnOptions, Period, Target, cell_reader
from assess.rolls.mapping.extras import constants_of, derived_of, names_of_nothing
from assess.rolls.mapping.file import MappingFile
from assess.rolls.mapping.headers import header_key
from assess.rolls.mapping.options import options_of
from assess.rolls.mapping.targets import all_targets, fault_of
from assess.rolls.paid_periods import usual_period
from assess.rolls.roll import ROW, Part


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """A column of a part. `header`: as the part has it; `number`: its place among the columns, from 1."""

    header: str
    number: int
    target: Target
    options: ColumnOptions

    def reader(self, program: Program) -> CellReader:
        """What reads its cells."""
        return cell_reader(self.target, program, self.options)


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact that comes out of the ID number in another column, where that is valid. A column of the fact's own goes
    before it."""

    fact: str
    source: str


@dataclass(frozen=True, slots=True)
class Constant:
    """What holds for every row. `value` and `internal` as in a `Cell`."""

    target: Target
    value: Canonical
    internal: Value


@dataclass(frozen=True, slots=True)
class Binding:
    """What a part gives. Every column of the part is among `columns` or `ignored`; no target is given twice."""

    source: str
    columns: tuple[BoundColumn, ...]
    derived: tuple[Derived, ...] = ()
    constants: tuple[Constant, ...] = ()
    ignored: tuple[str, ...] = ()

    def column(self, target: str) -> BoundColumn | None:
        """The column that gives a target (`birth_date`, `paid.hay`); None where none does."""
        return next((column for column in self.columns if column.target.id == target), None)

    def gives(self, target: str) -> bool:
        """Is there a column for it, or one value for all rows?"""
        return any(one.id == target for one in self.targets)

    @property
    def targets(self) -> tuple[Target, ...]:
        """All that is given: by columns, then by constants. What is derived is a fact besides."""
        return (*(column.target for column in self.columns), *(constant.target for constant in self.constants))

    @property
    def stated(self) -> tuple[str, ...]:
        """The decisions that are taken as given."""
        return tuple(target.name for target in self.targets if target.kind == "stated")

    @property
    def paid(self) -> dict[str, Period]:
        """The benefits paid, each with the period that its amounts are for."""
        return {column.target.name: column.options.period for column in self.columns if column.target.kind == "paid"}


@dataclass(frozen=True, slots=True)
class Mapping:
    """How an office's columns are to be understood. `file` None: the headers are targets themselves."""

    file: MappingFile | None = None

    def bind_all(self, parts: Sequence[Part], program: Program) -> list[Binding]:
        """The mapping for each part of a roll. Raises Refused as `bind`, and as `names_of_nothing`."""
        bindings = [self.bind(part, program) for part in parts]
        faults = [] if self.file is None else [*names_of_nothing(self.file, [part.source for part in parts])]
        if faults:
            raise Refused(faults)
        return bindings

    def bind(self, part: Part, program: Program) -> Binding:
        """The mapping for the columns of a part. Raises Refused, with every fault of the mapping and of the headers:
        columns neither mapped nor ignored, mapped ones that are not there, targets unknown or given twice …"""
        headers = [
            (number, column.header)
            for number, column in enumerate((one for one in part.columns if one.header != ROW), start=1)
        ]
        faults = Diagnostics()
        if self.file is None:
            binding = _bound_by_name(part, headers, program, faults)
        else:
            binding = _Bound(self.file, part, headers, program, faults).binding()
        if faults.has_errors:
            raise Refused(faults)
        return binding


def identity_mapping() -> Mapping:
    """The mapping of rolls whose headers are targets themselves."""
    return Mapping()


Headers = list[tuple[int, str]]


def _bound_by_name(part: Part, headers: Headers, program: Program, faults: Diagnostics) -> Binding:
    columns, unknown = [], []
    for number, header in headers:
        target = Target.parse(header.strip())
        fault = fault_of(target, program, Position(part.source))
        if fault is None:
            period = usual_period(program, target.name) if target.kind == "paid" else "month"
            columns.append(BoundColumn(header, number, target, ColumnOptions(header=header, period=period)))
        elif fault.code == "R204":
            unknown.append((number, header))
        else:
            faults.extend([fault])
    if unknown:
        near = nearest(unknown[0][1].strip(), all_targets(program))
        faults.report("R219", Position(part.source), **_listed(unknown), near=near, **_asking(part, program))
    _report_twice(columns, part, faults)
    return Binding(part.source, tuple(columns))


class _Bound:
    """The work of binding a mapping file to a part."""

    def __init__(self, file: MappingFile, part: Part, headers: Headers, program: Program, faults: Diagnostics) -> None:
        self._file = file
        self._part = part
        self._headers = headers
        self._program = program
        self._faults = faults
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for number, header in headers:
            self._by_key[header_key(header)].append(number)

    def binding(self) -> Binding:
        text = self._file.text
        if text.ruleset is not None and text.ruleset not in (self._program.id, *self._program.lineage):
            self._report("R212", "ruleset", named=text.ruleset, used=self._program.id)
        targets = dict(self._targets())
        derived = derived_of(self._file, self._program, self._faults)
        found = self._numbers()
        columns = []
        names = dict(self._headers)
        for header, number in found.items():
            if number is not None and header in targets:
                options = options_of(self._file, header, targets[header], self._program, self._faults)
                options = replace(options, header=names[number], day_from_id=targets[header].id in derived)
                columns.append(BoundColumn(names[number], number, targets[header], options))
        columns.sort(key=lambda column: column.number)
        self._report_missing(found, targets)
        _report_twice(columns, self._part, self._faults)
        ignored = self._ignored({number for number in found.values() if number is not None})
        given = {target.id for target in targets.values()}
        elsewhere = given | derived.keys()
        constants = tuple(
            Constant(target, cell.value, cell.internal)
            for target, cell in constants_of(self._file, self._part.source, self._program, elsewhere, self._faults)
        )
        for fact, source in derived.items():
            if source not in given and fact in self._program.inputs:
                self._report("R209", "derived", fact, fact=fact, source=source)
        return Binding(
            self._part.source,
            tuple(columns),
            tuple(Derived(fact, source) for fact, source in derived.items()),
            constants,
            ignored,
        )

    def _targets(self) -> Iterator[tuple[str, Target]]:
        """The mapping's headers with their targets, without those that the program does not have."""
        for header in self._file.text.columns:
            target = Target.parse(self._file.text.column(header).target)
            place = self._file.place("columns", header, "target")
            fault = fault_of(target, self._program, place)
            if fault is None:
                yield header, target
            else:
                self._faults.extend([fault])

    def _numbers(self) -> dict[str, int | None]:
        """For each header of the mapping the column meant: one written the same, else one like it that is left."""
        same = {
            header: [number for number, name in self._headers if name == header] for header in self._file.text.columns
        }
        taken = {number for numbers in same.values() for number in numbers}
        found: dict[str, int | None] = {}
        for header, numbers in same.items():
            if not numbers:
                numbers = [number for number in self._by_key.get(header_key(header), []) if number not in taken]
            if len(numbers) > 1:
                columns = ", ".join(map(str, numbers))
                self._report("R215", "columns", header, source=self._part.source, header=header, columns=columns)
            found[header] = numbers[0] if numbers else None
            taken.update(numbers)
        return found

    def _report_missing(self, found: dict[str, int | None], targets: dict[str, Target]) -> None:
        """Targets for which none of the headers that the mapping offers is in the part."""
        offered: dict[Target, list[str]] = defaultdict(list)
        for header, target in targets.items():
            offered[target].append(header)
        for target, headers in offered.items():
            if all(found[header] is None for header in headers):
                near = nearest(headers[0], [name for _, name in self._headers])
                arguments = {"header": " / ".join(headers), "target": target.id, "near": near}
                self._report("R202", "columns", headers[0], source=self._part.source, **arguments)

    def _ignored(self, mapped: set[int]) -> tuple[str, ...]:
        """The columns that the mapping leaves out. Whatever is neither mapped nor left out is reported."""
        wanted = {header_key(header) for header in self._file.text.ignored}
        used = {header for number, header in self._headers if number in mapped}
        for index, header in enumerate(self._file.text.ignored):
            if header in self._file.text.columns or header in used:
                self._report("R216", "ignored", index, header=header)
        rest = [(number, header) for number, header in self._headers if number not in mapped]
        left = [(number, header) for number, header in rest if header_key(header) not in wanted]
        if left:
            arguments = {"mapping": as_typed(self._file.name)} | _listed(left) | _asking(self._part, self._program)
            self._faults.report("R201", Position(self._part.source), **arguments)
        return tuple(header for number, header in rest if (number, header) not in left)

    def _report(self, code: str, *path: str | int, **arguments: object) -> None:
        self._faults.extend([Diagnostic(code, self._file.place(*path), {k: str(v) for k, v in arguments.items()})])


def _report_twice(columns: list[BoundColumn], part: Part, faults: Diagnostics) -> None:
    by_target: dict[Target, list[BoundColumn]] = defaultdict(list)
    for column in columns:
        by_target[column.target].append(column)
    for target, alike in by_target.items():
        if len(alike) > 1:
            faults.report(
                "R203", Position(part.source), target=target.id, **_listed([(c.number, c.header) for c in alike])
            )


def _listed(headers: Headers) -> dict[str, str]:
    """Headers for a message; a column without one by its number."""
    return {
        "headers_zh": "、".join(header or f"（第 {number} 列）" for number, header in headers),
        "headers_en": ", ".join(header or f"(column {number})" for number, header in headers),
    }


def _asking(part: Part, program: Program) -> dict[str, str]:
    """The file and the ruleset, as `assess roll map` is given them."""
    if part.address is not None:
        given = part.address
    elif part.origin is None:  # a table of a server, which is asked for behind its address
        server, _, table = part.source.rpartition(":")
        given = f"{server}?table={table}"
    else:
        given = str(part.origin)
    return {"file": as_typed(given), "ruleset": program.id}
