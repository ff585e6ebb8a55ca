"""The databases that a query can be written for.

SQLGlot writes many dialects, and most of them nearly right: division becomes one of floating-point numbers, a function
keeps a name that the database does not know, texts compare without regard to case. So only those are offered that have
been tried, with what SQLGlot leaves undone put right here.
"""

from __future__ import annotations

import re
from hashlib import sha256

from sqlglot import exp
from sqlglot.errors import ErrorLevel, UnsupportedError

from assess.diagnostics.diagnostic import Diagnostic, Refused, nearest
from assess.diagnostics.position import Position

DIALECTS = ("duckdb", "postgres", "spark")
_LONGEST_IN_POSTGRES = 63
"""Bytes of a name."""


def check_dialect(dialect: str) -> None:
    """Raises Refused (R421) for a dialect that has not been tried."""
    if dialect not in DIALECTS:
        arguments = {"dialect": dialect, "near": nearest(dialect, DIALECTS), "known": ", ".join(DIALECTS)}
        raise Refused([Diagnostic("R421", Position("--dialect"), arguments)])


def written(query: exp.Query, dialect: str) -> str:
    """The query as text, formatted. Raises Refused (R422) where it holds what the dialect has no words for."""
    tree = _for_postgres(query) if dialect == "postgres" else query.copy()
    try:
        return tree.sql(dialect, pretty=True, unsupported_level=ErrorLevel.RAISE, copy=False)
    except UnsupportedError as error:
        arguments = {"dialect": dialect, "construct": str(error)}
        raise Refused([Diagnostic("R422", Position("--dialect"), arguments)]) from error


def type_in(dialect: str, type_: str) -> str:
    """The name of a type of `assess.engines.sql.natural.natural_type`."""
    return exp.DataType.build(type_).sql(dialect)


def fenced(step: exp.Select, dialect: str) -> exp.Select:
    """A step that the database works out by itself, rather than copying its expressions into every place that reads it.

    PostgreSQL copies; with each stage reading some columns of the one before twice, its plan would double again and
    again. `OFFSET 0` keeps it from that, and rows still flow through one by one.
    """
    return step.offset(0, copy=False) if dialect == "postgres" else step


def _for_postgres(query: exp.Query) -> exp.Query:
    tree = query.copy()
    for node in list(tree.dfs()):
        replacement = _in_postgres(node)
        if replacement is not None:
            node.replace(replacement)
    return tree


def _in_postgres(node: exp.Expr) -> exp.Expr | None:
    """What stands for the node in PostgreSQL, where that is not what SQLGlot writes."""
    if isinstance(node, exp.IntDiv):  # both sides are whole numbers
        return exp.Div(this=node.this, expression=node.expression, typed=True, safe=False)
    if isinstance(node, exp.DateFromParts):
        parts = [exp.Cast(this=node.args[part], to=exp.DataType.build("INT")) for part in ("year", "month", "day")]
        return exp.Anonymous(this="MAKE_DATE", expressions=parts)
    if isinstance(node, exp.RegexpLike) and isinstance(node.expression, exp.Literal):
        pattern = re.sub(r"\\x\{([0-9a-f]{4})\}", r"\\u\1", node.expression.this)
        return exp.RegexpLike(this=node.this, expression=exp.Literal.string(pattern))
    if isinstance(node, exp.Identifier) and not isinstance(node.parent, exp.Table):
        name = _short(node.name)
        return None if name == node.name else exp.to_identifier(name, quoted=True)
    return None


def _short(name: str) -> str:
    """What a column is called that is made of the name of a decision, where PostgreSQL would cut it off: it would take
    the columns of two conditions for one. A name of the rules is left as it is, since the table of facts has it too."""
    whole = name.encode()
    if len(whole) <= _LONGEST_IN_POSTGRES or "." not in name:
        return name
    mark = f"~{sha256(whole).hexdigest()[:8]}"
    return whole[: _LONGEST_IN_POSTGRES - len(mark)].decode(errors="ignore") + mark
