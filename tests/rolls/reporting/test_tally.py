"""The numbers of the reports, worked out by hand for the made-up run."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reporting import tally as module
from assess.rolls.reporting.manifest import Manifest, NoFigure, Period, Words
from assess.rolls.reporting.store import opened
from assess.rolls.reporting.tally import Tally, tally_of
from tests.databases import database
from tests.rolls.reporting.made import FINDINGS, MANIFEST, finding, made_run, yuan


def tally(path: Path, findings: Iterable[dict[str, Any]] = FINDINGS, manifest: Manifest = MANIFEST) -> Tally:
    run = made_run(path / "run", findings)
    with opened(run.folder.decisions, run.folder.findings, [run.rejects], path) as store:
        return tally_of(store, manifest)


def test_findings_by_code(tmp_path: Path) -> None:
    found = tally(tmp_path).findings
    assert [(one.code, one.findings, one.rows, one.recover, one.pay) for one in found.by_code] == [
        ("not_entitled", 1, 1, yuan("45.50"), yuan("0.00")),
        ("overpaid", 2, 2, yuan("23.40"), yuan("0.00")),
        ("unpaid", 1, 1, yuan("0.00"), yuan("83.30")),
        ("assessment_missing", 1, 1, yuan("0.00"), yuan("0.00")),
        ("paid_after_death", 1, 1, yuan("136.50"), yuan("0.00")),
    ]
    assert found.rows == 5


MONTHS = MANIFEST.model_copy(update={"period": Period(first_month="2023-05", last_month="2023-06")})


def test_people_are_counted_where_several_months_are_checked(tmp_path: Path) -> None:
    """Of row 2 both findings are, one of them by the ID number; the others have none."""
    found = tally(tmp_path, manifest=MONTHS).findings
    assert found.people == 1
    assert {one.code: one.people for one in found.by_code if one.people} == {"not_entitled": 1, "paid_after_death": 1}


def test_people_are_not_counted_on_one_day(tmp_path: Path) -> None:
    found = tally(tmp_path).findings
    assert (found.people, {one.people for one in found.by_code}) == (None, {None})


def test_people_are_counted_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 2)
    test_people_are_counted_where_several_months_are_checked(tmp_path)


def test_rows_are_told_apart_in_parts_of_which_each_fits_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 2)
    test_findings_by_code(tmp_path)


def test_what_is_to_be_recovered_once_is_as_the_run_worked_it_out(tmp_path: Path) -> None:
    assert tally(tmp_path).findings.recover_once == yuan("159.90")


def test_districts_with_the_largest_amounts_first(tmp_path: Path) -> None:
    found = tally(tmp_path)
    assert [(one.name, one.findings, one.recover, one.pay) for one in found.districts] == [
        ("北村", 3, yuan("198.70"), yuan("0.00")),
        ("南村", 2, yuan("6.70"), yuan("83.30")),
        (None, 1, yuan("0.00"), yuan("0.00")),
    ]
    assert found.districts[1].codes == {
        "overpaid": {"recover": yuan("6.70"), "pay": yuan("0.00"), "other": yuan("0.00")},
        "unpaid": {"recover": yuan("0.00"), "pay": yuan("83.30"), "other": yuan("0.00")},
    }
    assert found.other_districts == 0


def test_many_districts_are_put_together(tmp_path: Path) -> None:
    many = [
        finding("unpaid", row, district=f"村{row:03}", amount=str(row), direction="pay")
        for row in range(1, module.DISTRICTS + 4)
    ]
    found = tally(tmp_path, many)
    assert len(found.districts) == module.DISTRICTS + 1
    assert found.other_districts == 3
    rest = found.districts[-1]
    assert (rest.name, rest.findings, rest.pay) == ("", 3, Decimal("6.00"))
    assert sum(one.pay for one in found.districts) == sum(range(1, module.DISTRICTS + 4))


def test_distributions_follow_the_order_of_the_values(tmp_path: Path) -> None:
    wool, fair = tally(tmp_path).distributions
    assert wool.counts == (("fine", 1), ("good", 2), ("plain", 1), ("coarse", 0))
    assert wool.open == 1  # the undetermined row; those rejected are nowhere
    assert (fair.counts, fair.open) == ((("true", 3), ("false", 1)), 1)


def test_benefits(tmp_path: Path) -> None:
    hay, care = tally(tmp_path).benefits
    assert (hay.eligible, hay.decided, hay.open, hay.payments) == (1, 5, 0, 2)
    assert (hay.due, hay.paid, hay.difference, hay.paid_open) == (*map(yuan, ("45.50", "91.00", "45.50", "0.00")),)
    assert (care.eligible, care.decided, care.open, care.due) == (3, 4, 1, yuan("249.90"))
    assert (care.payments, care.paid, care.difference, care.paid_open) == (None, None, None, None)


PARTLY_DECIDED = """
    SELECT * FROM (VALUES
        ('roll.csv', 2, 'undetermined', 45.50, true, 45.50, 40.00, 30.00, NULL, NULL, NULL),
        ('roll.csv', 3, 'undetermined', NULL, NULL, NULL, 9.00, 20.00, NULL, NULL, NULL),
        ('roll.csv', 4, 'rejected', NULL, NULL, NULL, 5.00, 10.00, NULL, NULL, NULL)
    ) AS made(
        source, "row", status, hay, "hay.eligible", "due.hay", "paid.hay",
        "paid.care", care, "care.eligible", "due.care"
    )
