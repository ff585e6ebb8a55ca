"""A table's conditions as formulas over quantities.

A quantity is what a comparison looks at once the constants stand on one side: a variable, or a sum of variables and of
terms that are not gone into (`floor(income / 100) - 2 * children`). Comparisons of codes, truth values and texts
come down to single variables; `min`, `max`, `if` and `count` are opened where a comparison stands right outside them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from assess.language import expression as e
from assess.language.checks.proof.formulas import FALSE, TRUE, Formula, Formulas
from assess.language.checks.proof.ranges import Box, range_of
from assess.language.checks.proof.regions import Region, Span
from assess.language.checks.proof.variables import Key, Variables, is_variable, ordinal, variables_in
from assess.language.types import Boolean, Date, Enumeration, Text

_NEGATED = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_FLIPPED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_HOLDS: dict[str, Callable[[int, int], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@dataclass(frozen=True, slots=True)
class Term:
    """`coefficient` times the expression; `variable` where the expression is one."""

    expression: e.Expression
    coefficient: int
    variable: Key | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A sum of terms, the values it can have, and the variables it hangs on."""

    terms: tuple[Term, ...]
    domain: Region
    variables: tuple[Key, ...]

    @property
    def bare(self) -> bool:
        """Is it a variable, and nothing else?"""
        return len(self.terms) == 1 and self.terms[0].variable is not None

    def span(self, box: Box, variables: Variables) -> Span | None:
        """Its range where the variables lie in the box; None where it has no value."""
        low = high = 0
        for term in self.terms:
            found = range_of(term.expression, box, variables)
            if found is None:
                return None
            ends = (found[0] * term.coefficient, found[1] * term.coefficient)
            low, high = low + min(ends), high + max(ends)
        return low, high


