"""Facts that what is paid rests on, and that no row of the roll can have: told once, before the rows are decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.language.edition import Edition
from assess.language.program import Program
from assess.rolls.mapping import Binding
from assess.rolls.mapping.needs import Missing, missing

_SHOWN = 5


def facts_nowhere(program: Program, bindings: Sequence[Binding], editions: Sequence[Edition]) -> Iterator[Diagnostic]:
    """`program`: without what the roll states. A fact that one of several sheets gives is somewhere; one that no
    version in force reads is not missed."""
    read = frozenset[str]().union(*(edition.facts_read for edition in editions))
    targets = {target for binding in bindings for target in binding.targets}
    derived = {one.fact for binding in bindings for one in binding.derived}
    named = {kind: {one.name for one in targets if one.kind == kind} for kind in ("fact", "stated", "paid")}
    paid = [name for name in program.decisions if name in named["paid"]]
    found = missing(program, named["fact"] | derived, named["stated"], paid)
    lacking = [one for one in found if one.paid and read.intersection(one.facts)]
    if lacking:
        benefits = [name for name in paid if any(name in one.paid for one in lacking)]
        arguments = {}
        for language, between in (("zh", "、"), ("en", ", ")):
            facts = [_facts(one, program, language) for one in lacking]
            more = len(facts) - _SHOWN
            left_out = [] if more <= 0 else [f"另 {more} 项" if language == "zh" else f"{more} more"]
            arguments[f"facts_{language}"] = between.join(facts[:_SHOWN] + left_out)
            labels = [program.decisions[name].label.in_language(language) for name in benefits]
            arguments[f"benefits_{language}"] = between.join(labels)
        yield Diagnostic("R435", Position(bindings[0].source), arguments)


def _facts(one: Missing, program: Program, language: str) -> str:
    label = program.inputs[one.facts[0]].label.in_language(language)
    if one.instead is None:
        return f"{label}（{one.facts[0]}）" if language == "zh" else f"{label} ({one.facts[0]})"
    count = len(one.facts)
    if language == "zh":
        return f"{label}等 {count} 项（{one.form}，或直接给出 {one.instead}）"
    return f"{label} and others, {count} in all ({one.form}; or {one.instead} in their place)"
