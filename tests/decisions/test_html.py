"""The page about decided cases: whole, self-contained, escaped, in one language, and saying all that was decided."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from assess.cases.frame import RawCase
from assess.decisions.evaluation import Evaluator
from assess.decisions.html import render_html, render_pages
from assess.decisions.result import DECIDED, CaseResult
from assess.engines.interpreter import Interpreter
from assess.language.dates import iso
from assess.language.program import Program
from tests.decisions.rendered import CHINESE, LANGUAGES, Page, numbers_of_instruments, shipped_cases, without
from tests.library import CASE, day, decide, program_of
from tests.library.herders import herder

AS_OF = "2023-06-30"
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(2)>&\'"{{ 7 * 7 }}'


def page(result: CaseResult, ruleset: str = "meadowland", language: str = "en") -> Page:
    return Page(render_html([result], program_of(ruleset), language))


def words(*only: str, as_of: str = AS_OF, language: str = "en", **changed: Any) -> str:
    """What the page says about the herder of Meadowland."""
    return page(decide("meadowland", as_of, herder(**changed), *only), language=language).words


# every case that ships


@cache
def shipped_pages(language: str) -> tuple[tuple[CaseResult, Program, Page], ...]:
    """Each case with its page."""
    return tuple(
        (result, program, Page(render_html([result], program, language))) for result, program in shipped_cases()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_whole_and_load_nothing(language: str) -> None:
    for _, _, found in shipped_pages(language):
        assert found.loads == []
        assert "script" not in found.tags
        assert all(link.startswith("#") and link[1:] in found.ids for link in found.links)
        assert len(set(found.ids)) == len(found.ids)
        assert "None" not in found.words
        assert "Undefined" not in found.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_say_what_was_decided_and_on_what(language: str) -> None:
    for result, program, found in shipped_pages(language):
        said = found.words
        expected = [result.case, program.id, program.version, program.hash, program.label.in_language(language)]
        expected += [] if result.as_of is None else [iso(result.as_of)]
        expected += [one.decision.label.in_language(language) for one in result.visible()]
        expected += [result.under(program).inputs[name].label.in_language(language) for name in result.facts]
        assert [text for text in expected if " ".join(text.split()) not in said] == []


def test_english_pages_have_no_chinese_but_the_names_of_instruments() -> None:
    for result, program, found in shipped_pages("en"):
        said = without(found.own_words, numbers_of_instruments(program))
        own = [value for value in result.facts.values() if isinstance(value, str)]
        own += [problem.arguments.get("found", "") for problem in result.problems]
        assert CHINESE.search(without(said, own)) is None, (result.case, CHINESE.findall(without(said, own)))


def test_same_input_same_bytes() -> None:
    result, program = shipped_cases()[0]
    assert render_html([result], program, "zh") == render_html([result], program, "zh")


def test_several_cases_on_one_page_with_a_list_of_them() -> None:
    several = shipped_cases()[:3]
    found = Page(render_pages(several, "zh"))
    assert [link for link in found.links if link.startswith("#case") and "-" not in link] == [
        "#case1",
        "#case2",
        "#case3",
    ]
    assert "nav" in found.tags


# accessibility


def test_language_headings_and_viewport() -> None:
    text = render_html(*_one(), "zh")
    assert '<html lang="zh-Hans">' in text
    assert 'name="viewport"' in text
    assert "@media print" in text
    found = Page(text)
    assert found.headings[0] == "h1"
    levels = [int(heading[1]) for heading in found.headings]
    assert all(after <= before + 1 for before, after in pairwise(levels)), found.headings
    assert render_html(*_one(), "en").count('<html lang="en">') == 1


def _one() -> tuple[list[CaseResult], Any]:
    return [decide("meadowland", AS_OF, herder())], program_of("meadowland")


# hostile text


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_a_case_is_escaped(language: str) -> None:
    case = RawCase(HOSTILE, CASE, {"herder_id": "110101194910010005", "division": "990000"}, day(AS_OF))
    result = Evaluator(program_of("meadowland"), Interpreter()).evaluate(case)
    result.facts = {**result.facts, "division": HOSTILE}
    text = render_html([result], program_of("meadowland"), language)
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text
    assert "49" not in Page(text).words.split()
    assert HOSTILE in Page(text).words


def test_text_of_a_fault_is_escaped() -> None:
    result = decide("meadowland", AS_OF, {"home": HOSTILE, HOSTILE: 1})
    text = render_html([result], program_of("meadowland"), "zh")
    assert "<script" not in text
    assert "A105" in Page(text).words


# what it says, on Meadowland


def test_amount_with_clause_calculation_rounding_and_figures() -> None:
    said = words("care")
    assert "草议〔2019〕7号 IV2 the care grant is a share of last year's wage" in said
    assert "7.5% (share for care) × 1111.00 yuan/month (shepherd's wage at the end of the year before)" in said
    assert "= 83.325 yuan/month" in said
    assert "rounded half up to 0.10 yuan/month → 83.30 yuan/month" in said
    assert "2022-12-31 2022-07-01 List of shepherds' wages published" in said
    assert "eligible" in said


def test_conditions_with_marks_down_to_the_answers() -> None:
    text = render_html([decide("meadowland", AS_OF, herder(), "hay")], program_of("meadowland"), "zh")
    said = Page(text).words
    assert "✓ 放牧二十年以上 — 放牧年数：23岁".replace(" — ", " ") in said
    assert "至少符合2项" in said
    assert "有羊圈：是 实为是" in said
    assert "开始放牧的日期 2000年6月30日" in said
    assert text.count("<details") > 2


def test_not_eligible_says_what_it_would_take() -> None:
    said = words("hay", herding_since="2010-06-30")
    assert "not eligible" in said
    assert "To qualify, it would need has herded for twenty years now years of herding: 13 years" in said


def test_open_says_what_is_possible_and_what_is_missing() -> None:
    result = decide("meadowland", AS_OF, herder("clean"), "herder_grade", "pasture")
    said = page(result).words
    assert "Still possible: good or plain" in said
    assert "Answers missing, the most decisive first: clean" in said
    only = decide("meadowland", AS_OF, herder("calm", clean=0, quick=0), "wool_grade")
    assert only.decisions["wool_grade"].status != DECIDED
    silent = page(decide("meadowland", AS_OF, {"home": "east"}, "pasture")).words
    assert "nothing is said of the east, the elders decide" in silent
    assert "The rules do not cover such a case." in silent


def test_one_value_left_whatever_the_answers() -> None:
    facts = {"calm": 0, "clean": 0, "flock_lost": False, "wolves": False, "storms": 0, "quick": None}
    result = decide("meadowland", AS_OF, facts, "wool_points", "wool_grade")
    said = page(result).words
    assert "Still possible: 0 to 3 points" in said


def test_missing_figure_is_for_the_office() -> None:
    said = words("shelter_grant", shelter=False)
    assert "Figures missing, for the office to supply: rate for a shelter (2023-06-30)" in said


def test_neighbours_of_a_band() -> None:
    said = words("wool_grade")
    assert "2 points more in points for shearing would make it “fine”" in said
    assert "2 points less in points for shearing would make it “plain”" in said


def test_combination_due_and_drawn() -> None:
    said = words("total")
    assert "hay 45.50 yuan/month not drawn" in said
    assert "of hay, care grant only the highest is drawn" in said
    assert "hay, shelter grant may be drawn together" in said


def test_ties_of_a_ranking() -> None:
    said = words("place_at_fair", applied_on="2023-05-01")
    assert "Order within a tier" in said
    assert "2023-05-01" in said


def test_provisional_with_the_reason() -> None:
    said = words("dog_food", "winter_grant")
    assert "provisional" in said
    assert "no published rule was found on “rate for dog food”, taken as “10.00 yuan/month” for now" in said
    assert "“Winter Measures” is a draft" in said
    assert "Why it is provisional" not in words("hay")


def test_rows_looked_at_before() -> None:
    said = words("herder_grade", wolves=True)
    assert "row 2 → one level worse than first grade of wool" in said
    assert "Looked at before and not met: 1 row" in said


def test_note_and_who_confirms() -> None:
    said = words("hay", "herder_grade")
    assert "Paid by the month." in said
    assert "To be confirmed: confirmed by the elders" in said


def test_rejected_case_with_place_and_remedy() -> None:
    said = page(decide("meadowland", AS_OF, {"calm": 9})).words
    assert "could not be decided" in said
    assert "A103" in said
    assert "case.yaml:1:1" in said


def test_decision_without_a_rule_on_the_day() -> None:
    said = page(decide("meadowland", "2019-06-30", herder())).words
    assert "not decided" in said
    assert "D201" in said


def test_one_decision_without_a_rule_beside_others() -> None:
    said = words("old_herder", "lantern_due")
    assert "something could not be decided" in said
    assert "must carry a lantern not decided" in said
    assert said.count("was in force until 2021-12-31") == 2, "at the top, and with the decision"


def test_supplied_figures_name_the_file() -> None:
    result = decide("meadowland", AS_OF, herder(shelter=False), "shelter_grant", parameters={"shelter_rate": 70})
    said = Page(render_html([result], program_of("meadowland", {"shelter_rate": 70}), "en")).words
    assert "supplied by the file office.yaml" in said
    assert "70.00 yuan/month" in said


def test_override_names_both_sides() -> None:
    said = page(decide("meadowland/north", "2024-06-30", herder()), "meadowland/north").words
    assert said.count("the rule of meadowland/north takes the place of that of meadowland") == 3


def test_known_at_is_shown() -> None:
    said = page(decide("meadowland", AS_OF, herder(), known_at="2023-06-30")).words
    assert "As known on 2023-06-30" in said
