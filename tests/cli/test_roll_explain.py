"""`assess roll explain` end to end: a row of a checked roll is explained word for word as `assess evaluate` explains
the same person, with what was found of it beside, and what cannot be explained is refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from assess.cli.main import cli
from assess.decisions.schema import DecidedCase
from assess.library import shipped
from tests.library import FOLDER
from tests.rolls import running
from tests.rolls.running.herds import DAY, Row, herders, rows_of, write_csv, write_parquet

NO_FACTS = ("case", "name", "district")
REJECTED = "牧-00007"
LINE = "─" * 60
VILLAGE = Path(running.__file__).parent
"""The rules of a village whose figures change from month to month."""


def run(*arguments: str | Path) -> Result:
    """The command, with the made-up rulesets; it must never end in a fault of its own."""
    called = ["--lang", "en", "--library", str(FOLDER), "--library", str(VILLAGE), *map(str, arguments)]
    result = CliRunner().invoke(cli, called, prog_name="assess")
    assert result.exit_code in (0, 1, 2, 3), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture(scope="module")
def roll() -> list[Row]:
    return herders(12, seed=3)


@pytest.fixture(scope="module")
def checked(roll: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its check. One row has a word that is no answer."""
    folder = tmp_path_factory.mktemp("explained")
    rows = [row | {"home": "nowhere"} if row["case"] == REJECTED else row for row in roll]
    path = write_csv(rows, folder / "roll.csv")
    result = run("roll", "check", path, "--ruleset", "meadowland", "--as-of", str(DAY), "--out", folder / "out")
    assert result.exit_code == 2, result.stderr
    return folder / "out"


def evaluated(row: Row, folder: Path, *options: str) -> Result:
    """What `assess evaluate` says of the person, whose facts are written down as a case file has them."""
    facts = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
        if value is not None and name not in NO_FACTS and not name.startswith("paid.")
    }
    case = {"case": row["case"], "ruleset": "meadowland", "as_of": str(DAY), "facts": facts}
    path = folder / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    return run("evaluate", path, *options)


def cases(roll: list[Row]) -> list[str]:
    return [row["case"] for row in roll if row["case"] != REJECTED]


# the same as the single case


def decision_of(explained: Result) -> str:
    """What is printed after what the check found."""
    found, line, decision = explained.stdout.partition(f"\n{LINE}\n\n")
    assert line
    assert found
    return decision


@pytest.mark.parametrize("options", [[], ["--full"], ["--lang", "zh"]])
def test_every_row_is_explained_as_the_single_case(
    roll: list[Row], checked: Path, tmp_path: Path, options: list[str]
) -> None:
    codes = set()
    for row in roll:
        if row["case"] == REJECTED:
            continue
        explained, expected = run("roll", "explain", checked, row["case"], *options), evaluated(row, tmp_path, *options)
        assert decision_of(explained) == expected.stdout
        assert explained.exit_code == expected.exit_code
        codes.add(explained.exit_code)
    assert codes == {0, 1}


def test_every_row_is_decided_as_the_single_case_in_json(roll: list[Row], checked: Path, tmp_path: Path) -> None:
    for row in roll:
        if row["case"] == REJECTED:
            continue
        explained = json.loads(run("roll", "explain", checked, row["case"], "--format", "json").stdout)
        found = explained.pop("roll")
        assert explained == json.loads(evaluated(row, tmp_path, "--format", "json").stdout)
        assert found["name"] == row["name"]


def test_every_row_is_shown_as_the_single_case_on_a_page(roll: list[Row], checked: Path, tmp_path: Path) -> None:
    for row in roll:
        if row["case"] == REJECTED:
            continue
        page = run("roll", "explain", checked, row["case"], "--format", "html", "--unmask").stdout
        before, start, rest = page.partition('<section class="beside">')
        found, end, after = rest.partition("</section>\n")
        assert start
        assert end
        assert "What the check of the roll found" in found
        assert before + after == evaluated(row, tmp_path, "--format", "html").stdout


def test_row_that_was_rejected(checked: Path) -> None:
    said = run("roll", "explain", checked, REJECTED).stdout
    assert "This row was rejected and not checked; why stands below." in said
    assert "found nothing" not in said
    result = run("roll", "explain", checked, REJECTED, "--format", "json")
    assert result.exit_code == 2
    found = json.loads(result.stdout)
    assert (found["case"], found["status"]) == (REJECTED, "rejected")
    assert "nowhere" in result.stdout


