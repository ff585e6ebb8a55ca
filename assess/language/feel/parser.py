"""FEEL text to syntax, with lark; faults become diagnostics with the place inside the YAML file."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from assess.diagnostics.diagnostic import Diagnostics
from assess.diagnostics.position import Position
from assess.language.feel import tree as syntax

_FULL_WIDTH = str.maketrans("（），＞＜＝！＋－＊／％“”０１２３４５６７８９。；", '(),><=!+-*/%""0123456789.;')

_DEEPEST = 60
_NOT = re.compile(r"\s*not\s*\((.*)\)\s*", re.DOTALL)


@cache
def _parser() -> Lark:
    """One for expressions and tests alike: to build it takes longer than to read a ruleset's expressions."""
    grammar = resources.files("assess.language.feel").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", start=["start", "unary"], propagate_positions=True, maybe_placeholders=False)


def parse_expression(text: str, position: Position, diagnostics: Diagnostics) -> syntax.Syntax | None:
    """The syntax of an expression; None, and a diagnostic, where it is not one."""
    tree = _parse(text, "start", position, diagnostics)
    return None if tree is None else _Reader(text, position).expression(tree.children[0])


def parse_unary_tests(
    text: str, operand: syntax.Syntax, position: Position, diagnostics: Diagnostics
) -> syntax.Syntax | None:
    """The syntax of «the operand passes these unary tests»; None, and a diagnostic, where they are not tests."""
    if text.strip() == "-":
        return syntax.Matches(position, text, operand, (syntax.AnyValue(position, text),))
    negated = _NOT.fullmatch(text)
    inner, offset = (negated.group(1), negated.start(1)) if negated else (text, 0)
    place = position.moved(offset)
    tree = _parse(inner, "unary", place, diagnostics)
    if tree is None:
        return None
    tests = _Reader(inner, place).tests(tree.children[0])
    return syntax.Matches(position, text, operand, (syntax.NotIn(position, text, tests),) if negated else tests)


@lru_cache(maxsize=1000)
def _tree(text: str, start: str) -> Any:
    """Lark's tree, to be read only: the rows of a table, and forms, ask for the same again and again. None where it is
    too deep."""
    tree = _parser().parse(text, start=start)
    return None if _is_deep(tree) else tree


def _parse(text: str, start: str, position: Position, diagnostics: Diagnostics) -> Any:
    try:
        tree = _tree(text, start)
        if tree is not None:
            return tree
        diagnostics.report("F113", position, limit=_DEEPEST)
    except UnexpectedEOF:
        diagnostics.report("F102", position, text=text)
    except UnexpectedInput as error:
        if isinstance(error, UnexpectedToken) and error.token.type == "$END":
            diagnostics.report("F102", position, text=text)
            return None
        place = position.moved(error.pos_in_stream or 0)
        rest = text[error.pos_in_stream or 0 :]
        character = rest[:1]
        if isinstance(error, UnexpectedCharacters) and character.translate(_FULL_WIDTH) != character:
            diagnostics.report("F103", place, found=character, instead=character.translate(_FULL_WIDTH))
        elif rest.startswith("="):
            diagnostics.report("F104", place, found="==")
        else:
            found = re.match(r"\S+", rest)
            diagnostics.report("F101", place, text=text, found=found.group() if found else rest[:10])
    return None


def _is_deep(tree: Any) -> bool:
    """Is it nested so deep that walking it would exhaust the stack?"""
    level = [tree]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in node.children if isinstance(child, Tree)]
        if not level:
            return False
    return True


class _Reader:
    """Turns lark's tree into ours. Positions are those of the text's first character plus the offset in it."""

    def __init__(self, text: str, position: Position) -> None:
        self._text = text
        self._position = position

    def _place(self, node: Tree[Token] | Token) -> tuple[Position, str]:
        where = node.meta if isinstance(node, Tree) else node
        start, end = where.start_pos, where.end_pos
        return self._position.moved(start or 0), self._text[start:end]

    def tests(self, node: Tree[Token]) -> tuple[syntax.Syntax, ...]:
        return tuple(self.test(child) for child in node.children)

    def test(self, node: Any) -> syntax.Syntax:
        if node.data == "interval":
            place = self._place(node)
            opening, low, high, closing = node.children
            return syntax.Interval(
                *place, self.expression(low), self.expression(high), str(opening) == "[", str(closing) == "]"
            )
        if node.data == "unary_compare":
            return syntax.Comparison(*self._place(node), str(node.children[0]), self.expression(node.children[1]))
        return self.expression(node)

    def expression(self, node: Any) -> syntax.Syntax:
        place = self._place(node)
        children = node.children
        kind = node.data
        if kind == "number":
            return syntax.NumberLiteral(*place, Decimal(str(children[0])))
        if kind == "percent":
            return syntax.NumberLiteral(*place, Decimal(str(children[0])) / 100)
        if kind == "string":
            return syntax.TextLiteral(*place, str(children[0])[1:-1])
        if kind in ("true", "false"):
            return syntax.BooleanLiteral(*place, kind == "true")
        if kind == "null":
            return syntax.NullLiteral(*place)
        if kind == "name":
            return syntax.Name(*place, str(children[0]))
        if kind == "shifted":
            return syntax.Shifted(*place, str(children[0]), _words(children[1]).removeprefix("at "))
        if kind == "choose":
            return syntax.Operation(*place, "if", self._all(children))
        if kind in ("disjunction", "conjunction"):
            return syntax.Operation(*place, "or" if kind == "disjunction" else "and", self._all(children))
        if kind in ("compare", "arithmetic"):
            left, operator, right = children
            return syntax.Operation(*place, str(operator), (self.expression(left), self.expression(right)))
        if kind == "between":
            operand, low, high = self._all(children)
            return syntax.Matches(*place, operand, (syntax.Interval(low.position, place[1], low, high, True, True),))
        if kind == "matches_one":
            return syntax.Matches(*place, self.expression(children[0]), (self.test(children[1]),))
        if kind == "matches":
            return syntax.Matches(*place, self.expression(children[0]), self.tests(children[1]))
        if kind == "negate":
            return syntax.Operation(*place, "negate", self._all(children))
        if kind == "negation":
            return syntax.Operation(*place, "not", self._all(children))
        if kind in ("worse", "better"):
            return syntax.Operation(*place, str(kind), (self.expression(children[1]),))
        if kind == "at_least":
            return syntax.AtLeast(*place, int(children[1]), self._all(children[2:]))
        assert kind == "call", kind
        return syntax.FunctionCall(*place, _words(children[0]), self._all(children[1:]))

    def _all(self, nodes: Any) -> tuple[syntax.Syntax, ...]:
        return tuple(self.expression(node) for node in nodes)


def _words(token: object) -> str:
    return re.sub(r"\s+", " ", str(token))
