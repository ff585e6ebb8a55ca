"""What is found of a row as a whole: assessments missing or old, and figures that something stands in for."""

from __future__ import annotations

from assess.language.edition import edition_of
from assess.rolls.reconciling import Reconciliation
from assess.rolls.reconciling.plan import Period, facts_of
from tests.library import day
from tests.rolls.reconciling.tables import Finding, Row, columns_of, edition, found_in, grazing, meadowland, only, row

BENEFITS = ("nursing", "grazing", "hostel")
ASSESSMENT = ("ability_level", "assessment_required", "assessment_up_to_date")


def plan(as_of: str = "2023-06-30", *columns: str) -> Reconciliation:
    paid: dict[str, Period] = dict.fromkeys(BENEFITS, "month")
    wanted = columns_of(BENEFITS, *(columns or ASSESSMENT))
    return Reconciliation.of(grazing(), edition(grazing(), as_of), paid, wanted)


def found(code: str, *rows: Row, by: Reconciliation | None = None) -> list[Finding]:
    return [one for one in found_in(by or plan(), rows) if one["code"] == code]


def test_assessment_missing_counts_what_it_leaves_open() -> None:
    undecided = row(1, assessment_required=True, nursing=("100.00", None), grazing=("30.00", "30.00"))
    assert [one["code"] for one in found_in(plan(), [undecided])] == ["assessment_missing"]
    (missing,) = found("assessment_missing", undecided)
    assert only([missing], "benefit", "paid", "due", "amount", "direction", "cite") == [
        (None, "130.00", None, "100.00", "none", "act §assess")
    ]
    assert missing["sentence_zh"] == (
        "张三应当评估，但由名册得不出能力等级，所发护理补贴共100.00元无法认定（草议〔2021〕2号 二1）。"
    )
    assert missing["sentence_en"] == (
        "张三 must be assessed, but the roll gives no level of ability; 100.00 yuan paid cannot be decided (nursing "
        "subsidy) "
        "(草议〔2021〕2号 II1)."
    )


def test_a_yuan_that_must_go_is_not_counted_under_the_missing_level_as_well() -> None:
    """Of the three the hostel subsidy is kept; what is paid of the others beside it is too much, whatever the level."""
    paid: dict[str, Period] = dict.fromkeys(BENEFITS, "month")
    found = edition_of(grazing(), day("2023-06-30"), strict=False, only=(*BENEFITS, *ASSESSMENT, "highest"))
    by = Reconciliation.of(grazing(), found, paid, columns_of(BENEFITS, *ASSESSMENT))
    three = {"nursing": ("20.00", None), "grazing": ("30.00", None), "hostel": ("50.00", None)}
    findings = found_in(by, [row(1, assessment_required=True, **three)])
    assert only(findings, "code", "benefit", "amount") == [
        ("assessment_missing", None, "50.00"),
        ("not_drawn_together", "grazing", "30.00"),
        ("not_drawn_together", "nursing", "20.00"),
    ]
    assert "50.00 yuan paid cannot be decided (hostel subsidy)" in findings[0]["sentence_en"]


def test_assessment_missing_where_nothing_hangs_on_it() -> None:
    (missing,) = found("assessment_missing", row(1, None, assessment_required=True, nursing=(0, None)))
    assert only([missing], "amount", "sentence_zh", "sentence_en") == [
        (
            "0.00",
            "应当评估，但由名册得不出能力等级（草议〔2021〕2号 二1）。",
            "The person must be assessed, but the roll gives no level of ability (草议〔2021〕2号 II1).",
        )
    ]


def test_what_is_decided_without_the_level_is_not_counted_under_it() -> None:
    codes = only(
        found_in(plan(), [row(1, assessment_required=True, nursing=("100.00", 0), nursing_eligible=False)]),
        "code", "amount",
    )  # fmt: skip
    assert codes[:2] == [("assessment_missing", "0.00"), ("not_entitled", "100.00")]


def test_what_does_not_rest_on_the_level_stays_undetermined_by_itself() -> None:
    """Grazing gives way to nursing in the south, so that what is drawn of it rests on the level; not so the hostel."""
    open_ = row(1, assessment_required=True, hostel=("50.00", None), grazing=("30.00", None))
    assert only(found_in(plan(), [open_]), "code", "benefit", "amount")[:2] == [
        ("assessment_missing", None, "30.00"),
        ("paid_undetermined", "hostel", "50.00"),
    ]


def test_no_assessment_is_missing_where_none_is_required_or_one_is_there() -> None:
    rows = [
        row(1, assessment_required=False, nursing=("100.00", None)),
        row(2, assessment_required=None, nursing=("100.00", None)),
        row(3, assessment_required=True, ability_level="severe", nursing=("100.00", "100.00")),
    ]
    assert found("assessment_missing", *rows) == []
    assert [one["row"] for one in found("paid_undetermined", *rows)] == [1, 2]


