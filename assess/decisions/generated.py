"""Explanations of complete cases by generated code: the same reason trees as `assess.decisions.explanation`, sooner.

Whatever may be unknown even with every fact known is left to the explainers themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assess.decisions.explanation import Explainer, Explanation, ParameterUse, Reason, RowReason
from assess.engines.compiled import Generator
from assess.engines.meaning import Outcome, Surroundings, Value
from assess.language import expression as e
from assess.language.edition import Active, Edition
from assess.language.program import Amount, Body, Formula, Table

Explain = Callable[[Mapping[str, Value], Mapping[str, Outcome], int], dict[str, Explanation]]


def generated_explain(edition: Edition, explainers: Mapping[str, Explainer]) -> Explain:
    """A function from facts (all known), outcomes and the as-of date to every explanation."""
    return _ExplanationGenerator(edition, explainers).explain()


class _ExplanationGenerator(Generator):
    def __init__(self, edition: Edition, explainers: Mapping[str, Explainer]) -> None:
        names = dict.fromkeys(name for active in edition.active.values() for name in active.needs.facts)
        self._fact_locals = {name: f"f{index}" for index, name in enumerate(names)}
        super().__init__(edition, self._fact_locals, complete=True)
        self._explainers = explainers
        self._new = self._constant(tuple.__new__)
        self._reason_class = self._constant(Reason)
        self._row_class = self._constant(RowReason)

    def explain(self) -> Explain:
        count = range(len(self._results))
        outcomes = "".join(f"o{index}, " for index in count)
        readings = self._constant(self._edition.readings)
        lines = [
            "def run(facts, outcomes, as_of):",
            *(f"    {local} = facts[{name!r}]" for name, local in self._fact_locals.items()),
            f"    ({outcomes}) = outcomes.values()",
            *(f"    d{index} = o{index}[0]; xd{index} = o{index}[1]" for index in count),
            f"    results = {{{', '.join(f'{name!r}: d{index}' for index, name in enumerate(self._results))}}}",
            f"    around = {self._constant(Surroundings)}(facts, results, {readings}, as_of)",
        ]
        for index, (name, active) in enumerate(self._edition.active.items()):
            lines.extend(self._explanation(index, name, active))
        pairs = ", ".join(f"{name!r}: w{index}" for index, name in enumerate(self._results))
        lines.append(f"    return {{{pairs}}}")
        scope: dict[str, Any] = dict(self._constants)
        exec(compile("\n".join(lines), "<explanation>", "exec"), scope)
        explain: Explain = scope["run"]
        return explain

    def _explanation(self, index: int, name: str, active: Active) -> list[str]:
        body = active.version.body
        slow = f"w{index} = {self._constant(self._explainers[name])}(around, o{index})"
        if self._has_unknowns(active) or (isinstance(body, Table) and body.hit == "collect"):
            return [f"    {slow}"]
        guards = [f"{self._results[other]} is None" for other in active.needs.decisions if other in self._nullable]
        quick = self._quick(index, active, body)
        if not guards:
            return [f"    {line}" for line in quick]
        return [f"    if {' or '.join(guards)}: {slow}", "    else:", *(f"        {line}" for line in quick)]

    def _quick(self, index: int, active: Active, body: Body) -> list[str]:
        make = f"{self._constant(Explanation)}({self._constant(active)}, o{index}"
        cite = self._constant(active.version.cite)
        if isinstance(body, Formula):
            uses = self._uses(self._looked_up(active.version.expressions()))
            return [f"w{index} = {make}, {cite}, {uses}, {self._reason(body.expression)})"]
        if isinstance(body, Amount):
            return self._quick_amount(index, active, body, make)
        uses = self._uses(self._looked_up(active.version.expressions()))
        lines = ["passed = ()"]
        for place, row in enumerate(body.rows):
            # a table's explanation stops at the row that hit; the rows before it did not
            known = self._constant(row)
            condition = "None" if row.condition is None else self._reason(row.condition)
            result = "None" if row.result is None else self._reason(row.result)
            cited = self._constant(tuple(dict.fromkeys((*row.cite, *active.version.cite))))
            hit = f"({self._new}({self._row_class}, ({place}, {known}, {condition}, True)),)"
            lines.append(
                f"{'if' if place == 0 else 'elif'} xd{index} == {place}: "
                f"w{index} = {make}, {cited}, {uses}, None, None, {result}, {hit}, {self._passed(body, place)})"
            )
        lines.append(f"else: w{index} = {self._constant(self._explainers[active.decision.name])}(around, o{index})")
        return lines[1:]

    def _passed(self, body: Table, hit: int) -> str:
        parts = []
        for place, row in enumerate(body.rows[:hit]):
            if row.condition is not None:
                reason = self._reason(row.condition)
                parts.append(f"{self._new}({self._row_class}, ({place}, {self._constant(row)}, {reason}, False))")
        return f"({', '.join(parts)},)" if parts else "()"

    def _quick_amount(self, index: int, active: Active, body: Amount, make: str) -> list[str]:
        cite = active.version.cite
        if body.rounding is not None:
            cite = tuple(dict.fromkeys((*cite, *body.rounding.cite)))
        cited = self._constant(cite)
        everything = self._uses(self._looked_up(active.version.expressions()))
        formula = self._reason(body.formula)
        if body.eligibility is None:
            return [f"w{index} = {make}, {cited}, {everything}, {formula}, None)"]
        eligibility = self._reason(body.eligibility)
        barred = self._uses(self._looked_up((body.eligibility,)))
        return [
            f"if o{index}[2]: w{index} = {make}, {cited}, {everything}, {formula}, {eligibility})",
            f"else: w{index} = {make}, {cited}, {barred}, None, {eligibility})",
        ]

    @staticmethod
    def _looked_up(expressions: tuple[e.Expression, ...]) -> list[e.ParameterValue]:
        """The parameter look-ups in the expressions, each name and shift once."""
        found: dict[tuple[str, str], e.ParameterValue] = {}
        for expression in expressions:
            for node in e.walk(expression):
                if isinstance(node, e.ParameterValue):
                    found.setdefault((node.name, node.shift), node)
        return list(found.values())

    def _uses(self, nodes: list[e.ParameterValue]) -> str:
        use = self._constant(ParameterUse)
        parts = []
        for node in nodes:
            reading = self._constant(self._edition.readings[(node.name, node.shift)])
            parts.append(f"{self._new}({use}, ({reading}, {self._code(node)}))")
        return f"({', '.join(parts)},)" if parts else "()"

    def _reason(self, node: e.Expression) -> str:
        children = node.children()
        if isinstance(node, e.Constant):
            return self._constant(Reason(node, node.value))
        if isinstance(node, e.ParameterValue) and not children:
            value = self._edition.readings[(node.name, node.shift)].value
            assert not isinstance(value, dict)
            return self._constant(Reason(node, value))
        parts = f"({', '.join(self._reason(child) for child in children)},)" if children else "()"
        return f"{self._new}({self._reason_class}, ({self._constant(node)}, {self._code(node)}, {parts}))"
