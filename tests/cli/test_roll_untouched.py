"""Whoever changes what a checked roll's folder keeps is found out by `assess roll explain` and `summary`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from assess.cli.main import cli
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reporting.folder import digest
from assess.rolls.running import untouched
from tests.library import FOLDER
from tests.rolls.running.herds import DAY, herders, write_csv, write_parquet


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(cli, ["--lang", "en", "--library", str(FOLDER), *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


@pytest.fixture(scope="module", name="made")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checked roll, out of a text file, that is decided by figures of the office."""
    folder = tmp_path_factory.mktemp("untouched")
    roll = write_csv(herders(6, seed=5), folder / "roll.csv")
    result = run("roll", "check", roll, "--ruleset", "meadowland", "--as-of", str(DAY), "--out", folder / "out")
    assert result.exit_code in (0, 1, 2), result.stderr
    return folder / "out"


@pytest.fixture(name="out")
def _out(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "out"))


def explained(out: Path) -> Result:
    return run("roll", "explain", out, "roll.csv:2")


def summed_up(out: Path) -> Result:
    return run("roll", "summary", out)


def refused(result: Result, file: str) -> None:
    assert (result.exit_code, result.stdout) == (3, ""), result.output
    assert "R605" in result.stderr
    assert f"{file} was changed or removed after the check" in result.stderr


def other_text(old: str, new: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return change


def other_cell(path: Path) -> None:
    """The same roll, but for one birth date."""
    aside = path.with_name("aside.parquet")
    query = f"SELECT * REPLACE ('1930-01-01' AS born_on) FROM {parquet_sql(path)}"
    duckdb.sql(query).write_parquet(str(aside))
    aside.replace(path)


def other_byte(path: Path) -> None:
    """Of the same size."""
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("input/001-roll.csv.parquet", other_cell),
        ("input/001-roll.csv.parquet", other_byte),
        ("input/001-roll.csv.parquet", longer),
        ("input/001-roll.csv.parquet", Path.unlink),
        ("input/roll.json", other_text('"home"', '"name"')),
        ("input/run.json", other_text("20230630", "20230530")),
        ("input/run.json", other_text("{", "[")),
    ],
)
def test_input_that_was_changed(out: Path, file: str, change: Callable[[Path], None]) -> None:
    change(out / file)
    refused(explained(out), file)
    refused(summed_up(out), file)


@pytest.mark.parametrize(
    "content",
    [
        "null",
        "[[]]",
        "{}",
        '{"asked": [], "parts": null}',
        '{"asked": [], "parts": ["x"]}',
        "[" * 100_000,
        "\0",
        "1" * 9999,
    ],
)
@pytest.mark.parametrize("file", ["input/roll.json", "input/run.json"])
def test_input_that_is_not_as_it_could_have_been_written(out: Path, file: str, content: str) -> None:
    (out / file).write_text(content, "utf-8")
    refused(explained(out), file)
    refused(summed_up(out), file)


def in_part(**other: object) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        content = json.loads(path.read_text("utf-8"))
        content["parts"][0] |= other
        path.write_text(json.dumps(content), "utf-8")

    return change


@pytest.mark.parametrize(
    "other",
    [
        {"file": "../manifest.json"},
        {"columns": [["home"]]},
        {"set_aside": [[2, "", "", ["R999", "roll.csv", 2, 1, {}]]]},
        {"unreadable": True},
    ],
)
def test_parts_that_could_not_have_been_written(out: Path, other: dict[str, object]) -> None:
    in_part(**other)(out / "input/roll.json")
    refused(explained(out), "input/roll.json")
    refused(summed_up(out), "input/roll.json")


@pytest.mark.parametrize("other", [{"notes": [["R999", "roll.csv", 2, 1, {}]]}, {"origin": 5}, {"stamp": "x"}])
def test_what_rows_are_not_explained_by_is_not_as_written(out: Path, other: dict[str, object]) -> None:
    """Nothing of such a file is used."""
    in_part(**other)(out / "input/roll.json")
    refused(explained(out), "input/roll.json")
    assert summed_up(out).exit_code in (0, 1, 2)


@pytest.mark.parametrize("content", ["[" * 100_000, '{"schema": 1, "findings": {"recover_once": "x"}}'])
def test_manifest_that_could_not_have_been_written(out: Path, content: str) -> None:
    (out / "manifest.json").write_text(content, "utf-8")
    result = summed_up(out)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "R603" in result.stderr


def test_summary_ends_as_the_check_did(tmp_path: Path) -> None:
    """With warnings, too."""
    for name, cell, code in (("decided", "1950-05-06", 0), ("undetermined", "", 1), ("rejected", "1950-02-30", 2)):
        roll = tmp_path / f"{name}.csv"
        roll.write_text(f"case,birth_date\na,{cell}\n", "utf-8")
        given = ["--ruleset", "jiangsu/changzhou", "--as-of", "2025-12-31", "--only", "age", "--out", tmp_path / name]
        assert run("roll", "check", roll, *given).exit_code == code
        assert summed_up(tmp_path / name).exit_code == code
    (tmp_path / "rejected" / "report.html").write_text("", "utf-8")
    again = summed_up(tmp_path / "rejected")
    assert ("R606" in again.stderr, again.exit_code) == (True, 2)


