"""Case files written for people: what is written reads back as itself."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.cases.frame import RawCase
from assess.cases.reading import read_cases, read_one_text
from assess.diagnostics.diagnostic import Diagnostics
from assess.forms.blank import blank
from assess.forms.definition import Form
from assess.forms.interview import Interview
from assess.forms.keeping import CaseFile
from assess.forms.sheet import CaseFrame, Filled, filled_sheet, written_value
from assess.language.source import plain, read_text
from assess.library import Library

ANSWERS: dict[str, Any] = {
    "snowed_in": False, "climbing": 2, "carrying": None, "hay_kept": Decimal("12.50"), "shelter": "hut",
    "shelter_built_on": date(2020, 5, 1), "animals": ["goat", "dog"], "herder_name": "张三: \"老\" # 三\n—",
    "herder_id": "990101194912310001", "told_by": {"name": "李四", "signed_on": date(2024, 1, 15)},
    "signed_by": [{"name": "王五"}, {"name": "null"}],
}  # fmt: skip


READABLE = st.characters(codec="utf-8")


def one_case(text: str) -> RawCase:
    [case] = read_one_text(text, "case.yaml")
    assert case.problems == []
    return case


def test_filled_sheet_in_chinese(form: Form) -> None:
    frame = CaseFrame("winter-1", "winter", 20240115)
    text = filled_sheet(
        form, frame, Filled({"snowed_in": False, "climbing": 1, "carrying": None}), {}, "尚未问完", "zh"
    )
    assert text.splitlines()[:11] == [
        "# 冬牧评估表（MW-7）",
        "# 尚未问完",
        'case: "winter-1"',
        "ruleset: winter",
        "as_of: 2024-01-15",
        "facts:",
        "  # 暴风雪",
        "  snowed_in: false            # 大雪封门：否",
        "  # W.1 牧人",
        "  climbing: 1                 # 爬坡：一般",
        "  carrying: null              # 背草料：不详",
    ]
    assert "  # eyesight: null            # 看远：未问" in text.splitlines()


def test_filled_sheet_reads_back_as_it_was_filled(form: Form) -> None:
    case = one_case(filled_sheet(form, CaseFrame("1", "winter", 20240115), Filled(ANSWERS), {}, "", "en"))
    assert case.facts == ANSWERS
    assert (case.id, case.ruleset, case.as_of) == ("1", "winter", 20240115)


def test_answers_that_need_not_be_asked_stand_as_comments(form: Form) -> None:
    interview = Interview.begin(form, {"snowed_in": False, "shelter": "none", "shelter_built_on": date(2020, 5, 1)})
    file = CaseFile(Path("x.yaml"), CaseFrame("1"), {"valley": True}, {}, "en")
    text = file.text(interview, 20240115, "not finished yet")
    assert "  # shelter_built_on: 2020-05-01  # when the shelter was built: not needed by the other answers" in text
    assert one_case(text).facts == {"snowed_in": False, "shelter": "none", "valley": True}


def test_a_sheet_without_answers_is_a_case(form: Form) -> None:
    assert one_case(filled_sheet(form, CaseFrame("1"), Filled({}), {}, "", "zh")).facts == {}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-10**9, 10**9) | st.dates()
        | st.decimals(-1000, 1000, places=2)
        | st.text(READABLE),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.text(READABLE), inner, max_size=3),
        max_leaves=5,
    )
)  # fmt: skip
def test_any_value_reads_back_as_itself(value: Any) -> None:
    diagnostics = Diagnostics()
    tree = read_text(f"a: {written_value(value)}\n", "x.yaml", diagnostics)
    assert not list(diagnostics)
    assert tree is not None
    found = plain(tree)
    assert isinstance(found, dict)
    assert found["a"] == value


# blank


@pytest.mark.parametrize("language", ["zh", "en"])
def test_blank_holds_every_question_once_with_null(form: Form, language: str) -> None:
    case = one_case(blank([form, form], "winter", language))
    assert case.facts == dict.fromkeys(form.inputs)
    assert (case.ruleset, case.as_of) == ("winter", None)


def test_blank_says_what_may_be_answered(form: Form) -> None:
    text = blank([form], "winter", "en")
    assert (
        "  # W.1.2 carrying fodder: Can the herder carry a bale?\n"
        "  #   0–2 points, as under “climbing”\n"
        "  carrying: null\n"
    ) in text
    assert "  #   2  strong\n  #   1  fair\n  #   0  weak\n  climbing: null\n" in text
    assert "  # when the shelter was built\n  # only if " in text
    assert "  #   none  none\n  #   goat  goats\n  #   dog  dogs\n  animals: null\n" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_blank_of_all_shipped_forms_together_is_one_case_ready_to_be_filled(language: str) -> None:
    library = Library.default()
    forms = [form for id_ in library.form_ids() if (form := library.form(id_)) is not None]
    case = one_case(blank(forms, "national", language))
    assert set(case.facts) == {name for form in forms for name in form.inputs}
    assert set(case.facts.values()) == {None}


# keeping


def test_saving_leaves_no_other_file_and_keeps_the_rights(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("old")
    path.chmod(0o640)
    file = CaseFile(path, CaseFrame("1"), {}, {}, "zh")
    file.save(file.text(Interview.begin(form, ANSWERS), 20240115, "已问完"))
    assert [one.name for one in tmp_path.iterdir()] == ["case.yaml"]
    assert path.stat().st_mode & 0o777 == 0o640
    [case] = read_cases(str(path), io.StringIO())
    assert case.facts == ANSWERS


def test_a_failed_save_leaves_the_old_file(form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        CaseFile(path, CaseFrame("1"), {}, {}, "zh").save("new")
    assert [one.name for one in tmp_path.iterdir()] == ["case.yaml"]
    assert path.read_text() == "old"
