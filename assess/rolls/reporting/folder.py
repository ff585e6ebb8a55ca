"""The folder of a run: where its files stand, what is written aside first, and how a finished run is opened again."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, Refused
from assess.diagnostics.position import Position
from assess.rolls.alone import is_held

if TYPE_CHECKING:
    from assess.rolls.reporting.manifest import Manifest, Output

BEFORE = ".work/before"
"""Where the results of a finished check stand while another one replaces them."""
PLAN = ".work/plan.json"
"""Stands there as soon as a check has anything that is worth going on with, until it is finished."""
MANIFEST = "manifest.json"
TIMINGS = "timings.json"
DATA = ("decisions.parquet", "people.parquet", "findings.parquet", "mapping.yaml")
"""What later commands read; reports are for people, who may well work on in them."""
_WORKBOOK = re.compile(r"findings(-[0-9]+)?\.xlsx")


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The files of a run by their names of the plan. `folder` is the one named by `--out`."""

    folder: Path

    @property
    def manifest(self) -> Path:
        return self.folder / MANIFEST

    @property
    def timings(self) -> Path:
        return self.folder / TIMINGS

    @property
    def decisions(self) -> Path:
        return self.folder / "decisions.parquet"

    @property
    def people(self) -> Path:
        return self.folder / "people.parquet"

    @property
    def findings(self) -> Path:
        return self.folder / "findings.parquet"

    @property
    def mapping(self) -> Path:
        return self.folder / "mapping.yaml"

    @property
    def findings_csv(self) -> Path:
        return self.folder / "findings.csv"

    @property
    def rejects_csv(self) -> Path:
        return self.folder / "rejects.csv"

    @property
    def report(self) -> Path:
        return self.folder / "report.html"

    def workbook(self, number: int = 1) -> Path:
        """`findings.xlsx`, and `findings-2.xlsx` and so on for what it could not hold."""
        return self.folder / workbook_name(number)

    def workbooks(self) -> list[Path]:
        """The workbooks that are there, in their order."""
        found = [path for path in self.folder.iterdir() if _WORKBOOK.fullmatch(path.name)]
        return sorted(found, key=lambda path: (len(path.name), path.name))


def workbook_name(number: int) -> str:
    return "findings.xlsx" if number == 1 else f"findings-{number}.xlsx"


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A folder inside the run's own, for what is not whole yet; it goes, with all that is in it, at the end.

    Raises Refused where a file cannot be written, with what the system says.
    """
    place = None
    try:
        place = Path(tempfile.mkdtemp(prefix=".reports-", dir=folder))
        yield place
    except OSError as error:
        raise cannot_write(error, folder) from error
    finally:
        if place is not None:
            shutil.rmtree(place, ignore_errors=True)


def cannot_write(error: OSError, folder: Path) -> Refused:
    """The fault that a person is told of; a full disk is told from a file that another program holds open."""
    reason = error.strerror or " ".join(str(error).split())
    path = Path(str(error.filename2 or error.filename or folder)).name
    code = "R607" if error.errno in (errno.ENOSPC, errno.EDQUOT) or "No space left" in reason else "R608"
    return Refused([Diagnostic(code, Position(str(folder)), {"file": path, "reason": reason})])


def put_in_place(files: dict[Path, Path]) -> None:
    """Renames each file to its name; only whole files are ever seen under it."""
    for source, target in files.items():
        os.replace(source, target)


def earlier_results(folder: Path) -> list[Diagnostic]:
    """That the results of a check which is being replaced are still there (R420), where they are."""
    earlier = folder / BEFORE
    if not (earlier / MANIFEST).is_file():
        return []
    return [Diagnostic("R420", Position(str(folder)), {"earlier": str(earlier)})]


def load_manifest(folder: Path) -> Manifest:
    """The manifest of a finished run. Raises Refused where the folder holds none, or one that cannot be read."""
    from pydantic import ValidationError

    from assess.rolls.reporting.manifest import SCHEMA, Manifest

    path = folder / MANIFEST
    place = Position(str(path))
    if not path.is_file():
        faults = [Diagnostic(_why_no_manifest(folder), Position(str(folder)), {"folder": str(folder)})]
        raise Refused([*faults, *earlier_results(folder)])
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        version = content["schema"]
        if not isinstance(version, int):
            raise TypeError("schema")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused([Diagnostic("R603", place, {"problem": type(error).__name__})]) from error
    if version > SCHEMA:
        raise Refused([Diagnostic("R604", place, {"found": str(version), "known": str(SCHEMA)})])
    try:
        return Manifest.model_validate(content)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise Refused([Diagnostic("R603", place, {"problem": where or "manifest"})]) from error


def _why_no_manifest(folder: Path) -> str:
    """The code that says why; `--resume` is advised only where it leads on."""
    work = (folder / PLAN).parent
    if is_held(work):
        return "R611"
    if (folder / PLAN).exists():
        return "R602"
    if work.exists():
        return "R612"
    return "R613" if any((folder / name).exists() for name in ("input", *DATA)) else "R601"


def changed_reports(folder: Path) -> list[Path]:
    """The reports that are there and not as the run left them, as far as its manifest tells."""
    try:
        outputs = {output.name: output for output in load_manifest(folder).outputs}
    except Refused:
        outputs = {}
    run = RunFolder(folder)
    reports = [*run.workbooks(), *(path for path in (run.findings_csv, run.rejects_csv, run.report) if path.is_file())]
    return [path for path in reports if path.name not in outputs or not _as_written(path, outputs[path.name])]


def _as_written(path: Path, output: Output) -> bool:
    return path.is_file() and path.stat().st_size == output.bytes and digest(path) == output.sha256


def changed_outputs(folder: Path, manifest: Manifest) -> Diagnostics:
    """What is not as the run left it: an error for data that later commands read, a warning for a report.

    Reads every file through; sizes that differ spare that.
    """
    found = Diagnostics()
    for output in manifest.outputs:
        path = folder / output.name
        if _as_written(path, output):
            continue
        if output.name in DATA:
            found.report("R605", Position(str(path)), file=output.name)
        else:
            found.report("R606", Position(str(path)), file=output.name)
    return found
