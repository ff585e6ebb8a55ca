"""The aggregates that reports show, worked out by DuckDB over the run's Parquet files; some hundred numbers at most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from assess.rolls.finding_columns import COLUMN_NAMES
from assess.rolls.findings import in_order
from assess.rolls.reporting.findings_csv import months_sql
from assess.rolls.reporting.manifest import (
    BenefitCount,
    DecisionWords,
    FindingCount,
    Findings,
    Manifest,
    NoFigure,
    RejectCount,
    Resting,
    Words,
)
from assess.rolls.reporting.masking import masked
from assess.rolls.reporting.store import quoted, text

if TYPE_CHECKING:
    from assess.rolls.reporting.store import Store

ROWS_AT_ONCE = 500_000
"""Of so many findings, roughly, the rows are told apart at once."""
DISTRICTS = 40
"""How many districts are told apart, those with the largest amounts first; the others are one line."""
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class DistrictTotal:
    """`name` None: the roll names none. `codes`: the amounts at stake by code, and by where they go
    (`recover`, `pay`, `other`)."""

    name: str | None
    findings: int
    recover: Decimal
    pay: Decimal
    other: Decimal
    codes: dict[str, dict[str, Decimal]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RejectTotal:
    """Rejects of one code, with the first of them."""

    code: str
    count: int
    example: dict[str, object]

    def message(self, unmask: bool) -> Words:
        """What is wrong with the first of them."""
        zh, en = str(self.example["message_zh"]), str(self.example["message_en"])
        return Words(zh=zh, en=en) if unmask else Words(zh=masked(zh), en=masked(en))


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many decided rows have each value of a decision, in the order of its options; `open`: undetermined."""

    decision: DecisionWords
    counts: tuple[tuple[str, int], ...]
    open: int


@dataclass(frozen=True, slots=True)
class BenefitTotal:
    """A benefit over the whole roll. `due` and `paid` are sums over the same rows, those on which it is decided what is
    due, and None where there are none, or nobody who qualifies is among them; `paid_open` is what is paid on all
    others, those rejected among them. What is paid is None where the roll has no column for it."""

    decision: DecisionWords
    eligible: int
    decided: int
    open: int
    due: Decimal | None
    payments: int | None
    paid: Decimal | None
    paid_open: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """What is paid less what is due."""
        return None if self.paid is None or self.due is None else self.paid - self.due


@dataclass(frozen=True, slots=True)
class Tally:
    """`directed`: how many findings there are by where their amounts go, `recover` and `pay`."""

    findings: Findings
    directed: dict[str, int]
    widths: dict[str, dict[str, int]]
    """By code: the columns of findings that say something, with the width of the longest text in each, in characters of
    which a Chinese one counts two. Neither empty columns do, nor labels that are the numbers of the rows, nor the month
    where it is the only one, nor how many months where it is one throughout."""
    districts: tuple[DistrictTotal, ...]
    other_districts: int
    """How many districts are behind the last of `districts`, whose name is then empty; 0: none."""
    rejects: tuple[RejectTotal, ...]
    distributions: tuple[Distribution, ...]
    benefits: tuple[BenefitTotal, ...]
    resting: tuple[Resting, ...]
    no_figure: tuple[NoFigure, ...]

    def amounts(self, code: str) -> tuple[str, ...]:
        """Where the amounts at stake of a code go: `recover`, `pay`, `other`; none where there are none."""
        found = next((one for one in self.findings.by_code if one.code == code), None)
        return tuple(way for way in ("recover", "pay", "other") if found is not None and getattr(found, way))

    def completed(self, manifest: Manifest, *, unmask: bool = False) -> Manifest:
        """The manifest with the counts."""
        rejects = tuple(
            RejectCount(code=one.code, rejects=one.count, message=one.message(unmask)) for one in self.rejects
        )
        benefits = tuple(
            BenefitCount(
                decision=one.decision.name, decided=one.decided, undetermined=one.open, paid_open=one.paid_open
            )
            for one in self.benefits
            if one.paid_open is not None
        )
        counted = {"findings": self.findings, "rejects": rejects, "resting": self.resting, "benefits": benefits}
        return manifest.model_copy(update={**counted, "no_figure": self.no_figure})


