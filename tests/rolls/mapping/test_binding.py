"""A mapping bound to the columns of a part: everything accounted for, or refused with every fault at once."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.rolls.cells import ColumnOptions, Target
from assess.rolls.mapping import Binding, Constant, Derived, Mapping, identity_mapping, mapping_of
from assess.rolls.roll import Part
from tests.library import program_of
from tests.rolls.mapping.parts import bare


def bind(text: str, part: Part, ruleset: str = "meadowland") -> Binding:
    return Mapping(mapping_of(text, "mapping.yaml")).bind(part, program_of(ruleset))


def faults(text: str, part: Part, ruleset: str = "meadowland") -> list[Diagnostic]:
    with pytest.raises(Refused) as refused:
        bind(text, part, ruleset)
    return list(refused.value.diagnostics)


def codes(text: str, part: Part, ruleset: str = "meadowland") -> list[str]:
    return [f"{found.position} {found.code}" for found in faults(text, part, ruleset)]


TEXT = """\
ruleset: meadowland
columns:
  姓名: name
  干草补贴(元): paid.hay
  等级: {target: stated.herder_grade, values: {头等: fine, 二等: 好毛, 未定: null}}
  出生: {target: born_on, excel_serial: true}
constants:
  shelter: 无
  sheep: 50
ignored: [备注, 联系电话]
"""
PART = bare("序", "姓 名", "干草补贴（元）", "等级", "出生", "备注")


def test_every_column_is_mapped_or_left_out() -> None:
    text = TEXT.replace("备注,", "备注, 序,")

    binding = bind(text, PART)

    assert [(column.header, column.number, column.target.id) for column in binding.columns] == [
        ("姓 名", 2, "name"),
        ("干草补贴（元）", 3, "paid.hay"),
        ("等级", 4, "stated.herder_grade"),
        ("出生", 5, "born_on"),
    ]
    assert binding.ignored == ("序", "备注")
    assert binding.constants == (
        Constant(Target("fact", "shelter"), False, False),
        Constant(Target("fact", "sheep"), 50, 50),
    )
    assert binding.paid == {"hay": "month"}
    assert binding.stated == ("herder_grade",)
    grades = binding.column("stated.herder_grade")
    assert grades is not None
    assert grades.options.values == (("头等", "fine"), ("二等", "good"), ("未定", None))
    assert grades.reader(program_of("meadowland")).read("头等").value == "fine"
    assert binding.column("paid.care") is None
    assert pickle.loads(pickle.dumps(binding)) == binding


def test_cells_are_read_by_the_header_of_the_roll() -> None:
    """So that faults name the column as the person sees it."""
    column = bind("columns: {出生: born_on}", bare("出 生")).columns[0]

    assert column.options == ColumnOptions(header="出 生")


def test_column_neither_mapped_nor_left_out() -> None:
    found = faults(TEXT, bare("姓名", "干草补贴", "等级", "出生", "干草", ""))

    assert [(one.code, str(one.position)) for one in found] == [("R201", "roll.xlsx:Sheet1")]
    assert found[0].arguments["headers_zh"] == "干草、（第 6 列）"
    assert (found[0].arguments["file"], found[0].arguments["ruleset"]) == ("roll.xlsx", "meadowland")


def test_mapped_column_that_is_not_there() -> None:
    found = faults("columns: {姓名: name, 出生年月日: born_on}", bare("姓名", "出生年月"))

    assert [(one.code, str(one.position)) for one in found] == [
        ("R202", "mapping.yaml:1:21"),
        ("R201", "roll.xlsx:Sheet1"),
    ]
    assert found[0].arguments["near"] == "出生年月"


def test_left_out_column_need_not_be_there() -> None:
    assert bind("columns: {姓名: name}\nignored: [备注]", bare("姓名")).ignored == ()


def test_headers_of_several_offices_for_one_target() -> None:
    text = "columns: {身份证号: herder_id, 公民身份号码: herder_id}"

    assert bind(text, bare("身份证号")).columns[0].header == "身份证号"
    assert bind(text, bare("公民身份号码")).columns[0].header == "公民身份号码"
    assert codes(text, bare("姓名")) == ["mapping.yaml:1:11 R202", "roll.xlsx:Sheet1 R201"]


def test_two_columns_of_a_part_for_one_target() -> None:
    found = faults("columns: {身份证号: herder_id, 公民身份号码: herder_id}", bare("身份证号", "公民身份号码"))

    assert [(one.code, one.arguments["headers_en"]) for one in found] == [("R203", "身份证号, 公民身份号码")]


def test_headers_that_only_their_units_tell_apart() -> None:
    text = "columns: {标准(元/月): paid.hay, 标准(元/年): paid.care}"

    binding = bind(text, bare("标准（元/年）", "标准（元/月）"))

    assert [(column.header, column.target.name) for column in binding.columns] == [
        ("标准（元/年）", "care"),
        ("标准（元/月）", "hay"),
    ]
    assert binding.paid == {"care": "year", "hay": "month"}  # as the headers say


def test_header_written_exactly_goes_before_one_that_is_like_it() -> None:
    part = bare("合计", "合计(元)")

    assert [c.header for c in bind("columns: {合计(元): paid.hay}\nignored: [合计]", part).columns] == ["合计(元)"]
    both = ["mapping.yaml:1:11 R215", "mapping.yaml:2:11 R216"]
    assert codes("columns: {合 计: paid.hay}\nignored: [合计]", part) == both
    assert codes("columns: {合计: paid.hay, 合计(元): paid.hay}", part) == ["roll.xlsx:Sheet1 R203"]


def test_period_of_an_amount() -> None:
    def period(text: str, header: str) -> str:
        return bind(text, bare(header)).paid["hay"]

    assert period("columns: {干草: paid.hay}", "干草") == "month"
    assert period("columns: {干草(元/年): paid.hay}", "干草(元/年)") == "year"
    assert period("columns: {干草: {target: paid.hay, period: year}}", "干草") == "year"


@pytest.mark.parametrize(
    ("column", "code", "near"),
    [
        ("born_onn", "R204", "born_on"),
        ("herder_grade", "R204", "stated.herder_grade"),
        ("stated.herder_grad", "R204", "stated.herder_grade"),
        ("stated.born_on", "R204", "born_on"),
        ("paid.hey", "R204", "paid.hay"),
        ("stated.hay", "R205", None),
        ("stated.total", "R205", None),
        ("stated.place_at_fair", "R205", None),
        ("paid.total", "R206", None),
        ("paid.herder_grade", "R206", None),
    ],
)
def test_target_that_the_rules_do_not_have(column: str, code: str, near: str | None) -> None:
    found = faults(f"columns:\n  列: {column}", bare("列"))

    assert [(one.code, str(one.position)) for one in found] == [(code, "mapping.yaml:2:3")]
    assert found[0].arguments.get("near") == near


def test_age_stated_is_not_suggested_since_it_would_go_before_the_id_number() -> None:
    (found,) = faults("columns: {年龄: age}", bare("年龄"), "jiangsu/changzhou")

    assert (found.code, found.arguments["near"]) == ("R204", "")


def test_fact_that_does_not_fit_in_a_cell() -> None:
    text = "columns: {信息提供者: informant, 疾病: diseases, 评估员: assessors}"
    part = bare("信息提供者", "疾病", "评估员")

    assert [one.code for one in faults(text, part, "jiangsu/changzhou")] == ["R207", "R207", "R207"]


IDENTITY = """\
columns: {身份证号: id_number, 出生: birth_date}
derived:
  birth_date: {from: id_number}
  sex: {from: id_number}
