"""What a manifest takes from the rules: decisions, clauses and figures in words of both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from assess.decisions.phrases import Phrases
from assess.decisions.values import for_person, unit_for_person
from assess.diagnostics.catalogue import CATALOGUE
from assess.language import expression as e
from assess.language.dates import iso
from assess.language.edition import Reading as Lookup
from assess.language.law import Citation
from assess.language.program import Amount, Decision, Parameter, Program, closure
from assess.language.types import EARLIEST_DATE, Boolean, Date, Enumeration, Label, Number
from assess.rolls.findings import FINDINGS
from assess.rolls.registers.kinds import KINDS, ROLL
from assess.rolls.reporting.manifest import (
    ClauseWords,
    Confidence,
    DecisionWords,
    NotChecked,
    Option,
    Reading,
    RulesetUsed,
    ValueKind,
    Words,
)

if TYPE_CHECKING:
    from assess.language.edition import Edition

_CONFIDENCES: dict[str, Confidence] = {
    "published": "published",
    "assumed": "assumed",
    "placeholder": "placeholder",
}


def ruleset_used(program: Program) -> RulesetUsed:
    return RulesetUsed(
        id=program.id,
        version=program.version,
        label=Words.of(program.label),
        sha256=program.hash,
        lineage=program.lineage,
    )


def decision_words(program: Program, names: Iterable[str], goals: Iterable[str]) -> tuple[DecisionWords, ...]:
    """The named decisions in words, in the program's order; `goals`: those that the run was for."""
    shown, wanted = set(names), set(goals)
    return tuple(_words(program, one, one.name in wanted) for one in program.decisions.values() if one.name in shown)


def _words(program: Program, decision: Decision, is_goal: bool) -> DecisionWords:
    kind: ValueKind = "text"
    options: tuple[Option, ...] = ()
    if isinstance(decision.type, Boolean):
        kind = "boolean"
    elif isinstance(decision.type, Date):
        kind = "date"
    elif isinstance(decision.type, Number):
        kind = "money" if "CNY" in (decision.unit or "") else "number"
    elif isinstance(decision.type, Enumeration):
        kind = "enumeration"
        labels = decision.type.labels or tuple(Label(code, code) for code in decision.type.codes)
        pairs = zip(decision.type.codes, labels, strict=True)
        options = tuple(Option(code=code, label=Words.of(label)) for code, label in pairs)
    unit = None
    if decision.unit is not None:
        unit = Words(zh=unit_for_person(decision.unit, "zh"), en=unit_for_person(decision.unit, "en"))
    return DecisionWords(
        name=decision.name,
        label=Words.of(decision.label),
        kind=kind,
        role=decision.role,
        unit=unit,
        goal=is_goal,
        options=options,
    )


def clause_words(program: Program, citations: Iterable[Citation]) -> dict[str, ClauseWords]:
    """The clauses by the text that cites them in findings (`cz-2023-37 §4-care`), in the order of that text."""
    zh, en = Phrases.of(program, "zh"), Phrases.of(program, "en")
    return {
        str(one): ClauseWords(
            short=Words(zh=zh.short_citation(one), en=en.short_citation(one)),
            says=Words(zh=zh.paraphrase(one), en=en.paraphrase(one)),
        )
        for one in sorted(set(citations))
    }


def readings_of(editions: Sequence[Edition]) -> tuple[Reading, ...]:
    """Every figure that the program on these dates reads; one that stays the same from month to month, once.

    `day` is then the first day it was looked up for. Raises nothing: what has no value is given as missing.
    """
    found: dict[tuple[str, str, int, int], Reading] = {}
    for edition in editions:
        rests, refused = _goals_by_reading(edition), _goals_by_reading(edition, refused=True)
        for key, lookup in edition.readings.items():
            same = (*key, id(lookup.entry), 0 if lookup.fault is None else lookup.day)
            if same not in found:
                found[same] = _reading(edition.program, lookup, rests.get(key, ()), refused.get(key, ()))
    return tuple(sorted(found.values(), key=lambda one: (one.name, one.shift, one.day)))


def _goals_by_reading(edition: Edition, *, refused: bool = False) -> dict[tuple[str, str], tuple[str, ...]]:
    """For each figure, the goals that may rest on it; `refused`: for a person who does not qualify."""
    rests: dict[tuple[str, str], tuple[str, ...]] = {}
    for goal in edition.wanted:
        active = edition.active.get(goal)
        if active is None:
            continue
        body = active.version.body
        others: tuple[str, ...] = (goal,)
        keys: list[tuple[str, str]] = []
        if refused and isinstance(body, Amount) and body.eligibility is not None:
            read = [*e.walk(body.eligibility)]
            others = tuple(node.name for node in read if isinstance(node, e.Result))
            keys = [(node.name, node.shift) for node in read if isinstance(node, e.ParameterValue)]
        for name in closure(edition.program, others):
            needed = edition.active.get(name)
            keys += () if needed is None else needed.needs.parameters
        for key in dict.fromkeys(keys):
            rests[key] = (*rests.get(key, ()), goal)
    return rests


