"""The checked program as text: `assess rules show --stage program`.

One line a node, operands below it. After `#` stands what the engines go by: the unit, the range, and the denominator
that an integer stands over (`in 1/100`); of a comparison, those of the two sides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from assess.language import expression as e
from assess.language.dates import iso
from assess.language.law import Citation
from assess.language.program import (
    Amount,
    Combination,
    Decision,
    Floor,
    Formula,
    Needs,
    Parameter,
    ParameterContent,
    Program,
    Rounding,
    Row,
    Table,
    Version,
)
from assess.language.types import PLAIN, Boolean, Date, Enumeration, Label, Number, Type

NOTE_COLUMN = 56


@dataclass(frozen=True)
class Line:
    """A line of the print: its depth, its text, and the notes that follow `#`."""

    depth: int
    text: str
    notes: tuple[str, ...] = ()

    def deeper(self, depth: int) -> Line:
        return replace(self, depth=self.depth + depth)

    def __str__(self) -> str:
        text = "  " * self.depth + self.text
        notes = " · ".join(note for note in self.notes if note)
        return f"{text:<{NOTE_COLUMN}}  # {notes}" if notes else text


def render(program: Program, only: Collection[str] | None = None) -> str:
    """The whole program, or the decisions named with their hidden steps and all that they read directly."""
    shown = [
        decision
        for decision in program.decisions.values()
        if only is None or decision.name in only or decision.part_of in only
    ]
    needs = [Needs.of(version) for decision in shown for version in decision.versions]
    facts = {name for need in needs for name in need.facts}
    parameters = {name for need in needs for name, _ in need.parameters}
    lines = [
        Line(0, f"program {program.id} {program.version}", (f"sha256:{program.hash}" if program.hash else "",)),
        Line(1, f"lineage {' <- '.join(program.lineage)}"),
    ]
    if only is None:
        lines.append(Line(1, f"goals {', '.join(program.goals)}"))
        lines += [Line(0, f"type {type_}", (_label(type_.labels),)) for type_ in program.types.values()]
    for name, fact in program.inputs.items():
        if name in facts:
            lines.append(Line(0, f"input {name}: {type_text(fact.type)}", (fact.form or "", _label([fact.label]))))
    for name, parameter in program.parameters.items():
        if name in parameters or only is None:
            lines += _parameter(parameter)
    for decision in shown:
        lines += _decision(decision)
    return "\n".join(map(str, lines))


def type_text(type_: Type) -> str:
    """`points 0..90`, `CNY/month 0..798 in 1/100`, `boolean`, the name of an enumeration."""
    if isinstance(type_, Enumeration):
        return type_.name
    if not isinstance(type_, Number):
        return str(type_)
    unit = "number" if type_.unit is None or type_.unit == PLAIN else str(type_.unit)
    low, high = exact(type_.minimum, type_.denominator), exact(type_.maximum, type_.denominator)
    return f"{unit} {low}..{high}" + (f" in 1/{type_.denominator}" if type_.denominator != 1 else "")


def exact(numerator: int, denominator: int) -> str:
    """The number as a decimal, `0.05`; as a fraction, `1/3`, where no decimal is exact."""
    number = Fraction(numerator, denominator)
    places, rest = 0, number.denominator
    for factor in (2, 5):
        count = 0
        while rest % factor == 0:
            rest //= factor
            count += 1
        places = max(places, count)
    if rest != 1 or not places:
        return str(number)
    digits = f"{abs(number.numerator) * 10**places // number.denominator:0{places + 1}}"
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def value_text(value: ParameterContent, type_: Type) -> str:
    """A value of the engines, written as the language writes it."""
    if value is None:
        return "unknown"
    if isinstance(type_, Boolean):
        return "true" if value else "false"
    if isinstance(type_, Enumeration):
        return f'"{type_.codes[int(value)]}"'
    if isinstance(type_, Number):
        return exact(int(value), type_.denominator)
    return f'date("{iso(int(value))}")' if isinstance(type_, Date) else f'"{value}"'


# declarations


def _label(labels: Iterable[Label]) -> str:
    return ", ".join(f"{label.zh} | {label.en}" for label in labels)


def _cites(cite: Iterable[Citation]) -> str:
    return ", ".join(map(str, cite))


def _days(first: int, last: int | None, known_from: int) -> str:
    until = iso(last) if last is not None else "…"
    return f"{iso(first)} – {until}" + (f", known from {iso(known_from)}" if known_from != first else "")


def _parameter(parameter: Parameter) -> Iterator[Line]:
    key = f"[{text_of(parameter.key)}]" if parameter.key is not None else ""
    reviewed = "" if parameter.reviewed_until is None else f"reviewed until {iso(parameter.reviewed_until)}"
    notes = (_label([parameter.label]), reviewed, str(parameter.position))
    yield Line(0, f"parameter {parameter.name}{key}: {type_text(parameter.type)}", notes)
    for entry in parameter.entries:
        if isinstance(entry.value, dict) and parameter.key is not None:
            key_type = parameter.key.type
            value = ", ".join(
                f"{value_text(case, key_type)}: {value_text(content, parameter.type)}"
                for case, content in entry.value.items()
            )
        else:
            assert not isinstance(entry.value, dict)
            value = value_text(entry.value, parameter.type)
        days = _days(entry.valid_from, entry.valid_until, entry.known_from)
        yield Line(1, f"{days}: {value}", (entry.confidence, _cites(entry.cite), entry.origin))


def _decision(decision: Decision) -> Iterator[Line]:
    what = f"step of {decision.part_of}" if decision.part_of else decision.kind
    notes = (decision.role or "", decision.label.zh + " | " + decision.label.en, str(decision.position))
    yield Line(0, f"decision {decision.name}: {type_text(decision.type)}  ({what})", notes)
    if decision.overrides is not None:
        yield Line(1, f"overrides {decision.overrides.ruleset}", (str(decision.overrides.position),))
    for version in decision.versions:
        days = _days(version.valid_from, version.valid_until, version.known_from)
        yield Line(1, f"version {days}", (_cites(version.cite), str(version.position)))
        yield from (line.deeper(2) for line in _body(version))


def _body(version: Version) -> Iterator[Line]:
    body = version.body
    if isinstance(body, Formula):
        yield from _lines(body.expression)
    elif isinstance(body, Amount):
        yield from _amount(body)
        if version.floor is not None:
            yield Line(0, _floor(version.floor))
    else:
        yield from _table(body)
    if version.combination is not None:
        yield from _combination(version.combination)
    for tie in version.ties:
        yield Line(0, f"tie: {tie.direction} {tie.decision}", (_cites(tie.cite),))


def _amount(body: Amount) -> Iterator[Line]:
    if body.eligibility is not None:
        yield from _titled("for", body.eligibility)
    yield from _titled("formula", body.formula)
    if body.rounding is not None:
        yield Line(0, _rounding(body.rounding), (_cites(body.rounding.cite),))
    if body.rounded is not body.formula:
        yield Line(0, "due")
        yield from (line.deeper(1) for line in _lines(body.rounded, stop=body.formula))


def _floor(floor: Floor) -> str:
    reached = "" if floor.reached_by is None else f", reached by {iso(floor.reached_by)}"
    published = "" if floor.published_as is None else f", published as {floor.published_as}"
    return f"floor{reached}{published}"


def _rounding(rounding: Rounding) -> str:
    step = exact(rounding.step_numerator, rounding.step_denominator)
    return f"rounding {rounding.mode} to {step}" + (f" at {rounding.at}" if rounding.at else "")


def _table(body: Table) -> Iterator[Line]:
    hit = f"{body.hit} {body.aggregate}" if body.aggregate else body.hit
    yield Line(0, f"table {hit}, {'complete' if body.complete else 'with gaps'}")
    for number, row in enumerate(body.rows, start=1):
        yield from (line.deeper(1) for line in _row(number, row))


def _row(number: int, row: Row) -> Iterator[Line]:
    yield Line(0, f"row {number}", (_cites(row.cite), str(row.position)))
    if row.condition is None:
        yield Line(1, "otherwise")
    else:
        yield from (line.deeper(1) for line in _titled("when", row.condition))
    if row.result is None:
        yield Line(1, "then unknown", ("" if row.because is None else _label([row.because]),))
    else:
        yield from (line.deeper(1) for line in _titled("then", row.result))


def _combination(combination: Combination) -> Iterator[Line]:
    for number, rule in enumerate(combination.rules, start=1):
        yield Line(0, f"rule {number}: {rule.kind} {', '.join(rule.benefits)}", (_cites(rule.cite),))
        if rule.when is not None:
            yield from (line.deeper(1) for line in _titled("if", rule.when))
    drawn = ", ".join(f"{benefit} as {name}" for benefit, name in combination.drawn if benefit != name)
    if drawn:
        yield Line(0, f"drawn: {drawn}")


# expressions


def _titled(title: str, node: e.Expression) -> Iterator[Line]:
    """The expression behind its title, or below it where it takes several lines."""
    lines = list(_lines(node))
    if len(lines) == 1:
        yield replace(lines[0], text=f"{title} {lines[0].text}")
    else:
        yield Line(0, title)
        yield from (line.deeper(1) for line in lines)


def _lines(node: e.Expression, stop: e.Expression | None = None) -> Iterator[Line]:
    """The node with its operands below it, or on one line where these are plain. `stop` prints as «formula»."""
    if node is stop:
        yield Line(0, "formula")
        return
    if isinstance(node, e.Named):
        first, *rest = _lines(node.operand, stop)
        words = f"“{node.label_zh} | {node.label_en}”"
        yield replace(first, notes=(*first.notes, words, ", ".join(node.cite)))
        yield from rest
        return
    if _is_plain(node) or (isinstance(node, _COMPARISONS) and all(map(_is_plain, node.children()))):
        yield Line(0, text_of(node), (_number_note(node),))
        return
    yield Line(0, _head(node), (_number_note(node),))
    labels = _operand_labels(node)
    for label, child in zip(labels, node.children(), strict=True):
        first, *rest = _lines(child, stop)
        yield replace(first, depth=1, text=label + first.text)
        yield from (line.deeper(1) for line in rest)


_COMPARISONS = (e.Compare, e.Within, e.OneOf)
_LEAVES = (e.Constant, e.Fact, e.Result, e.AsOf, e.ParameterValue)


def _is_plain(node: e.Expression) -> bool:
    """Fits on a line with others: a name, a constant, or a function or rescaling of such."""
    if isinstance(node, _LEAVES):
        return True
    return isinstance(node, e.Call | e.Rescale | e.StepLevel) and all(map(_is_plain, node.children()))


def _number_note(node: e.Expression) -> str:
    """The type of a number, or of the numbers that a comparison compares; empty for what holds no numbers."""
    if isinstance(node, _COMPARISONS):
        left, *others = (child.type for child in node.children())
        if not isinstance(left, Number):
            return ""
        constant = all(isinstance(child, e.Constant) for child in node.children()[1:])
        return type_text(left) if constant else " with ".join(type_text(type_) for type_ in (left, *others))
    if not isinstance(node.type, Number):
        return ""
    if isinstance(node, e.Constant):
        return f"in 1/{node.type.denominator}" if node.type.denominator != 1 else ""
    return type_text(node.type)


def _head(node: e.Expression) -> str:
    """What a node does to the operands printed below it."""
    if isinstance(node, e.And | e.Or):
        return "all of" if isinstance(node, e.And) else "any of"
    if isinstance(node, e.AtLeast):
        return f"at least {node.count} of"
    if isinstance(node, e.RoundTo):
        return f"round {node.mode} to {exact(node.step_numerator, node.step_denominator)}"
    if isinstance(node, e.Rescale):
        return f"rescale ×{node.factor}"
    if isinstance(node, e.Quotient):
        return f"quotient to {node.places} places"
    if isinstance(node, e.Compare):
        return f"compare {node.operator}"
    if isinstance(node, e.Within):
        low, high = "[" if node.low_closed else "(", "]" if node.high_closed else ")"
        return f"within {low}{'…' if node.low is None else 'low'}..{'…' if node.high is None else 'high'}{high}"
    if isinstance(node, e.Extreme):
        return f"{node.which} of"
    if isinstance(node, e.StepLevel):
        return f"level moved by {node.steps:+}"
    if isinstance(node, e.Call):
        return f"{node.function} of"
    if isinstance(node, e.ParameterValue):
        return f"{node.name}{_shift(node)} by"
    return {
        e.Add: "sum of", e.Multiply: "product of", e.Not: "not", e.Choose: "choose", e.OneOf: "one of",
        e.CountTrue: "how many of", e.Absolute: "absolute value of",
    }[type(node)]  # fmt: skip


def _operand_labels(node: e.Expression) -> tuple[str, ...]:
    if isinstance(node, e.Add):
        return tuple("+ " if sign > 0 else "- " for sign in node.signs)
    if isinstance(node, e.Choose):
        return ("if ", "then ", "else ")
    return ("",) * len(node.children())


def _shift(node: e.ParameterValue) -> str:
    return f" at {node.shift}" if node.shift else ""


def text_of(node: e.Expression) -> str:
    """A plain node, or a comparison of such, on one line."""
    if isinstance(node, e.Constant):
        return value_text(node.value, node.type)
    if isinstance(node, e.Fact | e.Result):
        return node.name
    if isinstance(node, e.AsOf):
        return "as_of"
    if isinstance(node, e.ParameterValue):
        key = f"[{text_of(node.key)}]" if node.key is not None else ""
        return f"{node.name}{key}{_shift(node)}"
    if isinstance(node, e.Call):
        return f"{node.function}({', '.join(map(text_of, node.arguments))})"
    if isinstance(node, e.Rescale):
        return f"rescale({text_of(node.operand)} ×{node.factor})"
    if isinstance(node, e.StepLevel):
        steps = f"{abs(node.steps)} {'worse' if node.steps > 0 else 'better'}"
        return f"{steps} than {text_of(node.operand)}"
    if isinstance(node, e.Compare):
        return f"{text_of(node.left)} {node.operator} {text_of(node.right)}"
    if isinstance(node, e.Within):
        low = "…" if node.low is None else text_of(node.low)
        high = "…" if node.high is None else text_of(node.high)
        opening, closing = "[" if node.low_closed else "(", "]" if node.high_closed else ")"
        return f"{text_of(node.operand)} in {opening}{low}..{high}{closing}"
    if isinstance(node, e.OneOf):
        return f"{text_of(node.operand)} in ({', '.join(map(text_of, node.choices))})"
    return node.source or _head(node)
