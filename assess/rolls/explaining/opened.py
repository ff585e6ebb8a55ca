"""The folder of a finished run, opened: any row as a case again, decided as `assess evaluate` would, from it alone.

The row's cells go one by one through the readers that define what cells mean, and the facts through the evaluation of
single cases. So the explanation is that of a case with these facts, and its values those in `decisions.parquet`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from assess.cases.frame import RawCase
from assess.decisions.evaluation import Evaluator
from assess.decisions.result import REJECTED, CaseResult
from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, Refused
from assess.diagnostics.position import Position
from assess.engines.interpreter import Interpreter
from assess.engines.sql.nodes import cast, column
from assess.language.dates import iso
from assess.language.functions import resident_id_birth_date, resident_id_sex
from assess.language.program import Program
from assess.language.supplied import read_supplied
from assess.library import Library
from assess.rolls.cells import Cell, placed
from assess.rolls.explaining.found import Found, found_at
from assess.rolls.explaining.places import Place, Places, several
from assess.rolls.explaining.telling import Beside
from assess.rolls.explaining.unchecked import Unchecked, open_benefits, to_decide, unchecked
from assess.rolls.mapping import Binding, identity_mapping, read_mapping
from assess.rolls.parquet_files import by_chinese_clocks, part_rows
from assess.rolls.reporting.folder import RunFolder, changed_outputs, load_manifest
from assess.rolls.reporting.masking import masked_diagnostics, masked_label
from assess.rolls.roll import ROW, Part
from assess.rolls.running.inputs import INPUT, KEPT, PARAMETERS, load_kept, overwritten
from assess.rolls.running.rules_kept import kept_program
from assess.rolls.running.untouched import changed_kept
from assess.rolls.running.written import RUN, Written
from assess.rolls.shares.months import of_period

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NAME = "name"
_SHOWN = 5
"""How many rows of one name are told."""
_SEXES = ("male", "female")


@dataclass(frozen=True, slots=True)
class Explained:
    """A row, decided by what the roll says of it alone; `beside`: what the check found of it, by all that it knew."""

    result: CaseResult
    beside: Beside


class Explaining:
    """Opens the folder of a finished run. Raises Refused where it holds none, or its data were changed.

    `unmask`: ID numbers are shown, as where the run was made so; else they are hidden in whatever is told of a row, its
    label and its faults. `warnings`: that the ruleset at hand is not the one of the run.
    """

    def __init__(self, folder: Path, library: Library, *, unmask: bool = False) -> None:
        self._folder = RunFolder(folder)
        self.manifest = load_manifest(folder)
        self.masks = not (unmask or self.manifest.unmasked)
        for changed in (changed_outputs(folder, self.manifest), changed_kept(folder, self.manifest)):
            if changed.has_errors:
                raise Refused(changed)
        kept, written = load_kept(folder), _written(folder)
        if kept is None or written is None:
            raise Refused([Diagnostic("R605", Position(str(folder)), {"file": KEPT if kept is None else RUN})])
        other = overwritten(kept)
        if other is not None:
            arguments = {"file": other.source, "kept": str(folder / other.path.relative_to(folder.absolute()))}
            raise Refused([Diagnostic("R652", Position(str(folder)), arguments)])
        self._parts = {part.source: part for part in kept.parts}
        self._written = written
        self._library = library
        self._compared: set[str] = set()
        self._called: dict[tuple[str, str | None], list[Place]] = {}
        self.warnings = Diagnostics()

    @cached_property
    def program(self) -> Program:
        """The ruleset of the run, with the figures that the office supplied to it. Where the one at hand is another by
        now, it is the one that the folder keeps (R660), if it does; else the one at hand (R650)."""
        supplied = None
        if self._written.has_parameters:
            diagnostics = Diagnostics()
            supplied = read_supplied(self._folder.folder / PARAMETERS, diagnostics)
            if supplied is None or diagnostics.has_errors:
                raise Refused(diagnostics)
            if self.manifest.parameters_file is not None:  # the folder keeps it under another name than the office's
                supplied = replace(supplied, name=self.manifest.parameters_file.name)
        id_, sha256 = self._written.ruleset, self.manifest.ruleset.sha256
        refused = None
        try:
            program = self._library.program(id_, supplied)
            if program.hash == sha256:
                return program
        except Refused as error:
            refused = error
        kept = kept_program(self._folder.folder, id_, sha256, supplied)
        if kept is None and refused is not None:
            raise refused
        self.warnings.report("R650" if kept is None else "R660", Position(str(self._folder.folder)), ruleset=id_)
        return program if kept is None else kept

    @cached_property
    def _bindings(self) -> dict[str, Binding]:
        mapping = read_mapping(self._folder.mapping) if self._written.has_mapping else identity_mapping()
        return {source: mapping.bind(part, self.program) for source, part in self._parts.items()}

    @cached_property
    def _places(self) -> Places:
        def has(target: str) -> bool:
            return any(binding.gives(target) for binding in self._bindings.values())

        return Places(self._folder, self._written, [*self._parts.values()], has("month"), has(_NAME))

    def results(
        self,
        wanted: Sequence[str],
        month: str | None = None,
        only: tuple[str, ...] | None = None,
        *,
        ranked: bool = True,
    ) -> Iterator[Explained]:
        """The rows of these names, decided; each with its explanations, and what the check found of it. A name is a
        case; or `source:row`, where a sheet or a file may stand for the source; or an ID number, or a person's name.

        `month`: only this one of several. `only`: these decisions instead of those of the check. `ranked`: what is
        missing stands with the most decisive first. Raises Refused where a name is none of the run's (as
        `Places.called`), or a decision none of the ruleset's.
        """
        import duckdb

        only, strict = only or self._written.only, self._written.strict
        evaluator = Evaluator(self.program, Interpreter(), only=only, strict=strict, ranked=ranked)
        with duckdb.connect(config={"threads": 1}) as connection:
            by_chinese_clocks(connection)
            for place, case in self._rows(connection, wanted, month):
                found = found_at(connection, self._folder, place)
                result = evaluator.evaluate(case)
                not_checked = self._unchecked(found, case) if result.decisions else ()
                if self.masks:
                    _mask(result)
                yield Explained(
                    result, Beside(found, self.manifest, self.masks, result.status == REJECTED, not_checked)
                )

    def _unchecked(self, found: Found, case: RawCase) -> tuple[Unchecked, ...]:
        """What could not be held against what is due, whichever decisions are asked for."""
        if not (wanted := to_decide(open_benefits(found), self.program)):
            return ()
        strict = self._written.strict
        evaluator = Evaluator(self.program, Interpreter(), only=wanted, strict=strict, ranked=False)
        return unchecked(found, evaluator.evaluate(case), self.program)

    def cases(self, wanted: Sequence[str], month: str | None = None) -> Iterator[RawCase]:
        """The rows of these names as cases, as a case file would state them."""
        import duckdb

        with duckdb.connect(config={"threads": 1}) as connection:
            by_chinese_clocks(connection)
            for _, case in self._rows(connection, wanted, month):
                yield case

    def _rows(
        self, connection: DuckDBPyConnection, wanted: Sequence[str], month: str | None
    ) -> Iterator[tuple[Place, RawCase]]:
        self.find(wanted, month)
        for name in wanted:
            places = self._called[name, month]
            several_rows = len([*several(places)]) > 1
            several_months = len({one.month for one in places}) > 1
            for place in places:
                apart = [place.in_words] if several_rows else []
                if several_months and place.month is not None:
                    apart.append(place.month)
                yield place, self._case(connection, place, apart)

    def find(self, wanted: Sequence[str], month: str | None = None) -> None:
        """Looks the rows up. A name that several rows have is told by a warning (R653), and all of them are meant.
        Raises Refused where a name is none of the run's."""
        import duckdb

        with duckdb.connect(config={"threads": 1}) as connection:
            for name in wanted:
                if (name, month) in self._called:
                    continue
                places = self._places.called(connection, name, month)
                rows = [*several(places)]
                if len(rows) > 1:
                    self.warnings.report(
                        "R653", Position(str(self._folder.folder)), case=name, count=len(rows), example=rows[0],
                        rows_zh="、".join(rows[:_SHOWN]) + "……" * (len(rows) > _SHOWN),
                        rows_en=", ".join(rows[:_SHOWN]) + " …" * (len(rows) > _SHOWN),
                    )  # fmt: skip
                self._called[name, month] = places
        self._compare({place.source for name in wanted for place in self._called[name, month]})

    def _compare(self, sources: set[str]) -> None:
        """Refuses (R605) where what was read of the sources is not in the folder as it was."""
        read = {f"{INPUT}/{self._parts[source].path.name}" for source in sources - self._compared}
        changed = changed_kept(self._folder.folder, self.manifest, read)
        if changed.has_errors:
            raise Refused(changed)
        self.warnings.extend(changed)
        self._compared |= sources

    def may_be_notified(self, wanted: Sequence[str], month: str | None = None) -> None:
        """May the people of these rows be sent what the decisions say? Raises Refused (R654) where a register has one
        of them as dead; where other registers speak of one, that is told by a warning (R655)."""
        import duckdb

        self.find(wanted, month)
        told = Diagnostics()
        with duckdb.connect(config={"threads": 1}) as connection:
            for place in dict.fromkeys(place for name in wanted for place in self._called[name, month]):
                found = found_at(connection, self._folder, place)
                person = f"{place.in_words} {place.name}" if place.name else place.in_words
                if found.is_dead:
                    told.report("R654", Position(str(self._folder.folder)), person=person)
                elif found.by_registers:
                    told.report("R655", Position(str(self._folder.folder)), person=person)
        if told.has_errors:
            raise Refused(told)
        self.warnings.extend(told)

    def _case(self, connection: DuckDBPyConnection, place: Place, apart: list[str]) -> RawCase:
        """`apart`: what tells it from others of the same name. A roll without labels of its own has the place of the
        row for one: a bare number of a row, as on a notice, would be that of a row in every sheet."""
        part, binding = self._parts[place.source], self._bindings[place.source]
        texts = self._texts(connection, part, place.row)
        label = place.case if binding.gives("case") else place.in_words
        apart = [one for one in apart if one != label]
        id_ = f"{label} ({' '.join(apart)})" if apart else label
        case = RawCase(id_, Position(place.source, place.row, 1), ruleset=self.program.id)
        case.as_of = self._day(place)
        cells: dict[str, Cell] = {}
        for bound in binding.columns:
            cell = bound.reader(self.program).read(texts[bound.header])
            if bound.target.id == "month":
                cell = of_period(cell, texts[bound.header], bound.header, self._places.months)
            if cell.fault is not None:
                case.problems.append(placed(cell.fault, place.source, place.row, bound.number))
            cells[bound.target.id] = cell
            self._put(case, bound.target.kind, bound.target.name, cell.value)
        for constant in binding.constants:
            self._put(case, constant.target.kind, constant.target.name, constant.value)
        for derived in binding.derived:
            if case.facts.get(derived.fact) is None:
                case.facts[derived.fact] = _inside(cells[derived.source].internal, derived.fact)
        told = cells.get(_NAME)
        if _NAME in self.program.inputs and told is not None and isinstance(told.value, str):
            case.facts.setdefault(_NAME, told.value)  # so that a notice is addressed to the person
        case.facts = {name: value for name, value in case.facts.items() if value is not None}
        return case

    @staticmethod
    def _put(case: RawCase, kind: str, name: str, value: Any) -> None:
        if kind == "fact":
            case.facts[name] = value
        elif kind == "stated":
            case.stated[name] = value

    def _texts(self, connection: DuckDBPyConnection, part: Part, row: int) -> dict[str, str | None]:
        headers = [one.header for one in part.columns if one.header != ROW]
        texts = [exp.alias_(cast(column(one), "TEXT"), f"c{place}") for place, one in enumerate(headers)]
        read, number, _ = part_rows(part.path, staged=part.staged)
        query = exp.select(*texts).from_(read).where(number.eq(row))
        found = connection.execute(query.sql("duckdb")).fetchone()
        assert found is not None
        return dict(zip(headers, found, strict=True))

    def _day(self, place: Place) -> int | None:
        """The day that a row was decided on; None where it is for none of the months."""
        if place.month is None:
            return None if self._places.has_month else self._written.days[0]
        return self._written.days[self._places.months.index(place.month)]


def _written(folder: Path) -> Written | None:
    """None where it is not as a run writes it."""
    try:
        return Written.load(folder / RUN)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _mask(result: CaseResult) -> None:
    """Hides ID numbers in whatever is shown of a result: its label, the facts it lists, the faults it tells."""
    result.case, result.problems = masked_label(result.case), masked_diagnostics(result.problems)
    result.facts = {
        name: masked_label(value) if isinstance(value, str) else value for name, value in result.facts.items()
    }


def _inside(identity: object, fact: str) -> str | None:
    """What an identity number says of the birth date, or the sex, as a case file would state it."""
    if not isinstance(identity, str):
        return None
    if fact == "birth_date":
        day = resident_id_birth_date(identity)
        return None if day is None else iso(day)
    sex = resident_id_sex(identity)
    return None if sex is None else _SEXES[sex]


def as_case_file(case: RawCase) -> dict[str, Any]:
    """The case as `assess evaluate` takes it."""
    content: dict[str, Any] = {"case": case.id, "ruleset": case.ruleset}
    if case.as_of is not None:
        content["as_of"] = iso(case.as_of)
    content["facts"] = case.facts
    return content if not case.stated else {**content, "stated": case.stated}
