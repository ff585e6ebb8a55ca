"""Last month's mapping for this month's file: what it says stays; what is new, gone or no longer holds is told."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assess.diagnostics.diagnostic import Refused
from assess.rolls.mapping import Mapping, mapping_of
from assess.rolls.mapping.before import Gone
from assess.rolls.mapping.telling import Teller
from assess.rolls.mapping.writing import written
from assess.rolls.roll import Part
from tests.library import program_of
from tests.rolls.mapping.parts import part, proposed, resident_id

JULY = """\
roll: 牧民花名册
ruleset: meadowland
columns:
  姓名: name
  牧民编号: case
  等级: {target: stated.herder_grade, values: {头等: fine, 未定: null}}
  干草补贴(元): {target: paid.hay, period: month}
  出生: {target: born_on, excel_serial: true}
  住处: {target: shelter, values: {窝棚: true}}
constants:
  sheep: 50
ignored: [备注, 开户行]
registers:
  roll:低保: {"保障,起始": start}
"""
HEADERS = ["姓 名", "牧民编号", "等级", "干草补贴（元）", "出生", "住处", "备注"]
ROW = ["甲", "A-1", "头等", "20", "29221", "窝棚", None]


def august(folder: Path, changed: dict[str, str | None] | None = None, **more: str) -> Part:
    """The roll, with headers renamed (None: left out), and more columns."""
    changed = changed or {}
    kept = [(changed.get(header, header), cell) for header, cell in zip(HEADERS, ROW, strict=True)]
    columns = [(header, cell) for header, cell in kept if header is not None] + list(more.items())
    return part(folder, [header for header, _ in columns], [[cell for _, cell in columns]], "8月.csv")


def text_for(one: Part, earlier: str = JULY, language: str = "zh") -> str:
    return written(proposed(one, earlier=earlier), program_of("meadowland"), language)


def told(one: Part, earlier: str = JULY) -> list[tuple[str, tuple[str, ...]]]:
    sections = Teller(program_of("meadowland"), "zh").sections(proposed(one, earlier=earlier))
    return [(section.title, section.lines) for section in sections if "july.yaml" in section.title]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_that_it_says_stays(language: str, tmp_path: Path) -> None:
    """But for its comments, and that headers are written as they are now."""
    one = august(tmp_path)
    assert proposed(one, earlier=JULY).complete
    new, old = (yaml.safe_load(text) for text in (text_for(one, language=language), JULY))
    assert new["columns"].pop("姓 名") == old["columns"].pop("姓名")
    assert new["columns"].pop("干草补贴（元）") == old["columns"].pop("干草补贴(元)")
    assert new == old
    bindings = [Mapping(mapping_of(text, "mapping.yaml")).bind(one, program_of("meadowland"))
                for text in (text_for(one, language=language), JULY)]  # fmt: skip
    assert bindings[0] == bindings[1]
    assert told(one) == [("与 july.yaml 没有不同", ())]


def test_columns_that_are_new_and_gone(tmp_path: Path) -> None:
    one = august(tmp_path, {"等级": "牧人等级", "住处": None}, 毛色="黑", 放牧员="乙")
    found = proposed(one, earlier=JULY)
    assert found.kept is not None
    assert not found.complete
    assert [(gone.header, gone.column.target, gone.now) for gone in found.kept.gone] == [
        ("等级", "stated.herder_grade", "牧人等级"), ("住处", "shelter", None),
    ]  # fmt: skip
    assert found.kept.new == ("牧人等级", "毛色", "放牧员")
    sections = dict(told(one))
    assert sections["july.yaml 有、这份名册没有的列"] == (
        "等级：stated.herder_grade 现由“牧人等级”给出", "住处：没有列给出 shelter 了",
    )  # fmt: skip
    assert "毛色：待定（列名不在字典中）" in sections["july.yaml 没有的列"]
    text = text_for(one)
    assert "  # 住处: {target: shelter, values: {窝棚: true}}" in text
    assert "#   头等: fine" in text  # what the word meant in the column that is gone, for somebody to say so again
    assert "等级" not in yaml.safe_load(text)["columns"]


def test_a_column_that_holds_something_else_now_is_open(tmp_path: Path) -> None:
    one = part(tmp_path, ["姓名", "干草补贴(元)"], [["甲", "已发"], ["乙", "已发"]], "8月.csv")
    earlier = "columns: {姓名: name, 干草补贴: {target: paid.hay, values: {停发: 0}}}\n"
    assert [placing.header for placing in proposed(one, earlier=earlier).of("open")] == ["干草补贴(元)"]
    assert "  # 干草补贴(元): {target: paid.hay, period: month, values: {停发: 0.00}}" in text_for(one, earlier)


def test_what_other_rolls_call_a_column_stays(tmp_path: Path) -> None:
    """One mapping may serve several rolls, each of which has one of the headers."""
    one = august(tmp_path)
    text = text_for(one, JULY.replace("  姓名: name\n", "  姓名: name\n  户主: name\n"))
    assert "\n  户主: name\n" in text
    assert told(one, JULY.replace("  姓名: name\n", "  姓名: name\n  户主: name\n")) == [("与 july.yaml 没有不同", ())]


@pytest.mark.parametrize(
    ("constants", "kept", "dropped"),
    [
        ("month: 2025-07", {}, ["month"]),
        ("month: {7月.csv: 2025-07}", {}, ["month"]),
        ("month: {7月.csv: 2025-07, 8月.csv: 2025-08}", {"month": {"8月.csv": "2025-08"}}, []),
        ("district: 草镇", {"district": "草镇"}, []),
        ("district: {7月.csv: 草镇}", {}, ["district"]),
        ("shelter: true", {}, ["shelter"]),
        ("unicorns: 3", {}, ["unicorns"]),
    ],
)
def test_constants_stay_but_for_those_of_another_roll(
    constants: str, kept: dict[str, object], dropped: list[str], tmp_path: Path
) -> None:
    """A month that was of July's roll is not August's."""
    earlier = JULY.replace("sheep: 50", constants)
    one = august(tmp_path)
    found = proposed(one, earlier=earlier).kept
    assert found is not None
    assert (dict(found.constants), [gone.target for gone in found.dropped]) == (kept, dropped)
    told_in_english = Teller(program_of("meadowland"), "en").sections(proposed(one, earlier=earlier))
    sections = {section.title: section.lines for section in told_in_english}
    others = [line for line in sections.get("Besides columns", ()) if line.endswith(", as before")]
    assert len(others) == len(kept)
    text = text_for(one, earlier)
    assert (yaml.safe_load(text).get("constants") or {}) == kept
    assert all(f"#   {name}: " in text for name in dropped)


def test_derived_facts_in_the_place_of_a_column(tmp_path: Path) -> None:
    number = resident_id(1)
    earlier = (
        "ruleset: jiangsu/changzhou\ncolumns: {证号: id_number, 出生: birth_date}\nderived: {sex: {from: id_number}}\n"
    )
    with_birth = part(tmp_path, ["证号", "出生"], [[number, "1931-02-02"]], "8月.csv")
    without = part(tmp_path, ["证号"], [[number]], "8月.csv")
    nobody = part(tmp_path, ["出生"], [["1931-02-02"]], "8月.csv")
    found = [proposed(one, ruleset="jiangsu/changzhou", earlier=earlier) for one in (with_birth, without, nobody)]
    assert [one.derived for one in found] == [
        (("sex", "id_number"),), (("sex", "id_number"), ("birth_date", "id_number")), (),
    ]  # fmt: skip
    assert [one.kept is not None and [gone.target for gone in one.kept.dropped] for one in found] == [[], [], ["sex"]]


@pytest.mark.parametrize(
    ("changed", "code"), [(("meadowland", "village"), "R212"), (("头等: fine", "头等: 好得很"), "R213")]
)
def test_an_earlier_mapping_that_does_not_fit_the_rules_is_refused(
    changed: tuple[str, str], code: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        proposed(august(tmp_path), earlier=JULY.replace(*changed))
    assert [one.code for one in refused.value.diagnostics] == [code]


def test_a_target_that_the_rules_have_no_more(tmp_path: Path) -> None:
    found = proposed(august(tmp_path), earlier=JULY.replace("牧民编号: case", "牧民编号: unicorns"))
    (left,) = found.of("open")
    assert (left.header, left.why.zh) == ("牧民编号", "原来是 unicorns，本规则集没有这项内容")
    assert Gone not in map(type, found.kept.gone if found.kept else ())