def test_values_are_those_of_the_check(roll: list[Row], checked: Path) -> None:
    result = run("roll", "explain", checked, *cases(roll), "--format", "json")
    statuses = {found["case"]: found["status"] for found in json.loads(result.stdout)}
    written = {row["case"]: row["status"] for row in rows_of(checked / "decisions.parquet", '"case", status')}
    assert written == statuses | {REJECTED: "rejected"}


# several rows, and the ways of naming one


def test_several_rows_in_the_order_asked_for(roll: list[Row], checked: Path) -> None:
    wanted = [roll[4]["case"], roll[0]["case"], REJECTED]
    as_list = run("roll", "explain", checked, *wanted, "--format", "json")
    assert [one["case"] for one in json.loads(as_list.stdout)] == wanted
    assert as_list.exit_code == 2
    lines = run("roll", "explain", checked, *wanted, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["case"] for line in lines] == wanted
    text = run("roll", "explain", checked, *wanted).stdout
    assert [text.index(f"case {case}") for case in wanted] == sorted(text.index(f"case {case}") for case in wanted)


def test_row_by_its_place(roll: list[Row], checked: Path) -> None:
    by_place = run("roll", "explain", checked, "roll.csv:6")  # the header is row 1
    assert by_place.stdout == run("roll", "explain", checked, roll[4]["case"]).stdout


@pytest.fixture(scope="module", name="sheets")
def _sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A check of a workbook of two sheets; two herders are called 甲."""
    folder = tmp_path_factory.mktemp("sheets")
    book = openpyxl.Workbook()
    for name, people in (("城南", ("甲", "乙")), ("城北", ("丙", "甲"))):
        sheet = book.create_sheet(name)
        for row in (("name", "born_on"), *((person, "1940-05-06") for person in people)):
            sheet.append(row)
    del book["Sheet"]
    book.save(folder / "roll.xlsx")
    given = ("roll", "check", folder / "roll.xlsx", "--ruleset", "meadowland", "--as-of", str(DAY))
    checked = run(*given, "--out", folder / "out")
    assert checked.exit_code in (0, 1), checked.stderr
    return folder / "out"


def cases_of(folder: Path, *names: str) -> tuple[list[str], Result]:
    found = run("roll", "explain", folder, *names, "--format", "case")
    return [json.loads(line)["case"] for line in found.stdout.splitlines()], found


def test_rows_of_several_sheets_that_are_called_alike(sheets: Path) -> None:
    found, result = cases_of(sheets, "2")
    assert found == ["roll.xlsx:城北:2", "roll.xlsx:城南:2"]
    assert "2 rows are called “2”; all of them are explained: roll.xlsx:城北:2, roll.xlsx:城南:2" in result.stderr
    found, result = cases_of(sheets, "城北:2", "roll.xlsx:城南:2")
    assert (found, result.stderr) == (["roll.xlsx:城北:2", "roll.xlsx:城南:2"], "")


def test_row_by_the_name_of_the_person(sheets: Path) -> None:
    found, result = cases_of(sheets, "乙")
    assert (found, result.stderr) == (["roll.xlsx:城南:3"], "")
    found, result = cases_of(sheets, "甲")
    assert found == ["roll.xlsx:城北:3", "roll.xlsx:城南:2"]
    assert "R653" in result.stderr


def test_notice_is_addressed_to_the_person_whose_name_the_roll_has(tmp_path: Path) -> None:
    roll = tmp_path / "roll.csv"
    roll.write_text("name,birth_date\n张三,1940-05-06\n", encoding="utf-8")
    given = ("roll", "check", roll, "--ruleset", "jiangsu/changzhou", "--as-of", "2025-12-31")
    assert run(*given, "--out", tmp_path / "out").exit_code == 1
    notice = run("roll", "explain", tmp_path / "out", "2", "--format", "notice").stdout
    assert '<p class="to">Dear 张三,</p>' in notice
    assert '<p class="reference">Reference: roll.csv:2</p>' in notice  # row 2 of which roll?


def test_case_for_evaluate(roll: list[Row], checked: Path, tmp_path: Path) -> None:
    """What `--format case` gives, `assess evaluate` takes."""
    case = run("roll", "explain", checked, roll[0]["case"], "--format", "case")
    assert case.exit_code == 0
    content: dict[str, Any] = json.loads(case.stdout)
    assert (content["case"], content["ruleset"], content["as_of"]) == (roll[0]["case"], "meadowland", str(DAY))
    path = tmp_path / "case.json"
    path.write_text(case.stdout, encoding="utf-8")
    assert run("evaluate", path).stdout == evaluated(roll[0], tmp_path).stdout


def test_no_case_of_a_row_that_was_rejected(roll: list[Row], checked: Path) -> None:
    """Without what could not be read it would be another case."""
    result = run("roll", "explain", checked, REJECTED, roll[0]["case"], "--format", "case")
    assert result.exit_code == 2
    assert [json.loads(line)["case"] for line in result.stdout.splitlines()] == [roll[0]["case"]]
    assert "nowhere" in result.stderr


def test_lines_of_json_are_those_of_the_single_case(roll: list[Row], checked: Path, tmp_path: Path) -> None:
    """What is missing is not put in order in a stream of lines."""
    for row in roll:
        if row["case"] == REJECTED:
            continue
        explained = json.loads(run("roll", "explain", checked, row["case"], "--format", "jsonl").stdout)
        del explained["roll"]
        assert explained == json.loads(evaluated(row, tmp_path, "--format", "jsonl").stdout)


def test_cells_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Of a row that is rejected for it, and of the names of files."""
    roll = tmp_path / "roll\x1b[2J.csv"
    lines = ["case,name,birth_date,district", "a,\x1b[31m甲,1940-05-06,北", "b\x1b]0;x\x07,乙,1940-05-06,\x9b31m"]
    roll.write_text("\n".join([*lines, ""]), encoding="utf-8")
    checked = ["roll", "check", str(roll), "--ruleset", "jiangsu/changzhou", "--as-of", "2025-12-31", "--out"]
    for command in (
        [*checked, str(tmp_path / "out")],
        ["roll", "summary", str(tmp_path / "out")],
        ["roll", "explain", str(tmp_path / "out"), f"{roll.name}:2", f"{roll.name}:3"],
    ):
        result = CliRunner().invoke(cli, command, prog_name="assess", color=True)
        assert result.exit_code == 2, result.output
        assert not set(result.output) & {"\x1b", "\x07", "\x9b"}, command


