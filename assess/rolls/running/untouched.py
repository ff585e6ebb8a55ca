"""Is what a finished run's folder keeps under `input/` still what was read? By the hashes in its manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostics
from assess.diagnostics.position import Position
from assess.rolls.reporting.folder import digest
from assess.rolls.reporting.manifest import Manifest, Output
from assess.rolls.running.inputs import DEAD, INPUT, KEPT, PARAMETERS, Kept, load_kept, overwritten
from assess.rolls.running.written import RUN

READ_AT_MOST = 2**30
"""Files of more bytes are compared by their size alone: to read one through takes seconds for each of these."""
SMALL = 2**26
"""Files of no more bytes are read through in any case."""
_OF_PARTS = ("source", "file", "rows", "staged", "sha256", "columns", "unreadable", "set_aside")
"""What a row is explained by, of all that is written down of the parts; not where the office's file stands."""


def kept_files(folder: Path, kept: Kept) -> tuple[Output, ...]:
    """What the manifest says of the files under `input/`."""
    found = [
        Output(
            name=f"{INPUT}/{part.path.name}",
            sha256=digest(part.path) if part.staged else known,
            bytes=part.path.stat().st_size,
            rows=part.rows,
        )
        for part, known in zip(kept.parts, kept.digests, strict=True)
    ]
    small = (_small(folder, name) for name in (KEPT, RUN, PARAMETERS, DEAD))
    return (*found, *(one for one in small if one is not None))


def _small(folder: Path, name: str) -> Output | None:
    """None where there is no such file, or it is none that could have been written."""
    try:
        content = (folder / name).read_bytes()
        if name == KEPT:
            parts = [{key: part.get(key) for key in _OF_PARTS} for part in json.loads(content)["parts"]]
            content = json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return None
    return Output(name=name, sha256=hashlib.sha256(content).hexdigest(), bytes=len(content))


def changed_kept(folder: Path, manifest: Manifest, read: Container[str] = ()) -> Diagnostics:
    """What of it was changed or removed since (R605, an error). Of long files of the roll only the size is compared,
    but for those named in `read`; R659 says of one of these that it is too long to be read through.

    A roll that is linked is the office's own file: `overwritten` tells of it, by its time of change.
    """
    found = Diagnostics()
    kept = load_kept(folder)
    linked = {f"{INPUT}/{part.path.name}" for part in kept.parts if not part.staged} if kept is not None else set()
    for one in manifest.kept:
        path = folder / one.name
        if one.name in (KEPT, RUN, PARAMETERS, DEAD):
            same = _small(folder, one.name) == one
        elif one.name in linked and (one.name not in read or one.bytes > READ_AT_MOST):
            continue
        else:
            same = path.is_file() and path.stat().st_size == one.bytes
            if same and (one.name in read or one.bytes <= SMALL):
                if one.bytes > READ_AT_MOST:
                    size = f"{one.bytes / 2**30:.1f} GB"
                    found.report("R659", Position(str(path)), file=one.name, size=size)
                else:
                    same = digest(path) == one.sha256
        if not same:
            found.report("R605", Position(str(path)), file=one.name)
    if not manifest.kept and manifest.parameters_file is not None:  # a run of a program that wrote no `kept`
        figures = folder / PARAMETERS
        if not figures.is_file() or digest(figures) != manifest.parameters_file.sha256:
            found.report("R605", Position(str(figures)), file=PARAMETERS)
    return found


def roll_changed(folder: Path) -> Diagnostics:
    """Whether the office has written into a roll that is linked into the folder: a warning (R610)."""
    found = Diagnostics()
    kept = load_kept(folder)
    other = None if kept is None else overwritten(kept)
    if other is not None and not other.staged:
        found.report("R610", Position(str(folder)), file=other.source, kept=f"{INPUT}/{other.path.name}")
    return found
