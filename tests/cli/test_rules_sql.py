"""`assess rules sql`: a query that says whose rules it holds, which table it needs, and what it gives."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from assess.cli.main import cli

HERE = Path(__file__).parent


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ("--library", str(HERE), "rules", "sql", *arguments), prog_name="assess")


def head(*arguments: str) -> list[str]:
    """The lines of the comment above the query."""
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    return [line.removeprefix("--").removeprefix(" ") for line in lines[: lines.index("WITH taken AS (")]]


def query(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_head_says_which_rules_on_which_day_and_what_they_rest_on() -> None:
    found = head("skerries", "--as-of", "2023-06-30", "--only", "lamp_oil", "--lang", "en")

    assert found[0] == "Care for the ferrymen of the Skerries  [skerries 3]"
    assert found[1].startswith("sha256:")
    assert found[2].startswith("Decides by the rules of 2023-06-30.")
    assert found[2].endswith("for duckdb.")
    assert found[3] == "Figures that are not published: oil_price"


def test_the_head_makes_the_table_of_facts() -> None:
    found = head("skerries", "--as-of", "2023-06-30", "--only", "lamp_oil", "--lang", "en", "--table", "ferry.men")
    start = found.index('CREATE TABLE "ferry"."men" (')
    statement = "\n".join(found[start : found.index(");") + 1])

    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA ferry")
    connection.execute(statement)
    columns = connection.execute("SELECT column_name, column_type FROM (DESCRIBE ferry.men)").fetchall()
    assert columns[0] == ("case", "VARCHAR")
    assert dict(columns)["arm"] == "INTEGER"


def test_what_is_printed_runs_as_it_stands() -> None:
    found = query("skerries", "--as-of", "2023-06-30", "--conditions")
    lines = found.splitlines()
    start = lines.index('-- CREATE TABLE "facts" (')
    statement = "\n".join(line.removeprefix("-- ") for line in lines[start : lines.index("-- );") + 1])

    connection = duckdb.connect()
    connection.execute(statement)
    connection.execute("INSERT INTO facts (\"case\") VALUES ('nobody')")
    answer = connection.execute(f"CREATE TABLE decisions AS\n{found}; FROM decisions")

    names = [one[0] for one in answer.description]
    assert names[:2] == ["case", "status"]
    assert {"lamp_oil.eligible", "grade.row", "grade.condition.0"} <= set(names)
    assert answer.fetchall()[0][:2] == ("nobody", "undetermined")


def test_in_chinese() -> None:
    found = head("skerries", "--as-of", "2023-06-30", "--dialect", "postgres")
    assert found[2].startswith("按 2023-06-30 的规定评定。")
    assert "结果每案一行：" in found


def test_without_a_date_it_is_today() -> None:
    assert f"按 {date.today().isoformat()} 的规定评定" in query("skerries", "--lenient", "--only", "grade")


def test_figures_that_the_office_supplies(tmp_path: Path) -> None:
    figures = tmp_path / "figures.yaml"
    figures.write_text("parameters:\n  oil_price: 1234.5\n", encoding="utf-8")
    found = query("skerries", "--as-of", "2023-06-30", "--only", "lamp_oil", "--parameters", str(figures))
    assert "-- 单位提供的数值：figures.yaml sha256:" in found
    assert "123450" in found


def test_a_name_with_the_end_of_a_line_in_it_stays_a_comment(tmp_path: Path) -> None:
    figures = tmp_path / "figures\nDROP TABLE facts;.yaml"
    figures.write_text("parameters:\n  oil_price: 1234.5\n", encoding="utf-8")
    found = query("skerries", "--as-of", "2023-06-30", "--only", "lamp_oil", "--parameters", str(figures))
    assert "figures DROP TABLE facts;.yaml sha256:" in found.splitlines()[2]


def test_figures_past_their_review_are_used_where_the_caller_is_lenient_and_the_head_says_so() -> None:
    strict = run("skerries", "--as-of", "2032-06-30", "--only", "lamp_oil", "--lang", "en")
    lenient = run("skerries", "--as-of", "2032-06-30", "--only", "lamp_oil", "--lang", "en", "--lenient")

    assert strict.exit_code == 3
    assert "P204" in strict.stderr
    assert lenient.exit_code == 0
    assert "P205" in lenient.stderr
    assert "2030-12-31" in "\n".join(line for line in lenient.stdout.splitlines() if line.startswith("-- "))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--only", "lamp_oyl"), "X103"),
        (("--dialect", "postgresql"), "R421"),
        (("--table", "a..b"), "R423"),
        (("--as-of", "2015-01-01"), "D201"),
    ],
)
def test_what_is_refused(arguments: tuple[str, ...], code: str) -> None:
    result = run("skerries", "--as-of", "2023-06-30", *arguments)
    assert result.exit_code == 3
    assert code in result.stderr
    assert result.stdout == ""


def test_without_sqlglot_it_says_what_to_install() -> None:
    """R416."""
    program = "import sys; sys.modules['sqlglot'] = None; from assess.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--lang", "en", "rules", "sql", "national", "--only", "age"],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "R416" in done.stderr
    assert "pip install 'assess[rolls]'" in done.stderr
    assert done.stdout == ""