"""


def test_birth_date_and_sex_out_of_the_identity_number() -> None:
    binding = bind(IDENTITY, bare("身份证号", "出生"), "jiangsu/changzhou")

    assert binding.derived == (Derived("birth_date", "id_number"), Derived("sex", "id_number"))
    assert binding.columns[1].options.day_from_id
    assert not binding.columns[0].options.day_from_id


@pytest.mark.parametrize(
    ("derived", "code"),
    [
        ("registration: {from: id_number}", "R208"),
        ("age: {from: id_number}", "R208"),
        ("birth_date: {from: name}", "R208"),
        ("birth_date: {from: herder_id}", "R208"),
        ("birth_date: {from: id_number}", "R209"),
    ],
)
def test_what_cannot_be_derived(derived: str, code: str) -> None:
    text = f"columns: {{姓名: name}}\nderived: {{{derived}}}"

    assert codes(text, bare("姓名"), "jiangsu/changzhou") == [f"mapping.yaml:2:11 {code}"]


@pytest.mark.parametrize(
    ("constant", "code"),
    [
        ("animals: 牦牛", "R210"),
        ("born_on: 1940-02", "R210"),
        ("sheep: 500", "R210"),
        ("shelter: ''", "R210"),
        ("applied_on: 2023-06-30", "R211"),
        ("bird: true", "R204"),
        ("stated.hay: 5", "R205"),
        ("name: 张三", "R217"),
        ("case: a", "R217"),
        ("paid.hay: 50", "R217"),
    ],
)
def test_constant_that_cannot_be(constant: str, code: str) -> None:
    text = f"columns: {{申请: applied_on}}\nconstants:\n  {constant}"

    assert codes(text, bare("申请")) == [f"mapping.yaml:3:3 {code}"]


def test_constants_in_the_ways_of_a_case_file() -> None:
    text = """\
