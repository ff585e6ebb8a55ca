"""Answers as they are typed, and as they are read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assess.forms.answers import allowed, in_words, typed_answer
from assess.forms.definition import Form, QuestionText


def question(form: Form, id_: str) -> QuestionText:
    return next(one for one in form.questions() if one.id == id_)


@pytest.mark.parametrize(
    ("asked", "typed", "answer"),
    [
        ("snowed_in", "y", True),
        ("snowed_in", "是", True),
        ("snowed_in", " NO ", False),
        ("snowed_in", "1", "1"),  # refused by the check
        ("climbing", "2", 2),
        ("climbing", "-1", -1),
        ("climbing", "２", "２"),
        ("climbing", "02", "02"),
        ("climbing", "two", "two"),
        ("hay_kept", "12.5", Decimal("12.5")),
        ("hay_kept", "12", 12),
        ("hay_kept", "12.", "12."),
        ("shelter", "2", "hut"),
        ("shelter", "hut", "hut"),
        ("shelter", "4", "4"),
        ("shelter_built_on", "2024-02-29", date(2024, 2, 29)),
        ("shelter_built_on", "2024-02-30", "2024-02-30"),
        ("animals", "2 3", ["goat", "dog"]),
        ("animals", "2，dog", ["goat", "dog"]),
        ("animals", "9", ["9"]),
        ("herder_name", " 张三 ", "张三"),
        ("herder_id", "990101194912310001", "990101194912310001"),
        ("told_by", "张三", {"name": "张三"}),
        (
            "told_by",
            "张三，村医，2024-01-15",
            {"name": "张三", "qualification": "村医", "signed_on": date(2024, 1, 15)},
        ),
        (
            "told_by",
            "张三, 村医, 北村, 卫生室",
            {"name": "张三", "qualification": "村医", "organisation": "北村，卫生室"},
        ),
        ("signed_by", "张三；李四, 村医", [{"name": "张三"}, {"name": "李四", "qualification": "村医"}]),
    ],
)
def test_typed_answer(form: Form, asked: str, typed: str, answer: Any) -> None:
    found = typed_answer(form, question(form, asked), typed)
    assert (found, type(found)) == (answer, type(answer))


@pytest.mark.parametrize(
    ("asked", "answer", "zh", "en"),
    [
        ("snowed_in", True, "是", "yes"),
        ("snowed_in", None, "不详", "not known"),
        ("climbing", 2, "强", "strong"),
        ("lost_sheep", 2, "2", "2"),
        ("hay_kept", Decimal("12.50"), "12.50", "12.50"),
        ("shelter", "hut", "草棚", "a hut"),
        ("animals", ["goat", "dog"], "山羊、狗", "goats, dogs"),
        ("assessed_on", date(2024, 1, 15), "2024-01-15", "2024-01-15"),
        ("told_by", {"name": "张三", "qualification": None, "organisation": "北村"}, "张三，北村", "张三, 北村"),
    ],
)
def test_in_words(form: Form, asked: str, answer: Any, zh: str, en: str) -> None:
    assert in_words(form, question(form, asked), answer, "zh") == zh
    assert in_words(form, question(form, asked), answer, "en") == en


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        ("climbing", "0–2 分", "0–2 points"),
        ("hay_kept", "0–500.5 千克，最多两位小数", "0–500.5 kg, two decimal places at most"),
        (
            "signed_by",
            "[{name: 姓名, signed_on: 2024-06-01}, …]，共 2 人",
            "[{name: …, signed_on: 2024-06-01}, …], 2 people",
        ),
    ],
)
def test_allowed(form: Form, asked: str, zh: str, en: str) -> None:
    assert (allowed(question(form, asked), "zh"), allowed(question(form, asked), "en")) == (zh, en)