def tally_of(store: Store, manifest: Manifest) -> Tally:
    """Everything that reports count. Raises OSError where a file cannot be read."""
    districts, others = _districts(store)
    benefits, resting = _decisions(store, manifest)
    return Tally(
        findings=_findings(store, manifest),
        directed=dict(store.all("SELECT direction, count(*) FROM findings GROUP BY direction")),
        widths=_widths(store, manifest),
        districts=districts,
        other_districts=others,
        rejects=_rejects(store),
        distributions=_distributions(store, manifest),
        benefits=benefits,
        resting=resting,
        no_figure=_paid_without_figure(store, manifest),
    )


_AMOUNTS = """count(*),
    coalesce(sum(amount) FILTER (direction = 'recover'), 0)::DECIMAL(38,2),
    coalesce(sum(amount) FILTER (direction = 'pay'), 0)::DECIMAL(38,2),
    coalesce(sum(amount) FILTER (direction NOT IN ('recover', 'pay')), 0)::DECIMAL(38,2)"""

_LARGEST = """coalesce(sum(amount) FILTER (direction IN ('recover', 'pay')), 0) DESC, count(*) DESC"""


def _findings(store: Store, manifest: Manifest) -> Findings:
    """Findings say who, and not which payments: what is to be recovered once the run has worked out with them."""
    rows, by_code = _rows(store)
    people, people_by_code = _people(store) if manifest.period.as_of is None else (None, None)
    counts = _by_code(store, by_code, people_by_code)
    return Findings(by_code=counts, rows=rows, recover_once=manifest.findings.recover_once, people=people)


def _rows(store: Store) -> tuple[int, Counter[str]]:
    """How many rows have findings, and how many of each code. A part of the rows after the other, so that they fit into
    memory however many they are."""
    parts = 1 + store.count("findings") // ROWS_AT_ONCE
    rows, by_code = 0, Counter[str]()
    for part in range(parts):
        those = f'FROM findings WHERE hash(source, "row") % {parts} = {part}'
        (count,) = store.one(f'SELECT count(*) FROM (SELECT DISTINCT source, "row" {those})')
        rows += count
        each = f'SELECT DISTINCT code, source, "row" {those}'
        by_code.update(dict(store.all(f"SELECT code, count(*) FROM ({each}) GROUP BY code")))
    return rows, by_code


def _people(store: Store) -> tuple[int, Counter[str]]:
    """How many people, by their ID numbers, have findings, and how many of each code. A part after the other, too."""
    parts = 1 + store.count("findings") // ROWS_AT_ONCE
    people, by_code = 0, Counter[str]()
    for part in range(parts):
        those = f"FROM findings WHERE id_number IS NOT NULL AND hash(id_number) % {parts} = {part}"
        (count,) = store.one(f"SELECT count(DISTINCT id_number) {those}")
        people += count
        by_code.update(dict(store.all(f"SELECT code, count(DISTINCT id_number) {those} GROUP BY code")))
    return people, by_code


def _by_code(
    store: Store, rows: Mapping[str, int], people: Mapping[str, int] | None = None
) -> tuple[FindingCount, ...]:
    found = {one[0]: one for one in store.all(f"SELECT code, {_AMOUNTS} FROM findings GROUP BY code")}
    return tuple(
        FindingCount(
            code=code, findings=found[code][1], rows=rows[code],
            recover=found[code][2], pay=found[code][3], other=found[code][4],
            people=None if people is None else people.get(code, 0),
        )
        for code in in_order(found)
    )  # fmt: skip


