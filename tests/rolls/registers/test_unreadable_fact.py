"""What a roll says of a fact, in a cell that cannot be read, beside a register that knows it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from assess.cli.main import cli
from tests.rolls.registers.registering import id_number
from tests.rolls.registers.test_check_beside_insurance import found


def test_cell_that_cannot_be_read_is_told_from_an_empty_one(tmp_path: Path) -> None:
    """Neither says no. Of somebody on two rows, one of which does, no more than that is told."""
    cells = [(1, "perhaps"), (2, ""), (3, "false"), (4, "perhaps"), (4, "false")]
    (tmp_path / "roll.csv").write_text(
        "id_number,birth_date,disability_grade,ltci_beneficiary,work_injury_nursing_benefit,paid.care\n"
        + "".join(f"{id_number(count)},1930-01-{count + 1:02},0,{cell},false,300\n" for count, cell in cells),
        encoding="utf-8",
    )
    listed = "".join(f"{id_number(count)},甲\n" for count in range(1, 5))
    (tmp_path / "ltci.csv").write_text(f"身份证号,姓名\n{listed}", encoding="utf-8")
    called = [
        "--library",
        str(Path(__file__).parent),
        "roll",
        "check",
        str(tmp_path / "roll.csv"),
        "--as-of",
        "2025-12-31",
    ]
    called += ["--ruleset", "harbour", "--register", f"ltci={tmp_path / 'ltci.csv'}", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(cli, called).exit_code == 2
    told = found(tmp_path / "out", "registered_otherwise")
    assert [row["row"] for row in told] == [2, 3, 4, 5]
    in_chinese, in_english = ("读不出", "没有填", "为否"), ("cannot be read", "says nothing", "says no to")
    for row, said in zip(told, (0, 1, 2, 2), strict=True):
        assert [words for words in in_chinese if words in row["sentence_zh"]] == [in_chinese[said]]
        assert [words for words in in_english if words in row["sentence_en"]] == [in_english[said]]


def test_row_that_could_not_be_read_is_owed_nothing_by_a_register(tmp_path: Path) -> None:
    """It is rejected whole, in the totals too; what the register itself says of it is told."""
    cells = {1: "perhaps", 2: "false"}
    (tmp_path / "roll.csv").write_text(
        "id_number,birth_date,disability_grade,ltci_beneficiary,work_injury_nursing_benefit,paid.care,paid.meals\n"
        + "".join(f"{id_number(count)},1930-01-{count + 1:02},0,{cell},false,300,0\n" for count, cell in cells.items()),
        encoding="utf-8",
    )
    (tmp_path / "ltci.csv").write_text(
        "身份证号\n" + "".join(f"{id_number(count)}\n" for count in cells), encoding="utf-8"
    )
    called = ["--library", str(Path(__file__).parent), "roll", "check", str(tmp_path / "roll.csv")]
    called += ["--as-of", "2025-12-31", "--ruleset", "harbour", "--register", f"ltci={tmp_path / 'ltci.csv'}"]
    assert CliRunner().invoke(cli, [*called, "--out", str(tmp_path / "out")]).exit_code == 2
    assert [row["row"] for row in found(tmp_path / "out", "unpaid")] == [3]
    assert [row["row"] for row in found(tmp_path / "out", "beside_ltci")] == [2, 3]


def test_rows_of_several_files_keep_their_places_and_labels(tmp_path: Path) -> None:
    """Decided again together, since the files are alike; without labels a row is called by its number."""
    header = "id_number,birth_date,disability_grade,ltci_beneficiary,work_injury_nursing_benefit,paid.care,paid.meals\n"
    cells = {"b.csv": ("false", "false"), "a.csv": ("false", "perhaps")}
    called = ["--library", str(Path(__file__).parent), "roll", "check"]
    count = 0
    for name, own in cells.items():
        rows = []
        for cell in own:
            count += 1
            rows.append(f"{id_number(count)},1930-01-{count + 1:02},0,{cell},false,300,0\n")
        (tmp_path / name).write_text(header + "".join(rows), encoding="utf-8")
        called.append(str(tmp_path / name))
    (tmp_path / "ltci.csv").write_text(
        "身份证号\n" + "".join(f"{id_number(one)}\n" for one in (2, 3, 4)), encoding="utf-8"
    )
    called += ["--as-of", "2025-12-31", "--ruleset", "harbour", "--register", f"ltci={tmp_path / 'ltci.csv'}"]
    assert CliRunner().invoke(cli, [*called, "--out", str(tmp_path / "out")]).exit_code == 2
    owed = {(one["source"], one["row"], one["case"], str(one["amount"])) for one in found(tmp_path / "out", "unpaid")}
    assert owed == {("b.csv", 2, "2", "60.00"), ("b.csv", 3, "3", "20.00"), ("a.csv", 2, "2", "20.00")}
    beside = {(one["source"], one["row"], one["case"]) for one in found(tmp_path / "out", "beside_ltci")}
    assert beside == {("b.csv", 3, "3"), ("a.csv", 2, "2"), ("a.csv", 3, "3")}
    told = {(one["source"], one["row"]): one["sentence_en"] for one in found(tmp_path / "out", "registered_otherwise")}
    assert ["cannot be read" in told[place] for place in (("b.csv", 3), ("a.csv", 2), ("a.csv", 3))] == [
        False, False, True,
    ]  # fmt: skip
