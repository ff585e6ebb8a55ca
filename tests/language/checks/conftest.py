"""A small ruleset of Meadowland, a country that does not exist, to put tables and declarations into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Diagnostic
from assess.library import Library, Loaded

HEAD = """\
ruleset: meadowland
version: "1"
label: {zh: 草原国, en: Meadowland}
"""
ACT = """\
sources:
  herding-act:
    title: {zh: 牧人法, en: Herding Act}
    issuer: {zh: 草原国议会, en: Parliament of Meadowland}
    issued: 2020-01-01
    status: in_force
    clauses:
      "1": {zh: 牧人按羊的只数分等, en: herders are graded by their sheep}
"""
FACTS = """\
types:
  pasture:
    label: {zh: 牧场等级, en: grade of pasture}
    ordered: true
    values:
      lush: {zh: 丰茂, en: lush}
      fair: {zh: 一般, en: fair}
      bare: {zh: 贫瘠, en: bare}
inputs:
  sheep: {label: {zh: 羊的只数, en: sheep}, type: integer, range: [0, 100], unit: sheep}
  lambs: {label: {zh: 羔羊的只数, en: lambs}, type: integer, range: [0, 100], unit: sheep}
  income: {label: {zh: 月收入, en: monthly income}, type: decimal, places: 2, range: [0, 10000], unit: CNY/month}
  shelter: {label: {zh: 有羊圈, en: has a shelter}, type: boolean}
  dog: {label: {zh: 有牧羊犬, en: has a dog}, type: boolean}
  meadow: {label: {zh: 所用牧场, en: pasture used}, type: pasture}
  winter_meadow: {label: {zh: 冬季牧场, en: winter pasture}, type: pasture}
  born_on: {label: {zh: 出生日期, en: date of birth}, type: date}
  settled_on: {label: {zh: 定居日期, en: settled on}, type: date}
  herder_id: {label: {zh: 公民身份号码, en: resident identity number}, type: resident_id}
  division: {label: {zh: 区划代码, en: division code}, type: division_code}
  former_division: {label: {zh: 原区划代码, en: former division code}, type: division_code}
"""

Load = Callable[..., Loaded]
CheckTable = Callable[..., list[Diagnostic]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Loads the ruleset `meadowland` with this text after its head; `base` is that of `highland`, to build on."""

    def loaded(text: str, base: str | None = None) -> Loaded:
        folder = tmp_path / "rulesets"
        folder.mkdir(exist_ok=True)
        (folder / "meadowland.yaml").write_text(HEAD + text, encoding="utf-8")
        if base is not None:
            (folder / "highland.yaml").write_text(HEAD.replace("meadowland", "highland") + base, encoding="utf-8")
        return Library((tmp_path,)).load("meadowland")

    return loaded


@pytest.fixture
def table_findings(load: Load) -> CheckTable:
    """What is found wrong with a decision table over the facts of Meadowland; its rows are given as YAML."""

    def findings(rows: str, hit: str = "unique", more: str = "", parameters: str = "") -> list[Diagnostic]:
        indented = "\n".join(f"        {line}" for line in rows.strip().splitlines())
        text = f"""{ACT}{FACTS}{parameters}decisions:
  grade:
    label: {{zh: 等, en: grade}}
    cite: herding-act §1
    table:
      hit: {hit}
{more}      rows:
{indented}
"""
        found = list(load(text).diagnostics)
        assert not [one for one in found if one.code[0] in "YSNFTPDK" and one.severity == "error"], found
        return [one for one in found if one.code.startswith("C")]

    return findings