columns: {姓名: name}
constants:
  animals: 山羊
  born_on: 1940-01-02
  by_night: true
  income: 500.50
  stated.herder_grade: fine
  month: 2023-06
  district: 北村
"""
    values = {one.target.id: one.internal for one in bind(text, bare("姓名")).constants}

    assert values == {
        "animals": 1, "born_on": 1940_01_02, "by_night": True, "income": 50050, "stated.herder_grade": 0,
        "month": "2023-06", "district": "北村",
    }  # fmt: skip


def test_constant_beside_what_is_derived() -> None:
    text = IDENTITY + "constants: {sex: male}\n"

    assert codes(text, bare("身份证号", "出生"), "jiangsu/changzhou") == ["mapping.yaml:5:13 R211"]


def test_mapping_of_another_ruleset() -> None:
    text = "ruleset: meadowland\ncolumns: {姓名: name}"

    assert bind(text, bare("姓名"), "meadowland/north").columns  # which builds on it
    assert codes(text.replace("meadowland", "national"), bare("姓名")) == ["mapping.yaml:1:1 R212"]


def test_word_that_is_given_no_answer() -> None:
    found = faults("columns:\n  牲畜: {target: animals, values: {牦牛: yak, 山羊: goats}}", bare("牲畜"))

    assert [(one.code, str(one.position)) for one in found] == [("R213", "mapping.yaml:2:34")]
    assert "yak" in found[0].arguments["problem_zh"]
    assert codes("columns: {牲畜: {target: animals, values: {牦牛: '?'}}}", bare("牲畜")) == ["mapping.yaml:1:42 R213"]
    assert "no known word" in found[0].arguments["problem_en"]


def test_option_that_has_no_meaning_for_the_target() -> None:
    text = "columns:\n  牲畜: {target: animals, period: month, excel_serial: true}"

    assert codes(text, bare("牲畜")) == ["mapping.yaml:2:25 R214", "mapping.yaml:2:40 R214"]


def test_header_that_is_mapped_and_left_out() -> None:
    assert codes("columns: {姓名: name}\nignored: [备注, 姓名]", bare("姓名")) == ["mapping.yaml:2:15 R216"]


def test_all_faults_are_told_at_once() -> None:
    text = """\
columns:
  姓名: nam
  牲畜: {target: animals, period: year}
  出生: born_on
