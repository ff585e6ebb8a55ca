"""Measures whole rolls, Parquet to Parquet, beside a plain copy and OpenFisca. Writes into `benchmarks/results.md`.

    python -m benchmarks.rolls [--rows 100000 1000000 10000000 30000000] [--rounds 5] [--threads 2]
        [--documented-rows 10000000] [--no-write]

OpenFisca runs tuned by hand, and as its documentation has it, in as many processes and in one. Everything runs in a
process of its own, from the start of the interpreter to its end, by turns; medians of the rounds are compared, so a
machine that slows down slows all. Peak memory is what the kernel says of the processes. Before and after, the results
are compared: on made-up people OpenFisca's must be those of our interpreter, on the roll ours.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.contenders import has_assess
from benchmarks.memory import Watched
from benchmarks.results import machine, put_section

SIZES = (100_000, 1_000_000, 10_000_000, 30_000_000)
SMALLEST = 1_000
"""Rows of the roll that shows how long it takes to start."""
COMPLETE_ROWS = 1_000_000
COMPARED_ROWS = 2_000_000
"""Up to so many rows the results are compared cell by cell."""
DOCUMENTED_ROWS = 10_000_000
"""Up to so many rows OpenFisca as documented is measured."""
FRAMED_ROWS = 500_000
"""From so many rows on data frames decide."""
BYTES_A_ROW = 200
"""On the disk at once, roughly: the roll and the results."""
OPENFISCA = {
    "openfisca-tuned": "OpenFisca, tuned",
    "openfisca-documented": "OpenFisca, as documented",
    "openfisca-alone": "OpenFisca, as documented, one process",
    "openfisca-complete": "OpenFisca, tuned, plain",
}
"""How the tables call them."""


@dataclass(frozen=True)
class Run:
    """Wall seconds and peak resident bytes of a process with those that it starts; for assess, the seconds without what
    follows the decisions: the comparison of the whole roll, and the reports."""

    seconds: float
    peak: int
    deciding: float | None = None


@dataclass(frozen=True)
class Measured:
    """All runs of one contender on one roll."""

    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        return statistics.median(run.seconds for run in self.runs)

    @property
    def deciding(self) -> Measured | None:
        """The runs without what follows the decisions."""
        if any(run.deciding is None for run in self.runs):
            return None
        return Measured(tuple(Run(run.deciding or 0.0, run.peak) for run in self.runs))

    @property
    def peak(self) -> float:
        return statistics.median(run.peak for run in self.runs)

    @property
    def spread(self) -> str:
        return f"{min(run.seconds for run in self.runs):.2f}–{max(run.seconds for run in self.runs):.2f}"


Table = dict[str, Measured]
"""By contender."""


def run_of(contender: str, roll: Path, out: Path, threads: int) -> Run:
    """Runs a contender in a process of its own; its results stay in `out`."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    command = [sys.executable, "-m", "benchmarks.contenders", contender, str(roll), str(out), str(threads)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_as_installed(os.environ))
    watched = Watched(process.pid)
    watched.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{contender} failed on {roll.name}")
    _refuse_slow_ways(out / "timings.json", contender)
    peak = max(watched.ended(), usage.ru_maxrss * 1024)
    return Run(seconds, peak, _deciding(out / "timings.json", seconds))


def _as_installed(environment: Mapping[str, str]) -> dict[str, str]:
    """Libraries are compiled when they are installed; what runs from this tree is kept compiled from its first run."""
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _refuse_slow_ways(timings: Path, contender: str) -> None:
    """A fault that keeps data frames from a share shows in its time alone."""
    if contender == "assess" and timings.exists():
        told = json.loads(timings.read_text(encoding="utf-8"))
        rows = json.loads(timings.with_name("manifest.json").read_text(encoding="utf-8"))["counts"]["input"]
        if told["rows_by_frames"] != (rows if rows >= FRAMED_ROWS else 0):
            raise SystemExit(f"data frames decided {told['rows_by_frames']:,} of {rows:,} rows")


