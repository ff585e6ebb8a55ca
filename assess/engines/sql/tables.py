"""Decision tables as SQL, by the rule for unknown conditions: a value only where every row that could still hit gives it.

`CASE` would take an unknown condition for a false one. So the rows that could hit are kept as the bits of a whole number:

    certain   bit i: condition i is true
    open      bit i: condition i is not false
    candidates (first)    open, up to the lowest bit of `certain`
    candidates (unique)   open; the otherwise row only where nothing is certain

One candidate alone gives row and value. Several give a value where all of theirs agree.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from assess.engines.sql.expressions import Inexpressible, Translator, counted
from assess.engines.sql.nodes import (
    FALSE,
    binary,
    cast,
    choice,
    closed,
    column,
    compared,
    every,
    integer_type,
    is_unknown,
    minus,
    negated,
    number,
    plus,
    some,
    sql_type,
    switch,
    times,
    unknown,
)
from assess.engines.sql.stages import Stages
from assess.language import expression as e
from assess.language.program import Decision, Row, Table
from assess.language.types import Type

MOST_ROWS = 62
"""Rows are bits of a 64-bit number with a sign, and one bit above them must fit too."""


def row_name(decision: str) -> str:
    """The column that holds the index of the row hit."""
    return f"{decision}.row"


def condition_name(decision: str, index: int) -> str:
    """The column that holds the outcome of a row's condition."""
    return f"{decision}.condition.{index}"


def add_table(stages: Stages, translator: Translator, decision: Decision, body: Table) -> None:
    """Adds the columns of the decision's conditions, row hit and value."""
    if len(body.rows) > MOST_ROWS:
        raise Inexpressible(f"{len(body.rows)} rows")
    name = decision.name
    for index, row in enumerate(body.rows):
        if row.condition is not None:
            stages.add(condition_name(name, index), translator.sql(row.condition))
    if body.hit == "collect":
        _add_collect(stages, translator, decision, body)
        return
    type_ = integer_type(0, 2 ** len(body.rows))
    certain, open_ = f"{name}.certain", f"{name}.open"
    stages.add(certain, _bits(name, body, type_, unknown_as=False))
    stages.add(open_, _bits(name, body, type_, unknown_as=True))
    candidates = f"{name}.candidates"
    stages.add(candidates, cast(_candidates(body, column(certain), column(open_), type_), type_))
    single = [(number(2**index), number(index)) for index in range(len(body.rows))]
    stages.add(row_name(name), cast(switch(column(candidates), single), "SMALLINT"))
    stages.add(name, _value(stages, translator, decision, body, column(candidates)))


def _bits(name: str, body: Table, type_: str, *, unknown_as: bool) -> exp.Expression:
    """The rows whose condition is true (or, too, unknown) as bits; the otherwise row of a unique table is left out."""
    total: exp.Expression = cast(number(0), type_)
    for index, row in enumerate(body.rows):
        if row.condition is not None:
            bit = cast(counted(column(condition_name(name, index)), unknown_as=unknown_as), type_)
        elif body.hit == "first":
            bit = cast(number(1), type_)
        else:
            continue
        total = plus(total, times(bit, number(2**index)) if index else bit)
    return cast(total, type_)


def _candidates(body: Table, certain: exp.Expression, open_: exp.Expression, type_: str) -> exp.Expression:
    """The bits of the rows that hit or still could; 0 where nothing is settled and no row need hit."""
    if body.hit == "first":
        # certain xor (certain - 1): all bits up to the lowest one of certain; every bit where certain is 0
        reach = binary(exp.BitwiseXor, certain, minus(certain.copy(), number(1)))
        found = binary(exp.BitwiseAnd, open_, reach)
        settled_always = any(row.condition is None for row in body.rows)
    else:
        otherwise = [2**index for index, row in enumerate(body.rows) if row.condition is None][:1]
        found = open_
        settled_always = bool(otherwise)
        for bit in otherwise:
            nothing_certain = compared("=", certain.copy(), number(0))
            found = choice((nothing_certain, plus(open_, cast(number(bit), type_))), otherwise=open_.copy())
    if body.complete or settled_always:
        return found
    return choice((compared("=", certain.copy(), number(0)), cast(number(0), type_)), otherwise=found)