def test_untouched_folder(out: Path) -> None:
    for result in (explained(out), summed_up(out)):
        assert result.exit_code in (0, 1, 2)
        assert "R6" not in result.stderr


def test_folder_that_was_moved(made: Path, tmp_path: Path) -> None:
    """Where the office's file stands, and when it was written, are not what rows are explained by."""
    moved = Path(shutil.copytree(made, tmp_path / "elsewhere" / "out"))
    assert explained(moved).exit_code in (0, 1, 2)


def test_figures_that_were_changed(tmp_path: Path) -> None:
    roll, figures = tmp_path / "roll.csv", tmp_path / "figures.yaml"
    roll.write_text("case,birth_date\na,1940-05-06\n", "utf-8")
    figures.write_text(
        "parameters:\n  old_age_rate:\n    - {from: 2025-01-01, confidence: published,"
        " value: {under_80: 0, from_80: 50, from_90: 100, from_100: 300}}\n",
        "utf-8",
    )
    given = ["--ruleset", "jiangsu/changzhou", "--as-of", "2025-12-31", "--parameters", figures]
    result = run("roll", "check", roll, *given, "--out", tmp_path / "out")
    assert result.exit_code == 1, result.stderr
    assert explained(tmp_path / "out").exit_code == 1
    other_text("from_80: 50", "from_80: 99")(tmp_path / "out" / "input" / "parameters.yaml")
    refused(explained(tmp_path / "out"), "input/parameters.yaml")
    refused(summed_up(tmp_path / "out"), "input/parameters.yaml")
    manifest = tmp_path / "out" / "manifest.json"  # as an earlier program wrote it
    content = json.loads(manifest.read_text("utf-8"))
    del content["kept"]
    manifest.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    refused(explained(tmp_path / "out"), "input/parameters.yaml")


def test_what_is_too_long_is_said_not_to_be_compared(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untouched, "SMALL", 10)
    monkeypatch.setattr(untouched, "READ_AT_MOST", 10)
    result = explained(out)
    assert result.exit_code in (0, 1, 2)
    assert "R659" in result.stderr
    assert "R659" not in summed_up(out).stderr
    longer(out / "input" / "001-roll.csv.parquet")
    refused(explained(out), "input/001-roll.csv.parquet")


def test_roll_that_the_office_wrote_into(tmp_path: Path) -> None:
    """A linked roll: the summary does not go by it, and says so; rows are not explained any more (R652)."""
    roll = write_parquet(herders(6, seed=5), tmp_path / "roll.parquet")
    out = tmp_path / "out"
    run("roll", "check", roll, "--ruleset", "meadowland", "--as-of", str(DAY), "--out", out)
    assert "R610" not in summed_up(out).stderr
    roll.write_bytes(write_parquet(herders(6, seed=6), tmp_path / "other.parquet").read_bytes())
    result = summed_up(out)
    assert result.exit_code == 1
    assert "R610" in result.stderr
    assert "R652" in run("roll", "explain", out, "roll.parquet:2").stderr


def test_totals_that_differ_from_the_findings(out: Path) -> None:
    content = json.loads((out / "manifest.json").read_text("utf-8"))
    first = content["findings"]["by_code"][0]
    told, first["recover"] = first["recover"], "4.00"
    (out / "manifest.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    result = summed_up(out)
    assert result.exit_code == 1
    assert result.stderr.count("R609") == 1
    assert f"{first['code']}.recover is 4.00 in the one and {told} in the other" in result.stderr.replace(",", "")


def test_counts_that_differ_from_the_decisions(out: Path) -> None:
    """By which the exit code goes: an undetermined row is made a decided one."""
    content = json.loads((out / "manifest.json").read_text("utf-8"))
    counts = content["counts"]
    told = dict(counts)
    counts["undetermined"], counts["decided"] = counts["undetermined"] - 1, counts["decided"] + 1
    (out / "manifest.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    errors = summed_up(out).stderr
    assert errors.count("R609") == 2
    for name in ("decided", "undetermined"):
        assert f"counts.{name} is {counts[name]} in the one and {told[name]} in the other" in errors


def test_counts_of_several_months_agree_with_their_decisions(tmp_path: Path) -> None:
    roll = write_csv(herders(6, seed=5), tmp_path / "roll.csv")
    months = ["--from", "2026-01", "--to", "2026-03"]
    run("roll", "check", roll, "--ruleset", "meadowland", *months, "--out", tmp_path / "out")
    assert "R609" not in summed_up(tmp_path / "out").stderr


def test_hash_of_the_manifest_is_told(out: Path, tmp_path: Path) -> None:
    """By the check itself and by the summary, so that an office can write it down."""
    roll = write_csv(herders(6, seed=5), tmp_path / "roll.csv")
    again = tmp_path / "again"
    checked = run("roll", "check", roll, "--ruleset", "meadowland", "--as-of", str(DAY), "--out", again)
    assert f"SHA-256 of manifest.json, to write down: {digest(again / 'manifest.json')}\n" in checked.stdout
    assert f"{digest(out / 'manifest.json')}\n" in summed_up(out).stdout
    assert digest(again / "manifest.json") == digest(out / "manifest.json")
