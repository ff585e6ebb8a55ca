"""Finds arithmetic that could leave 64 bits on the way to a value that fits them.

Typing bounds the value of every expression; a column engine also has to hold what it works with in between: the sums of
scores and combinations, and the numerators of roundings and quotients before they are divided.
"""

from __future__ import annotations

from assess.diagnostics.diagnostic import Diagnostics
from assess.language.expression import Expression, Quotient, RoundTo, walk
from assess.language.program import Program
from assess.language.types import INT64_MAXIMUM, Number


def check_overflow(program: Program, diagnostics: Diagnostics) -> None:
    """Reports the innermost expressions that may not fit (T112)."""
    for decision in program.decisions.values():
        found = len(diagnostics)
        for version in decision.versions:
            for expression in version.expressions():
                for node in walk(expression):
                    if _largest(node) > INT64_MAXIMUM and not any(_largest(c) > INT64_MAXIMUM for c in node.children()):
                        type_ = Number(1, -_largest(node), _largest(node))
                        diagnostics.report("T112", node.position, text=node.source, found=type_)
        type_of_all = decision.type
        if len(diagnostics) == found and isinstance(type_of_all, Number) and _bound(type_of_all) > INT64_MAXIMUM:
            diagnostics.report("T112", decision.position, text=decision.name, found=type_of_all)


def _bound(type_: Number) -> int:
    return max(abs(type_.minimum), abs(type_.maximum))


def _largest(node: Expression) -> int:
    """The largest whole number that working the node out may call for."""
    if not isinstance(node.type, Number):
        return 0
    largest = _bound(node.type)
    if isinstance(node, RoundTo):
        operand = node.operand.type
        assert isinstance(operand, Number)
        divisor = operand.denominator * node.step_numerator
        largest = max(largest, _bound(operand) * node.step_denominator, 2 * divisor)
    elif isinstance(node, Quotient):
        left, right = node.left.type, node.right.type
        assert isinstance(left, Number)
        assert isinstance(right, Number)
        scale = right.denominator * 10**node.places
        largest = max(largest, _bound(left) * scale, 2 * _bound(right) * left.denominator)
    return largest
