"""An edition as one Python function: the interpreter's quick way through decisions whose facts are all known.

The function is generated from the typed program. Where everything a decision reads is known, ordinary two-valued code
gives its value; where anything is missing, the decision is handed to `assess.engines.meaning`, which defines
what unknown facts do. So the generated code never has to reason about unknowns, and cannot get them wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assess.engines.meaning import Outcome, Surroundings, Value, decider, moved
from assess.language import expression as e
from assess.language.edition import Active, Edition
from assess.language.functions import FUNCTIONS
from assess.language.program import Amount, Body, Formula, Table
from assess.language.rounding import divided
from assess.language.types import Number

Run = Callable[..., tuple[tuple[Value, ...], tuple[int | bool | None, ...]]]
"""Takes the needed facts in order, the facts by name, and the as-of date; gives the values, and per decision the row
hit (table) or the eligibility (amount)."""

_MAY_BE_UNKNOWN = {"resident id birth date", "resident id sex", "add months"}


class Compiled:
    """The generated code of one edition. `facts` names the inputs it reads, `decisions` what it decides, in order."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.decisions = tuple(edition.active)
        self.facts = tuple(dict.fromkeys(name for active in edition.active.values() for name in active.needs.facts))
        self.run_complete = Generator(edition, _locals(self.facts), complete=True).function()
        """For cases in which every fact of `facts` is known."""
        self._partial: Run | None = None

    @property
    def run_partial(self) -> Run:
        """For cases in which any of `facts` may be None."""
        if self._partial is None:
            self._partial = Generator(self.edition, _locals(self.facts), complete=False).function()
        return self._partial

    def outcomes(self, facts: Mapping[str, Value], as_of: int) -> dict[str, Outcome]:
        """Every decision's outcome, in order."""
        known = [facts.get(name) for name in self.facts]
        run = self.run_partial if None in known else self.run_complete
        values, extras = run(*known, facts, as_of)
        found: dict[str, Outcome] = {}
        for name, value, extra in zip(self.decisions, values, extras, strict=True):
            if extra is True or extra is False:
                found[name] = Outcome(value, None, extra)
            else:
                found[name] = Outcome(value, extra)
        return found


