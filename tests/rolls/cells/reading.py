"""Readers of columns, by a target as a mapping writes it."""

from __future__ import annotations

from typing import Any

from assess.rolls.cells import Canonical, CellReader, ColumnOptions, Target, cell_reader
from tests.library import program_of


def reader(target: str, ruleset: str = "meadowland", **options: Any) -> CellReader:
    return cell_reader(Target.parse(target), program_of(ruleset), ColumnOptions(**options))


def value(target: str, text: str | None, ruleset: str = "meadowland", **options: Any) -> Canonical:
    """What a cell holds; it must be in order."""
    cell = reader(target, ruleset, **options).read(text)
    assert cell.fault is None, cell.fault
    return cell.value


def fault(target: str, text: str, ruleset: str = "meadowland", **options: Any) -> str:
    """The code of what is wrong with a cell; it must hold no value then."""
    cell = reader(target, ruleset, **options).read(text)
    assert cell.fault is not None, f"read as {cell.value!r}"
    assert cell.value is None
    assert cell.internal is None
    return cell.fault.code
