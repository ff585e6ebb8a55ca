"""A single case needs none of the libraries that rolls are checked with, and does not wait for them to load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOR_ROLLS = ("duckdb", "sqlglot", "python_calamine", "xlsxwriter", "psycopg", "distributed", "dask")
CALLS = (
    ("evaluate", "examples/changzhou-tekun.yaml"),
    ("rules", "check", "national"),
    ("rules", "list"),
    ("--help",),
)


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_what_rolls_need_is_not_loaded(call: tuple[str, ...]) -> None:
    program = (
        "import sys; from assess.cli.main import cli\n"
        "try:\n    cli(sys.argv[1:])\nexcept SystemExit as done:\n    assert done.code in (0, 1, None), done.code\n"
        f"print('loaded:', *(name for name in {FOR_ROLLS} if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *call], capture_output=True, text=True, encoding="utf-8", check=True, cwd=ROOT
    )
    assert done.stderr.splitlines()[-1] == "loaded:"
