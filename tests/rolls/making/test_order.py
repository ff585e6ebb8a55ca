"""Calls that make no sense, each refused in words; and `assess roll make` as a person calls it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from assess.cli.roll.make import make
from assess.diagnostics.diagnostic import Refused
from assess.rolls.making import making
from assess.rolls.making.making import make_roll
from assess.rolls.making.order import Order
from assess.rolls.making.registers import FILES
from tests.library import program_of
from tests.rolls.making.rolls import CHANGZHOU, rows_of


def codes(tmp_path: Path, ruleset: str = CHANGZHOU, **changed: Any) -> list[str]:
    options: dict[str, Any] = {"rows": 10, "out": tmp_path / "roll.csv"} | changed
    with pytest.raises(Refused) as refused:
        make_roll(program_of(ruleset), Order(**options))
    assert not (tmp_path / "registers").exists()
    return [found.code for found in refused.value.diagnostics]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"rows": 0}, ["R701"]),
        ({"rows": -5}, ["R701"]),
        ({"rows": 80_000_001}, ["R701"]),
        ({"damage": 1.5}, ["R704"]),
        ({"damage": -0.1}, ["R704"]),
        ({"damage": float("nan")}, ["R704"]),
        ({"compression": "zstd"}, ["R705"]),
        ({"as_of": date(1900, 1, 1)}, ["R708"]),
        ({"as_of": date(2201, 1, 1), "rows": 0}, ["R708", "R701"]),
    ],
)
def test_what_cannot_be_made(changed: dict[str, Any], expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, **changed, registers=tmp_path / "registers") == expected


@pytest.mark.parametrize("name", ["roll", "roll.txt", "roll.xls"])
def test_format_follows_from_the_name(name: str, tmp_path: Path) -> None:
    assert codes(tmp_path, out=tmp_path / name) == ["R702"]


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("roll.parquet", {"encoding": "gb18030"}),
        ("roll.xlsx", {"encoding": "utf-8"}),
        ("roll.parquet", {"title": True}),
    ],
)
def test_options_without_effect_are_refused(name: str, option: dict[str, Any], tmp_path: Path) -> None:
    assert codes(tmp_path, out=tmp_path / name, **option) == ["R705"]


def test_headers_for_benefits_that_the_ruleset_does_not_have(tmp_path: Path) -> None:
    assert codes(tmp_path, "gansu/lanzhou-anning", headers="old-age") == ["R706"]


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    assert codes(tmp_path, out=tmp_path / "nowhere" / "roll.csv") == ["R707"]


def test_files_that_are_there_are_replaced_only_with_leave(tmp_path: Path) -> None:
    order = Order(10, tmp_path / "roll.csv", damage=0.5, registers=tmp_path / "registers")
    make_roll(program_of(CHANGZHOU), order)
    before = order.out.read_bytes()
    with pytest.raises(Refused) as refused:
        make_roll(program_of(CHANGZHOU), order)
    assert {one.code for one in refused.value.diagnostics} == {"R703"}
    assert {Path(one.position.file).name for one in refused.value.diagnostics} == {
        "roll.csv", "roll.csv.damage.csv", "mistakes.csv", "truth.parquet", *FILES,
    }  # fmt: skip
    make_roll(program_of(CHANGZHOU), Order(20, order.out, force=True))
    assert len(order.out.read_bytes()) > len(before)


def test_a_folder_in_place_of_the_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "roll.csv").mkdir()
    assert codes(tmp_path, force=True) == ["R703"]


def test_nothing_is_left_of_a_roll_that_could_not_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A full disk, say, while the registers are written: R709, and the roll itself does not appear either."""

    def fail(*_: object) -> None:
        raise duckdb.IOException("IO Error: Could not write file: No space left on device")

    monkeypatch.setattr(making, "planted", fail)
    with pytest.raises(Refused) as refused:
        make_roll(program_of(CHANGZHOU), Order(10, tmp_path / "roll.csv", registers=tmp_path / "registers"))
    (found,) = refused.value.diagnostics
    assert found.code == "R709"
    assert "No space left on device" in found.arguments["reason"]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def run(*arguments: str) -> Result:
    return CliRunner().invoke(make, arguments, prog_name="assess roll make")


def test_command(tmp_path: Path) -> None:
    out, registers = tmp_path / "roll.csv", tmp_path / "registers"
    result = run(
        "--rows", "300", "--out", str(out), "--seed", "7", "--damage", "0.1", "--registers", str(registers),
        "--lang", "en",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[:2] == [
        f"made-up roll {out}: 300 rows, 69 columns",
        f"30 rows of it damaged, listed in {out}.damage.csv",
    ]
    assert result.stdout.splitlines()[2].endswith(f"planted mistakes: {registers}")
    assert len(rows_of(registers / "mistakes.csv")) == int(result.stdout.split("list of ")[1].split(" ")[0])


def test_command_in_chinese_with_the_offices_figures(tmp_path: Path) -> None:
    out = tmp_path / "名册.xlsx"
    figures = "examples/changzhou-figures.yaml"
    result = run("--rows", "20", "--out", str(out), "--headers", "tekun", "--title", "--parameters", figures)
    assert result.stdout == f"已生成虚构名册 {out}：20 行，22 列\n"


def test_what_is_not_paid_for_want_of_a_figure_is_said(tmp_path: Path) -> None:
    out = tmp_path / "roll.csv"
    chinese, english = (
        run("--rows", "20", "--out", str(out), "--headers", "tekun", "--force", "--lang", one).stdout.splitlines()
        for one in ("zh", "en")
    )
    assert chinese[1:] == ["特困人员基本生活标准一律没有发放：没有“当地最低生活保障标准”的数值；可用 --parameters 提供"]
    said = "nothing is paid of base living standard, as there is no value for local dibao standard; "
    assert english[1:] == [said + "--parameters supplies it"]


def test_command_with_a_fault(tmp_path: Path) -> None:
    result = run("--rows", "0", "--out", str(tmp_path / "roll.csv"))
    assert isinstance(result.exception, Refused)


def test_help_says_what_each_option_does_in_both_languages() -> None:
    text = run("--help").stdout
    for option in (
        "--rows",
        "--seed",
        "--out",
        "--headers",
        "--ruleset",
        "--parameters",
        "--as-of",
        "--damage",
        "--registers",
    ):
        assert option in text
    assert "生成虚构的名册" in text
