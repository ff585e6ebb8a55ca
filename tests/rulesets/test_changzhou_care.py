"""Changzhou: the care standard is 30, 15 or 5 % of the minimum wage in force at the end of the year before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assess.decisions.as_json import case_as_json
from assess.decisions.html import render_html
from assess.decisions.notice import render_notice_text
from assess.decisions.text import render_text
from tests.library import decide, program_of, value_of
from tests.rulesets.people import ABLE, LOST, PARTIAL, Facts

CHANGZHOU = "jiangsu/changzhou"
CARE = "tekun_care_standard"
ABILITY = {"lost": LOST, "partial": PARTIAL, "able": ABLE}
RATE = {"lost": "0.3", "partial": "0.15", "able": "0.05"}

WAGES = {  # the end of the year before: wage, since when, by which notice
    "2022-12-31": ("2280.00", "2021-08-01", "cz-mw-2021 §1"),
    "2023-12-31": ("2280.00", "2021-08-01", "cz-mw-2021 §1"),
    "2024-12-31": ("2490.00", "2024-01-01", "cz-mw-2024 §1"),
    "2025-12-31": ("2490.00", "2024-01-01", "cz-mw-2024 §1"),
    "2026-12-31": ("2660.00", "2026-01-01", "cz-mw-2026 §1"),
}
STANDARDS = [
    ("2023-09-25", "2022-12-31", "684.00", "342.00", "114.00"),
    ("2023-12-31", "2022-12-31", "684.00", "342.00", "114.00"),
    ("2024-01-01", "2023-12-31", "684.00", "342.00", "114.00"),  # the new wage of that day is not yet last year's
    ("2024-12-31", "2023-12-31", "684.00", "342.00", "114.00"),
    ("2025-01-01", "2024-12-31", "747.00", "373.50", "124.50"),
    ("2025-12-31", "2024-12-31", "747.00", "373.50", "124.50"),
    ("2026-01-01", "2025-12-31", "747.00", "373.50", "124.50"),
    ("2026-12-31", "2025-12-31", "747.00", "373.50", "124.50"),
]


def person(ability: str) -> Facts:
    return {"household_status": "tekun"} | ABILITY[ability]


def parameters(as_of: str, ability: str) -> dict[str, Any]:
    """The figures that the care standard rests on, by name, as JSON tells them."""
    result = decide(CHANGZHOU, as_of, person(ability), CARE)
    data = case_as_json(result, program_of(CHANGZHOU), "zh")
    return {one["name"]: one for one in data["decisions"][CARE]["parameters"]}


@pytest.mark.parametrize(("as_of", "wage_day", "lost", "partial", "able"), STANDARDS)
def test_standard_and_what_it_rests_on(as_of: str, wage_day: str, lost: str, partial: str, able: str) -> None:
    wage, since, notice = WAGES[wage_day]
    for ability, amount in (("lost", lost), ("partial", partial), ("able", able)):
        result = decide(CHANGZHOU, as_of, person(ability), CARE)
        assert value_of(result, CARE) == amount
        assert result.status == "decided"
        assert not result.decisions[CARE].provisional
        used = parameters(as_of, ability)
        assert list(used) == ["care_rate", "minimum_wage"]
        told = used["minimum_wage"]
        assert (told["value"], told["day"], told["from"], told["cite"], told["confidence"]) == (
            wage, wage_day, since, [notice], "published"
        )  # fmt: skip
        rate = used["care_rate"]
        assert (rate["value"], rate["day"], rate["cite"]) == (RATE[ability], as_of, ["cz-2023-37 §4-care"])


@pytest.mark.parametrize(("as_of", "wage_day", "lost"), [row[:3] for row in STANDARDS])
def test_text_names_the_wage_its_day_and_its_notice(as_of: str, wage_day: str, lost: str) -> None:
    wage, since, _ = WAGES[wage_day]
    year = since[:4]
    result = decide(CHANGZHOU, as_of, person("lost"), CARE)
    chinese = render_text(result, program_of(CHANGZHOU), "zh").replace("\n", "").replace(" ", "")
    assert f"最低工资标准{wage}元/月（{wage_day}时有效，自{since}起" in chinese
    assert f"照料护理标准占最低工资的比例30%×上年年末最低工资标准{wage}元/月={lost}元/月" in chinese
    assert f"常州市最低工资标准（{year}年" in chinese or "常人社发〔2025〕121号" in chinese
    english = " ".join(render_text(result, program_of(CHANGZHOU), "en").split())
    assert f"minimum wage {wage} yuan/month (in force on {wage_day}, from {since};" in english
    assert "常政办发〔2023〕37号 II(ii)4" in english


@pytest.mark.parametrize(("ability", "amount"), [("lost", "798.00"), ("partial", "399.00"), ("able", "133.00")])
def test_past_the_review_only_the_lenient_go_on_and_are_warned(ability: str, amount: str) -> None:
    strict = decide(CHANGZHOU, "2027-01-01", person(ability), CARE)
    assert strict.status == "rejected"
    assert [problem.code for problem in strict.problems] == ["P204"]
    told = strict.problems[0].arguments
    assert (told["name"], told["day"], told["until"]) == ("care_rate", "2027-01-01", "2026-12-31")
    lenient = decide(CHANGZHOU, "2027-01-01", person(ability), CARE, strict=False)
    assert value_of(lenient, CARE) == amount
    assert lenient.status == "decided"
    assert [(problem.code, problem.severity) for problem in lenient.problems] == [("P205", "warning")]


def test_before_the_notice_there_is_no_standard() -> None:
    result = decide(CHANGZHOU, "2023-09-24", person("lost"), CARE)
    assert result.status == "rejected"
    assert [(problem.code, problem.arguments["from"]) for problem in result.problems] == [("D201", "2023-09-25")]


@pytest.mark.parametrize(
    ("as_of", "known_at", "amount"),
    [
        ("2026-06-30", "2023-12-31", "684.00"),  # then the last wage known was that of 2021
        ("2026-06-30", "2024-01-01", "747.00"),
        ("2025-06-30", "2023-09-25", "684.00"),
        ("2025-06-30", "2025-06-30", "747.00"),
        ("2026-06-30", "2099-12-31", "747.00"),
    ],
)
def test_replay_of_what_could_be_known(as_of: str, known_at: str, amount: str) -> None:
    result = decide(CHANGZHOU, as_of, person("lost"), CARE, known_at=known_at)
    assert value_of(result, CARE) == amount
    assert result.known_at == int(known_at.replace("-", ""))


@pytest.mark.parametrize(("known_at", "code"), [("2023-09-24", "D203"), ("2020-01-01", "D203")])
def test_nothing_known_yet(known_at: str, code: str) -> None:
    result = decide(CHANGZHOU, "2025-06-30", person("lost"), CARE, known_at=known_at)
    assert result.status == "rejected"
    assert {problem.code for problem in result.problems} == {code}
    assert CARE in {problem.arguments["name"] for problem in result.problems}


@pytest.mark.parametrize("status", ["none", "low_income", "dibao"])
def test_others_have_no_care_standard_and_are_told_why(status: str) -> None:
    result = decide(CHANGZHOU, "2025-12-31", {"household_status": status} | LOST, CARE)
    care = result.decisions[CARE]
    assert value_of(result, CARE) == "0.00"
    assert care.outcome.eligible is False
    assert care.explanation is not None
    assert care.explanation.parameters == ()


def test_ability_unknown_leaves_the_three_standards() -> None:
    result = decide(CHANGZHOU, "2025-12-31", {"household_status": "tekun"}, CARE)
    assert result.decisions[CARE].possible == frozenset({74700, 37350, 12450})


# base standard


@pytest.mark.parametrize(
    ("dibao", "base"), [("1100", "1430.00"), ("1000.01", "1300.02"), ("0.01", "0.02"), ("999.99", "1299.99")]
)
def test_base_standard_is_thirteen_tenths_of_dibao_rounded_up_to_the_fen(dibao: str, base: str) -> None:
    result = decide(
        CHANGZHOU, "2025-12-31", {"household_status": "tekun"}, "tekun_base_standard",
        parameters={"dibao_standard": Decimal(dibao)},
    )  # fmt: skip
    assert value_of(result, "tekun_base_standard") == base
    assert result.decisions["tekun_base_standard"].provisional, "the office did not say that the figure is published"


def test_base_standard_without_a_dibao_standard() -> None:
    base = decide(CHANGZHOU, "2025-12-31", {"household_status": "tekun"}, "tekun_base_standard")
    one = base.decisions["tekun_base_standard"]
    assert one.status == "undetermined"
    assert one.missing is not None
    assert one.missing.parameters == (("dibao_standard", ""),)


# both are floors


def text_of(as_of: str, language: str, published: dict[str, Decimal] | None = None) -> str:
    figures = None if published is None else {"tekun_care_published": published}
    result = decide(CHANGZHOU, as_of, person("lost"), CARE, parameters=figures)
    return render_text(result, program_of(CHANGZHOU, figures), language)


@pytest.mark.parametrize(
    ("as_of", "language", "said"),
    [
        ("2025-12-31", "zh", ["不低于 747.00 元/月", "这是最低标准；公布的标准用 --parameters 文件提供"]),
        ("2025-12-30", "zh", ["不低于 747.00 元/月", "这是最低标准，须在 2025-12-31 前达到；"]),
        ("2025-12-31", "en", ["at least 747.00 yuan/month", "this is the minimum; supply the published amount"]),
        ("2025-12-30", "en", ["at least 747.00 yuan/month", "this is the minimum, to be reached by 2025-12-31;"]),
    ],
)
def test_a_floor_is_told_as_one(as_of: str, language: str, said: list[str]) -> None:
    text = text_of(as_of, language)
    for part in said:
        assert part in text


def test_what_is_published_takes_the_place_of_the_floor() -> None:
    published = {"lost": Decimal(800), "partial": Decimal(400), "able": Decimal(150)}
    text = text_of("2025-12-31", "zh", published)
    assert "特困人员照料护理标准：800.00 元/月" in text
    assert "公布的特困人员照料护理标准 800.00 元/月" in text
    assert "不低于 7" not in text


def test_a_floor_in_json() -> None:
    for as_of, status, floor in (("2025-12-31", "tekun", True), ("2025-12-31", "dibao", False)):
        result = decide(CHANGZHOU, as_of, {"household_status": status} | LOST, CARE)
        assert case_as_json(result, program_of(CHANGZHOU), "zh")["decisions"][CARE]["floor"] is floor


def test_a_floor_in_a_notice() -> None:
    result = decide(CHANGZHOU, "2025-06-30", person("lost"), CARE)
    text = render_notice_text(result, program_of(CHANGZHOU), "zh")
    assert "每月不低于 747.00 元" in text
    assert "这是最低标准，须在 2025-12-31 前达到；公布的标准更高的，以公布的为准。" in text


def test_a_floor_on_a_page() -> None:
    result = decide(CHANGZHOU, "2025-12-31", person("lost"), CARE)
    page = render_html([result], program_of(CHANGZHOU), "en")
    assert "at least 747.00 yuan/month" in page
    assert "<b>A floor: </b>this is the minimum</p>" in page
