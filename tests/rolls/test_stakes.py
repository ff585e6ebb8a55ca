"""What is to be recovered with each payment counted once, against working it out payment by payment in Python."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assess.language.types import Label
from assess.rolls.finding_columns import COLUMN_NAMES
from assess.rolls.parquet_files import parquet
from assess.rolls.reconciling import Reconciliation, findings_query
from assess.rolls.reconciling.plan import Period
from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.comparing import register_findings
from assess.rolls.registers.months import Months
from assess.rolls.registers.payments import Roll
from assess.rolls.screening import Screening, duplicate_findings
from assess.rolls.stakes import Stakes
from tests.library import program_of
from tests.rolls.reconciling.tables import columns_of, edition, filled
from tests.rolls.registers.registering import id_number, person, register
from tests.rolls.screening import tables as screening_tables

BENEFITS = ("hay", "shelter_grant")
"""Neither of them gives way to the other."""
SOURCES = ("南.csv", "北.csv")
"""In the order of the roll, which is not that of the names."""
PEOPLE = 6
DAY, MONTHS = "2023-06-30", ("2023-05", "2023-06", "2023-07")
SOME = settings(
    max_examples=15, deadline=None, derandomize=True, database=None,
    phases=(Phase.generate,), suppress_health_check=(HealthCheck.too_slow,),
)  # fmt: skip


@dataclass(frozen=True)
class Payment:
    paid: Decimal | None
    due: Decimal | None


@dataclass(frozen=True)
class Row:
    """`payments`: by month (one, without a name, where a day is checked) and benefit."""

    source: str
    row: int
    count: int
    name: str
    payments: dict[str, dict[str, Payment]]

    @property
    def place(self) -> tuple[int, int]:
        return SOURCES.index(self.source), self.row


@dataclass(frozen=True)
class Case:
    """`deaths`: of some of the people, the month (numbered in 2023) and the name. `elsewhere`: of some, the months on
    another roll. `by_year`: benefits paid by the year."""

    rows: tuple[Row, ...]
    deaths: dict[int, tuple[int, str]]
    elsewhere: dict[int, tuple[int, int]]
    months: tuple[str, ...]
    by_year: frozenset[str] = frozenset()


YUAN = st.sampled_from([None, "0", "0.01", "45.50", "60.00", "100.07", "900.00"])
AMOUNT = YUAN.map(lambda text: None if text is None else Decimal(text))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    several = draw(st.booleans())
    months = MONTHS if several else ("",)
    by_year = frozenset() if several else draw(st.frozensets(st.sampled_from(BENEFITS)))
    rows = []
    for source in SOURCES:
        for row in range(2, 3 + draw(st.integers(0, 7))):
            payments = {month: {name: Payment(draw(AMOUNT), draw(AMOUNT)) for name in BENEFITS} for month in months}
            rows.append(Row(source, row, draw(st.integers(1, PEOPLE)), draw(st.sampled_from("甲乙")), payments))
    deaths = draw(st.dictionaries(st.integers(1, PEOPLE), st.tuples(st.integers(1, 8), st.sampled_from("甲乙"))))
    spans = st.tuples(st.integers(1, 8), st.integers(1, 8)).map(lambda both: (min(both), max(both)))
    return Case(tuple(rows), deaths, draw(st.dictionaries(st.integers(1, PEOPLE), spans)), months, by_year)


# worked out in Python


def month_numbers(case: Case, month: str, benefit: str) -> list[int]:
    """The months of 2023 that a payment is for."""
    if month:
        return [int(month[-2:])]
    return list(range(1, 13)) if benefit in case.by_year else [6]


class Expected:
    """The stakes in every payment, in the share of each month that it is for."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.stakes: dict[tuple[tuple[int, int], str, int], Fraction] = {}
        for row in case.rows:
            for month, payments in row.payments.items():
                for benefit, one in payments.items():
                    # what one day says of a whole year is to be verified first
                    if one.paid is not None and one.due is not None and benefit not in case.by_year:
                        self._add(row, month, benefit, one.paid - one.due)
        self._paid_again()
        for count, (died, name) in case.deaths.items():
            self._over(count, range(died + 1, 13), name)
        for count, (first, last) in case.elsewhere.items():
            self._over(count, range(first, last + 1), None)

    @property
    def total(self) -> Decimal:
        return Decimal(int(sum(self.stakes.values(), Fraction(0)) * 100)).scaleb(-2)

    def _add(
        self, row: Row, month: str, benefit: str, amount: Decimal, only: Sequence[int] | range = range(13)
    ) -> None:
        numbers = month_numbers(self.case, month, benefit)
        for number in numbers:
            if number in only:
                key = (row.place, benefit, number)
                share = Fraction(amount) / len(numbers)
                self.stakes[key] = max(share, self.stakes.get(key, Fraction(0)))

    def _paid_again(self) -> None:
        for month in self.case.months:
            for benefit in BENEFITS:
                before = set()
                for row in sorted(self.case.rows, key=lambda row: row.place):
                    one = row.payments[month][benefit]
                    if one.paid:
                        if row.count in before:
                            self._add(row, month, benefit, one.paid if one.due is None else min(one.paid, one.due))
                        before.add(row.count)

    def _over(self, count: int, months: range, name: str | None) -> None:
        """All that is paid in these months, a fen at least, if surely to this person: by the name on the first row."""
        for benefit in BENEFITS:
            met = [
                (number, row.place, row, month, one.paid)
                for row in self.case.rows
                if row.count == count
                for month, payments in row.payments.items()
                if (one := payments[benefit]).paid is not None
                for number in month_numbers(self.case, month, benefit)
                if number in months
            ]
            met.sort(key=lambda each: each[:2])
            by_month = [list(group) for _, group in groupby(met, key=lambda each: each[0])]
            paid = [group for group in by_month if any(amount for *_, amount in group)]
            shares = [
                Fraction(amount or 0) / len(month_numbers(self.case, month, benefit)) for *_, month, amount in met
            ]
            is_a_fen = sum(shares, Fraction(0)) >= Fraction(1, 100)
            if paid and is_a_fen and (name is None or paid[0][0][2].name == name):
                for _, _, row, month, amount in met:
                    assert amount is not None
                    self._add(row, month, benefit, amount, months)