def _widths(store: Store, manifest: Manifest) -> dict[str, dict[str, int]]:
    # A Chinese character has three bytes and two columns, so that half of characters and bytes together is the width.
    texts = [months_sql("en") if name == "month" else f"{quoted(name)}::VARCHAR" for name in COLUMN_NAMES]
    widest = ", ".join(f"max((strlen({text}) + length({text}) + 1) // 2)" for text in texts)
    says_nothing = [
        """bool_and("case" = "row"::VARCHAR)""",
        "coalesce(max(month) = min(month) AND max(month) = ?, true)",
        "coalesce(max(months) <= 1, true)",
    ]
    if manifest.period.as_of is None:
        says_nothing[1] = "?::VARCHAR IS NOT NULL"
    query = f"SELECT code AS finding, {', '.join(says_nothing)}, {widest} FROM findings GROUP BY finding"
    only_month = None if manifest.period.as_of is None else manifest.period.as_of[:7]
    found = {}
    for code, *values in store.all(query, [only_month]):
        needless = {
            name for name, is_needless in zip(("case", "month", "months"), values[:3], strict=True) if is_needless
        }
        widths = zip(COLUMN_NAMES, values[3:], strict=True)
        found[code] = {name: int(width) for name, width in widths if width is not None and name not in needless}
    return found


def _districts(store: Store) -> tuple[tuple[DistrictTotal, ...], int]:
    store.run(
        f"""
        CREATE OR REPLACE TEMP TABLE largest AS
        SELECT district FROM findings GROUP BY district ORDER BY {_LARGEST}, district LIMIT {DISTRICTS}
        """
    )
    codes: dict[str | None, dict[str, dict[str, Decimal]]] = defaultdict(dict)
    for district, code, _, recover, pay, other in store.rows(
        f"""
        SELECT f.district, f.code, {_AMOUNTS}
        FROM findings f SEMI JOIN largest l ON f.district IS NOT DISTINCT FROM l.district GROUP BY f.district, f.code
        """
    ):
        codes[district][code] = {"recover": recover, "pay": pay, "other": other}
    found = [
        DistrictTotal(row[0], row[1], row[2], row[3], row[4], codes[row[0]])
        for row in store.rows(
            f"""
            SELECT f.district, {_AMOUNTS}
            FROM findings f SEMI JOIN largest l ON f.district IS NOT DISTINCT FROM l.district
            GROUP BY f.district ORDER BY {_LARGEST}, f.district
            """
        )
    ]
    (others,) = store.one("SELECT count(*) FROM (SELECT DISTINCT district FROM findings)")
    others -= len(found)
    if others:
        row = store.one(
            f"""
            SELECT {_AMOUNTS} FROM findings f ANTI JOIN largest l ON f.district IS NOT DISTINCT FROM l.district
            """
        )
        found.append(DistrictTotal("", *row))
    return tuple(found), int(others)


def _rejects(store: Store) -> tuple[RejectTotal, ...]:
    counts = store.all("SELECT code, count(*) FROM rejects GROUP BY code ORDER BY count(*) DESC, code")
    names = store.columns("rejects")
    return tuple(
        RejectTotal(
            code,
            count,
            dict(zip(names, store.one("SELECT * FROM rejects WHERE code = ? LIMIT 1", [code]), strict=True)),
        )
        for code, count in counts
    )


def _distributions(store: Store, manifest: Manifest) -> tuple[Distribution, ...]:
    columns = set(store.columns("decisions"))
    shown = [
        one for one in manifest.decisions if one.goal and one.kind in ("enumeration", "boolean") and one.name in columns
    ]
    codes = [[option.code for option in one.options] or ["true", "false"] for one in shown]
    wanted = ["count(*)"]
    for decision, known in zip(shown, codes, strict=True):
        value = quoted(decision.name)
        wanted += [_count(f"{value} = {text(code)}") for code in known] + [_count(f"{value} IS NULL")]
    _, *numbers = store.one(f"SELECT {', '.join(wanted)} FROM decisions WHERE status <> 'rejected'")
    counts = iter(numbers)
    return tuple(
        Distribution(decision, tuple((code, int(next(counts))) for code in known), int(next(counts)))
        for decision, known in zip(shown, codes, strict=True)
    )


