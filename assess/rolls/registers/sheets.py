"""Workbooks as registers: their sheets of explanations are passed over and told, as those of a roll are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.rolls.registers.headers import has_any_column
from assess.rolls.registers.kinds import Kind
from assess.rolls.roll import Part


def sheets_of_register(kind: Kind, parts: Sequence[Part]) -> list[Part]:
    """The parts without the sheets that have no column of the kind, where others have one; what is passed over, for
    this or for lack of any header, is told in the notes of the first that stays."""
    strange = [
        part for part in parts if _is_sheet(part) and not has_any_column(kind, [one.header for one in part.columns])
    ]
    kept = [part for part in parts if part not in strange]
    if not kept:
        return list(parts)
    told = [_told(kind, part.source.rpartition(":")[0], part.source.rpartition(":")[2]) for part in strange]
    found = [
        replace(
            part,
            notes=tuple(
                _told(kind, one.position.file, one.arguments["sheet"]) if one.code == "R161" else one
                for one in part.notes
            ),
        )
        for part in kept
    ]
    of_book = [one for part in strange for one in part.notes if one.code in ("R155", "R157", "R161")]
    told += [_told(kind, one.position.file, one.arguments["sheet"]) if one.code == "R161" else one for one in of_book]
    found[0] = replace(found[0], notes=(*found[0].notes, *told))
    return found


def _is_sheet(part: Part) -> bool:
    return part.origin is not None and any(
        part.source.startswith(f"{name}:") for name in (part.origin.name, str(part.origin))
    )


def _told(kind: Kind, file: str, sheet: str) -> Diagnostic:
    arguments = {"sheet": sheet, "register_zh": kind.label.zh, "register_en": kind.label.en}
    return Diagnostic("R516", Position(file), arguments)