def test_id_numbers_are_masked_unless_asked_for(tmp_path: Path) -> None:
    """A roll whose rows go by them, in a file that is called after one; a name cell holds another."""
    whole, damaged, other = "999999194001010005", "99999919400101001", "999999-19410101-0012"
    roll = tmp_path / f"{whole}.csv"
    lines = ["case,name,id_number,birth_date", f"{whole},甲 {other},{whole},1940-05-06", f"b,乙,{damaged},1940-05-06"]
    roll.write_text("\n".join([*lines, ""]), encoding="utf-8")
    given = ("roll", "check", roll, "--ruleset", "jiangsu/changzhou", "--as-of", "2025-12-31")
    assert run(*given, "--out", tmp_path / "out").exit_code == 2
    asked = ("roll", "explain", tmp_path / "out", f"{roll.name}:2", f"{roll.name}:3", "--only", "age")
    for form in ("text", "json", "jsonl", "html"):
        masked, shown = run(*asked, "--format", form), run(*asked, "--format", form, "--unmask")
        assert whole in shown.output
        assert other in shown.output
        for number in (whole, damaged, other):
            assert number not in masked.output
        assert "999999********0005" in masked.output
    unknown = run("roll", "explain", tmp_path / "out", "nobody")
    assert unknown.exit_code == 3
    assert whole not in unknown.output
    case = run("roll", "explain", tmp_path / "out", f"{roll.name}:2", "--format", "case")
    assert json.loads(case.stdout)["facts"]["id_number"] == whole


