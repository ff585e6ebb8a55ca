"""Decision tables as SQL. With conditions unknown there is a value only where every row that could still hit gives it.

A plain `CASE` takes an unknown condition for a false one. So the rows that could hit are the bits of a whole number:

    certain   bit i: condition i is true
    open      bit i: condition i is not false
    candidates (first)    open, up to the lowest bit of `certain`
    candidates (unique)   open; the otherwise row only where nothing is certain

One candidate alone gives row and value. Several give a value where all of theirs agree. The most common tables need no
candidates: see `_add_first`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import groupby

from sqlglot import exp

from assess.engines.sql.expressions import Inexpressible, Translator, constant
from assess.engines.sql.nodes import (
    TRUE,
    binary,
    cast,
    choice,
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
    unknown,
)
from assess.engines.sql.stages import Stages
from assess.engines.sql.truth import (
    Truth,
    any_of,
    bits,
    certain_name,
    certainly,
    constant_truth,
    nullable,
    possible_name,
    truth_in,
)
from assess.language import expression as e
from assess.language.program import Decision, Row, Table
from assess.language.types import Number, Type

MOST_ROWS = 62
"""Rows are bits of a 64-bit number with a sign, and one bit above them must fit too."""


def row_name(decision: str) -> str:
    """The column that holds the index of the row hit."""
    return f"{decision}.row"


def condition_name(decision: str, index: int) -> str:
    """The column that holds the outcome of a row's condition: 1 true, 0 false, NULL unknown."""
    return f"{decision}.condition.{index}"


def add_table(stages: Stages, translator: Translator, decision: Decision, body: Table) -> None:
    """Adds the columns of the decision's conditions, row hit and value."""
    if len(body.rows) > MOST_ROWS:
        raise Inexpressible(f"{len(body.rows)} rows")
    name = decision.name
    for index, row in enumerate(body.rows):
        if row.condition is not None:
            _add_condition(stages, condition_name(name, index), translator.truth(row.condition))
    if body.hit == "collect":
        _add_collect(stages, translator, decision, body)
        return
    if body.hit == "first" and body.rows[-1].condition is None and _in_runs(body):
        _add_first(stages, decision, body)
        return
    type_ = integer_type(0, 2 ** len(body.rows))
    certain, open_, candidates = (f"{name}.{part}" for part in ("certain", "open", "candidates"))
    stages.add(certain, cast(_bits(name, body, certain_name), type_))
    stages.add(open_, cast(_bits(name, body, possible_name), type_))
    stages.add(candidates, cast(_candidates(body, column(certain), column(open_)), type_))
    single = [(number(2**index), number(index)) for index in range(len(body.rows))]
    stages.add(row_name(name), cast(switch(column(candidates), single), "SMALLINT"))
    stages.add(name, _value(stages, translator, decision, body, column(candidates)))


def _in_runs(body: Table) -> bool:
    """Are all results constants, and equal ones next to one another?"""
    results = [row.result.value for row in body.rows if isinstance(row.result, e.Constant)]
    runs = [value for value, _ in groupby(results)]
    return len(results) == len(body.rows) and len(runs) == len(set(runs))


def _add_first(stages: Stages, decision: Decision, body: Table) -> None:
    """A table of which the first row hits, with a last row that always does: rows are gone through one by one, up to
    the first that may hit. Where that is not certain, there is no row; and no value, unless the rows that may hit up to
    the first that does all give it: since equal results are next to one another, they count as one row."""
    name = decision.name
    rows = [truth_in(condition_name(name, index)) for index in range(len(body.rows) - 1)]
    found = _first([(one, number(index)) for index, one in enumerate(rows)], number(len(rows)))
    stages.add(row_name(name), cast(found, "SMALLINT"))
    results = [row.result.value for row in body.rows if isinstance(row.result, e.Constant)]
    groups = [
        (value, [place for place, _ in those]) for value, those in groupby(enumerate(results), lambda one: one[1])
    ]
    last, _ = groups.pop()
    before = [
        (any_of(rows[place].copy() for place in those), constant(value, decision.type)) for value, those in groups
    ]
    stages.add(name, cast(_first(before, constant(last, decision.type)), sql_type(decision.type)))


def _first(rows: Sequence[tuple[Truth, exp.Expr]], otherwise: exp.Expr) -> exp.Expr:
    """What stands beside the first that may hold, if it certainly does."""
    branches = [branch for truth, value in rows for branch in ((truth.certain, value), (truth.possible, exp.Null()))]
    return choice(*branches, otherwise=otherwise) if branches else otherwise


def _bits(name: str, body: Table, part: Callable[[str], str]) -> exp.Expr:
    """The rows whose condition is true (or, too, unknown) as bits; the otherwise row of a unique table is left out."""
    return bits(
        [
            (index, TRUE.copy() if row.condition is None else column(part(condition_name(name, index))))
            for index, row in enumerate(body.rows)
            if row.condition is not None or body.hit == "first"
        ]
    )


def _add_condition(stages: Stages, name: str, truth: Truth) -> None:
    """Adds the condition of a row as its two columns, and as a small whole number for whoever reads it."""
    stages.add(certain_name(name), truth.certain)
    stages.add(possible_name(name), truth.possible)
    held = truth_in(name)
    stages.add(name, cast(choice((held.certain, number(1)), (negated(held.possible), number(0))), "SMALLINT"))


def add_truth(stages: Stages, name: str, truth: Truth) -> Truth:
    """Adds a condition as its two columns, and as one that is NULL where it is unknown."""
    stages.add(certain_name(name), truth.certain)
    stages.add(possible_name(name), truth.possible)
    stages.add(name, nullable(truth_in(name)))
    return truth_in(name)


