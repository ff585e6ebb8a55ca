"""Two files of another roll that have the same name, as one folder a month has them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from assess.cli.main import cli
from tests.rolls.registers.registering import id_number
from tests.rolls.registers.test_check_beside_insurance import write
from tests.rolls.running.herds import rows_of


def test_rows_of_both_files_count(tmp_path: Path) -> None:
    """The same person, the same row, the same amount; a row that cannot be read is told with its file."""
    roll = write(tmp_path / "roll.csv", ("id_number", "birth_date", "paid.care"), [(id_number(1), "1930-01-02", 300)])
    called = ["--library", str(Path(__file__).parent), "roll", "check", str(roll), "--ruleset", "harbour"]
    called += ["--from", "2025-01", "--to", "2025-02"]
    for month in ("01", "02"):
        (tmp_path / month).mkdir()
        entries = [(id_number(1), "250.50", f"2025-{month}"), (id_number(2), "1", "" if month == "02" else "2025-01")]
        listed = write(tmp_path / month / "低保.csv", ("身份证号", "发放金额", "发放月份"), entries)
        called += ["--register", f"roll:低保={listed}"]
    result = CliRunner().invoke(cli, [*called, "--out", str(tmp_path / "out")])
    assert result.exit_code == 1, result.output  # facts are missing, which matter to nothing here
    (found,) = [one for one in rows_of(tmp_path / "out" / "findings.parquet") if one["code"] == "on_two_rolls"]
    assert "（第2行等2行）领取501.00元" in found["sentence_zh"]
    rejects = (tmp_path / "out" / "rejects.csv").read_text(encoding="utf-8-sig")
    assert f"roll:低保={tmp_path / '02' / '低保.csv'}" in rejects