def test_row_of_a_mapped_roll_with_figures_of_the_office(tmp_path: Path) -> None:
    """Nothing but the folder is needed: it keeps what was read, the mapping and the figures."""
    roll, mapping = tmp_path / "名册.csv", tmp_path / "mapping.yaml"
    roll.write_text("编号,生日,状况\n甲,1940-05-06,低保\n", encoding="utf-8")
    mapping.write_text(
        "ruleset: jiangsu/changzhou\ncolumns:\n  编号: case\n  生日: birth_date\n  状况: household_status\n",
        encoding="utf-8",
    )
    figures = shipped() / "examples" / "changzhou-figures.yaml"
    asked = ["--ruleset", "jiangsu/changzhou", "--as-of", "2025-12-31", "--parameters", str(figures)]
    only = ["--only", "old_age_allowance"]
    checked = run("roll", "check", roll, *asked, *only, "--mapping", mapping, "--out", tmp_path / "out")
    assert checked.exit_code in (0, 1), checked.stderr
    roll.unlink()
    mapping.unlink()
    case = {"case": "甲", "facts": {"birth_date": "1940-05-06", "household_status": "dibao"}}
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    expected = run("evaluate", path, *asked, *only)
    explained = run("roll", "explain", tmp_path / "out", "甲")
    assert "50" in expected.stdout
    assert decision_of(explained) == expected.stdout


def test_one_month_of_several(tmp_path: Path) -> None:
    """By the rules of its last day."""
    roll = tmp_path / "roll.csv"
    roll.write_text("case,birth_date,poor\na,1943-02-28,true\n", encoding="utf-8")
    period = ["--from", "2023-01", "--to", "2023-03"]
    assert run("roll", "check", roll, "--ruleset", "village", *period, "--out", tmp_path / "out").exit_code == 0
    path = tmp_path / "case.json"
    for month, day, pension in (("2023-01", "2023-01-31", "0"), ("2023-02", "2023-02-28", "50")):
        case = {"case": "a", "ruleset": "village", "facts": {"birth_date": "1943-02-28", "poor": True}}
        path.write_text(json.dumps(case), encoding="utf-8")
        explained = run("roll", "explain", tmp_path / "out", "a", "--month", month, "--format", "json")
        decided = json.loads(explained.stdout)
        assert decided.pop("roll")["month"] == month
        assert decided == json.loads(run("evaluate", path, "--as-of", day, "--format", "json").stdout)
        assert f'"value": "{pension}' in explained.stdout
    every = run("roll", "explain", tmp_path / "out", "a", "--format", "json")
    assert [one["as_of"] for one in json.loads(every.stdout)] == ["2023-01-31", "2023-02-28", "2023-03-31"]
    absent = run("roll", "explain", tmp_path / "out", "a", "--month", "2023-04")
    assert (absent.exit_code, "R658" in absent.stderr) == (3, True)
    assert "this check is of 2023-01 – 2023-03; 2023-04 is not in it" in absent.stderr


def test_finding_of_several_months_stands_beside_each_of_them(tmp_path: Path) -> None:
    """In March the row was rejected."""
    roll, out = tmp_path / "roll.csv", tmp_path / "out"
    roll.write_text("case,birth_date,poor,arrived_on,paid.pension\na,,true,2023-04-15,50\n", encoding="utf-8")
    run("roll", "check", roll, "--ruleset", "village", "--from", "2023-03", "--to", "2023-06", "--out", out)
    for month, found in (("2023-03", []), ("2023-05", [("paid_undetermined", "2023-04/2023-06")])):
        explained = run("roll", "explain", out, "a", "--month", month, "--format", "json")
        row = json.loads(explained.stdout)
        DecidedCase.model_validate(row)
        assert [(one["code"], one["which_months"]) for one in row["roll"]["findings"]] == found
    said = run("roll", "explain", out, "a", "--month", "2023-06").stdout
    assert "2023-04 to 2023-06: Pension: paid 50.00 yuan a month, facts are missing" in " ".join(said.split())


def test_row_of_another_month_or_of_none(tmp_path: Path) -> None:
    """Such a row was decided on no day, and is explained as the check rejected it."""
    roll = tmp_path / "roll.csv"
    people = [f"{case},{month},1933-01-01,true" for case, month in (("a", "2022-12"), ("b", ""), ("c", "2023-02"))]
    roll.write_text("\n".join(["case,month,birth_date,poor", *people, ""]), encoding="utf-8")
    period = ["--from", "2023-01", "--to", "2023-03"]
    assert run("roll", "check", roll, "--ruleset", "village", *period, "--out", tmp_path / "out").exit_code == 2
    explained = run("roll", "explain", tmp_path / "out", "a", "b", "c", "--format", "json")
    assert explained.exit_code == 2
    found = [(one["status"], one["as_of"], [each["code"] for each in one["problems"]])
             for one in json.loads(explained.stdout)]  # fmt: skip
    assert found == [("rejected", None, ["R402"]), ("rejected", None, ["R403"]), ("decided", "2023-02-28", [])]
    as_text = run("roll", "explain", tmp_path / "out", "a", "b").stdout
    assert "2022-12" in as_text
    assert "undetermined" not in as_text