def _value(
    stages: Stages, translator: Translator, decision: Decision, body: Table, candidates: exp.Expression
) -> exp.Expression:
    type_ = sql_type(decision.type)
    constant = [row.result is None or isinstance(row.result, e.Constant) for row in body.rows]
    if all(constant):
        by_value: dict[object, int] = {}
        for index, row in enumerate(body.rows):
            if isinstance(row.result, e.Constant):
                by_value[row.result.value] = by_value.get(row.result.value, 0) + 2**index
        branches = [
            (_only(candidates, mask, len(body.rows)), translator.value(value, decision.type))
            for value, mask in by_value.items()
        ]
        return cast(choice(*branches), type_) if branches else unknown(type_)
    return _agreed(stages, translator, decision, body, candidates)


def _only(candidates: exp.Expression, mask: int, rows: int) -> exp.Expression:
    """There are candidates, and all of them are among the bits of the mask."""
    if mask & (mask - 1) == 0:
        return compared("=", candidates.copy(), number(mask))
    others = 2**rows - 1 - mask
    some_ = compared("!=", candidates.copy(), number(0))
    none_else = compared("=", binary(exp.BitwiseAnd, candidates.copy(), number(others)), number(0))
    return every([some_, none_else])


def _agreed(
    stages: Stages, translator: Translator, decision: Decision, body: Table, candidates: exp.Expression
) -> exp.Expression:
    """The value of the one candidate; of several, the one that all of them give."""
    type_ = sql_type(decision.type)
    results = [_result(translator, row, decision.type) for row in body.rows]
    alone = [
        (compared("=", candidates.copy(), number(2**index)), result.copy()) for index, result in enumerate(results)
    ]
    held = [
        (compared("!=", binary(exp.BitwiseAnd, candidates.copy(), number(2**index)), number(0)), result)
        for index, result in enumerate(results)
    ]
    shares = [choice((holds, result.copy())) for holds, result in held]
    unknown_share = [every([holds.copy(), is_unknown(result.copy())]) for holds, result in held]
    least = exp.Least(this=shares[0], expressions=shares[1:], ignore_nulls=True) if len(shares) > 1 else shares[0]
    most = exp.Greatest(this=shares[0].copy(), expressions=[one.copy() for one in shares[1:]], ignore_nulls=True)
    agree = every([negated(some(unknown_share)), compared("=", least, most)]) if len(shares) > 1 else FALSE.copy()
    return cast(choice(*alone, (agree, least.copy())), type_)


def _result(translator: Translator, row: Row, type_: Type) -> exp.Expression:
    return unknown(sql_type(type_)) if row.result is None else translator.sql(row.result)


def _add_collect(stages: Stages, translator: Translator, decision: Decision, body: Table) -> None:
    """The rows that hit, taken together: unknown where any condition is, or the result of one that hits."""
    name, type_ = decision.name, sql_type(decision.type)
    conditions = [
        exp.true() if row.condition is None else column(condition_name(name, index))
        for index, row in enumerate(body.rows)
    ]
    doubtful = [is_unknown(one.copy()) for one in conditions if isinstance(one, exp.Column)]
    results = [_result(translator, row, decision.type) for row in body.rows]
    if body.aggregate != "count":
        doubtful += [
            every([condition.copy(), is_unknown(result.copy())])
            for condition, result in zip(conditions, results, strict=True)
        ]
    stages.add(row_name(name), unknown("SMALLINT"))
    stages.add(name, cast(choice((negated(some(doubtful)), _collected(body, conditions, results))), type_))


def _collected(body: Table, conditions: Sequence[exp.Expression], results: Sequence[exp.Expression]) -> exp.Expression:
    """What the rows that hit come to, where nothing about them is unknown."""
    if body.aggregate in ("min", "max"):
        kind = exp.Least if body.aggregate == "min" else exp.Greatest
        hits = [choice((one.copy(), result.copy())) for one, result in zip(conditions, results, strict=True)]
        return kind(this=hits[0], expressions=hits[1:], ignore_nulls=True) if len(hits) > 1 else hits[0]
    total: exp.Expression = cast(number(0), "BIGINT")
    for condition, result in zip(conditions, results, strict=True):
        share = number(1) if body.aggregate == "count" else closed(result.copy())
        total = plus(total, choice((condition.copy(), share), otherwise=number(0)))
    return total
