"""Registers beside a roll that lacks what they are compared by: nothing was looked for, and that is said."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from assess.cli.main import cli
from assess.rolls.reporting.folder import load_manifest
from tests.rolls.registers.registering import id_number

OF_PAYMENTS = {"paid_after_death", "on_two_rolls", "beside_ltci"}
LABELS = {"死亡后仍在发放", "同时在另一名册上", "同时享受长期护理保险待遇"}


def check(folder: Path, roll: str) -> tuple[set[str], set[str], str]:
    """The codes looked for, what was not checked, and what was said."""
    files = {
        "roll": roll,
        "deaths": f"身份证号,死亡日期\n{id_number(1)},2025-01-01\n",
        "other": f"身份证号\n{id_number(1)}\n",
        "ltci": f"身份证号\n{id_number(1)}\n",
    }
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    arguments = [
        "--lang", "en", "--library", str(Path(__file__).parent), "roll", "check", str(folder / "roll.csv"),
        "--ruleset", "harbour", "--as-of", "2025-12-31", "--out", str(folder / "out"),
    ]  # fmt: skip
    for kind, name in (("deaths", "deaths"), ("roll:other", "other"), ("ltci", "ltci")):
        arguments += ["--register", f"{kind}={folder / name}.csv"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code in (0, 1), result.stderr
    manifest = load_manifest(folder / "out")
    return set(manifest.checked), {one.subject.zh for one in manifest.not_checked}, result.stderr


FACTS = "disability_grade,ltci_beneficiary,work_injury_nursing_benefit"


def test_roll_without_id_numbers(tmp_path: Path) -> None:
    rows = f"case,name,birth_date,{FACTS},paid.care\n1,甲,1930-01-02,0,false,false,300\n"
    checked, not_checked, said = check(tmp_path, rows)
    assert not checked & (OF_PAYMENTS | {"registered_otherwise"})
    assert not_checked >= LABELS
    assert "R514" in said


def test_roll_without_payments(tmp_path: Path) -> None:
    rows = f"case,name,id_number,birth_date,{FACTS}\n1,甲,{id_number(1)},1930-01-02,0,false,false\n"
    checked, not_checked, said = check(tmp_path, rows)
    assert not checked & OF_PAYMENTS
    assert "registered_otherwise" in checked
    assert not_checked >= LABELS
    assert "R515" in said


def test_roll_with_both(tmp_path: Path) -> None:
    rows = f"case,name,id_number,birth_date,{FACTS},paid.care\n1,甲,{id_number(1)},1930-01-02,0,false,false,300\n"
    checked, not_checked, said = check(tmp_path, rows)
    assert checked >= OF_PAYMENTS
    assert not not_checked & LABELS
    assert "R514" not in said
    assert "R515" not in said
