"""The inputs of a run, kept in its folder: so that any row can be explained, and the run resumed, from there alone."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.rolls.reading.kinds import found_sources, shown_source
from assess.rolls.reading.postgresql import is_address
from assess.rolls.reading.reader import DATABASES
from assess.rolls.reporting.folder import digest
from assess.rolls.roll import Column, Part, Unreadable
from assess.rolls.running.kept_file import KeptFile, heard, out_of

INPUT, KEPT, PARAMETERS = "input", "input/roll.json", "input/parameters.yaml"
DEAD = "input/dead.parquet"
"""Whom of the roll the register of deaths has, where one was given: `person`, as in `people.parquet`."""
_LONGEST_NAME = 200
"""Bytes of a file's name that are kept of it."""
Stamp = tuple[int, int]
"""Bytes, and nanoseconds: a file that has the same ones is taken to be the same without being read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The parts as they stand in the folder, with the SHA-256 of what each was read from. `asked`: as `asked_for`.

    `stamps`: size and time of change of each file that was not staged, which may be the office's own.
    """

    parts: tuple[Part, ...]
    digests: tuple[str, ...]
    asked: tuple[str, ...] = ()
    stamps: tuple[Stamp | None, ...] = ()


def asked_for(sources: Sequence[str], table: str | None, sheets: Sequence[str]) -> tuple[str, ...]:
    """What a call wants to be read, the same for the same files wherever it is made from; without passwords."""
    found = [shown_source(one) if is_address(one) else str(Path(one).absolute()) for one in sources]
    return (*found, *([f"table {table}"] if table is not None else []), *(f"sheet {sheet}" for sheet in sheets))


def stamps_of(*sources: str) -> dict[Path, Stamp]:
    """Of every file behind the sources, before it is read. Raises Refused where one is not there."""
    found = [one.path for given in sources for one in found_sources(given)]
    return {path: _stamp(path) for path in found if path is not None}


def refuse_written_meanwhile(before: Mapping[Path, Stamp]) -> None:
    """Raises Refused (R427) where a file is not as it was before it was read: one that is still being exported or
    copied, for instance. Part of it would be missing, and its hash be that of something else."""
    for path, stamp in before.items():
        if not path.is_file() or _stamp(path) != stamp:
            raise Refused([Diagnostic("R427", Position(path.name), {"file": str(path)})])


def keep(
    parts: Sequence[Part], folder: Path, asked: tuple[str, ...] = (), before: Mapping[Path, Stamp] | None = None
) -> Kept:
    """Brings the parts into the folder's `input/` and writes down what they are. `before`: see
    `refuse_written_meanwhile`.

    A staged part is there already. An office's own Parquet file is linked, or copied where no link can be made. A link
    costs no space, but who writes into the file itself changes what stands in the folder: `overwritten` tells.
    """
    folder = folder.absolute()  # workers elsewhere have another working directory
    kept, digests = [], []
    for number, part in enumerate(parts, start=1):
        origin = part.origin if part.origin is not None and part.origin.is_file() else part.path
        digests.append(digest(origin))
        place = part.path
        if not part.staged:
            place = folder / INPUT / f"{number:03}-{_shortened(part.path)}"
            _link(part.path, place)
        kept.append(replace(part, path=folder / INPUT / place.name))
    stamps = tuple(None if part.staged else _stamp(part.path) for part in kept)
    refuse_written_meanwhile(before or {})
    found = Kept(tuple(kept), tuple(digests), asked, stamps)
    _write(found, folder)
    return found


def refuse_copies(kept: Kept) -> None:
    """Raises Refused (R118) where two files are byte for byte the same: a copy that lies beside its original, which a
    pattern of names takes in as well. Only files of different months can be alike for good reason."""
    seen: dict[str, Part] = {}
    for part, found in zip(kept.parts, kept.digests, strict=True):
        other = seen.setdefault(found, part)
        if part.rows and part.origin is not None and part.origin.is_file() and part.origin != other.origin:
            raise Refused([Diagnostic("R118", Position(part.source), {"other": other.source})])


