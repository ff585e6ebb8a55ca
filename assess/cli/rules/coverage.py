"""Every clause of a ruleset's instruments with what became of it, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assess.cli.output import entry
from assess.language.checks.coverage import ClauseCoverage, Provision, clause_coverage, provisions
from assess.language.law import NotDecided, Source
from assess.language.program import Program
from assess.language.types import Label

_WHY = {
    "indicator": ("考核指标", "a target to be met overall"),
    "institution_duty": ("机构的职责", "a duty of institutions"),
    "planning": ("规划布局", "planning"),
    "judgement": ("由人判断", "judged by a person"),
    "funding": ("经费安排", "funding"),
    "aim": ("工作目标", "an aim"),
    "not_in_scope": ("不在本规则集范围内", "out of scope here"),
    "unknown_figures": ("数额不明", "figures not known"),
}
_MARGIN = 20


def by_source(program: Program) -> list[tuple[Source, list[Provision]]]:
    """The provisions of every source that the ruleset itself declares."""
    found: dict[str, tuple[Source, list[Provision]]] = {}
    for provision in provisions(clause_coverage(program)):
        source = provision.clauses[0].source
        found.setdefault(source.id, (source, []))[1].append(provision)
    return list(found.values())


def complete(program: Program) -> bool:
    return all(provision.accounted for _, found in by_source(program) for provision in found)


def coverage_text(program: Program, language: str) -> str:
    return "\n".join(_lines(program, language))


def coverage_data(program: Program) -> dict[str, Any]:
    """`clauses` and `accounted` count provisions: clauses that carry one id are one."""
    sources = by_source(program)
    return {
        "ruleset": {"id": program.id, "version": program.version, "hash": program.hash},
        **_counts([provision for _, found in sources for provision in found]),
        "sources": [
            {
                "source": source.id,
                "number": source.number,
                "title": _words(source.title),
                **_counts(found),
                "provisions": [_provision_data(provision) for provision in found],
            }
            for source, found in sources
        ],
    }


# text


def _lines(program: Program, language: str) -> Iterator[str]:
    chinese = language == "zh"
    yield f"{program.label.in_language(language)}  [{program.id} {program.version}]"
    for source, found in by_source(program):
        yield ""
        yield f"{source.title.in_language(language)}  {source.number or ''}".rstrip()
        for provision in found:
            yield from _provision(program, provision, language)
        count = _counts(found)
        yield ""
        yield "  " + (
            f"{count['clauses']} 条中 {count['accounted']} 条已有交代"
            if chinese
            else f"{count['accounted']} of {count['clauses']} clauses accounted for"
        )


def _provision(program: Program, provision: Provision, language: str) -> Iterator[str]:
    mark = "✓" if provision.accounted else "✗"
    for index, one in enumerate(provision.clauses):
        label = provision.id if one.clause.id is not None else f"§{one.clause.key}"
        place = f"{one.clause.place} " if one.clause.place else ""
        text = place + one.clause.label.in_language(language)
        yield from entry(f"{mark} {label}" if index == 0 else "", text, _MARGIN)
        for outcome in _outcomes(program, one, language):
            yield from entry("", f"→ {outcome}", _MARGIN, hang=2)


def _outcomes(program: Program, one: ClauseCoverage, language: str) -> Iterator[str]:
    """What rests on the clause, and why a part or all of it is not decided."""
    chinese = language == "zh"
    decisions = dict.fromkeys(use.name for use in one.uses if use.name in program.decisions)
    figures = dict.fromkeys(use.name for use in one.uses if use.name in program.parameters and use.kind == "parameter")
    if decisions:
        labels = [program.decisions[name].label.in_language(language) for name in decisions]
        yield f"决定：{'、'.join(labels)}" if chinese else f"decisions: {', '.join(labels)}"
    if figures:
        labels = [program.parameters[name].label.in_language(language) for name in figures]
        yield f"标准：{'、'.join(labels)}" if chinese else f"figures: {', '.join(labels)}"
    if one.not_decided is not None:
        yield _reason(one.not_decided, language)
    if not one.accounted:
        yield "既没有规则，也没有说明为什么不作规则" if chinese else "open: no rule, and no reason why there is none"


def _reason(given: NotDecided, language: str) -> str:
    zh, en = _WHY[given.why]
    reason = given.reason.in_language(language)
    if language == "zh":
        signed = "" if given.signed_by is None else f"；由{given.signed_by.zh}签字"
        return f"不作规则（{zh}）：{reason}{signed}"
    signed = "" if given.signed_by is None else f"; signed by {given.signed_by.en}"
    return f"not decided ({en}): {reason}{signed}"


# data


def _counts(found: list[Provision]) -> dict[str, int]:
    return {"clauses": len(found), "accounted": sum(provision.accounted for provision in found)}


def _words(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _provision_data(provision: Provision) -> dict[str, Any]:
    return {
        "id": provision.id,
        "status": provision.status,
        "clauses": [_clause_data(one) for one in provision.clauses],
    }


def _clause_data(one: ClauseCoverage) -> dict[str, Any]:
    given = one.not_decided
    return {
        "cite": str(one.citation),
        "place": one.clause.place,
        "label": _words(one.clause.label),
        "status": one.status,
        "uses": [{"kind": use.kind, "name": use.name, "number": use.number} for use in one.uses],
        "not_decided": None
        if given is None
        else {
            "why": given.why,
            "reason": _words(given.reason),
            "signed_by": None if given.signed_by is None else _words(given.signed_by),
        },
    }