def _candidates(body: Table, certain: exp.Expr, open_: exp.Expr) -> exp.Expr:
    """The bits of the rows that hit or still could; 0 where nothing is settled and no row need hit."""
    nothing_certain = compared("=", certain.copy(), number(0))
    otherwise = next((2**index for index, row in enumerate(body.rows) if row.condition is None), None)
    if body.hit == "first":
        # certain xor (certain - 1): all bits up to the lowest one of certain; every bit where certain is 0
        reach = binary(exp.BitwiseXor, certain, minus(certain.copy(), number(1)))
        found = binary(exp.BitwiseAnd, open_, reach)
    elif otherwise is not None:
        found = choice((nothing_certain, plus(open_, number(otherwise))), otherwise=open_.copy())
    else:
        found = open_
    if body.complete or otherwise is not None:
        return found
    return choice((nothing_certain.copy(), number(0)), otherwise=found)


def _value(stages: Stages, translator: Translator, decision: Decision, body: Table, candidates: exp.Expr) -> exp.Expr:
    type_ = sql_type(decision.type)
    if all(row.result is None or isinstance(row.result, e.Constant) for row in body.rows):
        by_value: dict[object, int] = {}
        for index, row in enumerate(body.rows):
            if isinstance(row.result, e.Constant):
                by_value[row.result.value] = by_value.get(row.result.value, 0) + 2**index
        branches = [
            (_only(candidates, mask, len(body.rows)), constant(value, decision.type))
            for value, mask in by_value.items()
        ]
        return cast(choice(*branches), type_) if branches else unknown(type_)
    return _agreed(stages, translator, decision, body, candidates)


def _only(candidates: exp.Expr, mask: int, rows: int) -> exp.Expr:
    """There are candidates, and all of them are among the bits of the mask."""
    if mask & (mask - 1) == 0:
        return compared("=", candidates.copy(), number(mask))
    others = 2**rows - 1 - mask
    some_ = compared("!=", candidates.copy(), number(0))
    none_else = compared("=", binary(exp.BitwiseAnd, candidates.copy(), number(others)), number(0))
    return every([some_, none_else])


def _agreed(stages: Stages, translator: Translator, decision: Decision, body: Table, candidates: exp.Expr) -> exp.Expr:
    """The value of the first candidate, where every candidate gives the same."""
    type_ = sql_type(decision.type)
    results = [translator.held(_result(translator, row, decision.type)) for row in body.rows]
    if len(results) == 1:
        return cast(choice((compared("=", candidates.copy(), number(1)), results[0])), type_)
    held = [
        compared("!=", binary(exp.BitwiseAnd, candidates.copy(), number(2**index)), number(0))
        for index in range(len(results))
    ]
    first = f"{decision.name}.first"
    stages.add(first, cast(choice(*zip(held, results, strict=True)), type_))
    agree = [
        some([negated(holds.copy()), certainly(compared("=", result.copy(), column(first)))])
        for holds, result in zip(held, results, strict=True)
    ]
    return choice((every(agree), column(first)))


def _result(translator: Translator, row: Row, type_: Type) -> exp.Expr:
    return unknown(sql_type(type_)) if row.result is None else translator.sql(row.result)


def _add_collect(stages: Stages, translator: Translator, decision: Decision, body: Table) -> None:
    """The rows that hit, taken together: unknown where any condition is, or the result of one that hits."""
    name = decision.name
    truths = [
        constant_truth(True) if row.condition is None else truth_in(condition_name(name, index))
        for index, row in enumerate(body.rows)
    ]
    conditions = [one.certain for one in truths]
    doubtful = [every([one.possible, negated(one.certain.copy())]) for one in truths if not one.settled]
    if body.aggregate == "count":
        collected = _sum([(one, number(1)) for one in conditions])
    else:
        results = [translator.held(_result(translator, row, decision.type)) for row in body.rows]
        rows = list(zip(conditions, results, strict=True))
        doubtful += [every([condition.copy(), is_unknown(result.copy())]) for condition, result in rows]
        collected = _sum(rows) if body.aggregate == "sum" else _extreme(decision, body, rows)
    stages.add(row_name(name), unknown("SMALLINT"))
    stages.add(name, cast(choice((negated(some(doubtful)), collected)), sql_type(decision.type)))


Hits = Sequence[tuple[exp.Expr, exp.Expr]]
"""Condition and result of each row, none of them unknown."""


def _sum(rows: Hits) -> exp.Expr:
    shares = [choice((condition.copy(), result.copy()), otherwise=number(0)) for condition, result in rows]
    return reduce(plus, shares, cast(number(0), "BIGINT"))


def _extreme(decision: Decision, body: Table, rows: Hits) -> exp.Expr:
    """The least or greatest result. A row that does not hit takes part with the bound that cannot win.

    Not with NULL, which LEAST and GREATEST pass over in some databases and not in others.
    """
    assert isinstance(decision.type, Number)
    beyond = decision.type.maximum if body.aggregate == "min" else decision.type.minimum
    shares = [choice((condition.copy(), result.copy()), otherwise=number(beyond)) for condition, result in rows]
    kind = exp.Least if body.aggregate == "min" else exp.Greatest
    extreme = kind(this=shares[0], expressions=shares[1:], ignore_nulls=True) if len(shares) > 1 else shares[0]
    return choice((some(condition.copy() for condition, _ in rows), extreme))