def _shortened(path: Path) -> str:
    """The file's name, cut where there would be no room for a number before it: systems take 255 bytes."""
    stem = path.stem.encode("utf-8", "surrogateescape")[: _LONGEST_NAME - len(path.suffix.encode())]
    return stem.decode("utf-8", "ignore") + path.suffix


def _link(source: Path, place: Path) -> None:
    place.unlink(missing_ok=True)
    try:
        os.link(source.resolve(), place)
    except OSError:
        aside = place.with_suffix(".aside")
        shutil.copy2(source, aside)
        aside.replace(place)


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _write(kept: Kept, folder: Path) -> None:
    content = [
        {
            "source": part.source,
            "file": part.path.name,
            "rows": part.rows,
            "staged": part.staged,
            "origin": None if part.origin is None else str(part.origin.resolve()),
            "sha256": found,
            "stamp": stamp,
            "columns": [[column.header, column.type] for column in part.columns],
            "unreadable": [_unreadable(one) for one in part.unreadable],
            "set_aside": [_unreadable(one) for one in part.set_aside],
            "notes": [_told(one) for one in part.notes],
        }
        for part, found, stamp in zip(kept.parts, kept.digests, kept.stamps, strict=True)
    ]
    aside = folder / f"{KEPT}.aside"
    aside.write_text(json.dumps({"asked": kept.asked, "parts": content}, ensure_ascii=False), encoding="utf-8")
    aside.replace(folder / KEPT)


def _unreadable(one: Unreadable) -> list[Any]:
    return [one.row, one.column, one.found, _told(one.problem)]


def _told(one: Diagnostic) -> list[Any]:
    return [one.code, one.position.file, one.position.line, one.position.column, one.arguments]


def load_kept(folder: Path) -> Kept | None:
    """What `keep` wrote; None where the folder holds no inputs that were read to their end, or what is written of them
    is not as `keep` writes it."""
    folder = folder.absolute()
    try:
        written = KeptFile.model_validate_json((folder / KEPT).read_bytes())
    except (OSError, ValueError):
        return None
    parts = tuple(
        Part(
            one.source,
            folder / INPUT / one.file,
            one.rows,
            tuple(Column(*column) for column in one.columns),
            one.staged,
            None if one.origin is None else Path(one.origin),
            out_of(one.unreadable),
            out_of(one.set_aside),
            tuple(heard(note) for note in one.notes),
        )
        for one in written.parts
    )
    digests, stamps = (one.sha256 for one in written.parts), (one.stamp for one in written.parts)
    return Kept(parts, tuple(digests), written.asked, tuple(stamps))


def changed(kept: Kept) -> Part | None:
    """The first part whose file is not what it was when it was read. One that is gone has not changed, if the folder
    still holds what was read of it."""
    for part, known in zip(kept.parts, kept.digests, strict=True):
        if part.origin is not None and part.origin.is_file() and digest(part.origin) != known:
            return part
    return overwritten(kept)


def can_be_taken_again(kept: Kept, sources: Sequence[str]) -> bool:
    """Does a call that begins anew find in the folder just what it would read? Only of files that are all there and as
    they were, and no others besides. What a database holds does not stand in its file alone, nor a server's in any: it
    is read again. Raises Refused where a source is not there any more."""
    found = [one for given in sources for one in found_sources(given)]
    if any(one.kind in DATABASES or one.path is None for one in found):
        return False
    wanted = {one.path.resolve() for one in found if one.path is not None}
    held = {part.origin.resolve() for part in kept.parts if part.origin is not None}
    return wanted == held and changed(kept) is None


def overwritten(kept: Kept) -> Part | None:
    """The first part whose file in the folder is not what was read: somebody has written into the file it is linked to,
    or taken it away. A file is read only where its size or its time of change are others."""
    for part, known, stamp in zip(kept.parts, kept.digests, kept.stamps, strict=True):
        if not part.path.is_file():
            return part
        if not part.staged and stamp != _stamp(part.path) and digest(part.path) != known:
            return part
    return None


def check_unchanged(kept: Kept) -> None:
    """Raises Refused (R412) where a file is not what it was when the interrupted run read it."""
    part = changed(kept)
    if part is not None:
        raise Refused([Diagnostic("R412", Position(part.source), {"file": str(part.origin)})])
