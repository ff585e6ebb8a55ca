"""A proposal written down is a mapping file that reads back, with its remarks in either language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assess.diagnostics.diagnostic import Diagnostics, Refused
from assess.language.source import Mapping as MappingNode
from assess.language.source import read_text
from assess.rolls.mapping import Binding, Mapping, mapping_of
from assess.rolls.mapping.writing import scalar, written
from assess.rolls.roll import Part
from tests.library import program_of
from tests.rolls.mapping.parts import part, proposed, resident_id
from tests.rolls.mapping.test_aliases import ASSESSMENTS, OLD_AGE_ROSTER, TEKUN_PEOPLE

CHANGZHOU = "jiangsu/changzhou"


def text_for(*parts: Part, language: str = "zh", ruleset: str = "meadowland") -> str:
    return written(proposed(*parts, ruleset=ruleset), program_of(ruleset), language)


def bound(text: str, one: Part, ruleset: str = "meadowland") -> Binding:
    return Mapping(mapping_of(text, "mapping.yaml")).bind(one, program_of(ruleset))


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_header_reads_back(text: str) -> None:
    for file in (f"{scalar(text)}: x\n", f"- {scalar(text)}\n"):
        tree = read_text(file, "mapping.yaml", Diagnostics())
        assert tree is not None
        assert (next(iter(tree.entries)) if isinstance(tree, MappingNode) else tree.items[0].value) == text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["姓名", "照料护理费用（元）", "乡镇(街道)", "社保卡号/银行账号", "ID number", "stated.age"]
)
def test_ordinary_headers_stand_without_quotation_marks(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("headers", [TEKUN_PEOPLE, OLD_AGE_ROSTER, ASSESSMENTS])
def test_proposal_reads_back_and_binds_but_for_what_is_open(headers: str, language: str, tmp_path: Path) -> None:
    names = headers.split()
    one = part(tmp_path, names, [[resident_id(1) if "身份证" in name else None for name in names]], "特困高龄.xlsx")
    text = text_for(one, language=language, ruleset=CHANGZHOU)
    still_open = proposed(one, ruleset=CHANGZHOU).of("open")

    text += "".join(f"  - {scalar(placing.header)}\n" for placing in still_open)
    binding = bound(text, one, CHANGZHOU)

    assert len(binding.columns) + len(binding.ignored) == len(names)


def test_what_is_open_keeps_the_roll_from_being_checked(tmp_path: Path) -> None:
    one = part(tmp_path, ["姓名", "毛色"], [["甲", "黑"]])
    text = text_for(one)

    assert re.search(r"^  # 毛色: 待定 +# 列名不在字典中，例：黑$", text, re.MULTILINE)
    with pytest.raises(Refused) as refused:
        bound(text, one)
    assert [found.code for found in refused.value.diagnostics] == ["R201"]


def test_mark_for_what_the_row_above_says_is_no_word_to_give_a_meaning_to(tmp_path: Path) -> None:
    rows = [["甲", "牦牛", "45100"], ["乙", "〃", "45101"], ["丙", "山羊", "45102"]]
    text = text_for(part(tmp_path, ["姓名", "所养牲畜", "申请日期"], rows))
    assert "牦牛: 待定" in text
    assert "〃: 待定" not in text
    assert '"〃": 待定' not in text


def test_what_is_commented_out_is_right_when_uncommented(tmp_path: Path) -> None:
    rows = [["甲", "牦牛", "45100"], ["乙", "骆驼", "45101"], ["丙", "山羊", "45102"]]
    one = part(tmp_path, ["姓名", "所养牲畜", "申请日期"], rows)
    text = text_for(one)

    for line in ("values:", "  牦牛: 待定", "  骆驼: 待定"):
        text = re.sub(rf"^    # {re.escape(line)}", f"    {line}", text, flags=re.MULTILINE)
    with pytest.raises(Refused) as refused:
        bound(text, one)
    assert [found.code for found in refused.value.diagnostics][:2] == ["R213", "R213"]
    text = text.replace("牦牛: 待定", "牦牛: both").replace("骆驼: 待定", "骆驼: null")
    text = re.sub(r"^  # (申请日期: )", r"  \1", text, flags=re.MULTILINE)
    binding = bound(text, one)

    animals, applied = binding.column("animals"), binding.column("applied_on")
    assert animals is not None
    assert animals.options.values == (("牦牛", "both"), ("骆驼", None))
    assert applied is not None
    assert applied.reader(program_of("meadowland")).read("45100").value == "2023-06-23"


def test_suggested_constants_are_right_when_uncommented(tmp_path: Path) -> None:
    one = part(tmp_path, ["姓名"], [["甲"]], "分散供养特困人员.xlsx")
    text = text_for(one, ruleset=CHANGZHOU)

    assert bound(text, one, CHANGZHOU).constants == ()
    uncommented = re.sub(r"^# (constants:|  \w+: \w+)", r"\1", text, flags=re.MULTILINE)

    assert {one.target.id: one.value for one in bound(uncommented, one, CHANGZHOU).constants} == {
        "household_status": "tekun",
        "tekun_support": "home",
    }


def test_fact_that_no_column_gives_is_offered_as_a_constant(tmp_path: Path) -> None:
    one = part(tmp_path, ["姓名", "生活自理能力", "照料护理费用（元）"], [["甲", "全护理", "747"]], "片区.xlsx")
    text = text_for(one, ruleset=CHANGZHOU)

    assert bound(text, one, CHANGZHOU).constants == ()
    (line,) = [line for line in text.splitlines() if line.startswith("#   household_status: 待定")]
    assert "社会救助类别：" in line
    assert "tekun 特困人员" in line
    uncommented = text.replace("# constants:", "constants:")
    uncommented = uncommented.replace("#   household_status: 待定", "  household_status: tekun")
    assert [(one.target.id, one.value) for one in bound(uncommented, one, CHANGZHOU).constants] == [
        ("household_status", "tekun")
    ]


def test_nobody_can_be_told_from_the_examples(tmp_path: Path) -> None:
    number = resident_id(1)
    headers = ["姓名", "身份证号", "银行账号", "证件", "联系方式"]
    one = part(tmp_path, headers, [["张三丰", number, "6222020000001234567", resident_id(2), "13800138000"]] * 2)

    text = text_for(one, ruleset=CHANGZHOU)

    assert "320402********" in text
    for secret in ("张三丰", number, "6222020000001234567", resident_id(2), "13800138000"):
        assert secret not in text


def test_nothing_to_map(tmp_path: Path) -> None:
    text = text_for(part(tmp_path, ["毛色"], [["黑"]]))

    assert yaml.safe_load(text)["columns"] == {}