constants: {sheep: 900}
"""
    assert sorted(one.code for one in faults(text, bare("姓名", "牲畜", "备注"))) == [
        "R201", "R202", "R204", "R210", "R214",
    ]  # fmt: skip


# without a mapping


def test_headers_are_targets_themselves() -> None:
    part = bare("case", "name", "district", "month", "born_on", "stated.herder_grade", "paid.hay")

    binding = identity_mapping().bind(part, program_of("meadowland"))

    assert [column.target.id for column in binding.columns] == [column.header for column in part.columns[1:]]
    assert (binding.ignored, binding.paid) == ((), {"hay": "month"})


def test_headers_that_are_no_targets() -> None:
    part = bare("case", "姓名", "born", "paid.total", "case ")

    with pytest.raises(Refused) as refused:
        identity_mapping().bind(part, program_of("meadowland"))

    found = {one.code: one.arguments for one in refused.value.diagnostics}
    assert sorted(found) == ["R203", "R206", "R219"]
    assert found["R219"]["headers_en"] == "姓名, born"


@pytest.mark.parametrize("page", ["roll-mapping.md", "roll-mapping.zh.md"])
def test_mapping_shown_in_the_documentation(page: str) -> None:
    text = (Path(__file__).parents[3] / "docs" / page).read_text(encoding="utf-8")
    shown = text.split("```yaml\n")[1].split("```")[0]

    binding = bind(
        shown, bare("姓名", "身份证号", "出生日期", "照料护理费用（元）", "生活自理能力"), "jiangsu/changzhou"
    )

    assert (len(binding.columns), len(binding.derived), len(binding.constants)) == (5, 1, 1)


def districts(values: str, *sources: str) -> dict[str, object]:
    """The district of each part."""
    mapping = Mapping(mapping_of(f"columns: {{姓名: name}}\nconstants:\n  district:\n{values}", "mapping.yaml"))
    bindings = mapping.bind_all([bare("姓名", source=one) for one in sources], program_of("meadowland"))
    return {one.source: one.constants[0].value for one in bindings}


@pytest.mark.parametrize(
    "values",
    [
        "    roll.xlsx: 山镇\n    河镇: 河镇\n",
        "    roll.xlsx: 山镇\n    roll.xlsx:河镇: 河镇\n",
        "    山镇: 山镇\n    河镇: 山镇\n    roll.xlsx:河镇: 河镇\n",
    ],
)
def test_the_most_exact_name_gives_the_constant(values: str) -> None:
    found = districts(values, "roll.xlsx:山镇", "roll.xlsx:河镇")
    assert found == {"roll.xlsx:山镇": "山镇", "roll.xlsx:河镇": "河镇"}


@pytest.mark.parametrize(
    ("values", "place", "near"),
    [
        ("    roll.xlsx: 山镇\n    河 镇: 河镇\n", "mapping.yaml:5:5", "河镇"),
        ("    roll.xlsx: 山镇\n    roll.xlsx:河鎮: 河镇\n", "mapping.yaml:5:5", "roll.xlsx:河镇"),
        ("    roll.xlsx: 山镇\n    rol.xlsx:河镇: 河镇\n", "mapping.yaml:5:5", "roll.xlsx:河镇"),
        ("    山镇: 山镇\n    河镇: 山镇\n    rol.xlsx:河镇: 河镇\n", "mapping.yaml:6:5", "roll.xlsx:河镇"),
    ],
)
def test_a_slip_in_the_name_of_a_sheet_is_refused(values: str, place: str, near: str) -> None:
    """Else the sheet would have the value of its file, and nobody would know."""
    with pytest.raises(Refused) as refused:
        districts(values, "roll.xlsx:山镇", "roll.xlsx:河镇")
    (problem,) = refused.value.diagnostics
    assert (problem.code, str(problem.position), problem.arguments["near"]) == ("R224", place, near)


@pytest.mark.parametrize(
    ("values", "sources"),
    [
        ("    7月.csv: 七\n    8月.csv: 八\n", ["8月.csv"]),
        ("    7月.xlsx: 七\n    8月.xlsx: 八\n", ["8月.xlsx:山镇", "8月.xlsx:河镇"]),
        ("    山镇: 山镇\n    河镇: 河镇\n", ["roll.xlsx:山镇"]),
    ],
)
def test_values_for_files_that_are_not_checked_this_time(values: str, sources: list[str]) -> None:
    assert districts(values, *sources).keys() == set(sources)


def test_a_word_in_two_spellings_stands_for_one_thing() -> None:
    words = "(头等): fine, （头等）: good, 头 等: fine, 头等: fine"
    (problem,) = faults(f"columns:\n  等级: {{target: stated.herder_grade, values: {{{words}}}}}\n", bare("等级"))
    assert (problem.code, problem.arguments["key"]) == ("Y103", "（头等）")
    assert problem.arguments["first"] == "mapping.yaml:2:46"


def test_a_column_that_is_left_out_in_these_very_letters_is_not_used() -> None:
    """`干草补贴` is left out, and would be taken for `干草补贴(元)`, which is mapped and like it."""
    text = "columns: {干草补贴(元): paid.hay}\nignored: [干草补贴]\n"
    assert codes(text, bare("干草补贴")) == ["mapping.yaml:2:11 R216"]
    assert bind(text, bare("干草补贴", "干草补贴(元)")).ignored == ("干草补贴",)


def test_an_empty_cell_is_given_no_meaning() -> None:
    """It would not count: empty cells never come to the words of an office."""
    text = 'columns:\n  等级:\n    target: stated.herder_grade\n    values: {" ": fine}\n'
    assert codes(text, bare("等级")) == ["mapping.yaml:4:14 R226"]