def _reading(program: Program, lookup: Lookup, decisions: tuple[str, ...], refusals: tuple[str, ...]) -> Reading:
    parameter, entry = lookup.parameter, lookup.entry
    node = e.ParameterValue(type=parameter.type, position=parameter.position, name=parameter.name, shift=lookup.shift)
    zh, en = Phrases.of(program, "zh"), Phrases.of(program, "en")
    cite, value, since, note = Words(zh="", en=""), None, None, None
    confidence: Confidence = "missing"
    if entry is not None and entry.value is not None and lookup.fault is None:
        confidence = _CONFIDENCES[entry.confidence]
        value = Words(zh=_value(parameter, lookup, "zh"), en=_value(parameter, lookup, "en"))
        cite = (
            Words(zh=f"由文件 {entry.origin} 提供", en=f"supplied by the file {entry.origin}")
            if entry.supplied
            else Words(zh=zh.short_citations(entry.cite), en=en.short_citations(entry.cite))
        )
        since = None if entry.valid_from <= EARLIEST_DATE else iso(entry.valid_from)
        note = None if entry.note is None else Words.of(entry.note)
    elif lookup.fault is not None:
        known, arguments = CATALOGUE[lookup.fault.code], lookup.fault.arguments
        note = Words(zh=known.message("zh", arguments), en=known.message("en", arguments))
    else:
        note = Words(
            zh="没有公布或没有录入；可用 --parameters 文件提供",
            en="not published, or not entered; --parameters supplies it",
        )
    return Reading(
        name=parameter.name,
        label=Words(zh=zh.subject(node), en=en.subject(node)),
        shift=lookup.shift,
        day=iso(lookup.day),
        value=value,
        since=since,
        cite=cite,
        confidence=confidence,
        supplied=entry is not None and entry.supplied,
        note=note,
        decisions=decisions,
        refusals=refusals,
    )  # fmt: skip


def _value(parameter: Parameter, lookup: Lookup, language: str) -> str:
    """The value in words; one that goes by something, for each of its keys."""
    value = lookup.value
    if not isinstance(value, dict):
        return for_person(value, parameter.type, language)
    assert parameter.key is not None
    return ("；" if language == "zh" else "; ").join(
        f"{for_person(key, parameter.key.type, language)} {for_person(content, parameter.type, language)}"
        for key, content in value.items()
    )


def register_label(kind: str) -> Label:
    """What a register is called; a roll by the name it was given."""
    id_, _, name = kind.partition(":")
    if name:
        return Label(f"名册“{name}”", f"the roll “{name}”")
    return KINDS[id_].label if id_ in KINDS else Label(kind, kind)


def not_checked(
    editions: Sequence[Edition],
    paid: Iterable[str],
    registers: Iterable[str],
    checked: Iterable[str],
    reasons: Mapping[str, Words] | None = None,
) -> tuple[NotChecked, ...]:
    """What this run did not look at, and why: benefits without a column of payments, decisions that cannot be made on
    the date, registers not given, kinds of findings not looked for.

    `paid`: benefits that the roll has a column for. `registers`: kinds given. `checked`: codes that were looked for.
    `reasons`: by the codes of others, why they were not.
    """
    found: dict[str, NotChecked] = {}
    has_paid, given, looked_for = set(paid), set(registers), set(checked)
    for edition in editions:
        for name in edition.wanted:
            decision = edition.program.decisions[name]
            fault = edition.unavailable.get(name)
            if fault is not None:
                known = CATALOGUE[fault.code]
                reason = Words(zh=known.message("zh", fault.arguments), en=known.message("en", fault.arguments))
                found.setdefault(name, NotChecked(subject=Words.of(decision.label), reason=reason))
            elif decision.role == "benefit" and name not in has_paid:
                reason = Words(
                    zh=f"名册没有它的发放金额（列 paid.{name}），只算了应发，没有核对实发",
                    en=f"the roll has no column of what is paid (paid.{name}): what is due was not compared",
                )
                found.setdefault(name, NotChecked(subject=Words.of(decision.label), reason=reason))
    for kind, register in KINDS.items():
        if kind not in given and register is not ROLL:
            subject = Words(zh=f"与{register.label.zh}比对", en=f"comparison with the {register.label.en}")
            reason = Words(zh=f"没有提供（--register {kind}=文件）", en=f"it was not given (--register {kind}=FILE)")
            found[f"register {kind}"] = NotChecked(subject=subject, reason=reason)
    for code, finding in FINDINGS.items():
        if code in looked_for:
            continue
        if reasons is not None and code in reasons:
            found[code] = NotChecked(subject=Words.of(finding.label), reason=reasons[code])
        elif code == "assessment_missing":
            if not any({"assessment_required", "ability_level"} <= edition.active.keys() for edition in editions):
                continue  # the rules at hand demand none
            reason = Words(
                zh="名册没有评估的列：既没有评估项目，也没有能力等级（stated.ability_level）",
                en="the roll has no column of an assessment: neither its items nor a level (stated.ability_level)",
            )
            found[code] = NotChecked(subject=Words.of(finding.label), reason=reason)
        elif code == "overpaid" and "above_floor" in looked_for:
            reason = Words(
                zh="规定只定下限，要用 --parameters 提供公布的标准，才能认定多发",
                en="the rules set a floor; supply the published amounts with --parameters to tell what is too much",
            )
            found[code] = NotChecked(subject=Words.of(finding.label), reason=reason)
        elif finding.stage == "screening":
            reason = Words(zh="名册没有所需的列", en="the roll lacks the columns for it")
            found[code] = NotChecked(subject=Words.of(finding.label), reason=reason)
    return tuple(found.values())
