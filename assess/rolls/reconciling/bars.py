"""Which decisions bar people from a benefit, told from the rules alone: where one of them holds, nobody is eligible."""

from __future__ import annotations

from collections.abc import Iterator

from assess.language.edition import Edition
from assess.language.expression import And, Expression, Named, Not, Or, Result
from assess.language.program import Amount, Formula


def bars_of(benefit: str, edition: Edition) -> tuple[str, ...]:
    """The names of these decisions, the benefit's own first, then those of the decisions that its eligibility asks for.

    `for: {all: [in_need, none: [barred]]}` names `barred`, and all that bars from `in_need`.
    """
    active = edition.active.get(benefit)
    body = None if active is None else active.version.body
    if not isinstance(body, Amount) or body.eligibility is None:
        return ()
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [body.eligibility]
    while waiting:
        for one in _asked(waiting.pop(0)):
            if isinstance(one, Not):
                found.update(dict.fromkeys(_denied(one.operand)))
            elif isinstance(one, Result) and one.name in edition.active and one.name not in seen:
                seen.add(one.name)
                further = edition.active[one.name].version.body
                if isinstance(further, Formula):
                    waiting.append(further.expression)
    return tuple(found)


def _asked(condition: Expression) -> Iterator[Expression]:
    """What has to hold, each by itself, for the condition to hold."""
    return _joined_by(And, condition)


def _denied(condition: Expression) -> Iterator[str]:
    """The decisions that may not hold where the condition may not."""
    return (one.name for one in _joined_by(Or, condition) if isinstance(one, Result))


def _joined_by(kind: type[And | Or], condition: Expression) -> Iterator[Expression]:
    """The conditions that are joined so, under whatever names; the condition itself where it is no such join."""
    if isinstance(condition, Named):
        yield from _joined_by(kind, condition.operand)
    elif isinstance(condition, kind):
        for operand in condition.operands:
            yield from _joined_by(kind, operand)
    else:
        yield condition