def test_assessment_out_of_date() -> None:
    (old,) = found(
        "assessment_out_of_date",
        row(
            1,
            ability_level="severe",
            assessment_up_to_date=False,
            nursing=("100.00", "100.00"),
            hostel=("5.00", "5.00"),
        ),
        row(2, ability_level="severe", assessment_up_to_date=True, nursing=("100.00", "100.00")),
        row(3, ability_level="severe", assessment_up_to_date=None, nursing=("100.00", "100.00")),
    )
    assert only([old], "row", "amount", "direction", "cite") == [(1, "100.00", "none", "act §again")]
    assert old["sentence_zh"] == (
        "张三的评估不在有效期内，应当复评，据此发放的护理补贴共100.00元须重新核对（草议〔2021〕2号 二2）。"
    )
    assert old["sentence_en"] == (
        "张三 has an assessment that is not up to date and must be assessed again; 100.00 yuan paid by it are to be "
        "checked (nursing subsidy) (草议〔2021〕2号 II2)."
    )


def test_assessment_that_is_missing_is_not_old_as_well() -> None:
    missing = row(1, assessment_required=True, assessment_up_to_date=False, nursing=(0, None))
    assert [one["code"] for one in found_in(plan(), [missing])] == ["assessment_missing"]


def test_assessment_is_missing_on_a_roll_that_pays_nothing() -> None:
    by = Reconciliation.of(grazing(), edition(grazing(), "2023-06-30"), {}, columns_of((), *ASSESSMENT))
    (missing,) = found("assessment_missing", row(1, assessment_required=True), by=by)
    assert only([missing], "amount", "sentence_zh") == [
        ("0.00", "张三应当评估，但由名册得不出能力等级（草议〔2021〕2号 二1）。")
    ]


def test_whole_row_says_what_is_paid_in_all_though_nothing_of_it_hangs_on_the_assessment() -> None:
    (missing,) = found("assessment_missing", row(1, assessment_required=True, grazing=("30.00", "30.00")))
    assert only([missing], "paid", "amount") == [("30.00", "0.00")]


def test_roll_that_tells_nothing_of_assessments_is_not_asked_for_them_row_by_row() -> None:
    in_force = edition(grazing(), "2023-06-30")
    undecided = row(1, assessment_required=True, nursing=("10.00", None))

    def codes(given: list[str]) -> list[str]:
        columns = columns_of(["nursing"], *ASSESSMENT)
        by = Reconciliation.of(grazing(), in_force, {"nursing": "month"}, columns, given)
        return [one["code"] for one in found_in(by, [undecided])]

    assert codes([]) == ["paid_undetermined"]
    assert codes(sorted(facts_of("ability_level", in_force))[:1]) == ["assessment_missing"]


def test_nothing_on_assessments_where_the_decisions_do_not_tell() -> None:
    silent = row(1, nursing=("100.00", None))
    assert only(found_in(plan("2023-06-30", "assessment_up_to_date"), [silent]), "code") == [("paid_undetermined",)]


def test_placeholder_names_the_figures() -> None:
    (found_,) = found("placeholder", row(1, grazing=("30.00", "40.00")), by=plan("2024-06-30"))
    assert only([found_], "benefit", "paid", "due", "amount", "direction", "cite") == [
        (None, "30.00", "40.00", "40.00", "none", "act §grazing")
    ]
    assert found_["sentence_zh"] == "张三的放牧补贴依据占位数值，“放牧补贴标准”还没有数值。"
    assert found_["sentence_en"] == (
        "张三: grazing subsidy decided by a placeholder; there is no value yet for “rate of the grazing subsidy”."
    )


def test_what_is_assumed_or_drawn_from_a_draft_is_no_finding() -> None:
    """Nursing goes by an assumed level and a draft, dog food by an assumed rate."""
    assert found("placeholder", row(1, ability_level="severe", nursing=("100.00", "100.00"))) == []
    assert found("placeholder", row(1, dog_food=("10.00", "10.00")), by=meadowland()) == []


def test_figure_is_not_read_for_those_who_are_not_eligible() -> None:
    by = plan("2024-06-30")
    rows = [row(1, grazing=("40.00", "40.00")), row(2, grazing=("40.00", 0)), row(3, grazing=("40.00", None))]
    assert only(found("placeholder", *rows, by=by), "row", "due") == [(1, "40.00"), (3, None)]


def test_figure_of_a_condition_is_read_for_those_whom_it_bars() -> None:
    (found_,) = found("placeholder", row(1, nursing=("100.00", 0)), by=plan("2025-06-30"))
    assert only([found_], "paid", "due", "amount", "cite") == [("100.00", "0.00", "100.00", "act §nursing")]


def test_placeholder_once_a_row_however_many_benefits() -> None:
    three = row(1, nursing=("100.00", "100.00"), grazing=("40.00", "30.00"), hostel=("50.00", "50.00"))
    (found_,) = found("placeholder", three, by=plan("2025-06-30"))
    assert only([found_], "paid", "due", "amount", "cite") == [
        ("140.00", "130.00", "140.00", "act §nursing; act §grazing")
    ]
    assert found_["sentence_zh"] == ("张三的护理补贴、放牧补贴依据占位数值，“护理起始等级”、“放牧补贴标准”还没有数值。")


def test_neither_paid_nor_due_is_no_matter() -> None:
    assert found("placeholder", row(1, nursing=(0, 0), grazing=(0, None)), by=plan("2025-06-30")) == []