# worked out by the program


def recovered(case: Case, folder: Path) -> tuple[Decimal, list[Decimal]]:
    """What is to be recovered, each payment counted once; and the amounts of all findings to recover."""
    program = program_of("meadowland")
    periods: dict[str, Period] = {name: "year" if name in case.by_year else "month" for name in BENEFITS}
    several = case.months != ("",)
    columns = columns_of(BENEFITS, *(["month"] if several else []))
    by_month = {month: edition(program, DAY) for month in case.months}
    plan = Reconciliation.of(program, by_month if several else by_month[""], periods, columns)
    months = Months(202305, 202307) if several else Months(202306, 202306)
    decisions, people = [], []
    for row in case.rows:
        people.append({"source": row.source, "row": row.row, "person": person(row.count), "namesake": None})
        for month, payments in row.payments.items():
            made = {"source": row.source, "row": row.row, "case": f"{row.row}", "name": row.name, "district": "北村",
                    "status": "decided", **({"month": month} if month else {})}  # fmt: skip
            for benefit, one in payments.items():
                made |= {f"paid.{benefit}": one.paid, f"due.{benefit}": one.due, benefit: one.due}
                made[f"{benefit}.eligible"] = None if one.due is None else one.due > 0
            decisions.append(made)
    dead = [(id_number(count), name, f"2023-{month:02}-03") for count, (month, name) in case.deaths.items()]
    elsewhere = [(id_number(count), *(f"2023-{month:02}" for month in span)) for count, span in case.elsewhere.items()]
    registers = [
        register(folder, "deaths", ["身份证号", "姓名", "死亡日期"], dead, "死亡.csv"),
        register(folder, "roll:低保", ["身份证号", "开始日期", "结束日期"], elsewhere, "低保.csv"),
    ]
    stakes = Stakes(months, case.by_year)
    with duckdb.connect() as connection:
        filled(connection, "decisions", decisions, columns)
        screening_tables.filled(connection, "people", people, ("source", "row", "person", "namesake"))
        for name in ("decisions", "people"):
            connection.table(name).write_parquet(str(folder / f"{name}.parquet"))
        files = [folder / f"{name}.parquet" for name in ("row-by-row", "duplicates", "registers")]
        connection.sql(findings_query(plan, "decisions", "people").sql("duckdb")).write_parquet(str(files[0]))
        stakes.begin(connection)
        screening = Screening.of(program, columns, ("source", "row", "person", "namesake"), SOURCES)
        there = [parquet(folder / f"{name}.parquet") for name in ("people", "decisions")]
        duplicate_findings(connection, screening, there[0], there[1], len(people), files[1], stakes)
        benefits = [PaidBenefit(name, Label(name, name), periods[name]) for name in BENEFITS]
        roll = Roll("people", "decisions", months, SOURCES)
        register_findings(connection, registers, roll, benefits, files[2], stakes)
        total = stakes.recovered_once(connection, parquet(*files))
        listed = ", ".join(f'"{name}"' for name in COLUMN_NAMES)
        amounts = connection.execute(
            f"SELECT amount FROM (SELECT {listed} FROM {parquet(*files).sql('duckdb')}) WHERE direction = 'recover'"
        ).fetchall()
        stakes.end(connection)
    return total, [amount for (amount,) in amounts]


