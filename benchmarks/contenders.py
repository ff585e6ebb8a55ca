"""What is timed on whole rolls, each in a process of its own, from its start to its end.

    python -m benchmarks.contenders NAME ROLL FOLDER THREADS

NAME is copy, assess, openfisca-tuned, openfisca-documented, openfisca-alone or openfisca-complete. All read the same
Parquet file and leave Parquet in the folder, with as many threads (or processes); openfisca-alone with one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

RULESET = "jiangsu/changzhou"
AS_OF = "2026-06-30"
MONTH = "2026-06"
FIGURES = Path(__file__).parents[1] / "examples" / "changzhou-figures.yaml"


def copy(roll: Path, out: Path, threads: int) -> None:
    """The floor: the roll as it stands through DuckDB."""
    import duckdb

    connection = duckdb.connect(config={"threads": threads})
    connection.execute(f"COPY (SELECT * FROM read_parquet('{roll}')) TO '{out / 'copy.parquet'}' (FORMAT parquet)")


def assess(roll: Path, out: Path, threads: int) -> None:
    """`assess roll check`: every cell checked, the goals and what they rest on, the row hit in each table, findings."""
    from assess.cli.main import WRONG_CALL, main

    options = {"--ruleset": RULESET, "--as-of": AS_OF, "--parameters": FIGURES, "--out": out, "--threads": threads}
    sys.argv = ["assess", "roll", "check", str(roll), *(str(part) for option in options.items() for part in option)]
    try:
        main()
    except SystemExit as ended:  # below that, the code tells only whether all rows were decided
        if isinstance(ended.code, str) or (ended.code or 0) >= WRONG_CALL:
            raise


def assess_by_duckdb(roll: Path, out: Path, threads: int) -> None:
    """The same where Polars is not installed: DuckDB decides all."""
    from assess.rolls.running import planning

    planning.frames_version = lambda: None  # type: ignore[assignment, attr-defined]
    assess(roll, out, threads)


def openfisca_tuned(roll: Path, out: Path, threads: int) -> None:
    """All decisions by OpenFisca, unknown facts carried, written for speed and tuned by measurement."""
    from benchmarks.openfisca_model.running import partial_model, run

    run(partial_model(), roll, out, MONTH, threads)


def openfisca_documented(roll: Path, out: Path, threads: int) -> None:
    """All decisions by OpenFisca, unknown facts carried, written as its documentation has rules and runs written."""
    from benchmarks.openfisca_model.documented_running import run

    run(roll, out, MONTH, threads)


def openfisca_alone(roll: Path, out: Path, threads: int) -> None:
    """As documented, too, in one process, as OpenFisca runs where nobody splits the roll for it."""
    openfisca_documented(roll, out, 1)


def openfisca_complete(roll: Path, out: Path, threads: int) -> None:
    """All decisions by OpenFisca, for rolls in which every fact is known; written for speed as well."""
    from benchmarks.openfisca_model.running import complete_model, run

    run(complete_model(), roll, out, MONTH, threads)


def has_assess() -> bool:
    """Is there an `assess roll` to be timed?"""
    from assess.cli.main import SUBCOMMANDS

    return "roll" in SUBCOMMANDS


CONTENDERS: dict[str, Callable[[Path, Path, int], None]] = {
    "copy": copy,
    "assess": assess,
    "assess-by-duckdb": assess_by_duckdb,
    "openfisca-tuned": openfisca_tuned,
    "openfisca-documented": openfisca_documented,
    "openfisca-alone": openfisca_alone,
    "openfisca-complete": openfisca_complete,
}


if __name__ == "__main__":
    name, roll_path, folder, thread_count = sys.argv[1:]
    CONTENDERS[name](Path(roll_path), Path(folder), int(thread_count))