class Generator:
    """Writes the code of an edition's decisions. `facts` gives the local that holds each fact."""

    def __init__(self, edition: Edition, facts: Mapping[str, str], *, complete: bool) -> None:
        self._edition = edition
        self._complete = complete
        self._facts = facts
        self._results = {name: f"d{index}" for index, name in enumerate(edition.active)}
        self._nullable: set[str] = set()
        self._constants: dict[str, Any] = {"divided": divided}
        self._names: dict[int, str] = {id(divided): "divided"}
        """Of the constants, which are held, so that none takes the identity of another."""
        self._lines: list[str] = []
        for name, active in edition.active.items():
            self._decision(name, active)
        self.reads_facts = any("(facts, " in line for line in self._lines)
        """Does the code need the facts by name, for decisions that it hands over?"""

    def function(self) -> Run:
        """The edition as a function of its facts: all values, and all rows or eligibilities."""
        arguments = ", ".join([*self._facts.values(), "facts", "as_of"])
        values = "".join(f"{local}, " for local in self._results.values())
        extras = "".join(f"{self._extra(name)}, " for name in self._results)
        run: Run = self.compiled(f"def run({arguments}):", [], f"    return ({values}), ({extras})")
        return run

    def compiled(self, header: str, prelude: list[str], ending: str) -> Any:
        """The function that a header, a prelude, the decisions and an ending make together."""
        text = "\n".join([header, *prelude, *self._lines, ending])
        scope: dict[str, Any] = dict(self._constants)
        exec(compile(text, "<edition>", "exec"), scope)
        return scope["run"]

    def local(self, decision: str) -> str:
        """The local that holds a decision's value."""
        return self._results[decision]

    def constant(self, value: object) -> str:
        """The name under which the code may read a value."""
        return self._constant(value)

    def _extra(self, name: str) -> str:
        body = self._edition.active[name].version.body
        has = isinstance(body, Table | Amount)
        return f"x{self._results[name]}" if has else "None"

    def _constant(self, value: object) -> str:
        name = self._names.setdefault(id(value), f"c{len(self._constants)}")
        self._constants.setdefault(name, value)
        return name

    # decisions

    def _decision(self, name: str, active: Active) -> None:
        body = active.version.body
        local = self._results[name]
        guards = [] if self._complete else [f"{self._facts[fact]} is None" for fact in active.needs.facts]
        guards += [f"{self._results[other]} is None" for other in active.needs.decisions if other in self._nullable]
        always_slow = self._has_unknowns(active) or (isinstance(body, Table) and body.hit == "collect")
        if always_slow or guards or self._leaves_unknown(body):
            self._nullable.add(name)
        if always_slow:
            self._slow(name, active, "    ")
            return
        if guards:
            self._lines.append(f"    if {' or '.join(guards)}:")
            self._slow(name, active, "        ")
            self._lines.append("    else:")
        pad = "        " if guards else "    "
        if isinstance(body, Formula):
            self._lines.append(f"{pad}{local} = {self._code(body.expression)}")
        elif isinstance(body, Amount):
            self._amount(body, local, pad)
        else:
            self._table(body, local, pad)

    def _has_unknowns(self, active: Active) -> bool:
        """Could it be unknown even with every fact known?"""
        if any(_holds_unknown(self._edition.readings[key].value) for key in active.needs.parameters):
            return True
        return any(
            isinstance(node, e.Quotient) or (isinstance(node, e.Call) and node.function in _MAY_BE_UNKNOWN)
            for part in active.version.expressions()
            for node in e.walk(part)
        )

    @staticmethod
    def _leaves_unknown(body: Body) -> bool:
        return isinstance(body, Table) and (not body.complete or any(row.result is None for row in body.rows))

    def _slow(self, name: str, active: Active, pad: str) -> None:
        decide = self._constant(decider(active.version.body))
        around = self._constant(Surroundings)
        readings = self._constant(self._edition.readings)
        results = ", ".join(f"{other!r}: {self._results[other]}" for other in active.needs.decisions)
        extra = "_" if isinstance(active.version.body, Formula) else f"x{self._results[name]}"
        row, eligible = (extra, "_") if isinstance(active.version.body, Table) else ("_", extra)
        self._lines.append(
            f"{pad}{self._results[name]}, {row}, {eligible} = "
            f"{decide}({around}(facts, {{{results}}}, {readings}, as_of))"
        )

    def _amount(self, body: Amount, local: str, pad: str) -> None:
        if body.eligibility is None:
            self._lines.append(f"{pad}x{local} = True")
            self._lines.append(f"{pad}{local} = {self._code(body.rounded)}")
            return
        self._lines.append(f"{pad}x{local} = {self._code(body.eligibility)}")
        self._lines.append(f"{pad}{local} = {self._code(body.rounded)} if x{local} else 0")

    def _table(self, body: Table, local: str, pad: str) -> None:
        """Rows in order: of a unique table too, since with everything known no other row can hit (it is checked)."""
        keyword = "if"
        for index, row in enumerate(body.rows):
            result = "None" if row.result is None else self._code(row.result)
            if row.condition is None:
                if keyword == "if":
                    self._lines.append(f"{pad}{local} = {result}; x{local} = {index}")
                else:
                    self._lines.append(f"{pad}else: {local} = {result}; x{local} = {index}")
                return
            self._lines.append(f"{pad}{keyword} {self._code(row.condition)}: {local} = {result}; x{local} = {index}")
            keyword = "elif"
        self._lines.append(f"{pad}else: {local} = x{local} = None")

    # expressions

    def _code(self, node: e.Expression) -> str:
        writer: Callable[[Any], str] = getattr(self, f"_on_{type(node).__name__.lower()}")
        return writer(node)

    def _all(self, nodes: tuple[e.Expression, ...]) -> list[str]:
        return [self._code(node) for node in nodes]

    def _on_constant(self, node: e.Constant) -> str:
        return repr(node.value)

    def _on_fact(self, node: e.Fact) -> str:
        return self._facts[node.name]

    def _on_result(self, node: e.Result) -> str:
        return self._results[node.name]

    def _on_parametervalue(self, node: e.ParameterValue) -> str:
        value = self._edition.readings[(node.name, node.shift)].value
        if node.key is None:
            return repr(value)
        return f"{self._constant(value)}[{self._code(node.key)}]"

    def _on_asof(self, node: e.AsOf) -> str:
        return "as_of"

    def _on_rescale(self, node: e.Rescale) -> str:
        return self._code(node.operand) if node.factor == 1 else f"{self._code(node.operand)} * {node.factor}"

    def _on_add(self, node: e.Add) -> str:
        parts = "".join(
            f" {'+' if sign > 0 else '-'} {self._code(operand)}"
            for operand, sign in zip(node.operands, node.signs, strict=True)
        )
        return f"({parts.removeprefix(' + ').strip()})"

    def _on_multiply(self, node: e.Multiply) -> str:
        return f"({self._code(node.left)} * {self._code(node.right)})"

    def _on_roundto(self, node: e.RoundTo) -> str:
        assert isinstance(node.operand.type, Number)
        divisor = node.operand.type.denominator * node.step_numerator
        numerator = f"{self._code(node.operand)} * {node.step_denominator}"
        if node.mode in ("up", "ceiling") and node.operand.type.minimum >= 0:
            whole = f"-(-({numerator}) // {divisor})"
        elif node.mode in ("down", "floor") and node.operand.type.minimum >= 0:
            whole = f"({numerator}) // {divisor}"
        else:
            whole = f"divided({numerator}, {divisor}, {node.mode!r})"
        return f"({whole} * {node.step_numerator})"

    def _on_absolute(self, node: e.Absolute) -> str:
        return f"abs({self._code(node.operand)})"

    def _on_extreme(self, node: e.Extreme) -> str:
        parts = self._all(node.operands)
        return parts[0] if len(parts) == 1 else f"{node.which}({', '.join(parts)})"

    def _on_counttrue(self, node: e.CountTrue) -> str:
        return f"(0 + {' + '.join(self._all(node.operands))})"

    def _on_compare(self, node: e.Compare) -> str:
        operator = "==" if node.operator == "=" else node.operator
        return f"({self._code(node.left)} {operator} {self._code(node.right)})"

    def _on_within(self, node: e.Within) -> str:
        low = "" if node.low is None else f"{self._code(node.low)} {'<=' if node.low_closed else '<'} "
        high = "" if node.high is None else f" {'<=' if node.high_closed else '<'} {self._code(node.high)}"
        return f"({low}{self._code(node.operand)}{high})"

    def _on_oneof(self, node: e.OneOf) -> str:
        return f"({self._code(node.operand)} in ({', '.join(self._all(node.choices))},))"

    def _on_not(self, node: e.Not) -> str:
        return f"(not {self._code(node.operand)})"

    def _on_and(self, node: e.And) -> str:
        return f"({' and '.join(self._all(node.operands))})"

    def _on_or(self, node: e.Or) -> str:
        return f"({' or '.join(self._all(node.operands))})"

    def _on_atleast(self, node: e.AtLeast) -> str:
        return f"((0 + {' + '.join(self._all(node.operands))}) >= {node.count})"

    def _on_named(self, node: e.Named) -> str:
        return self._code(node.operand)

    def _on_choose(self, node: e.Choose) -> str:
        return f"({self._code(node.then)} if {self._code(node.condition)} else {self._code(node.otherwise)})"

    def _on_call(self, node: e.Call) -> str:
        return f"{self._constant(FUNCTIONS[node.function])}({', '.join(self._all(node.arguments))})"

    def _on_steplevel(self, node: e.StepLevel) -> str:
        count = len(node.type.codes)  # type: ignore[union-attr]
        levels = tuple(moved(level, node.steps, count) for level in range(count))
        return f"{levels!r}[{self._code(node.operand)}]"


def _locals(facts: tuple[str, ...]) -> dict[str, str]:
    return {name: f"f{index}" for index, name in enumerate(facts)}


def _holds_unknown(value: object) -> bool:
    return value is None or (isinstance(value, dict) and None in value.values())
