"""How rows of a checked roll are found for `assess roll explain`: by ID numbers, months, and what is no row of it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from assess.cli.main import cli
from tests.rolls import registers
from tests.rolls.registers.registering import id_number

LIBRARY = Path(registers.__file__).parent


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(cli, ["--lang", "zh", "--library", str(LIBRARY), *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sheets under titles, with totals; the first person stands on both."""
    folder = tmp_path_factory.mktemp("places")
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, people in (("城南", (1, 2)), ("城北", (3, 1))):
        sheet = book.create_sheet(name)
        sheet.append([f"{name}发放花名册"])
        sheet.append(["序号", "姓名", "身份证号", "照料补贴", "备注"])
        for place, number in enumerate(people, start=1):
            sheet.append([place, f"人{number}", id_number(number), 300, ""])
        sheet.append(["合计", "", "", 600, ""])
    book.save(folder / "roll.xlsx")
    (folder / "mapping.yaml").write_text(
        "ruleset: harbour\ncolumns:\n  姓名: name\n  身份证号: id_number\n"
        "  照料补贴: {target: paid.care, period: month}\nignored: [序号, 备注]\n",
        "utf-8",
    )
    given = ["roll", "check", folder / "roll.xlsx", "--ruleset", "harbour", "--mapping", folder / "mapping.yaml"]
    result = run(*given, "--as-of", "2025-12-31", "--out", folder / "out")
    assert result.exit_code in (0, 1), result.stderr
    return folder / "out"


def rows_of(checked: Path, *arguments: str) -> tuple[list[str], Result]:
    result = run("roll", "explain", checked, *arguments, "--format", "jsonl")
    found = [json.loads(line)["roll"] for line in result.stdout.splitlines()]
    return [f"{one['source']}:{one['row']}" for one in found], result


@pytest.mark.parametrize(
    "written", ["城南:3", "城南：3", "城南第3行", "roll.xlsx:城南 第 3 行", "roll.xlsx:城南, row 3", "roll.xlsx:城南:3"]
)
def test_row_of_a_sheet_as_results_call_it(checked: Path, written: str) -> None:
    assert rows_of(checked, written)[0] == ["roll.xlsx:城南:3"]


def test_all_rows_of_a_person(checked: Path) -> None:
    found, result = rows_of(checked, id_number(1))
    assert found == ["roll.xlsx:城北:4", "roll.xlsx:城南:3"]
    assert "R653" in result.stderr
    found, result = rows_of(checked, id_number(2).lower())
    assert (found, result.stderr) == (["roll.xlsx:城南:4"], "")


def test_number_of_nobody_on_the_roll(checked: Path) -> None:
    """Neither of another person, nor with a wrong check character: that would be a guess."""
    last = "1" if id_number(2)[-1] != "1" else "2"
    for number in (id_number(9), id_number(2)[:-1] + last):
        found, result = rows_of(checked, number)
        assert (found, result.exit_code, "R651" in result.stderr) == ([], 3, True)


def test_example_is_a_row_of_somebody(checked: Path) -> None:
    """Not the title, which no row of the check is."""
    assert "如 roll.xlsx:城南:3" in rows_of(checked, "城南:1")[1].stderr


def test_row_that_is_nobodys(checked: Path) -> None:
    _, result = rows_of(checked, "城南:5")
    assert (result.exit_code, "R656" in result.stderr) == (3, True)
    assert "“城南:5”不是人员（合计，“合计”），没有算在内" in result.stderr


def test_row_that_could_not_be_read(tmp_path: Path) -> None:
    roll = tmp_path / "roll.csv"
    roll.write_bytes(f"case,name,id_number\na,甲,{id_number(1)}\nb,乙,{id_number(2)},x,y\n".encode())
    run("roll", "check", roll, "--ruleset", "harbour", "--as-of", "2025-12-31", "--out", tmp_path / "out")
    _, result = rows_of(tmp_path / "out", "roll.csv:3")
    assert (result.exit_code, "R657" in result.stderr) == (3, True)
    assert "rejects.csv" in result.stderr
    _, result = rows_of(tmp_path / "out", "3")  # its number is not taken for the label of a case
    assert (result.exit_code, "R651" in result.stderr) == (3, True)


def test_month_of_one_day(checked: Path) -> None:
    """A day was checked: its month means all rows, and any other none."""
    assert rows_of(checked, "城南:3", "--month", "2025-12")[0] == ["roll.xlsx:城南:3"]
    _, result = rows_of(checked, "城南:3", "--month", "2025-11")
    assert (result.exit_code, "R658" in result.stderr) == (3, True)
    assert "这次核对的是 2025-12-31，没有 2025-11" in result.stderr