class Conditions:
    """Makes formulas of conditions, and gathers the quantities that they look at."""

    def __init__(self, variables: Variables, formulas: Formulas) -> None:
        self.variables = variables
        self.formulas = formulas
        self.quantities: list[Quantity] = []
        self._numbers: dict[tuple[tuple[Key, int], ...], int] = {}

    def holds(self, node: e.Expression, wanted: bool = True) -> Formula:
        """The formula that is true where the condition is, or, with `wanted` false, where it is not."""
        if isinstance(node, e.Constant):
            return TRUE if node.value is wanted else FALSE
        if isinstance(node, e.Named):
            return self.holds(node.operand, wanted)
        if isinstance(node, e.Not):
            return self.holds(node.operand, not wanted)
        if isinstance(node, e.And):
            return self._at_least(len(node.operands), node.operands, wanted)
        if isinstance(node, e.Or):
            return self._at_least(1, node.operands, wanted)
        if isinstance(node, e.AtLeast):
            return self._at_least(node.count, node.operands, wanted)
        if isinstance(node, e.Choose):
            return self._either(node.condition, self.holds(node.then, wanted), self.holds(node.otherwise, wanted))
        if isinstance(node, e.Compare):
            return self._compare(node.operator if wanted else _NEGATED[node.operator], node.left, node.right)
        if isinstance(node, e.Within):
            return self._within(node, wanted)
        if isinstance(node, e.OneOf):
            operator = "=" if wanted else "!="
            parts = [self._compare(operator, node.operand, choice) for choice in node.choices]
            return self.formulas.any_of(parts) if wanted else self.formulas.all_of(parts)
        if isinstance(node, e.Call) and node.function == "starts with":
            return self._starts_with(node, wanted)
        return self._among(node, lambda value: bool(value) is wanted)

    def _at_least(self, count: int, operands: tuple[e.Expression, ...], wanted: bool) -> Formula:
        if not wanted:  # fewer than `count` true: so many false that the others are too few
            count = len(operands) - count + 1
        return self.formulas.at_least(count, tuple(self.holds(operand, wanted) for operand in operands))

    def _either(self, condition: e.Expression, then: Formula, otherwise: Formula) -> Formula:
        make = self.formulas
        return make.any_of(
            [make.all_of([self.holds(condition), then]), make.all_of([self.holds(condition, False), otherwise])]
        )

    def _within(self, node: e.Within, wanted: bool) -> Formula:
        parts = []
        for end, operator in (
            (node.low, ">=" if node.low_closed else ">"),
            (node.high, "<=" if node.high_closed else "<"),
        ):
            if end is not None:
                parts.append(self._compare(operator if wanted else _NEGATED[operator], node.operand, end))
        return self.formulas.all_of(parts) if wanted else self.formulas.any_of(parts)

    def _compare(self, operator: str, left: e.Expression, right: e.Expression) -> Formula:
        if isinstance(left.type, Boolean):
            same = operator == "="
            return self._either(left, self.holds(right, same), self.holds(right, not same))
        if isinstance(left.type, Enumeration | Text):
            return self._finite(_HOLDS[operator], left, right)
        return self._order(operator, left, right)

    # what has few values: codes, truth values, texts

    def _finite(self, relation: Callable[[int, int], bool], left: e.Expression, right: e.Expression) -> Formula:
        if isinstance(right, e.Constant):
            fixed = self.variables.number(right)
            return self._among(left, lambda value: relation(value, fixed))
        if isinstance(left, e.Constant):
            fixed = self.variables.number(left)
            return self._among(right, lambda value: relation(fixed, value))
        return self.formulas.any_of(
            self.formulas.all_of(
                [
                    self._among(left, lambda value, one=one: value == one),  # type: ignore[misc]
                    self._among(right, lambda value, one=one: relation(one, value)),  # type: ignore[misc]
                ]
            )
            for low, high in self.variables.domain(left.type).spans
            for one in range(low, high + 1)
        )

    def _starts_with(self, node: e.Call, wanted: bool) -> Formula:
        texts = self.variables.texts.all
        whole, start = node.arguments
        return self._finite(lambda a, b: texts[a].startswith(texts[b]) is wanted, whole, start)

    def _among(self, node: e.Expression, chosen: Callable[[int], bool]) -> Formula:
        """The value of a code, truth value or text is one of those chosen."""
        if isinstance(node, e.Constant):
            return TRUE if chosen(self.variables.number(node)) else FALSE
        if isinstance(node, e.Choose):
            return self._either(node.condition, self._among(node.then, chosen), self._among(node.otherwise, chosen))
        if isinstance(node, e.StepLevel):
            assert isinstance(node.type, Enumeration)
            last, steps = len(node.type.codes) - 1, node.steps
            return self._among(node.operand, lambda value: chosen(min(max(value + steps, 0), last)))
        assert is_variable(node), node
        quantity = self._quantity(((self.variables.key(node), node, 1),))
        domain = self.quantities[quantity].domain
        values = (value for low, high in domain.spans for value in range(low, high + 1))
        return self.formulas.lies(quantity, Region.of(value for value in values if chosen(value)), domain)

    # numbers and dates

    def _order(self, operator: str, left: e.Expression, right: e.Expression) -> Formula:
        if isinstance(left, e.Choose):
            then, otherwise = (self._order(operator, side, right) for side in (left.then, left.otherwise))
            return self._either(left.condition, then, otherwise)
        if isinstance(left, e.Extreme):
            return self._extreme(operator, left, right)
        if isinstance(right, e.Choose | e.Extreme):
            return self._order(_FLIPPED[operator], right, left)
        terms: dict[Key, tuple[e.Expression, int]] = {}
        constant = self._gather(left, 1, terms) + self._gather(right, -1, terms)
        return self._against_constant(operator, terms, -constant)

    def _extreme(self, operator: str, left: e.Extreme, right: e.Expression) -> Formula:
        if operator in ("=", "!="):
            ends = ("<=", ">=") if operator == "=" else ("<", ">")
            parts = [self._extreme(end, left, right) for end in ends]
            return self.formulas.all_of(parts) if operator == "=" else self.formulas.any_of(parts)
        parts = [self._order(operator, operand, right) for operand in left.operands]
        every = (left.which == "min") == (operator in (">", ">="))
        return self.formulas.all_of(parts) if every else self.formulas.any_of(parts)

    def _gather(self, node: e.Expression, factor: int, terms: dict[Key, tuple[e.Expression, int]]) -> int:
        """Adds `factor` times the node to the terms, and returns what is constant of it."""
        if isinstance(node, e.Constant):
            return factor * (ordinal(int(node.value)) if isinstance(node.type, Date) else int(node.value))
        if isinstance(node, e.Rescale):
            return self._gather(node.operand, factor * node.factor, terms)
        if isinstance(node, e.Add):
            return sum(
                self._gather(operand, factor * sign, terms)
                for operand, sign in zip(node.operands, node.signs, strict=True)
            )
        if isinstance(node, e.Multiply):
            for fixed, other in ((node.left, node.right), (node.right, node.left)):
                inner: dict[Key, tuple[e.Expression, int]] = {}
                value = self._gather(fixed, 1, inner)
                if not inner:
                    return self._gather(other, factor * value, terms)
        key = self.variables.key(node)
        coefficient = terms.get(key, (node, 0))[1] + factor
        terms[key] = (node, coefficient)
        if coefficient == 0:
            del terms[key]
        return 0

    def _against_constant(self, operator: str, terms: dict[Key, tuple[e.Expression, int]], constant: int) -> Formula:
        """The sum of the terms compared with the constant."""
        if not terms:
            return TRUE if _HOLDS[operator](0, constant) else FALSE
        ordered = sorted(((key, node, factor) for key, (node, factor) in terms.items()), key=lambda one: repr(one[0]))
        divisor = math.gcd(*(factor for _, _, factor in ordered))
        if ordered[0][2] < 0:
            divisor, operator = -divisor, _FLIPPED[operator]
        form = tuple((key, node, factor // divisor) for key, node, factor in ordered)
        threshold = Fraction(constant, divisor)
        if len(form) == 1 and isinstance(form[0][1], e.CountTrue):
            operands = form[0][1].operands
            return self._count(operands, _region(operator, threshold, Region.between(0, len(operands))))
        quantity = self._quantity(form)
        domain = self.quantities[quantity].domain
        return self.formulas.lies(quantity, _region(operator, threshold, domain), domain)

    def _count(self, operands: tuple[e.Expression, ...], region: Region) -> Formula:
        """As many of the conditions are true as the region says."""
        return self.formulas.any_of(
            self.formulas.all_of([self._at_least(low, operands, True), self._at_least(high + 1, operands, False)])
            for low, high in region.spans
        )

    def _quantity(self, form: tuple[tuple[Key, e.Expression, int], ...]) -> int:
        name = tuple((key, factor) for key, _, factor in form)
        found = self._numbers.get(name)
        if found is None:
            found = self._numbers[name] = len(self.quantities)
            terms = tuple(Term(node, factor, key if is_variable(node) else None) for key, node, factor in form)
            keys = tuple(dict.fromkeys(self._keys(node for _, node, _ in form)))
            quantity = Quantity(terms, Region(()), keys)
            if quantity.bare:
                domain = self.variables.of(terms[0].expression).domain
            else:
                span = quantity.span({}, self.variables)
                domain = Region(()) if span is None else Region.between(*span)
            self.quantities.append(Quantity(terms, domain, keys))
        return found

    def _keys(self, nodes: Iterable[e.Expression]) -> Iterable[Key]:
        for node in nodes:
            for variable in variables_in(node):
                yield self.variables.key(variable)


def _region(operator: str, threshold: Fraction, domain: Region) -> Region:
    """The numbers of the domain that stand to the threshold as the operator says."""
    if not domain:
        return domain
    low, high = domain.low, domain.high
    if operator in ("=", "!="):
        value = math.floor(threshold)
        whole = threshold.denominator == 1
        if operator == "=":
            return domain.within(value, value) if whole else Region(())
        if not whole:
            return domain
        return Region((*domain.within(low, value - 1).spans, *domain.within(value + 1, high).spans))
    if operator == "<":
        return domain.within(low, math.ceil(threshold) - 1)
    if operator == "<=":
        return domain.within(low, math.floor(threshold))
    if operator == ">":
        return domain.within(math.floor(threshold) + 1, high)
    return domain.within(math.ceil(threshold), high)