def _deciding(timings: Path, seconds: float) -> float | None:
    """Of so many seconds from the start of the interpreter to its end, those for `decisions.parquet`, row indices,
    people and the findings of each row."""
    if not timings.exists():
        return None
    stages = json.loads(timings.read_text(encoding="utf-8"))["seconds"]
    return seconds - float(sum(stages[name] for name in ("comparing", "reporting")))


def in_turns(contenders: list[str], roll: Path, folder: Path, rounds: int, threads: int) -> Table:
    """Every contender on one roll, by turns; the first beginning one further on in each round."""
    runs: dict[str, list[Run]] = {name: [] for name in contenders}
    for turn in range(rounds):
        for place in range(len(contenders)):
            name = contenders[(turn + place) % len(contenders)]
            runs[name].append(run_of(name, roll, folder / name, threads))
            if turn < rounds - 1 or name == "copy":
                shutil.rmtree(folder / name)
    return {name: Measured(tuple(found)) for name, found in runs.items()}


def made(rows: int, folder: Path, *, complete: bool = False) -> Path:
    """The roll of so many people, made in a process of its own: this one stays small, as children inherit its peak."""
    roll = folder / f"{'complete' if complete else 'roll'}-{rows}.parquet"
    code = (
        "from pathlib import Path; from benchmarks.made_roll import make_roll; "
        f"make_roll({rows}, Path({str(roll)!r}), complete={complete})"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    return roll


def check(module: str, *arguments: object) -> None:
    """Runs a check of results in a process of its own; it says what differs."""
    if subprocess.run([sys.executable, "-m", module, *map(str, arguments)]).returncode:
        raise SystemExit("the results differ, so the times mean nothing")


def measured(rows: int, contenders: list[str], options: argparse.Namespace, *, complete: bool = False) -> Table:
    """A roll of so many people, made, measured, its results compared, and removed again."""
    with tempfile.TemporaryDirectory(prefix="assess-bench-", dir=options.folder) as name:
        folder = Path(name)
        free = shutil.disk_usage(folder).free
        if free < rows * BYTES_A_ROW:
            raise SystemExit(f"{rows:,} rows need about {rows * BYTES_A_ROW / 1e9:.1f} GB of disk in {folder.parent}")
        print(f"{rows:,} rows{', complete' if complete else ''} …", file=sys.stderr, flush=True)
        roll = made(rows, folder, complete=complete)
        table = in_turns(contenders, roll, folder, options.rounds, options.threads)
        if "assess" in contenders and rows <= COMPARED_ROWS:
            for theirs in filter(OPENFISCA.__contains__, contenders):
                check("benchmarks.differences", folder / "assess", folder / theirs)
    return table


# Writing


def _cell(found: Measured | None, rows: int) -> str:
    if found is None:
        return "–"
    return f"{rows / found.seconds / 1000:,.0f} k/s, {found.seconds:.2f} s ({found.spread})"


def _ratio(above: Measured | None, below: Measured | None) -> str:
    return "–" if above is None or below is None else f"{above.seconds / below.seconds:.2f}"


def _lines(heads: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (heads, ["---:"] * len(heads), *rows)]


def _speeds(tables: dict[int, Table], theirs: list[str]) -> list[str]:
    names = [OPENFISCA[name] for name in theirs]
    times = ["rows", "copy", "assess, whole check", "deciding alone", "deciding without Polars", *names]
    ratios = ["check ÷ copy", "deciding ÷ copy", "deciding without Polars ÷ copy"]
    ratios += [f"{name} ÷ deciding" for name in names]

    def cells(rows: int, table: Table) -> list[str]:
        floor, ours, slower, *others = (table.get(name) for name in ("copy", "assess", "assess-by-duckdb", *theirs))
        deciding, slowly = (None if one is None else one.deciding for one in (ours, slower))
        shown = [_cell(found, rows) for found in (floor, ours, deciding, slowly, *others)]
        pairs = [(ours, floor), (deciding, floor), (slowly, floor), *((other, deciding) for other in others)]
        return [f"{rows:,}", *shown, *(_ratio(above, below) for above, below in pairs)]

    return _lines(times + ratios, [cells(rows, table) for rows, table in tables.items()])


def _memory(tables: dict[int, Table], theirs: list[str]) -> list[str]:
    def cells(rows: int, table: Table) -> list[str]:
        peaks = [table.get(name) for name in ("copy", "assess", *theirs)]
        return [f"{rows:,}", *("–" if found is None else f"{found.peak / 2**20:,.0f} MB" for found in peaks)]

    heads = ["rows", "copy", "assess", *(OPENFISCA[name] for name in theirs)]
    return _lines(heads, [cells(rows, table) for rows, table in tables.items()])


def section(tables: dict[int, Table], complete: dict[int, Table], options: argparse.Namespace) -> str:
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("duckdb", "polars", "openfisca-core", "numpy", "pandas", "pyarrow")
    )
    given = f"--rows {' '.join(map(str, options.rows))} --rounds {options.rounds} --threads {options.threads}"
    theirs = ["openfisca-tuned", "openfisca-documented", "openfisca-alone"]
    lines = [
        "## Whole rolls, decided by data frames",
        "",
        f"Measured on {date.today().isoformat()} with `python -m benchmarks.rolls {given}`.",
        f"Machine: {machine()}; {options.threads} threads. {libraries}.",
        "",
        "All goals of `jiangsu/changzhou`, Parquet to Parquet, whole processes from start to end, by turns; medians,",
        "the quickest and slowest run in brackets. A third of the people have no assessment, one in ten lacks some",
        "other fact. Copy: the same file through DuckDB, nothing worked out. A whole check writes spreadsheets,",
        "pages and hashes besides, one finding for every ninth person; deciding alone is the same process without what",
        "follows the decisions, row indices and findings (comparing and reporting, by its `timings.json`).",
        f"Rolls of {FRAMED_ROWS:,} rows and more are decided by data frames; without Polars, DuckDB decides all.",
        "Wanted were 2.0 for deciding ÷ copy and 5 for OpenFisca ÷ deciding.",
        "",
        "OpenFisca is written twice. Tuned is for speed, unlike its documentation: categories as bare indices,",
        "tables of our own for rates and ages, Arrow's buffers taken apart by hand. As documented follows",
        "OpenFisca's documentation and country template: `select`, `where`, members of Enums, rates by fancy",
        "indexing and scales, dataframes of pandas; where they leave a choice, the quicker one that was found. It",
        f"is measured up to {options.documented_rows:,} rows: with the roll split over as many processes as the others",
        "have threads, and in one process, as OpenFisca itself runs. Both write all decisions, the row hit in each",
        "table and eligibility for each amount, as a checked roll has them, and both carry unknown facts; neither",
        "checks a cell or writes findings, as assess does. What each choice follows: `benchmarks/openfisca_model/`.",
        "",
        *_speeds(tables, theirs),
        "",
        "Peak memory; of several processes, their sum, in which what they share counts several times:",
        "",
        *_memory(tables, theirs),
        "",
        "On a roll in which every fact is known, OpenFisca with plain booleans and numbers, tuned:",
        "",
        *_speeds(complete, ["openfisca-complete"]),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--complete-rows", type=int, default=COMPLETE_ROWS)
    parser.add_argument("--documented-rows", type=int, default=DOCUMENTED_ROWS)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="for the rolls; emptied again")
    parser.add_argument("--no-write", action="store_true")
    options = parser.parse_args()
    check("benchmarks.openfisca_model.agreement")
    ours = ["assess", "assess-by-duckdb"] if has_assess() else []
    tables = {}
    for rows in dict.fromkeys([SMALLEST, *options.rows]):
        documented = ["openfisca-documented", "openfisca-alone"] if rows <= options.documented_rows else []
        tables[rows] = measured(rows, ["copy", *ours, "openfisca-tuned", *documented], options)
    rows = options.complete_rows
    complete = {rows: measured(rows, ["copy", *ours, "openfisca-complete"], options, complete=True)} if rows else {}
    text = section(tables, complete, options)
    print(text)
    if not options.no_write:
        put_section(text)


if __name__ == "__main__":
    main()
