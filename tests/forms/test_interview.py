"""An interview step by step: the next question, an answer, the way back, the end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.forms.definition import Form
from assess.forms.interview import Interview, Progress

ALL = 15
"""The questions asked of those who have a shelter; one fewer of others."""


def answered(interview: Interview, *answers: Any) -> Interview:
    for answer in answers:
        interview = interview.answered(answer)
    return interview


def test_questions_come_in_the_order_of_the_form(form: Form) -> None:
    interview = Interview.begin(form)
    assert interview.at == "snowed_in"
    assert answered(interview, False).at == "climbing"
    assert answered(interview, False, 2, 1, 0).at == "lost_sheep"


def test_an_interview_never_changes(form: Form) -> None:
    interview = Interview.begin(form)
    interview.answered(False)
    assert (interview.at, interview.answers) == ("snowed_in", {})


def test_facts_are_in_the_engines_form(form: Form) -> None:
    interview = answered(Interview.begin(form), False, 2, None, 0, 1, 12, "barn", date(2020, 5, 1))
    assert interview.facts() == {
        "snowed_in": False, "climbing": 2, "eyesight": 0, "lost_sheep": 1, "hay_kept": 1200, "shelter": 2,
        "shelter_built_on": 20200501,
    }  # fmt: skip


@pytest.mark.parametrize(("answer", "code"), [(3, "A103"), ("2", "A102"), (True, "A102"), ("２", "A104")])
def test_an_answer_that_the_form_does_not_allow_is_refused_at_once(form: Form, answer: Any, code: str) -> None:
    interview = Interview.begin(form).answered(False)
    with pytest.raises(Refused) as refused:
        interview.answered(answer)
    [problem] = refused.value.diagnostics
    assert (problem.code, problem.arguments["zh"]) == (code, "爬坡")
    assert interview.at == "climbing"


@pytest.mark.parametrize(
    ("shelter", "next_question"), [("hut", "shelter_built_on"), ("none", "animals"), (None, "animals")]
)
def test_a_question_with_a_condition_is_asked_where_it_is_known_to_be_met(
    form: Form, shelter: str | None, next_question: str
) -> None:
    interview = answered(Interview.begin(form), False, 2, 2, 2, 0, 0, shelter)
    assert interview.at == next_question


def test_an_answer_to_a_question_no_longer_asked_is_kept_and_not_counted(form: Form) -> None:
    interview = answered(Interview.begin(form), False, 2, 2, 2, 0, 0, "hut", date(2020, 5, 1))
    while interview.at != "shelter":
        interview = interview.back()
    interview = interview.answered("none")
    assert interview.at == "animals"
    assert interview.answers["shelter_built_on"] == date(2020, 5, 1)
    assert "shelter_built_on" not in interview.facts()
    again = interview.back().answered("barn")
    assert again.at == "animals"
    assert again.facts()["shelter_built_on"] == 20200501


def test_yes_to_the_question_that_ends_it_ends_it(form: Form) -> None:
    interview = Interview.begin(form).answered(True)
    assert interview.at is None
    assert interview.ended_by is not None
    assert interview.ended_by.id == "snowed_in"
    assert interview.progress() == Progress(answered=1, unknown=0, to_come=0)


@pytest.mark.parametrize("answer", [False, None])
def test_any_other_answer_does_not(form: Form, answer: bool | None) -> None:
    interview = Interview.begin(form).answered(answer)
    assert (interview.at, interview.ended_by) == ("climbing", None)


def test_the_end_can_be_taken_back(form: Form) -> None:
    interview = Interview.begin(form).answered(True).back()
    assert interview.at == "snowed_in"
    assert interview.answered(False).at == "climbing"


def test_back_goes_question_by_question_to_the_first(form: Form) -> None:
    interview = answered(Interview.begin(form), False, 2, 1)
    assert interview.back().at == "carrying"
    assert interview.back().back().back().at == "snowed_in"
    first = interview.back().back().back()
    assert first.back() is first


def test_after_going_back_the_next_open_question_follows(form: Form) -> None:
    interview = answered(Interview.begin(form), False, 2, 1).back().back()
    assert interview.at == "climbing"
    assert interview.kept().at == "eyesight"
    assert interview.answered(0).at == "eyesight"
    assert interview.answered(0).answers == {"snowed_in": False, "climbing": 0, "carrying": 1}


def test_nothing_can_be_kept_where_there_is_no_answer(form: Form) -> None:
    interview = Interview.begin(form)
    assert interview.kept() is interview


def test_progress_counts_the_questions_to_be_asked(form: Form) -> None:
    interview = Interview.begin(form)
    assert interview.progress() == Progress(answered=0, unknown=0, to_come=ALL - 1)
    interview = answered(interview, False, 2).skipped()
    assert interview.progress() == Progress(answered=2, unknown=1, to_come=ALL - 4)
    interview = answered(interview, 0, 0, 0, "hut")
    assert interview.progress().total == ALL


def test_questions_passed_over_can_be_asked_again_at_the_end(form: Form) -> None:
    interview = Interview.begin(form)
    while interview.at is not None:
        interview = interview.skipped() if interview.at in ("climbing", "animals") else _any_answer(interview)
    assert interview.progress() == Progress(answered=ALL - 2, unknown=2, to_come=0)
    again = interview.revisited()
    assert again.at == "climbing"
    assert again.answered(1).at == "animals"
    assert again.answered(1).answered([]).at is None


def _any_answer(interview: Interview) -> Interview:
    answers: dict[str, Any] = {
        "boolean": False, "integer": 1, "decimal": 1, "choice": "hut", "choices": ["dog"], "text": "张三",
        "date": date(2024, 1, 15), "resident_id": "990101194912310001", "division_code": "990101",
        "person": {"name": "李四"}, "persons": [{"name": "王五"}, {"name": "赵六"}],
    }  # fmt: skip
    assert interview.question is not None
    return interview.answered(answers[interview.question.type])


# taken up again


def test_taken_up_again_at_the_first_question_without_an_answer(form: Form) -> None:
    interview = Interview.begin(form, {"snowed_in": False, "climbing": None, "carrying": 2})
    assert interview.at == "eyesight"


def test_a_blank_form_taken_up_is_asked_from_the_beginning(form: Form) -> None:
    assert Interview.begin(form, dict.fromkeys(form.inputs)).at == "snowed_in"


def test_a_finished_form_taken_up_has_nothing_left(form: Form) -> None:
    assert Interview.begin(form, {"snowed_in": True}).at is None


def test_faulty_answers_are_not_taken_up(form: Form) -> None:
    with pytest.raises(Refused) as refused:
        Interview.begin(form, {"snowed_in": "no", "climbing": 9})
    assert [found.code for found in refused.value.diagnostics] == ["A107", "A103"]


@pytest.mark.parametrize("written", [date(2024, 1, 15), "2024-01-15"])
def test_day_of_the_assessment(form: Form, written: date | str) -> None:
    assert Interview.begin(form).assessed_on() is None
    assert Interview.begin(form, {"assessed_on": None}).assessed_on() is None
    assert Interview.begin(form, {"assessed_on": written}).assessed_on() == 20240115
