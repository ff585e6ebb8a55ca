"""What is lacking in one month and paid too much in a later one: perhaps the later month paid it up.

Months are judged one by one, so that the one is found to be paid up and the other to be recovered. Where a person has
one such lack of a benefit and, in a later month, one surplus of exactly the same amount, both are to be verified first,
and each names the month of the other. Where there are several of that amount, nobody can tell which belong together.

What is above a floor is such a surplus too: nobody knows that more than the floor is due, so that it may as well be
what an earlier month lacked. It is to be verified anyhow.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import among, cast, choice, every, is_known, number, some
from assess.language.types import Label
from assess.rolls.finding_rows import Language, call, column, concatenated, named, text
from assess.rolls.findings import CHECK, PAY, RECOVER
from assess.rolls.parquet_files import parquet
from assess.rolls.queries import copied, counted, forget, only_where, relation, run, table
from assess.rolls.registers.altering import PLACE, altered, placed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_PAIRS, _DOUBTFUL = "paid_late", "paid_late_doubtful"
_WHOSE = ("id_number", "benefit", "amount")
_LACKING, _TOO_MUCH, _ABOVE_FLOOR = ("unpaid", "underpaid"), ("overpaid",), ("above_floor",)
_PAID_IN = Label(
    "但{}多发的金额与此相同，可能已经补发，核实之前不补发。",
    " But as much was paid too much for {}, perhaps for this: verify that before anything is paid.",
)
_OWED_IN = Label(
    "但{}少发的金额与此相同，可能就是补发，核实之前不追回。",
    " But as much was lacking for {}, and this may have paid it: verify that before anything is recovered.",
)
_ABOVE_FOR = Label(
    "但{}少发的金额与此相同，可能就是补发。",
    " But as much was lacking for {}, and this may have paid it.",
)


def paid_late(connection: DuckDBPyConnection, files: Sequence[Path], place: Path) -> tuple[Path, ...]:
    """The findings of the files, with such pairs to be verified first. A file in which nothing changes stays as it is,
    others are written anew to `place`, in the same order."""
    if not files:
        return ()
    run(connection, table(_PAIRS, _pairs(files)))
    try:
        new = list(files)
        for index, path in enumerate(files):
            run(connection, table(_DOUBTFUL, _doubtful(path)))
            if run(connection, exp.select("1").from_(_DOUBTFUL).limit(1)).fetchall():
                new[index] = place / f"paid-late-{index:06}.parquet"
                nothing = exp.select(column(PLACE)).from_(_DOUBTFUL).where(exp.false())
                run(connection, copied(altered(path, exp.select("*").from_(_DOUBTFUL), nothing), new[index]))
        return tuple(new)
    finally:
        for name in (_PAIRS, _DOUBTFUL):
            forget(connection, name)


def _is_lacking() -> exp.Expr:
    return _is(_LACKING, (PAY, CHECK))


def _is_too_much() -> exp.Expr:
    return some([_is(_TOO_MUCH, (RECOVER, CHECK)), _is_above_floor()])


def _is_above_floor() -> exp.Expr:
    return _is(_ABOVE_FLOOR, (CHECK,))


def _is(codes: Sequence[str], directions: Sequence[str]) -> exp.Expr:
    """What is to be verified for another reason is asked too: nothing is to recover of a later month that may have paid
    up an earlier one, even where somebody has to judge first whether it was due in that."""
    ways = among(column("direction"), [text(one) for one in directions])
    return every([among(column("code"), [text(one) for one in codes]), ways, is_known(column("month"))])


def _pairs(files: Sequence[Path]) -> exp.Select:
    """By person, benefit and amount: the month in which it was lacking, and the later one that paid it too much."""
    lacking, too_much = _is_lacking(), _is_too_much()
    owed, paid = (only_where(exp.Min(this=column("month")), condition.copy()) for condition in (lacking, too_much))
    once = [only_where(counted(), condition).eq(number(1)) for condition in (lacking, too_much)]
    pairs = (
        exp.select(*(column(name) for name in _WHOSE), named(owed, "owed"), named(paid, "paid_in"))
        .from_(parquet(*files))
        .where(every([is_known(column("id_number")), some([lacking.copy(), too_much.copy()])]))
        .group_by(*(column(name) for name in _WHOSE))
        .having(every(once))
    )
    return exp.select("*").from_(pairs.subquery("pairs")).where(column("owed") < column("paid_in"))


def _doubtful(path: Path) -> exp.Select:
    """The findings of such pairs in the file: `place`, `zh`, `en`."""
    kinds = {"lacks": _is_lacking(), "too_much": _is_too_much(), "above_floor": _is_above_floor()}
    found = exp.select("*", *(named(kind, name) for name, kind in kinds.items())).from_(placed(path).subquery("placed"))
    same = [column(name, "found").eq(column(name, "pairs")) for name in _WHOSE]
    of_pair = exp.Or(
        this=exp.Paren(this=every([column("lacks", "found"), column("month", "found").eq(column("owed", "pairs"))])),
        expression=exp.Paren(
            this=every([column("too_much", "found"), column("month", "found").eq(column("paid_in", "pairs"))])
        ),
    )
    texts = [
        named(
            choice(
                (column("lacks", "found"), _told(_PAID_IN, "paid_in", language)),
                (column("above_floor", "found"), _told(_ABOVE_FOR, "owed", language)),
                otherwise=_told(_OWED_IN, "owed", language),
            ),
            language,
        )
        for language in LANGUAGES
    ]  # fmt: skip
    return (
        exp.select(column(PLACE, "found"), *texts)
        .from_(found.subquery("found"))
        .join(relation(_PAIRS, "pairs"), on=every([*same, exp.Paren(this=of_pair)]))
    )


def _told(template: Label, month: str, language: Language) -> exp.Expr:
    before, after = template.in_language(language).split("{}")
    given = column(month, "pairs")
    if language == "en":
        return concatenated(before, given, after)
    year, of_year = (call("SUBSTRING", given.copy(), number(at), number(length)) for at, length in ((1, 4), (6, 2)))
    return concatenated(before, year, "年", cast(cast(of_year, "INT"), "VARCHAR"), "月", after)
