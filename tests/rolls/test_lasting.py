"""What lasts is told once of all its months: taken month by month again, it is what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.rolls.finding_columns import COLUMN_NAMES, COLUMNS, create_table
from assess.rolls.lasting import in_words, is_one_of, spans_of, told_once_for_all_months, written
from assess.rolls.running import second_pass
from assess.rolls.running.period import Period
from tests.databases import database
from tests.rolls.running.herds import check, files_of, herders, rows_of, write_csv

Row = dict[str, Any]
AMOUNTS = ("paid", "due", "amount")


@pytest.mark.parametrize(
    ("months", "text", "zh", "en"),
    [
        ("2023-05", "2023-05", "2023年5月", "2023-05"),
        ("2023-05 2023-06", "2023-05/2023-06", "2023年5月至6月", "2023-05 to 2023-06"),
        (
            "2022-11 2022-12 2023-01",
            "2022-11/2023-01",
            "2022年11月至2023年1月",
            "2022-11 to 2023-01",
        ),
        (
            "2023-01 2023-03 2023-04 2023-05 2024-01 2024-02",
            "2023-01, 2023-03/2023-05, 2024-01/2024-02",
            "2023年1月、3月至5月、2024年1月至2月",
            "2023-01, 2023-03 to 2023-05, 2024-01 to 2024-02",
        ),
    ],
)
def test_months_in_words(months: str, text: str, zh: str, en: str) -> None:
    spans = spans_of(months.split())
    assert (written(spans), in_words(spans, "zh"), in_words(spans, "en")) == (text, zh, en)


@given(st.sets(st.integers(0, 40)))
def test_months_as_they_are_written_can_be_read_back(places: set[int]) -> None:
    checked = _months(41)
    those = [checked[place] for place in sorted(places)]
    text = written(spans_of(those))
    assert [month for month in checked if text and is_one_of(month, text)] == those


def _months(count: int) -> list[str]:
    return [f"{2020 + place // 12}-{place % 12 + 1:02}" for place in range(count)]


# findings made by hand


def row(number: int, month: str | None, **values: Any) -> Row:
    """A finding that lasts, unless the values say otherwise."""
    given: Row = {
        "code": "assessment_missing", "source": "roll.csv", "row": number, "case": str(number), "month": month,
        "amount": Decimal(0), "direction": "none", "months": None if month is None else 1, "sentence_zh": "没有评估。",
        "sentence_en": "Not assessed.",
    }  # fmt: skip
    return dict.fromkeys(COLUMN_NAMES) | given | values


def told(rows: Sequence[Row], months: Sequence[str], folder: Path) -> list[Row]:
    with database() as connection:
        connection.execute(create_table("made"))
        connection.executemany(
            f"INSERT INTO made VALUES ({', '.join('?' * len(COLUMNS))})", [list(one.values()) for one in rows]
        )
        connection.execute(f"COPY made TO '{folder}/findings.parquet' (FORMAT parquet)")
        (path,) = told_once_for_all_months(connection, [folder / "findings.parquet"], months, folder)
        return _read(connection, path)


def _read(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Row]:
    found = connection.execute(f"FROM '{path}'")
    assert found.description is not None
    assert tuple(name for name, *_ in found.description) == COLUMN_NAMES
    return [dict(zip(COLUMN_NAMES, one, strict=True)) for one in found.fetchall()]


def month_by_month(rows: Iterable[Row], months: Sequence[str]) -> Counter[tuple[Any, ...]]:
    """The findings as they were, each of one month."""
    found: Counter[tuple[Any, ...]] = Counter()
    for one in rows:
        which = one["which_months"]
        those = [month for month in months if is_one_of(month, which)] if which else [one["month"]]
        begins = _beginnings(those) if one["direction"] == "none" and those != [None] else ("", "")
        if which:
            assert one["month"] is None
            assert one["months"] == len(those) > 1
        for month in those:
            parts = {name: None if one[name] is None else one[name] / len(those) for name in AMOUNTS}
            said = {
                f"sentence_{language}": one[f"sentence_{language}"].removeprefix(begin)
                for language, begin in zip(("zh", "en"), begins, strict=True)
            }
            whole = {"months": None if one["months"] is None else 1, "which_months": None}
            found[tuple((one | parts | said | whole | {"month": month}).values())] += 1
    return found


def _beginnings(months: Sequence[str]) -> tuple[str, str]:
    spans = spans_of(months)
    return f"{in_words(spans, 'zh')}：", f"{in_words(spans, 'en')}: "


def test_what_differs_in_anything_is_told_apart(tmp_path: Path) -> None:
    months = _months(4)
    made = [
        *(row(2, month, paid=Decimal(5), amount=Decimal(5), name="张三") for month in months),
        row(3, months[0]), row(3, months[1], cite="act §1"), row(3, months[2]), row(3, months[3], sentence_zh="别的。"),
        *(row(4, month, code="underpaid", direction="pay", amount=Decimal(5)) for month in months),
        row(5, None),
    ]  # fmt: skip
    found = told(made, months, tmp_path)
    columns = ("row", "month", "which_months", "months", "paid", "amount", "sentence_zh")
    assert [tuple(one[name] for name in columns) for one in found] == [
        (2, None, "2020-01/2020-04", 4, Decimal(20), Decimal(20), "2020年1月至4月：没有评估。"),
        (3, None, "2020-01, 2020-03", 2, None, Decimal(0), "2020年1月、3月：没有评估。"),
        (3, "2020-02", None, 1, None, Decimal(0), "2020年2月：没有评估。"),
        (3, "2020-04", None, 1, None, Decimal(0), "2020年4月：别的。"),
        *((4, month, None, 1, None, Decimal(5), "没有评估。") for month in months),
        (5, None, None, None, None, Decimal(0), "没有评估。"),
    ]
    assert found[0]["sentence_en"] == "2020-01 to 2020-04: Not assessed."
    assert found[0]["name"] == "张三"


def test_file_without_anything_of_the_kind_stays_as_it_is(tmp_path: Path) -> None:
    with database() as connection:
        connection.execute(create_table("made"))
        connection.execute(f"COPY made TO '{tmp_path}/none.parquet' (FORMAT parquet)")
        files = [tmp_path / "none.parquet"]
        assert told_once_for_all_months(connection, files, _months(2), tmp_path) == tuple(files)


@st.composite
def some_findings(draw: st.DrawFn) -> tuple[list[str], list[Row]]:
    """In their order, each of a row, month, code and benefit once; of as many months as two numbers hold, too."""
    months = _months(draw(st.sampled_from((1, 2, 12, 61, 100))))
    keys = st.tuples(
        st.integers(1, 3), st.integers(0, len(months) - 1), st.sampled_from(("paid_undetermined", "underpaid")),
        st.sampled_from((None, "hay", "care")),
    )  # fmt: skip
    order = sorted(draw(st.sets(keys, max_size=40)), key=lambda key: tuple(str(part or "") for part in key))
    amount = st.sampled_from((Decimal(0), Decimal("33.33")))
    rows = []
    for number, place, code, benefit in order:
        values = {
            "code": code, "benefit": benefit, "amount": draw(amount), "paid": draw(st.none() | amount),
            "direction": "none" if code == "paid_undetermined" else "pay", "cite": draw(st.sampled_from((None, "act"))),
            "sentence_zh": draw(st.sampled_from(("甲。", "乙。"))),
        }  # fmt: skip
        rows.append(row(number, months[place], **values))
    return months, rows


@settings(max_examples=60)
@given(some_findings())
def test_month_by_month_it_is_what_was_found(made: tuple[list[str], list[Row]]) -> None:
    months, rows = made
    with TemporaryDirectory() as folder:
        found = told(rows, months, Path(folder)) if rows else []
    assert month_by_month(found, months) == Counter(tuple(one.values()) for one in rows)
    same = [name for name in COLUMN_NAMES if name not in ("month", "months", "which_months")]
    lasting = [tuple(one[name] for name in same) for one in found if one["direction"] == "none"]
    assert len(set(lasting)) == len(lasting)
    others = [one for one in found if one["direction"] != "none"]
    assert others == [one for one in rows if one["direction"] != "none"]


# a roll of Meadowland

QUARTER = ["2023-04", "2023-05", "2023-06"]
PERIOD = Period.of_months(QUARTER[0], QUARTER[-1])


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roll without months, checked over a quarter."""
    folder = tmp_path_factory.mktemp("lasting")
    check(write_csv(herders(150), folder / "roll.csv"), folder / "out", period=PERIOD)
    return folder