def _paid_without_figure(store: Store, manifest: Manifest) -> tuple[NoFigure, ...]:
    """How much is paid of each benefit, and on how many rows, where nobody can tell what is due for lack of a
    figure."""
    columns = set(store.columns("decisions"))
    paid_for = [one for one in manifest.no_figure if f"paid.{one.decision}" in columns]
    wanted = ["count(*)"]
    for one in paid_for:
        paid, due = quoted(f"paid.{one.decision}"), quoted(f"due.{one.decision}")
        where = f"status <> 'rejected' AND {paid} > 0 AND {due} IS NULL"
        if one.months:
            where += f" AND month IN ({', '.join(map(text, one.months))})"
        wanted += [_count(where), f"coalesce(sum(CASE WHEN {where} THEN {paid} END), 0)::DECIMAL(38,2)"]
    if not paid_for:
        return tuple(manifest.no_figure)
    _, *numbers = store.one(f"SELECT {', '.join(wanted)} FROM decisions")
    counts = iter(numbers)
    return tuple(
        one.model_copy(update={"rows": next(counts), "amount": next(counts)}) if one in paid_for else one
        for one in manifest.no_figure
    )


def _count(condition: str) -> str:
    """How many rows fulfil it. With FILTER, many such counts at once take four times as long."""
    return f"count(CASE WHEN {condition} THEN 1 END)"


def _decisions(store: Store, manifest: Manifest) -> tuple[tuple[BenefitTotal, ...], tuple[Resting, ...]]:
    """Benefits and what rests on unpublished values, in one pass over the decisions."""
    columns = set(store.columns("decisions"))
    goals = [one for one in manifest.decisions if one.goal and one.name in columns]
    doubtful: dict[str, list[str]] = defaultdict(list)
    refused_by: set[str] = set()
    for reading in manifest.readings:
        if reading.confidence in ("assumed", "placeholder"):
            refused_by |= {*reading.refusals}
            for name in reading.decisions:
                if reading.name not in doubtful[name]:
                    doubtful[name].append(reading.name)
    wanted = ["count(*)"]
    for goal in goals:
        value, eligible = quoted(goal.name), quoted(f"{goal.name}.eligible")
        money = goal.kind == "money"
        qualifies = (
            eligible if f"{goal.name}.eligible" in columns else f"{value} > 0" if money else f"{value} IS NOT NULL"
        )
        due = quoted(f"due.{goal.name}") if f"due.{goal.name}" in columns else value
        paid = quoted(f"paid.{goal.name}") if f"paid.{goal.name}" in columns else None
        wanted += [
            f"count({value})",
            _count(qualifies),
            *(
                (
                    _count(f"{qualifies} AND {due} IS NOT NULL"),
                    f"count({due})",
                    _count(f"status <> 'rejected' AND {due} IS NULL"),
                    f"sum({due})::DECIMAL(38,2)",
                    *(
                        ("0", "NULL", "NULL")
                        if paid is None
                        else (
                            _count(f"{paid} > 0"),
                            f"coalesce(sum(CASE WHEN {due} IS NOT NULL THEN {paid} END), 0)::DECIMAL(38,2)",
                            f"coalesce(sum(CASE WHEN {due} IS NULL THEN {paid} END), 0)::DECIMAL(38,2)",
                        )
                    ),
                )
                if money
                else ["NULL"] * 7
            ),
        ]
    _, *numbers = store.one(f"SELECT {', '.join(wanted)} FROM decisions")
    benefits, resting = [], []
    for index, goal in enumerate(goals):
        (
            decided, taken, eligible_decided, due_decided, left_open, due, payments, paid, paid_open,
        ) = numbers[9 * index : 9 * index + 9]  # fmt: skip
        if goal.kind == "money":
            known = f"paid.{goal.name}" in columns
            # where nobody who qualifies is decided, what is nothing is that of the others
            open_for_all = taken and not eligible_decided and not due and not paid
            benefits.append(
                BenefitTotal(
                    goal, taken, due_decided, left_open, None if open_for_all else due, payments if known else None,
                    paid if known and due_decided else None, paid_open if known else None,
                )
            )  # fmt: skip
        on = tuple(doubtful[goal.name])
        at_most = decided if goal.name in refused_by else taken if on else 0
        resting.append(Resting(decision=goal.name, decided=decided, resting=at_most, readings=on))
    return tuple(benefits), tuple(resting)
