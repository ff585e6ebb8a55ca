"""What is to be recovered with each payment counted once, against working it out payment by payment in Python."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

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
from assess.rolls.registers.register_facts import Before, findings_with_register_fact
from assess.rolls.screening import Screening
from assess.rolls.screening.duplicates import duplicate_findings
from assess.rolls.stakes import Stakes
from tests.databases import database
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
ALL = range(1, 13)
FLAGS = ("stated", "unreadable")
SOME = settings(
    max_examples=10, deadline=None, derandomize=True, database=None,
    phases=(Phase.generate,), suppress_health_check=(HealthCheck.too_slow,),
)  # fmt: skip


@dataclass(frozen=True)
class Payment:
    """`insured`, `uninsured`: what is due by the rules were a fact so that a register stands for, and were it not."""

    paid: Decimal | None
    due: Decimal | None
    insured: Decimal | None = None
    uninsured: Decimal | None = None


@dataclass(frozen=True)
class Row:
    """`payments`: by month (one, without a name, where a day is checked) and benefit. `stated`: what it says of the
    fact."""

    source: str
    row: int
    count: int
    name: str
    payments: dict[str, dict[str, Payment]]
    stated: bool | None = None

    @property
    def place(self) -> tuple[int, int]:
        return SOURCES.index(self.source), self.row


Span = tuple[int, int, str]
"""The first and the last month (numbered in 2023) and the name in a register."""


@dataclass(frozen=True)
class Case:
    """Of some of the people, by their count, `deaths`: the month (numbered in 2023) and the name; `terms` in prison;
    `insured`, those in which they are on a list of work-injury insurance; `elsewhere`, on another roll. `by_year`:
    benefits paid by the year."""

    rows: tuple[Row, ...]
    deaths: dict[int, tuple[int, str]]
    elsewhere: dict[int, tuple[int, int]]
    months: tuple[str, ...]
    by_year: frozenset[str] = frozenset()
    terms: tuple[tuple[int, Span], ...] = ()
    insured: dict[int, Span] = field(default_factory=dict)


YUAN = st.sampled_from([None, "0", "0.01", "45.50", "60.00", "100.07", "900.00"])
AMOUNT = YUAN.map(lambda text: None if text is None else Decimal(text))
PAYMENT = st.builds(Payment, AMOUNT, AMOUNT, AMOUNT, AMOUNT)
NAME = st.sampled_from("甲乙")
COUNT = st.integers(1, PEOPLE)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    several = draw(st.booleans())
    months = MONTHS if several else ("",)
    by_year = frozenset() if several else draw(st.frozensets(st.sampled_from(BENEFITS)))
    rows = []
    for source in SOURCES:
        for row in range(2, 3 + draw(st.integers(0, 7))):
            payments = {month: {name: draw(PAYMENT) for name in BENEFITS} for month in months}
            stated = draw(st.sampled_from([None, False, True]))
            rows.append(Row(source, row, draw(COUNT), draw(NAME), payments, stated))
    deaths = draw(st.dictionaries(COUNT, st.tuples(st.integers(1, 8), NAME)))
    months_ = st.tuples(st.integers(1, 8), st.integers(1, 8)).map(lambda both: (min(both), max(both)))
    spans = st.tuples(months_, NAME).map(lambda both: (*both[0], both[1]))
    terms = draw(st.lists(st.tuples(COUNT, spans), max_size=6))
    insured = draw(st.dictionaries(COUNT, spans | NAME.map(lambda name: (1, 12, name))))
    elsewhere = draw(st.dictionaries(COUNT, months_))
    return Case(tuple(rows), deaths, elsewhere, months, by_year, tuple(terms), insured)


# worked out in Python


def month_numbers(case: Case, month: str, benefit: str) -> list[int]:
    """The months of 2023 that a payment is for."""
    if month:
        return [int(month[-2:])]
    return list(range(1, 13)) if benefit in case.by_year else [6]


def covered(stretches: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """How many yuan lie in any of the stretches."""
    ends = sorted({end for stretch in stretches for end in stretch})
    return sum(
        (high - low for low, high in pairwise(ends) if any(one[0] <= low and high <= one[1] for one in stretches)),
        Fraction(0),
    )


def in_fen(yuan: Fraction) -> Decimal:
    return Decimal(int(yuan * 100)).scaleb(-2)


class Expected:
    """Which yuan of every payment, in the share of each month that it is for, are claimed, and by what."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.claims: dict[tuple[int, str], list[tuple[tuple[object, ...], object, Fraction, Fraction]]] = {}
        """By person and benefit: the payment, what claims it, and the stretch of it."""
        for row, month, benefit, one in self._payments():
            # what one day says of a whole year is to be verified first
            if one.paid and one.due is not None and one.paid > one.due and benefit not in case.by_year:
                self._claim("due", row, month, benefit, one.due, one.paid)
        self._paid_again()
        for count, (died, name) in case.deaths.items():
            self._over("dead", count, {month: {name} for month in range(died + 1, 13)})
        for count in {count for count, _ in case.terms}:
            self._over("prison", count, self._in_prison(count))
        for count, span in case.insured.items():
            self._insured(count, span)

    @property
    def total(self) -> Decimal:
        """Rounded down by person and benefit, and no more than what claims it, each rounded down."""
        total = Decimal(0)
        for claims in self.claims.values():
            payments: dict[tuple[object, ...], list[tuple[Fraction, Fraction]]] = {}
            sums: dict[object, Fraction] = {}
            for payment, what, low, high in claims:
                payments.setdefault(payment, []).append((low, high))
                sums[what] = sums.get(what, Fraction(0)) + high - low
            once = in_fen(sum(map(covered, payments.values()), Fraction(0)))
            total += min(once, sum(map(in_fen, sums.values()), Decimal(0)))
        return total

    def _payments(self) -> Iterator[tuple[Row, str, str, Payment]]:
        for row in sorted(self.case.rows, key=lambda row: row.place):
            for month, payments in row.payments.items():
                for benefit, one in payments.items():
                    yield row, month, benefit, one

    def _claim(
        self, what: object, row: Row, month: str, benefit: str, low: Decimal, high: Decimal, only: Collection[int] = ALL
    ) -> None:
        numbers = month_numbers(self.case, month, benefit)
        for number in numbers:
            if number in only:
                shares = (Fraction(end) / len(numbers) for end in (low, high))
                claims = self.claims.setdefault((row.count, benefit), [])
                claims.append(((row.place, number), what, *shares))  # type: ignore[arg-type]

    def _paid_again(self) -> None:
        """A row all of whose payments made again are surely the same person's; the rest of what is paid is too much.

        Where the rows before (those of its name, where names differ) have less than is due, it keeps what is left.
        Where it is not known what is due, the payments may be parts of it: that is to be verified first."""
        rows = sorted(self.case.rows, key=lambda row: row.place)
        for place, row in enumerate(rows):
            before = [other for other in rows[:place] if other.count == row.count]
            for month, payments in row.payments.items():
                paid = {benefit for benefit, one in payments.items() if one.paid}
                again = {
                    benefit: {other.name for other in before if other.payments[month][benefit].paid} for benefit in paid
                }
                again = {benefit: names for benefit, names in again.items() if names}
                if all(row.name in names for names in again.values()):
                    for benefit in again:
                        one = payments[benefit]
                        if one.due is None:
                            continue
                        up_to = self._up_to_due(benefit, one)
                        of_name = [other for other in before if other.name == row.name]
                        of_name = of_name if row.name in again[benefit] else before
                        sums = (self._up_to_due(benefit, other.payments[month][benefit]) for other in of_name)
                        kept = max(Decimal(0), min(up_to, one.due - sum(sums)))
                        self._claim("again", row, month, benefit, kept, up_to)

    def _up_to_due(self, benefit: str, one: Payment) -> Decimal:
        """What is paid and nobody else claims: of a year, what one day says is to be verified first."""
        if one.paid is None or one.due is None or benefit in self.case.by_year:
            return one.paid or Decimal(0)
        return min(one.paid, one.due)

    def _in_prison(self, count: int) -> dict[int, set[str]]:
        """The months of all terms, with the names that the register has for them."""
        found: dict[int, set[str]] = {}
        for who, (first, last, name) in self.case.terms:
            for month in range(first + 1, last + 1):
                if who == count:
                    found.setdefault(month, set()).add(name)
        return found

    def _over(self, what: str, count: int, months: dict[int, set[str]]) -> None:
        """All that is paid in these months on rows that have the name of the register."""
        for row, month, benefit, one in self._payments():
            if row.count == count and one.paid is not None:
                only = [number for number, names in months.items() if row.name in names]
                self._claim(what, row, month, benefit, Decimal(0), one.paid, only)

    def _insured(self, count: int, span: Span) -> None:
        """What is paid beyond what is due with the fact, unless as little is due without it for certain."""
        first, last, registered = span
        of_years = self.case.months == ("",) and bool(self.case.by_year)
        for benefit in BENEFITS:
            for row, month, name, one in self._payments():
                if row.count != count or name != benefit or row.stated or row.name != registered:
                    continue
                if one.paid is None or one.insured is None:
                    continue
                if one.uninsured is not None and one.uninsured <= one.insured:
                    continue
                is_whole = not of_years or (first, last) == (1, 12)
                claimed = one.paid if is_whole or one.due is None else min(one.paid, one.due)
                if claimed > one.insured:
                    months = range(first, last + 1)
                    self._claim("insured", row, month, benefit, one.insured, claimed, months)


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
    decisions: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = []
    for row in case.rows:
        people.append({"source": row.source, "row": row.row, "person": person(row.count), "namesake": None})
        for month, payments in row.payments.items():
            made = {"source": row.source, "row": row.row, "case": f"{row.row}", "name": row.name, "district": "北村",
                    "status": "decided", **({"month": month} if month else {})}  # fmt: skip
            again: dict[str, Any] = {"source": row.source, "row": row.row, "stated": row.stated, "unreadable": False,
                     **({"month": month} if month else {})}  # fmt: skip
            for benefit, one in payments.items():
                made |= {f"paid.{benefit}": one.paid, f"due.{benefit}": one.due, benefit: one.due}
                again |= {f"due.{benefit}": one.insured, f"without.{benefit}": one.uninsured}
                made[f"{benefit}.eligible"] = None if one.due is None else one.due > 0
            decisions.append(made)
            after.append(again)
    dead = [(id_number(count), name, f"2023-{month:02}-03") for count, (month, name) in case.deaths.items()]
    elsewhere = [(id_number(count), *(f"2023-{month:02}" for month in span)) for count, span in case.elsewhere.items()]
    terms = [(id_number(count), name, f"2023-{first:02}-09", f"2023-{last:02}-20")
             for count, (first, last, name) in case.terms]  # fmt: skip
    insured = [(id_number(count), name, f"2023-{first:02}", f"2023-{last:02}")
               for count, (first, last, name) in case.insured.items()]  # fmt: skip
    registers = [
        register(folder, "deaths", ["身份证号", "姓名", "死亡日期"], dead, "死亡.csv"),
        register(folder, "imprisoned", ["身份证号", "姓名", "收监日期", "释放日期"], terms, "服刑.csv"),
        register(folder, "roll:低保", ["身份证号", "开始日期", "结束日期"], elsewhere, "低保.csv"),
    ]
    injured = register(folder, "work_injury", ["身份证号", "姓名", "待遇开始日期", "待遇结束日期"], insured, "工伤.csv")
    stakes = Stakes(months, case.by_year)
    with database() as connection:
        filled(connection, "decisions", decisions, columns)
        screening_tables.filled(connection, "people", people, ("source", "row", "person", "namesake"))
        for name in ("decisions", "people"):
            connection.table(name).write_parquet(str(folder / f"{name}.parquet"))
        files = [folder / f"{name}.parquet" for name in ("row-by-row", "duplicates", "registers", "facts")]
        connection.sql(findings_query(plan, "decisions", "people").sql("duckdb")).write_parquet(str(files[0]))
        stakes.begin(connection)
        screening = Screening.of(program, columns, ("source", "row", "person", "namesake"), SOURCES, periods)
        there = [parquet(folder / f"{name}.parquet") for name in ("people", "decisions")]
        duplicate_findings(connection, screening, there[0], there[1], len(people), files[1], stakes)
        benefits = [PaidBenefit(name, Label(name, name), periods[name]) for name in BENEFITS]
        roll = Roll("people", "decisions", months, SOURCES)
        register_findings(connection, registers, roll, benefits, files[2], stakes)
        decided = [f"{which}.{name}" for name in BENEFITS for which in ("due", "without")]
        filled(connection, "after", after, ["source", "row", *(["month"] if several else []), *decided, *FLAGS])
        before = Before(roll, tuple(benefits), Label("工伤", "injured"))
        findings_with_register_fact(connection, [injured], before, "after", files[3], stakes)
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
    assert total <= sum(amounts, Decimal(0))
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