def check(case: Case) -> Decimal:
    with tempfile.TemporaryDirectory() as folder:
        total, amounts = recovered(case, Path(folder))
    every = [one for row in case.rows for payments in row.payments.values() for one in payments.values()]
    paid = sum((one.paid or Decimal(0) for one in every), Decimal(0))
    assert total <= paid
    assert total >= max(amounts, default=Decimal(0))
    assert total <= sum(amounts, Decimal(0)) + Decimal("0.12")  # of shares of a year, findings leave fractions out
    assert total == Expected(case).total
    return total


@SOME
@given(cases())
def test_each_payment_counts_once(case: Case) -> None:
    check(case)


def hay(paid: str, due: str) -> dict[str, Payment]:
    return {"hay": Payment(Decimal(paid), Decimal(due)), "shelter_grant": Payment(None, None)}


def test_dead_person_who_stands_twice_was_paid_no_more_than_twice() -> None:
    rows = tuple(Row(SOURCES[0], row, 1, "甲", {"": hay("747", "747")}) for row in (2, 3))
    assert check(Case(rows, {1: (3, "甲")}, {}, ("",))) == Decimal("1494.00")


def test_of_each_month_the_larger_stake_counts() -> None:
    """775.50 too much in May and in June, and all of 900.00 in July, after death in June."""
    row = Row(SOURCES[0], 2, 1, "甲", dict.fromkeys(MONTHS, hay("900", "124.50")))
    assert check(Case((row,), {1: (6, "甲")}, {}, MONTHS)) == Decimal("2451.00")


def test_of_a_year_the_months_after_death() -> None:
    """All of 75.00 for each of the last three. What is too much by one day's amount, taken twelve times, has to be
    verified first: it is not counted."""
    row = Row(SOURCES[0], 2, 1, "甲", {"": hay("900", "124.50")})
    assert check(Case((row,), {1: (9, "甲")}, {}, ("",), frozenset({"hay"}))) == Decimal("225.00")


def test_another_name_in_the_register_recovers_nothing() -> None:
    row = Row(SOURCES[0], 2, 1, "甲", {"": hay("747", "747")})
    assert check(Case((row,), {1: (3, "乙")}, {}, ("",))) == Decimal("0.00")
