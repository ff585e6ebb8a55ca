"""The clauses that findings from registers rest on."""

from __future__ import annotations

from pathlib import Path

from assess.library import Library
from assess.rolls.registers.benefits import Ground, paid_benefits

CHANGZHOU = Library.default().program("jiangsu/changzhou")
BENEFITS = ("old_age_allowance", "nursing_subsidy", "disability_living_subsidy", "disability_nursing_subsidy")


def grounds(benefit: str, kind: str) -> tuple[Ground, ...]:
    (found,) = paid_benefits(CHANGZHOU, {benefit: "month"})
    return found.grounds[kind]


def test_support_in_extreme_hardship_ends_with_death_and_prison() -> None:
    ending = (Ground("mf-2021-43 §ending", 202107),)
    for benefit in ("tekun_base_standard", "tekun_care_standard"):
        assert grounds(benefit, "deaths") == grounds(benefit, "imprisoned") == ending
        assert grounds(benefit, "moved") == grounds(benefit, "roll") == ()
    assert grounds("old_age_allowance", "deaths") == ()


def test_work_injury_bars_the_disability_subsidies() -> None:
    neither = (Ground("gf-2015-52 §neither", 201601),)
    assert grounds("disability_living_subsidy", "work_injury") == neither
    assert grounds("disability_nursing_subsidy", "work_injury") == neither
    assert grounds("old_age_allowance", "work_injury") == ()


def test_no_clause_by_which_the_insurance_helps_is_one_to_recover_by() -> None:
    """Whoever has been assessed by the insurance needs no other assessment: that never takes anything away."""
    assert grounds("nursing_subsidy", "ltci") == ()


def test_the_rule_by_which_a_benefit_gives_way_to_one_that_the_insurance_helps_to() -> None:
    """The nursing subsidy may be due by the insurance, and then the disability nursing subsidy is not."""
    assert [one.cite for one in grounds("disability_nursing_subsidy", "ltci")] == [
        "gf-2015-52 §higher", "gz-disability §nursing-higher",
    ]  # fmt: skip
    lowered = {one.name: one.lowered_by for one in paid_benefits(CHANGZHOU, dict.fromkeys(BENEFITS, "month"))}
    assert lowered == {
        "old_age_allowance": frozenset(), "nursing_subsidy": frozenset(),
        "disability_living_subsidy": frozenset({"work_injury"}),
        "disability_nursing_subsidy": frozenset({"ltci", "work_injury"}),
    }  # fmt: skip


def test_clauses_by_which_the_fact_excludes_or_lowers() -> None:
    harbour = Library.default((Path(__file__).parent,)).program("harbour")
    found = {
        one.name: one.grounds for one in paid_benefits(harbour, dict.fromkeys(("care", "meals", "nursing"), "month"))
    }
    assert [ground.cite for ground in found["care"]["ltci"]] == ["rules §care"]
    assert [ground.cite for ground in found["meals"]["ltci"]] == ["rules §meals"]
    assert [ground.cite for ground in found["nursing"]["work_injury"]] == ["rules §nursing"]
    assert found["nursing"]["ltci"] == ()


def test_rules_by_which_a_benefit_is_excluded_where_the_fact_holds_or_gives_another() -> None:
    quay = Library.default((Path(__file__).parent,)).program("quay")
    care, meals = paid_benefits(quay, dict.fromkeys(("care", "meals"), "month"))
    cited = {kind: [ground.cite for ground in meals.grounds[kind]] for kind in ("ltci", "work_injury")}
    assert cited == {"ltci": ["rules §either"], "work_injury": ["rules §injury"]}
    assert (care.lowered_by, meals.lowered_by) == (frozenset(), frozenset({"ltci", "work_injury"}))


def test_benefits_keep_their_words_and_period() -> None:
    care, age = paid_benefits(CHANGZHOU, {"tekun_care_standard": "year", "old_age_allowance": "month"})
    assert (care.label.zh, care.period) == ("特困人员照料护理标准", "year")
    assert (age.label.zh, age.period) == ("尊老金", "month")
