"""Rows of findings in SQL: the columns in their order and types, and the few nodes that their sentences are made of."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from sqlglot import exp

from assess.engines.sql.nodes import cast, choice, is_known, is_unknown, minus, number, plus, rest, times, whole
from assess.language.types import Label
from assess.rolls.finding_columns import COLUMNS

Relation = str | exp.Expr
"""A table or view by its name, or anything else that may stand after FROM (a subquery, `read_parquet(…)`)."""

Language = Literal["zh", "en"]
Texts = tuple[exp.Expr, exp.Expr]
"""A text in Chinese, and the same in English."""

MONEY = "DECIMAL(18, 2)"
_CHECK_CHARACTERS = "10X98765432"


def relation(given: Relation, alias: str) -> exp.Expr:
    """What may stand after FROM, under the alias."""
    if isinstance(given, exp.Query):
        return given.copy().subquery(alias)
    if isinstance(given, str):
        table = exp.Table(this=exp.to_identifier(given, quoted=True))
    else:
        table = given.copy() if isinstance(given, exp.Table) else exp.Table(this=given.copy())
    table.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))
    return table


def column(name: str, of: str | None = None) -> exp.Column:
    """The column, quoted; `of`: the table or alias that has it."""
    return exp.column(exp.to_identifier(name, quoted=True), table=of, copy=False)


def named(node: exp.Expr, name: str) -> exp.Alias:
    return exp.Alias(this=node, alias=exp.to_identifier(name, quoted=True))


def unknown(type_: str = "VARCHAR") -> exp.Expr:
    return cast(exp.null(), type_)


def own(node: exp.Expr) -> exp.Expr:
    """The node where it stands in no tree yet, else a copy: a node stands in one place only."""
    return node if node.parent is None else node.copy()


def concatenated(*parts: str | exp.Expr) -> exp.Expr:
    """The parts as one text; one that is NULL adds nothing. Texts that stand side by side become one literal."""
    merged: list[exp.Expr] = []
    for part in parts:
        nodes = [text(part)] if isinstance(part, str) else part.expressions if isinstance(part, exp.Concat) else [part]
        for node in nodes:
            if merged and _is_text(node) and _is_text(merged[-1]):
                merged[-1] = text(merged[-1].this + node.this)
            else:
                merged.append(own(node))
    kept = [node for node in merged if not (_is_text(node) and node.this == "")] or [text("")]
    return kept[0] if len(kept) == 1 and _is_text(kept[0]) else exp.Concat(expressions=kept, safe=True, coalesce=True)


def call(function: str, *arguments: exp.Expr) -> exp.Expr:
    """DuckDB's function of that name."""
    return exp.Anonymous(this=function, expressions=[own(argument) for argument in arguments])


def text(value: str) -> exp.Literal:
    return exp.Literal.string(value)


def _is_text(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string)


def filled(template: Label, language: Language, /, **values: exp.Expr | str) -> exp.Expr:
    """The template in the language, with each `{name}` in it replaced by the value of that name."""
    parts: list[str | exp.Expr] = []
    for before, name, _, _ in string.Formatter().parse(template.in_language(language)):
        parts.append(before)
        if name is not None:
            parts.append(values[name])
    return concatenated(*parts)


def listed(separator: str, parts: Sequence[tuple[exp.Expr | None, exp.Expr | str]]) -> exp.Expr:
    """Those texts whose condition holds (None: always), with the separator between them."""
    nodes: list[exp.Expr] = []
    for condition, part in parts:
        node = text(part) if isinstance(part, str) else own(part)
        nodes.append(node if condition is None else choice((own(condition), node)))
    if len(nodes) == 1:
        return nodes[0]
    return call("CONCAT_WS", text(separator), *nodes)


def yuan(amount: exp.Expr) -> exp.Expr:
    """The amount as text, exact: `373.50`."""
    return cast(cast(own(amount), MONEY), "VARCHAR")


def month_in_words(month: exp.Expr) -> Texts:
    """A month held as `2023-03`: `2023年3月`, in English as it is."""
    year = exp.Left(this=month.copy(), expression=number(4))
    within = exp.Substring(this=month.copy(), start=number(6), length=number(2))
    zh = concatenated(year, "年", call("LTRIM", within, text("0")), "月")
    return zh, month.copy()


NOBODY: dict[Language, str] = {"zh": "", "en": "The person"}
"""Who is meant where no name is known."""


def person(language: Language, *, has_name: bool, and_then: str = "") -> exp.Expr | str:
    """The person's name, in Chinese with what joins it to the rest; without a name, whoever it is."""
    if not has_name:
        return NOBODY[language]
    name = concatenated(column("name"), and_then) if language == "zh" else column("name")
    return choice((is_known(column("name")), name), otherwise=text(NOBODY[language]))


def id_number(first_digits: exp.Expr) -> exp.Expr:
    """The identity number of which these are the first seventeen digits, as a number; NULL where that is NULL."""
    # the digit of weight 2^k is d(k) = q(k) - 10 q(k+1), q(k) being the number without its last k digits; so the sum of
    # 2^k d(k) is q(0) - 8 (q(1) + 2 q(2) + 4 q(3) + ...), which takes one division a digit
    tails: exp.Expr = number(0)
    for place in range(1, 17):
        tails = plus(tails, times(whole(first_digits.copy(), number(10**place)), number(2 ** (place - 1))))
    total = times(minus(first_digits.copy(), times(tails, number(8))), number(2))
    check = exp.Substring(
        this=text(_CHECK_CHARACTERS), start=plus(rest(total, number(11)), number(1)), length=number(1)
    )
    first = call("LPAD", cast(first_digits.copy(), "VARCHAR"), number(17), text("0"))
    return choice((is_unknown(first_digits.copy()), exp.null()), otherwise=concatenated(first, check))


def finding(values: Mapping[str, exp.Expr]) -> list[exp.Expr]:
    """The columns of a finding in their order and types, to be selected; NULL for those that are not given."""
    assert values.keys() <= {one.name for one in COLUMNS}, "a finding has no such column"
    return [named(cast(own(values.get(one.name, exp.null())), one.type), one.name) for one in COLUMNS]


ORDER = ("source", "row", "month", "code", "benefit")
"""The columns that findings are ordered by; what is not known comes first."""


def in_fixed_order(queries: Iterable[exp.Query], sources: Sequence[str] = ()) -> exp.Query:
    """The findings of all the queries: by source, row and month, then by code and benefit. `sources`: in the order of
    the roll, see `source_in_order`."""
    together, *others = list(queries)
    for query in others:
        together = exp.union(together, query, distinct=False, copy=False)
    if len(sources) > 1:  # of a union only columns by their names
        together = exp.select(exp.Star()).from_(together.subquery("found", copy=False), copy=False)
    keys = (source_in_order(sources) if name == "source" else column(name) for name in ORDER)
    return together.order_by(*(exp.Ordered(this=key, nulls_first=True) for key in keys), copy=False)


def source_in_order(sources: Sequence[str]) -> exp.Expr:
    """What the column `source` is ordered by: the place among those of the roll, as shares are done; by name where
    there is but one, or none is known."""
    return place_of(column("source"), sources) if len(sources) > 1 else column("source")


def place_of(source: exp.Expr, sources: Sequence[str]) -> exp.Expr:
    """The place of a source among those of the roll, in the order in which they were given, from 1."""
    listed = exp.Array(expressions=[text(one) for one in sources])
    return call("LIST_POSITION", cast(listed, "VARCHAR[]"), source)


def empty() -> exp.Query:
    """No findings at all, in the columns of findings."""
    return exp.select(*finding({})).where(exp.false())
