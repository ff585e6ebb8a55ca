"""Form files: conditions that are typed when the form is loaded, and faults with their places."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Diagnostics
from assess.diagnostics.position import Position
from assess.forms.conditions import condition_in_words, conditions_of, holds
from assess.forms.definition import Form
from assess.forms.loading import form_of
from assess.language.source import read_text
from assess.library import Library

TEXT = (Path(__file__).parent / "library" / "forms" / "winter-grazing.yaml").read_text(encoding="utf-8")


def faults(text: str) -> list[str]:
    """Codes with line and column; a line is counted from the one that the fault was put on."""
    diagnostics = Diagnostics()
    tree = read_text(text, "form.yaml", diagnostics)
    assert tree is not None
    assert form_of(tree, diagnostics) is None
    return [f"{found.code} {found.position.line}:{found.position.column}" for found in diagnostics]


def changed(before: str, after: str) -> tuple[str, str]:
    """The form with one part changed, and the line and column where it stands now."""
    assert TEXT.count(before) == 1
    text = TEXT.replace(before, after)
    start = text.index(after)
    line = text.count("\n", 0, start) + 1
    return text, f"{line}:{start - text.rfind(chr(10), 0, start)}"


CONDITION = """'shelter in ("hut", "barn")'"""


@pytest.mark.parametrize(
    ("condition", "code", "column"),
    [
        ("sheltr = 1", "Q106", 0),  # no such question
        ("herder_name = 'x'", "F101", 14),
        ("assessed_on > date(\"2020-01-01\")", "Q106", 0),  # asked later
        ("shelter_built_on > date(\"2020-01-01\")", "Q106", 0),  # asks about itself
        ("as_of > date(\"2020-01-01\")", "Q106", 0),
        ("climbing", "T101", 0),
        ("shelter", "T101", 0),
        ("climbing = \"strong\"", "T114", 0),
        ("shelter = \"tent\"", "T102", 10),
        ("climbing at start of year > 1", "Q106", 0),
        ("climbing = ", "F102", 0),
        ("climbing > 1 and", "F102", 0),
        ("carrying > 1 and nothing", "Q106", 17),
    ],
)  # fmt: skip
def test_faulty_condition(condition: str, code: str, column: int) -> None:
    text, place = changed(CONDITION, "'" + condition.replace("'", "''") + "'")
    line, start = place.split(":")
    assert faults(text) == [f"{code} {line}:{int(start) + 1 + column}"]


def test_a_condition_cannot_read_lists_or_people() -> None:
    text, _ = changed("type: text}", 'type: text, only_if: animals = "goat"}')
    assert [one[:4] for one in faults(text)] == ["Q107"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("id: lost_sheep", "id: climbing", "Q101"),
        ("options: strength}\n      - {id: carrying", "options: strengths}\n      - {id: carrying", "Q102"),
        ("type: persons, exactly: 2", "type: persons, exactly: 2, unit: points", "Q108"),
        ("type: division_code", "type: division_code, ends_interview: true", "Q108"),
        ("type: resident_id", "type: resident_id, exactly: 2", "Q108"),
        ("  strength:\n", "  unused: [{value: 0, zh: 无, en: none}]\n  strength:\n", "Q109"),
        ("- id: record", "- id: flock", "Q110"),
        ("minimum: 0, maximum: 99", "minimum: 99, maximum: 0", "Q104"),
        ("maximum: 99, unit: times", "unit: times", "Q104"),
        ("value: barn", "value: hut", "Q103"),
        ("unit: kg", "unit: k-g", "T110"),
    ],
)
def test_faulty_form(before: str, after: str, code: str) -> None:
    text, _ = changed(before, after)
    assert [one[:4] for one in faults(text)] == [code]


def test_all_faults_are_reported_at_once() -> None:
    text = TEXT.replace("- id: record", "- id: flock").replace(CONDITION, "nobody").replace("unit: kg", "unit: k-g")
    assert sorted(one[:4] for one in faults(text)) == ["Q106", "Q110", "T110"]


# conditions that are in order


@pytest.mark.parametrize(("shelter", "met"), [(0, False), (1, True), (2, True), (None, None)])
def test_condition_is_three_valued(form: Form, shelter: int | None, met: bool | None) -> None:
    condition = conditions_of(form, lambda _: Position(""), Diagnostics())["shelter_built_on"]
    assert holds(condition, {} if shelter is None else {"shelter": shelter}) is met


def test_conditions_of_shipped_forms_in_words() -> None:
    library = Library.default()
    found = {}
    for id_ in library.form_ids():
        shipped = library.form(id_)
        assert shipped is not None
        for name, condition in conditions_of(shipped, lambda _: Position(""), Diagnostics()).items():
            found[name] = condition_in_words(shipped, condition, "zh")
    assert found["tekun_support"] == "社会救助类别为“特困人员”"
    assert found["religion"] == "有宗教信仰：是"
    assert found["disability_type"] == "残疾等级 > 0"
    assert not [words for words in found.values() if re.search("[a-z]", words)]


@pytest.mark.parametrize("id_", Library.default().form_ids())
def test_shipped_form_has_no_fault(id_: str) -> None:
    library = Library.default()
    assert isinstance(library.form(id_), Form)
    assert list(library.form_diagnostics(id_)) == []
