"""The base install has none of the libraries for rolls: every command that needs one says how to get it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CALLS = {
    "check": ("roll.csv", "--ruleset", "national", "--as-of", "2025-12-31", "--out", "out"),
    "map": ("roll.csv", "--ruleset", "national"),
    "make": ("--rows", "3", "--out", "made.csv"),
    "explain": ("out", "a"),
    "summary": ("out",),
}


@pytest.mark.parametrize("command", CALLS)
def test_without_the_libraries_for_rolls(command: str, tmp_path: Path) -> None:
    """R416, before anything else is said or written."""
    (tmp_path / "roll.csv").write_text("case,birth_date\na,1940-01-01\n", encoding="utf-8")
    program = (
        "import sys\n"
        "for name in ('duckdb', 'sqlglot', 'xlsxwriter', 'python_calamine', 'psycopg'): sys.modules[name] = None\n"
        "from assess.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--lang", "en", "roll", command, *CALLS[command]],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 3
    assert f"assess roll {command}: error R416" in done.stderr
    assert "sqlglot" in done.stderr
    assert "pip install 'assess[rolls]'" in done.stderr
    assert done.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["roll.csv"]