def test_findings_of_a_roll_are_those_of_its_months(checked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_pass, "told_once_for_all_months", lambda connection, files, months, place: files)
    manifest = check(checked / "roll.csv", checked / "apart", period=PERIOD)
    apart, together = (rows_of(checked / name / "findings.parquet") for name in ("apart", "out"))
    assert month_by_month(together, QUARTER) == Counter(tuple(one.values()) for one in apart)
    assert {"paid_undetermined", "unpaid", "overpaid"} <= {one["code"] for one in together}
    assert all(one["which_months"] for one in together if one["code"] == "paid_undetermined")
    counts = {one.code: one for one in manifest.findings.by_code}
    monkeypatch.undo()
    once = check(checked / "roll.csv", checked / "counted", period=PERIOD)
    for one in once.findings.by_code:
        before = counts[one.code]
        assert (one.rows, one.people, one.recover, one.pay, one.other) == (
            before.rows, before.people, before.recover, before.pay, before.other,
        )  # fmt: skip
        assert one.findings == sum(each["code"] == one.code for each in together)
    assert once.findings.rows == manifest.findings.rows
    assert once.findings.recover_once == manifest.findings.recover_once


def test_shares_and_threads_change_nothing(checked: Path) -> None:
    for name, options in (("some", {"threads": 1, "share_rows": 40}), ("two", {"threads": 2, "share_rows": 60})):
        check(checked / "roll.csv", checked / name, period=PERIOD, **options)
        but = ("decisions.parquet", "manifest.json")  # decisions stand share by share
        assert files_of(checked / name, *but) == files_of(checked / "out", *but)


def test_rows_that_say_their_month_stay_each_by_itself(tmp_path: Path) -> None:
    roll = write_csv(herders(60, months=QUARTER), tmp_path / "roll.csv")
    check(roll, tmp_path / "out", period=PERIOD)
    found = rows_of(tmp_path / "out" / "findings.parquet")
    undetermined = [one for one in found if one["code"] == "paid_undetermined"]
    assert {one["month"] for one in undetermined} <= set(QUARTER)
    assert {one["which_months"] for one in found} == {None}
    year, month = undetermined[0]["month"].split("-")
    assert f"{year}年{int(month)}月发放" in undetermined[0]["sentence_zh"]


def test_one_month_as_a_period(checked: Path) -> None:
    """Its sentences begin with the month as those of several do."""
    check(checked / "roll.csv", checked / "one", period=Period.of_months("2023-06", "2023-06"))
    lasting = [one for one in rows_of(checked / "one" / "findings.parquet") if one["code"] == "paid_undetermined"]
    assert {(one["month"], one["which_months"], one["months"]) for one in lasting} == {("2023-06", None, 1)}
    assert all(one["sentence_zh"].startswith("2023年6月：") for one in lasting)