def test_what_is_too_much_and_what_is_paid_again_add_up() -> None:
    """70.00 twice where 50.00 is due: 20.00 too much on both rows, and the 50.00 of the second."""
    rows = tuple(Row(SOURCES[0], row, 1, "甲", {"": hay("70", "50")}) for row in (2, 3))
    assert check(Case(rows, {}, {}, ("",))) == Decimal("90.00")


def test_what_the_first_row_leaves_of_what_is_due_is_not_paid_again() -> None:
    """Of 50.00 due the first row pays 20.00; the second pays the 30.00 that are left and 15.00 again."""
    rows = tuple(Row(SOURCES[0], row, 1, "甲", {"": hay(paid, "50")}) for row, paid in ((2, "20"), (3, "45")))
    assert check(Case(rows, {}, {}, ("",))) == Decimal("15.00")


def test_twelfths_are_rounded_as_the_findings_are() -> None:
    """Of 1,000.00 a year, 583.33 for seven months; of three people thrice that, not 1,750.00."""
    rows = tuple(Row(SOURCES[0], row, row, "甲", {"": hay("1000", "1000")}) for row in (2, 3, 4))
    deaths = dict.fromkeys((2, 3, 4), (5, "甲"))
    assert check(Case(rows, deaths, {}, ("",), frozenset({"hay"}))) == Decimal("1749.99")


def test_of_a_part_of_a_year_on_a_register_what_the_finding_claims() -> None:
    """1,500.00 is paid and 1,440.00 due, nothing in three months: a quarter of what is due, the rest to be verified."""
    payments = {
        "": {"hay": Payment(*map(Decimal, ("1500", "1440", "0", "1440"))), "shelter_grant": Payment(None, None)}
    }
    row = Row(SOURCES[0], 2, 1, "甲", payments, stated=False)
    insured = {1: (1, 3, "甲")}
    assert check(Case((row,), {}, {}, ("",), frozenset({"hay"}), insured=insured)) == Decimal("360.00")


def test_another_roll_recovers_nothing() -> None:
    """Whether both may be drawn is for a person to see."""
    row = Row(SOURCES[0], 2, 1, "甲", {"": hay("747", "747")})
    assert check(Case((row,), {}, {1: (1, 8)}, ("",))) == Decimal("0.00")


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