def test_month_of_the_day(tmp_path: Path) -> None:
    """Where one day is checked, its month is the only one."""
    roll = tmp_path / "roll.csv"
    roll.write_text("case,month,birth_date,poor\na,2023-04,1933-01-01,true\nb,2023-03,1933-01-01,true\n", "utf-8")
    day = ["--as-of", "2023-03-15"]
    assert run("roll", "check", roll, "--ruleset", "village", *day, "--out", tmp_path / "out").exit_code == 2
    explained = run("roll", "explain", tmp_path / "out", "a", "b", "--format", "json")
    found = {one["case"]: (one["status"], one["as_of"]) for one in json.loads(explained.stdout)}
    assert found == {"a": ("rejected", None), "b": ("decided", "2023-03-15")}


# what cannot be explained


@pytest.mark.parametrize("name", ["牧-99999", "roll.csv:99", "roll.csv:1", "牧-0000"])
def test_row_that_is_not_there(checked: Path, name: str) -> None:
    """Nobody else is explained in its place, however alike the names are."""
    result = run("roll", "explain", checked, name)
    assert result.exit_code == 3
    assert "R651" in result.stderr
    assert name in result.stderr
    assert "roll.csv:2" in result.stderr
    assert result.stdout == ""


def test_folder_that_is_no_run(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        result = run("roll", "explain", folder, "a")
        assert result.exit_code == 3
        assert "R601" in result.stderr
        assert result.stdout == ""


def test_results_that_were_changed_since(roll: list[Row], tmp_path: Path) -> None:
    path = write_csv(roll[:2], tmp_path / "roll.csv")
    out = tmp_path / "out"
    run("roll", "check", path, "--ruleset", "meadowland", "--as-of", str(DAY), "--out", out)
    (out / "decisions.parquet").write_bytes(b"")
    result = run("roll", "explain", out, roll[0]["case"])
    assert result.exit_code == 3
    assert "R605" in result.stderr
    assert "decisions.parquet" in result.stderr
    assert result.stdout == ""


def test_roll_that_was_written_over(roll: list[Row], tmp_path: Path) -> None:
    """The office's Parquet file is linked into the folder: what is written into it later is not what was checked."""
    path = write_parquet(roll, tmp_path / "roll.parquet")
    out = tmp_path / "out"
    run("roll", "check", path, "--ruleset", "meadowland", "--as-of", str(DAY), "--out", out)
    before = run("roll", "explain", out, roll[0]["case"])
    content = path.read_bytes()
    others = write_parquet(roll[::-1], tmp_path / "other.parquet").read_bytes()
    path.write_bytes(others)
    result = run("roll", "explain", out, roll[0]["case"])
    assert (result.exit_code, result.stdout) == (3, "")
    assert "R652" in result.stderr
    assert "input/001-roll.parquet" in result.stderr
    path.write_bytes(content)  # at another time, but the same
    assert run("roll", "explain", out, roll[0]["case"]).stdout == before.stdout


def test_roll_that_was_replaced_or_removed(roll: list[Row], tmp_path: Path) -> None:
    """The folder still holds what was checked."""
    path = write_parquet(roll, tmp_path / "roll.parquet")
    out = tmp_path / "out"
    run("roll", "check", path, "--ruleset", "meadowland", "--as-of", str(DAY), "--out", out)
    before = run("roll", "explain", out, roll[0]["case"])
    write_parquet(roll[::-1], tmp_path / "new.parquet").replace(path)
    assert run("roll", "explain", out, roll[0]["case"]).stdout == before.stdout
    path.unlink()
    assert run("roll", "explain", out, roll[0]["case"]).stdout == before.stdout
    (out / "input" / "001-roll.parquet").unlink()
    result = run("roll", "explain", out, roll[0]["case"])
    assert (result.exit_code, "R652" in result.stderr) == (3, True)
