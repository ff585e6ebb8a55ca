"""What a manifest says of the rules of Meadowland, in both languages."""

from __future__ import annotations

from assess.language.edition import Edition, edition_of
from assess.language.law import Citation
from assess.rolls.reporting.describing import (
    clause_words,
    decision_words,
    not_checked,
    readings_of,
    register_label,
    ruleset_used,
)
from assess.rolls.reporting.manifest import Reading
from tests.library import FICTIONAL

PROGRAM = FICTIONAL.program("meadowland")


def edition(day: int = 2023_06_30) -> Edition:
    return edition_of(PROGRAM, day)


def reading(name: str, *days: int) -> Reading:
    (found,) = (one for one in readings_of([edition(day) for day in days or (2023_06_30,)]) if one.name == name)
    return found


def test_ruleset() -> None:
    used = ruleset_used(PROGRAM)
    assert (used.id, used.version, used.label.zh, used.lineage) == (
        "meadowland",
        "3",
        "草原国牧人保障",
        ("meadowland",),
    )
    assert used.sha256 == PROGRAM.hash


def test_decisions_in_the_order_of_the_program() -> None:
    words = {one.name: one for one in decision_words(PROGRAM, reversed(PROGRAM.goals), PROGRAM.goals)}
    assert list(words) == ["herder_grade", "hay", "care", "total"]
    assert all(one.goal for one in words.values())


def test_an_amount_and_a_choice() -> None:
    amounts = [one for one in decision_words(PROGRAM, PROGRAM.decisions, ()) if one.kind == "money"]
    assert amounts[0].unit is not None
    assert amounts[0].unit.zh == "元/月"
    choices = [one for one in decision_words(PROGRAM, PROGRAM.decisions, ()) if one.kind == "enumeration"]
    wool = next(one for one in choices if len(one.options) == 4)
    assert [(option.code, option.label.zh) for option in wool.options] == [
        ("fine", "细毛"), ("good", "好毛"), ("plain", "普通毛"), ("coarse", "粗毛"),
    ]  # fmt: skip


def test_clauses_by_the_text_that_findings_cite() -> None:
    words = clause_words(PROGRAM, [Citation("herding-act", "4-hay"), Citation("herding-act", "1")])
    assert list(words) == ["herding-act §1", "herding-act §4-hay"]
    assert words["herding-act §4-hay"].short.zh == "草议〔2019〕7号 四1"
    assert words["herding-act §4-hay"].says.en == "old herders draw hay by the kind of animal"


def test_a_figure_that_goes_by_something() -> None:
    rate = reading("hay_rate")
    assert rate.value is not None
    assert rate.value.zh == "绵羊 60.00 元/月；山羊 45.50 元/月；都有 105.50 元/月"
    assert rate.value.en == "sheep 60.00 yuan/month; goats 45.50 yuan/month; both 105.50 yuan/month"
    assert (rate.day, rate.since, rate.cite.zh) == ("2023-06-30", "2020-01-01", "草议〔2019〕7号 四1")
    assert rate.confidence == "published"


def test_an_assumed_figure_and_the_goals_that_rest_on_it() -> None:
    rate = reading("dog_rate")
    assert rate.confidence == "assumed"
    assert rate.decisions == ("total",)  # dog food is drawn within the total, and no goal by itself
    assert reading("care_share").decisions == ("care", "total")


def test_a_figure_that_nobody_knows() -> None:
    rate = reading("shelter_rate")
    assert (rate.value, rate.confidence, rate.since) == (None, "missing", None)
    assert rate.note is not None
    assert rate.note.zh == "没有公布或没有录入；可用 --parameters 文件提供"


def test_a_figure_stands_once_however_many_months_it_holds() -> None:
    months = (2023_01_31, 2023_02_28, 2023_03_31)
    assert reading("hay_rate", *months).day == "2023-01-31"
    changed = [one for one in readings_of([edition(2024_12_31), edition(2025_01_31)]) if one.name == "hay_rate"]
    assert [(one.day, one.since) for one in changed] == [("2024-12-31", "2020-01-01"), ("2025-01-31", "2025-01-01")]


def test_a_figure_that_cannot_be_read_on_the_day_says_why() -> None:
    late_edition = edition_of(PROGRAM, 2025_12_31, only=("winter_grant",))
    (late,) = (one for one in readings_of([late_edition]) if one.name == "winter_rate")
    assert (late.value, late.confidence) == (None, "missing")
    assert late.note is not None
    assert "2025-06-30" in late.note.zh


def test_registers_by_their_names() -> None:
    assert register_label("deaths").zh == "死亡登记"
    assert register_label("roll:低保").zh == "名册“低保”"
    assert register_label("roll:low income").en == "the roll “low income”"
    assert register_label("other").en == "other"


def test_what_was_not_checked_and_why() -> None:
    benefits = [name for name in PROGRAM.goals if PROGRAM.decisions[name].role == "benefit"]
    found = not_checked([edition()], paid=benefits[1:], registers=["deaths", "roll:x"], checked=["duplicate_id"])
    told = {one.subject.zh: one.reason.zh for one in found}
    label = PROGRAM.decisions[benefits[0]].label.zh
    assert told[label] == f"名册没有它的发放金额（列 paid.{benefits[0]}），只算了应发，没有核对实发"
    assert PROGRAM.decisions[benefits[1]].label.zh not in told
    assert told["与服刑人员登记比对"] == "没有提供（--register imprisoned=文件）"
    assert "与死亡登记比对" not in told
    assert told["同名同生日（疑似重复）"] == "名册没有所需的列"
    assert "身份证号重复" not in told


def test_a_decision_that_is_not_in_force_was_not_checked() -> None:
    late = edition_of(PROGRAM, 2025_12_31, only=("winter_grant", "hay"))
    told = {one.subject.en: one.reason.en for one in not_checked([late], ("winter_grant", "hay"), (), ())}
    assert "2025-06-30" in told[PROGRAM.decisions["winter_grant"].label.en]
    assert "hay" not in told
