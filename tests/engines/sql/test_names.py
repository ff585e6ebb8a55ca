"""A fact or a decision that has the name of another column of a table of cases is refused, and not lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.engines.sql.warehouse import WarehouseQuery
from assess.language.edition import edition_of
from assess.library import Library
from assess.rolls.running.call import Call
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check

DAY = 2023_06_30
RULESET = """
ruleset: hamlet
version: "1"
label: {{zh: 小村, en: hamlet}}
sources:
  act:
    title: {{zh: 办法, en: act}}
    issuer: {{zh: 村公所, en: the hamlet}}
    in_force: 2023-01-01
    status: in_force
    clauses: {{"one": {{zh: 一条, en: one}}}}
inputs:
  {fact}: {{label: {{zh: 羊, en: sheep}}, type: integer, range: [0, 9]}}
decisions:
  {decision}: {{label: {{zh: 多羊, en: many sheep}}, cite: act §one, value: {fact} >= 3, type: boolean}}
  poor: {{label: {{zh: 贫困, en: poor}}, cite: act §one, value: 'false', type: boolean}}
not_decided: []
"""


def hamlet(folder: Path, *, fact: str = "sheep", decision: str = "rich") -> Library:
    (folder / "rulesets").mkdir()
    (folder / "rulesets" / "hamlet.yaml").write_text(RULESET.format(fact=fact, decision=decision), encoding="utf-8")
    return Library((folder,))


def codes_of_a_check(library: Library, folder: Path, header: str, only: tuple[str, ...] | None = None) -> list[str]:
    roll = folder / "roll.csv"
    roll.write_text(f"case,{header}\n1,4\n", encoding="utf-8")
    try:
        Check(Call((str(roll),), "hamlet", Period.on(DAY), folder / "out", only=only), library).run()
    except Refused as refused:
        return [one.code for one in refused.diagnostics]
    return []


def codes_of_a_query(library: Library) -> list[str]:
    try:
        WarehouseQuery.of(edition_of(library.program("hamlet"), DAY), "duckdb")
    except Refused as refused:
        return [one.code for one in refused.diagnostics]
    return []


@pytest.mark.parametrize("name", ["source", "row", "case", "name", "district", "month", "status"])
def test_a_decision_of_the_name_of_a_column(tmp_path: Path, name: str) -> None:
    library = hamlet(tmp_path, decision=name)
    assert codes_of_a_check(library, tmp_path, "sheep") == ["R426"]
    assert codes_of_a_check(library, tmp_path, "sheep", only=("poor",)) == []
    assert codes_of_a_query(library) == (["R426"] if name in ("case", "status") else [])


@pytest.mark.parametrize("name", ["case", "name", "district", "month"])
def test_a_fact_of_the_name_of_a_column(tmp_path: Path, name: str) -> None:
    """The column of a roll says which row it is."""
    library = hamlet(tmp_path, fact=name)
    assert codes_of_a_check(library, tmp_path, "name") == ["R426"]
    assert codes_of_a_query(library) == (["R426"] if name == "case" else [])


def test_other_names(tmp_path: Path) -> None:
    library = hamlet(tmp_path)
    assert codes_of_a_check(library, tmp_path, "sheep") == []
    assert codes_of_a_query(library) == []
