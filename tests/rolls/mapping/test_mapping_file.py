"""Mapping files are read strictly; every fault has its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from assess.diagnostics.diagnostic import Refused
from assess.language.source import plain
from assess.rolls.mapping import mapping_of, mapping_schema, read_mapping

TEXT = """\
roll: 牧人名册
ruleset: meadowland
columns:
  姓名: name
  干草补贴(元): {target: paid.hay, period: year}
  等级: {target: stated.herder_grade, values: {头等: fine, 未定: null}}
  出生: {target: born_on, excel_serial: true}
derived:
  birth_date: {from: id_number}
constants:
  shelter: false
  applied_on: 2023-06-30
  sheep: 50
  income: 500.50
ignored: [备注]
"""


def faults(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        mapping_of(text, "mapping.yaml")
    return [f"{found.position} {found.code}" for found in refused.value.diagnostics]


def test_file_in_order(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(TEXT, encoding="utf-8")

    file = read_mapping(path).file

    assert file is not None
    assert file.text.roll == "牧人名册"
    assert file.text.column("姓名").target == "name"
    assert file.text.column("干草补贴(元)").period == "year"
    assert file.text.column("等级").values == {"头等": "fine", "未定": None}
    assert file.text.derived["birth_date"].source == "id_number"
    assert file.text.ignored == ["备注"]
    assert len(file.hash) == 64
    assert str(file.place("columns", "出生", "excel_serial")) == f"{path}:7:25"


def test_schema_accepts_the_same() -> None:
    content = plain(mapping_of(TEXT, "mapping.yaml").tree)
    assert isinstance(content, dict)
    content["constants"] = {"shelter": False}  # JSON has no dates and decimals of its own
    Draft202012Validator(mapping_schema()).validate(content)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("columns: {}\n", ["mapping.yaml:1:1 S105"]),
        ("ruleset: meadowland\n", ["mapping.yaml:1:1 S102"]),
        ("columns: {a: b}\ncolums: {}\n", ["mapping.yaml:2:1 S101"]),
        ("columns:\n  a: b\n  a: c\n", ["mapping.yaml:3:3 Y103"]),
        ("columns:\n  a: {target: paid.hay, period: week}\n", ["mapping.yaml:2:25 S103"]),
        ("columns:\n  a: {period: month}\n", ["mapping.yaml:2:3 S102"]),
        ("columns:\n  a: 3\n", ["mapping.yaml:2:3 S104"]),
        ("columns: {a: b}\nignored: 备注\n", ["mapping.yaml:2:1 S104"]),
        ("columns: {a: b}\nderived: {birth_date: id_number}\n", ["mapping.yaml:2:11 S104"]),
        ("columns: [a\n", ["mapping.yaml:2:1 Y101"]),
        ("", ["mapping.yaml Y108"]),
    ],
)
def test_faulty_file(text: str, found: list[str]) -> None:
    assert faults(text) == found


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "gbk.yaml").write_bytes("columns: {姓名: name}".encode("gb18030"))
    for name, code in (("none.yaml", "Y107"), ("gbk.yaml", "Y106")):
        with pytest.raises(Refused) as refused:
            read_mapping(tmp_path / name)
        assert [found.code for found in refused.value.diagnostics] == [code]
