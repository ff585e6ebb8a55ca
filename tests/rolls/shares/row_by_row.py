"""The rows of a checked roll decided once more, each as a single case: its cells by the reader of cells, its facts by
the evaluation of cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from assess.cases.frame import RawCase
from assess.decisions.evaluation import Evaluator
from assess.decisions.result import DECIDED, REJECTED, UNDETERMINED, CaseResult
from assess.decisions.values import for_program
from assess.diagnostics import Diagnostic, Position
from assess.engines.interpreter import Interpreter
from assess.language.dates import iso
from assess.language.functions import resident_id_birth_date, resident_id_sex
from assess.language.program import Program, Table
from assess.language.types import Number
from assess.rolls.drawn import drawn_of
from assess.rolls.mapping import Binding, Mapping, identity_mapping
from assess.rolls.roll import ROW, Part
from assess.rolls.running.inputs import load_kept
from assess.rolls.running.period import Period
from assess.rolls.running.planning import Planned
from tests.databases import database
from tests.plans import PLANS

Row = dict[str, Any]


class RowByRow:
    """The roll in the folder of a finished run, decided on one day."""

    def __init__(
        self,
        folder: Path,
        program: Program,
        as_of: int,
        mapping: Mapping | None = None,
        only: tuple[str, ...] | None = None,
    ) -> None:
        kept = load_kept(folder)
        assert kept is not None
        self._program = program
        self._as_of = as_of
        self._only = only
        self._parts = kept.parts
        self._bindings = [(mapping or identity_mapping()).bind(part, program) for part in kept.parts]
        self._folder = folder

    @cached_property
    def _planned(self) -> Planned:
        return PLANS.planned(self._program, self._parts, self._bindings, Period.on(self._as_of), only=self._only)

    def found(self) -> dict[tuple[str, int], Row]:
        """What the run wrote of each row, by source and row."""
        with database() as connection:
            result = connection.execute(f"SELECT * FROM read_parquet('{self._folder / 'decisions.parquet'}')")
            names = [column[0] for column in result.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
        return {(row["source"], row["row"]): row for row in rows}

    def expected(self) -> Iterator[Row]:
        """What it should have written, in the same columns; rejected rows have only their status, and the fault."""
        edition, goals = self._planned.editions[0], self._planned.goals
        evaluator = Evaluator(self._program, Interpreter(), only=edition.wanted, ranked=False)
        for part, binding in zip(self._parts, self._bindings, strict=True):
            for case, label, paid, faults in self._cases(part, binding):
                row: Row = {"source": part.source, "row": case.position.line, "case": label}
                result = evaluator.evaluate(case)
                if faults or result.status == REJECTED:
                    yield row | {"status": REJECTED, "faults": [*faults, *result.problems]}
                    continue
                decided = all(result.decisions[goal].status == DECIDED for goal in goals)
                row["status"] = DECIDED if decided else UNDETERMINED
                yield row | self._values(result) | self._money(result, paid)
            for one in part.unreadable:
                row = {"source": part.source, "row": one.row, "case": str(one.row), "status": REJECTED}
                yield row | {"faults": [one.problem]}

    def _cases(
        self, part: Part, binding: Binding
    ) -> Iterator[tuple[RawCase, str, dict[str, Decimal | None], list[Diagnostic]]]:
        """Each row as a case, with its label, what is paid and what is wrong with its cells."""
        readers = [(one.target, one.reader(self._program)) for one in binding.columns]
        headers = ", ".join(f'"{one.header}"::VARCHAR' for one in binding.columns)
        number = ROW if part.staged else "file_row_number + 1"
        query = f"SELECT {number}, {headers} FROM read_parquet('{part.path}', file_row_number = true)"
        with database() as connection:
            for row, *texts in connection.execute(query).fetchall():
                case = RawCase(str(row), Position(part.source, row, 1), as_of=self._as_of)
                label, paid, faults = str(row), {}, []
                inside: dict[str, Any] = {}
                for (target, reader), text in zip(readers, texts, strict=True):
                    cell = reader.read(text)
                    inside[target.id] = cell.internal
                    if cell.fault is not None:
                        faults.append(cell.fault)
                    elif target.kind == "paid":
                        assert cell.value is None or isinstance(cell.value, Decimal)
                        paid[target.name] = cell.value
                    elif cell.value is not None and target.kind in ("fact", "stated"):
                        (case.facts if target.kind == "fact" else case.stated)[target.name] = cell.value
                    elif target.id == "case" and cell.value is not None:
                        label = str(cell.value)
                for constant in binding.constants:
                    (case.facts if constant.target.kind == "fact" else case.stated)[constant.target.name] = (
                        constant.value
                    )
                for derived in binding.derived:
                    value = _inside(inside.get(derived.source), derived.fact)
                    if derived.fact not in case.facts and value is not None:
                        case.facts[derived.fact] = value
                yield case, label, paid, faults

    def _values(self, result: CaseResult) -> Row:
        """The value of each decision, the index of the row hit, whether it is due."""
        edition = self._planned.editions[0]
        values: Row = {}
        for name, active in edition.active.items():
            if active.decision.hidden:
                continue
            outcome = result.decisions[name].outcome
            values[name] = _as_in_parquet(for_program(outcome.value, active.decision.type))
            if isinstance(active.version.body, Table):
                values[f"{name}.row"] = outcome.row
            if f"{name}.eligible" in self._planned.columns:
                values[f"{name}.eligible"] = outcome.eligible
        return values

    def _money(self, result: CaseResult, paid: dict[str, Decimal | None]) -> Row:
        edition = self._planned.editions[0]
        values: Row = {}
        for benefit, period in self._planned.paid.items():
            drawn = drawn_of(edition, benefit)
            assert drawn is not None
            type_, one = edition.active[drawn].decision.type, result.decisions[drawn]
            assert isinstance(type_, Number)
            each = Decimal(12 if period == "year" and str(type_.unit) == "CNY/month" else 1) / type_.denominator
            due: Any = None
            if one.outcome.value is not None:
                due = int(one.outcome.value) * each
            elif drawn != benefit and isinstance(one.possible, frozenset) and len(one.possible) == 1:
                (left,) = one.possible
                due = None if left is None else OnlyLeft(left * each)
            values[f"paid.{benefit}"], values[f"due.{benefit}"] = paid.get(benefit), due
        return values


@dataclass(frozen=True)
class OnlyLeft:
    """The only amount left of a benefit that is held against one not known. A roll has it where it is so by what the
    other can come to for anybody, and not where it takes this person's facts to see it."""

    amount: Decimal


def _as_in_parquet(value: Any) -> Any:
    """Decimals are text in JSON, and days too."""
    if isinstance(value, str):
        try:
            return Decimal(value)
        except ArithmeticError:
            return value
    return value


def alike(found: Any, expected: Any) -> bool:
    """Is what Parquet holds the value? A day is one in ISO form."""
    if isinstance(expected, OnlyLeft):
        return found is None or alike(found, expected.amount)
    if hasattr(found, "isoformat"):
        return bool(found.isoformat() == expected)
    return type(found) is type(expected) and bool(found == expected)


def _inside(identity: Any, fact: str) -> str | None:
    """What an identity number says of the birth date or the sex."""
    if identity is None:
        return None
    if fact == "birth_date":
        day = resident_id_birth_date(identity)
        return None if day is None else iso(day)
    sex = resident_id_sex(identity)
    return None if sex is None else ("male", "female")[sex]
