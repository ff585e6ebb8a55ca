"""Filled cases against the forms they answer."""

from __future__ import annotations

from typing import Any

import pytest

from assess.cases.frame import RawCase
from assess.cases.reading import read_one_text
from assess.forms.checking import check_case, forms_answered
from assess.forms.definition import Form
from assess.language.program import Program
from assess.library import Library


def case_of(**facts: Any) -> RawCase:
    lines = "".join(f"  {name}: {value}\n" for name, value in facts.items())
    [case] = read_one_text(f"case: a\nfacts:\n{lines}", "case.yaml")
    return case


def test_a_case_in_order(form: Form) -> None:
    checked = check_case(case_of(snowed_in="false", climbing=2, carrying="null"), [form])
    assert (checked.accepted, checked.problems) == (True, ())
    [filled] = checked.filled
    assert (filled.form.id, filled.answered, filled.asked) == ("winter-grazing", 2, 14)


def test_every_fault_with_its_place_in_the_order_of_the_file(form: Form) -> None:
    checked = check_case(case_of(climbing=3, herder_name="'  '", colour="red"), [form])
    assert not checked.accepted
    assert [(str(found.position), found.code) for found in checked.problems] == [
        ("case.yaml:3:3", "A103"),
        ("case.yaml:4:3", "A115"),
        ("case.yaml:5:3", "A101"),
    ]


def test_facts_that_only_the_ruleset_reads(form: Form, program: Program) -> None:
    case = case_of(snowed_in="false", valley="true")
    assert [found.code for found in check_case(case, [form]).problems] == ["A101"]
    others = {name: one for name, one in program.inputs.items() if one.form is None}
    assert check_case(case, [form], others).problems == ()


def test_an_answer_to_a_question_not_asked_is_a_warning(form: Form) -> None:
    checked = check_case(case_of(shelter="none", shelter_built_on="2020-05-01"), [form])
    assert checked.accepted
    [problem] = checked.problems
    assert (problem.code, str(problem.position)) == ("A124", "case.yaml:4:3")
    unknown = check_case(case_of(shelter="null", shelter_built_on="2020-05-01"), [form])
    assert unknown.problems == ()


def test_a_form_that_ended_early_is_complete(form: Form) -> None:
    [filled] = check_case(case_of(snowed_in="true"), [form]).filled
    assert (filled.answered, filled.asked) == (1, 1)


@pytest.mark.parametrize(
    ("facts", "forms"),
    [
        (("eating", "coma"), ["gbt42195-2022"]),
        (("mzt_eating", "coma"), ["mzt039-2013"]),
        (("eating", "grooming", "mzt_eating"), ["gbt42195-2022", "mzt039-2013"]),
        (("birth_date", "registration", "household_status", "self_feeding"), ["application", "self-care-six"]),
        ((), []),
    ],
)
def test_the_forms_that_a_case_answers(facts: tuple[str, ...], forms: list[str]) -> None:
    library = Library.default()
    every = [form for id_ in library.form_ids() if (form := library.form(id_)) is not None]
    case = case_of(snow="null", **dict.fromkeys(facts, 0))
    assert [form.id for form in forms_answered(case, every)] == forms
