"""A register that stands for a fact which nothing that is decided goes by is compared with nobody, and that is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.cli.main import cli
from tests.rolls.registers.registering import id_number
from tests.rolls.running.herds import rows_of

FACTS = {"ltci": "ltci_beneficiary", "work_injury": "work_injury_nursing_benefit"}


@pytest.mark.parametrize("kind", FACTS)
def test_nobody_is_said_to_be_registered_otherwise(tmp_path: Path, kind: str) -> None:
    """The roll even says yes."""
    roll, listed, out = tmp_path / "roll.csv", tmp_path / "list.csv", tmp_path / "out"
    row = f"{id_number(1)},tekun,lost,true,100"
    headers = f"id_number,household_status,stated.self_care_ability,{FACTS[kind]},paid.tekun_care_standard"
    roll.write_text(f"{headers}\n{row}\n", encoding="utf-8")
    listed.write_text(f"身份证号,待遇开始日期\n{id_number(1)},2021-01-01\n", encoding="utf-8")
    call = ["roll", "check", str(roll), "--ruleset", "gansu/lanzhou-anning", "--as-of", "2022-06-30", "--lang", "en"]
    result = CliRunner().invoke(cli, [*call, "--out", str(out), "--register", f"{kind}={listed}"])
    assert result.exit_code < 3, result.output
    assert {found["code"] for found in rows_of(out / "findings.parquet")} == {"underpaid"}
    assert "warning R510" in result.stderr
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert "registered_otherwise" not in manifest["checked"]
    assert "R510" in json.dumps(manifest, ensure_ascii=False)