"""


def partly_decided(path: Path, manifest: Manifest = MANIFEST) -> Tally:
    run = made_run(path / "run", ())
    with database() as connection:
        connection.execute(f"COPY ({PARTLY_DECIDED}) TO '{run.folder.decisions}' (FORMAT parquet)")
    with opened(run.folder.decisions, run.folder.findings, [], path) as store:
        return tally_of(store, manifest)


def test_what_is_due_and_paid_is_summed_over_the_same_rows(tmp_path: Path) -> None:
    found = partly_decided(tmp_path)
    hay, care = found.benefits
    assert (hay.decided, hay.open, hay.payments) == (1, 1, 3)
    assert (hay.due, hay.paid, hay.difference, hay.paid_open) == (*map(yuan, ("45.50", "40.00", "-5.50", "14.00")),)
    assert (care.decided, care.due, care.paid, care.difference) == (0, None, None, None)
    assert care.paid_open == yuan("60.00")
    assert [(one.decision, one.decided, one.undetermined) for one in found.completed(MANIFEST).benefits] == [
        ("hay", 1, 1), ("care", 0, 2),
    ]  # fmt: skip


def test_what_is_paid_though_nobody_can_be_decided_for_want_of_a_figure(tmp_path: Path) -> None:
    lacking = NoFigure(decision="care", figures=(Words(zh="照料标准", en="rate for care"),))
    manifest = MANIFEST.model_copy(update={"no_figure": (lacking,)})
    (found,) = partly_decided(tmp_path, manifest).no_figure
    assert (found.rows, found.amount) == (2, yuan("50.00"))  # the rejected row is not among them


def test_what_rests_on_unpublished_values(tmp_path: Path) -> None:
    found = {one.decision: one for one in tally(tmp_path).resting}
    assert found["care"].decided == 4
    assert (found["care"].resting, found["care"].readings) == (3, ("care_share",))  # the eligible ones
    assert (found["hay"].decided, found["hay"].resting) == (5, 0)


def test_rejects_by_code_with_the_first(tmp_path: Path) -> None:
    often, once = tally(tmp_path).rejects
    assert (often.code, often.count, often.example["row"], often.example["column"]) == ("A106", 2, 9, "羊")
    assert once.message(unmask=False).zh == "身份证号“320402********001X”不对"
    assert once.message(unmask=True).zh == "身份证号“32040219391011001X”不对"


def test_nothing_is_due_only_where_somebody_who_qualifies_is_decided(tmp_path: Path) -> None:
    """That of the others, who do not qualify, is no sum to show beside those who do."""
    run = made_run(tmp_path)
    query = f"""
        SELECT * REPLACE (CASE WHEN "hay.eligible" THEN NULL ELSE hay END AS hay,
                          CASE WHEN "hay.eligible" THEN NULL ELSE "due.hay" END AS "due.hay", 0.00 AS "paid.hay")
        FROM {parquet_sql(run.folder.decisions)}
    """
    with database() as connection:
        connection.sql(query).write_parquet(str(tmp_path / "aside.parquet"))
    (tmp_path / "aside.parquet").replace(run.folder.decisions)
    with opened(run.folder.decisions, run.folder.findings, [run.rejects], tmp_path) as store:
        hay = next(one for one in tally_of(store, MANIFEST).benefits if one.decision.name == "hay")
    assert (hay.eligible, hay.decided, hay.open, hay.due, hay.difference) == (1, 4, 1, None, None)


def test_the_widths_tell_empty_columns_and_count_chinese_twice(tmp_path: Path) -> None:
    widths = tally(tmp_path).widths
    assert widths["not_entitled"]["name"] == 4
    assert "month" not in widths["not_entitled"]
    assert "district" not in widths["assessment_missing"]


def test_a_run_without_findings_or_files(tmp_path: Path) -> None:
    with opened(tmp_path / "none", tmp_path / "none", [], tmp_path) as store:
        found = tally_of(store, MANIFEST)
    assert found.findings.by_code == ()
    assert found.findings.rows == 0
    assert (found.districts, found.rejects, found.distributions, found.benefits) == ((), (), (), ())
