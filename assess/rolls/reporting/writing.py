"""Everything an office gets of a run, written aside and put in place when all is whole; the manifest comes last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from assess.rolls.reporting.findings_csv import write_findings_csv
from assess.rolls.reporting.folder import DATA, MANIFEST, RunFolder, aside, digest, put_in_place
from assess.rolls.reporting.manifest import Manifest, Output
from assess.rolls.reporting.page import render_report
from assess.rolls.reporting.rejects_csv import write_rejects_of
from assess.rolls.reporting.sheets import SheetLimits, sheets_of
from assess.rolls.reporting.store import Limits, Store, opened
from assess.rolls.reporting.tally import Tally, tally_of
from assess.rolls.reporting.workbooks import Progress, write_workbooks


class RunFiles(Protocol):
    """Where the data of a run stand: `assess.rolls.reporting.folder.RunFolder`, or anything with the same names."""

    @property
    def folder(self) -> Path: ...

    @property
    def decisions(self) -> Path: ...

    @property
    def findings(self) -> Path: ...


def write_reports(
    run: RunFiles,
    manifest: Manifest,
    language: Literal["zh", "en"] = "zh",
    unmask: bool = False,
    *,
    rejects: Sequence[Path] = (),
    limits: Limits | None = None,
    sheets: SheetLimits | None = None,
    progress: Progress | None = None,
) -> Manifest:
    """Writes `findings.csv`, the workbooks, `rejects.csv`, `report.html` and, last, `manifest.json`.

    `rejects`: Parquet files with the columns of `REJECT_COLUMNS`, in the order of the roll, outside the run's folder or
    hidden in it. The manifest comes without counts of findings and rejects and without outputs; it is returned with
    them. `progress` is told how many more findings stand in workbooks, which takes longest. Takes no more memory than
    DuckDB is allowed (`limits`), and a few megabytes. Raises Refused where something cannot be written; the reports
    that stood there before stay.
    """
    manifest = manifest.model_copy(update={"language": language, "unmasked": unmask})
    final = RunFolder(run.folder)
    with aside(run.folder) as place:
        with opened(run.decisions, run.findings, rejects, place, limits) as store:
            tally = tally_of(store, manifest)
            manifest = tally.completed(manifest, unmask=unmask)
            rows = _write(store, place, manifest, tally, language, unmask, sheets or SheetLimits(), progress)
            for path in (run.decisions, run.findings, final.people):
                if path.exists():
                    rows[path.name] = store.parquet_rows(path)
        whole = {place / name: run.folder / name for name in rows if name not in DATA}
        outputs = [_output(path, path.name, rows[path.name]) for path in sorted(whole)]
        outputs += [_output(run.folder / name, name, rows.get(name)) for name in DATA if (run.folder / name).exists()]
        manifest = manifest.model_copy(update={"outputs": tuple(sorted(outputs, key=lambda one: one.name))})
        (place / MANIFEST).write_text(manifest.as_text(), encoding="utf-8", newline="\n")
        final.manifest.unlink(missing_ok=True)  # from here on until the new one stands, the run is not finished
        for stale in final.workbooks():
            if stale.name not in rows:
                stale.unlink()
        put_in_place({**whole, place / MANIFEST: final.manifest})
    return manifest


def _write(
    store: Store,
    place: Path,
    manifest: Manifest,
    tally: Tally,
    language: str,
    unmask: bool,
    limits: SheetLimits,
    progress: Progress | None,
) -> dict[str, int | None]:
    """Writes the reports into the folder; the rows of each, by its name."""
    plans = sheets_of(((one.code, one.findings) for one in manifest.findings.by_code), limits)
    rows: dict[str, int | None] = {
        "findings.csv": write_findings_csv(store, place / "findings.csv", unmask=unmask),
        "rejects.csv": write_rejects_of(store, place / "rejects.csv", unmask=unmask),
    }
    books = write_workbooks(store, place, manifest, tally, plans, language, unmask=unmask, progress=progress)
    rows |= {path.name: count for path, count in books}
    page = render_report(store, manifest, tally, language, [path.name for path, _ in books], unmask=unmask)
    (place / "report.html").write_text(page, encoding="utf-8", newline="\n")
    rows["report.html"] = None
    return rows


def _output(path: Path, name: str, rows: int | None) -> Output:
    return Output(name=name, sha256=digest(path), bytes=path.stat().st_size, rows=rows)
