"""The manifest of a run: what it rests on, in words of both languages, before its findings are counted."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assess import __version__
from assess.diagnostics.diagnostic import Diagnostic
from assess.language.dates import iso
from assess.language.law import Citation
from assess.language.program import Program
from assess.language.types import Label
from assess.library import Library
from assess.rolls.english import count_of
from assess.rolls.findings import FINDINGS
from assess.rolls.mapping import Mapping
from assess.rolls.reconciling.grounds import ASSESSMENT_UP_TO_DATE as UP_TO_DATE
from assess.rolls.reconciling.plan import figures_for_want_of_which_nobody_is_decided, has_assessment
from assess.rolls.registers.register import Register
from assess.rolls.reporting.describing import (
    clause_words,
    decision_words,
    not_checked,
    readings_of,
    register_label,
    ruleset_used,
)
from assess.rolls.reporting.manifest import (
    Counts,
    FileUsed,
    InputUsed,
    Manifest,
    NoFigure,
    NotChecked,
    Period,
    RegisterUsed,
    Versions,
    Words,
)
from assess.rolls.running.call import Call
from assess.rolls.running.comparable import IN_VAIN, looked_for, wanted_codes
from assess.rolls.running.inputs import Kept
from assess.rolls.running.libraries import version_of
from assess.rolls.running.planning import Planned
from assess.rolls.running.warned import warned
from assess.rolls.screening import Screening
from assess.rolls.shares.share import Done


@dataclass(frozen=True, slots=True)
class RegisterCompared:
    """A register with the SHA-256 of what was read, and how many people of the roll are in it."""

    register: Register
    sha256: str
    matched: int


def manifest_of(
    call: Call,
    planned: Planned,
    kept: Kept,
    done: Sequence[Done],
    registers: Sequence[RegisterCompared],
    mapping: Mapping,
    library: Library,
    without_number: int | None = None,
    warnings: Iterable[Diagnostic] = (),
) -> Manifest:
    """`without_number`: rows that could be compared with none of the registers; None: no register was given."""
    program = planned.program
    given = _given(planned)
    compared_with = [one.register for one in registers]
    checked = _checked(planned, compared_with, given)
    unreadable = sum(len(part.unreadable) for part in kept.parts)
    statuses = [one.statuses for one in done]
    counts = {name: sum(one.get(name, 0) for one in statuses) for name in ("decided", "undetermined", "rejected")}
    counts["rejected"] += unreadable
    cited = {citation for edition in planned.editions for active in edition.active.values()
             for citation in _cited(active)}  # fmt: skip
    shown = dict.fromkeys(name for edition in planned.editions for name, active in edition.active.items()
                          if not active.decision.hidden)  # fmt: skip
    return Manifest(
        versions=Versions(
            assess=__version__,
            duckdb=version_of("duckdb"),
            sqlglot=version_of("sqlglot"),
            python=platform.python_version(),
            polars=version_of("polars") if any(one.by_frames for one in done) else None,
        ),
        ruleset=ruleset_used(program),
        period=_period(call),
        same_every_month=planned.plan.same_every_month,
        strict=call.strict,
        only=() if call.only is None else planned.goals,
        inputs=tuple(
            InputUsed(name=part.source, sha256=sha, rows=part.rows + len(part.unreadable), encoding=_encoding(part))
            for part, sha in zip(kept.parts, kept.digests, strict=True)
        ),
        parameters_file=_supplied(program),
        mapping=None if mapping.file is None else FileUsed(name=Path(mapping.file.name).name, sha256=mapping.file.hash),
        forms=tuple(
            FileUsed(name=name, sha256=form.hash) for name in program.forms if (form := library.form(name)) is not None
        ),
        registers=tuple(
            RegisterUsed(
                kind=one.register.id, file=one.register.shown, sha256=one.sha256, rows=one.register.rows,
                matched=one.matched, rejected=one.register.rejected, incomplete=one.register.incomplete,
                columns=one.register.columns, ignored=one.register.ignored,
            )
            for one in registers
        ),
        without_id_number=without_number,
        language=call.language,
        unmasked=call.unmask,
        counts=Counts(
            input=sum(part.rows + len(part.unreadable) for part in kept.parts),
            decisions=sum(one.decisions for one in done) + unreadable * len(planned.plan.months_of_unread),
            set_aside=sum(len(part.set_aside) for part in kept.parts),
            **counts,
        ),
        no_figure=_no_figure(planned),
        checked=checked,
        not_checked=(
            *not_checked(
                planned.editions, planned.paid, [one.id for one in compared_with], checked,
                {"assessment_out_of_date": _why_undecided(UP_TO_DATE, planned, given)}
                | dict.fromkeys(wanted_codes(compared_with), IN_VAIN),
            ),
            *_not_compared(compared_with, without_number),
        ),
        warnings=warned(warnings, call),
        readings=readings_of(planned.editions),
        decisions=decision_words(program, shown, (*planned.goals, *planned.paid)),
        clauses=clause_words(program, cited | _of_registers(compared_with, planned) | _of_screening(program)),
    )  # fmt: skip


def _cited(active: object) -> set[Citation]:
    from assess.language.edition import Active
    from assess.language.program import Amount, Table

    assert isinstance(active, Active)
    found = set(active.version.cite)
    body = active.version.body
    if isinstance(body, Amount) and body.rounding is not None:
        found |= set(body.rounding.cite)
    if isinstance(body, Table):
        found |= {citation for row in body.rows for citation in row.cite}
    if active.version.combination is not None:
        found |= {citation for rule in active.version.combination.rules for citation in rule.cite}
    return found


def _of_registers(registers: Sequence[Register], planned: Planned) -> set[Citation]:
    from assess.rolls.registers.benefits import paid_benefits

    if not registers:
        return set()
    grounds = [
        ground for benefit in paid_benefits(planned.program, planned.paid) for found in benefit.grounds.values()
        for ground in found
    ]  # fmt: skip
    parsed = [Citation.parse(ground.cite) for ground in grounds]
    return {citation for citation in parsed if citation is not None}


def _of_screening(program: Program) -> set[Citation]:
    """The clauses that the screening of ID numbers cites."""
    screening = Screening.of(program, (), ())
    cites = [cite for one in (screening.cite_birth_date, screening.cite_sex) if one for cite in one.split("; ")]
    return {citation for cite in cites if (citation := Citation.parse(cite)) is not None}


def _period(call: Call) -> Period:
    if call.period.months is None:
        return Period(as_of=iso(call.period.days[0]))
    return Period(first_month=call.period.months[0], last_month=call.period.months[-1])


def _not_compared(registers: Sequence[Register], without_number: int | None) -> Iterator[NotChecked]:
    """What of the registers given, and of the roll, was compared with nothing."""
    for one in registers:
        if not one.rows:
            label = register_label(one.id)
            reason = Words(zh="该登记没有人，只有表头", en="nobody is in the register, there is only a header")
            yield NotChecked(subject=Words.of(label), reason=reason)
        if one.rejected:
            label = register_label(one.id)
            yield NotChecked(
                subject=Words(zh=f"{label.zh}：{one.rejected} 行", en=f"{label.en}: {count_of(one.rejected, 'row')}"),
                reason=Words(zh="读不出，没有比对，见 rejects.csv", en="cannot be read, see rejects.csv"),
            )
    if without_number:
        yield NotChecked(
            subject=Words(
                zh=f"与登记比对：名册的 {without_number} 行",
                en=f"comparison with registers: {count_of(without_number, 'row')} of the roll",
            ),
            reason=Words(zh="没有能用的身份证号", en="they have no ID number that can be used"),
        )


def _own(planned: Planned) -> set[str]:
    """What the roll has columns for."""
    return {column.target for part in planned.plan.parts for column in part.columns}


def _given(planned: Planned) -> set[str]:
    """What is known of a row by columns, by what they tell besides, or for all rows alike."""
    parts = planned.plan.parts
    derived = {one.fact for part in parts for one in part.derived}
    return _own(planned) | derived | {one.target.id for part in parts for one in part.constants}


def _checked(planned: Planned, registers: Sequence[Register], given: set[str]) -> tuple[str, ...]:
    """The codes of findings that this run looked for. What the roll has no columns for was not looked for."""
    own = _own(planned)
    by_column = {
        "assessment_missing": {"assessment_required", "ability_level"} <= set(planned.columns)
        and has_assessment(planned.editions, given),
        "assessment_out_of_date": _can_be_decided(UP_TO_DATE, planned, given),
        "duplicate_id": "id_number" in own,
        "namesake": {"name", "birth_date"} <= given,
        "birth_date_differs": {"id_number", "birth_date"} <= own,
        "sex_differs": {"id_number", "sex"} <= own,
        "implausible_age": bool({"id_number", "birth_date"} & given),
        "overpaid": _is_any_paid(planned, floor=False),
        "above_floor": _is_any_paid(planned, floor=True),
    }
    by_register = looked_for(registers, planned)
    return tuple(
        code
        for code, kind in FINDINGS.items()
        if (code in by_register if kind.stage == "registers" else by_column.get(code, bool(planned.paid)))
    )


def _is_any_paid(planned: Planned, *, floor: bool) -> bool:
    """Is anything paid of which the rules set the least (or, else, the exact amount) on some date?"""
    versions = [edition.active[name].version for edition in planned.editions for name in planned.paid
                if name in edition.active]  # fmt: skip
    return any((version.floor is not None) is floor for version in versions)


def _no_figure(planned: Planned) -> tuple[NoFigure, ...]:
    """The benefits paid that nobody's amount can be told of for want of a figure, and in which months."""
    months: dict[tuple[str, tuple[Label, ...]], list[str]] = {}
    dated = [(one.month, edition) for one, edition in zip(planned.plan.editions, planned.editions, strict=True)]
    for name in planned.paid:
        for month, edition in dated:
            figures = figures_for_want_of_which_nobody_is_decided(name, edition)
            if figures:
                months.setdefault((name, figures), []).append(month or "")
    return tuple(
        NoFigure(
            decision=name,
            figures=tuple(Words.of(one) for one in figures),
            months=() if len(found) == len(dated) else tuple(found),
        )
        for (name, figures), found in months.items()
    )


def _can_be_decided(name: str, planned: Planned, given: set[str]) -> bool:
    """Is there a date on which the roll has all facts that the decision reads, and somebody all figures?"""
    those = ((edition, edition.active[name].needs) for edition in planned.editions if name in edition.active)
    return any(
        given.issuperset(needs.facts) and all(edition.readings[key].value is not None for key in needs.parameters)
        for edition, needs in those
    )


def _why_undecided(name: str, planned: Planned, given: set[str]) -> Words:
    """What `_can_be_decided` misses on the first date that has the decision: columns of the roll, figures, or both."""
    program = planned.program
    edition = next((one for one in planned.editions if name in one.active), None)
    if edition is None:
        return Words(zh="规则集当时没有这方面的规定", en="the ruleset has no rule for it then")
    needs = edition.active[name].needs
    facts = [program.inputs[fact].label for fact in needs.facts if fact not in given]
    figures = [edition.readings[key].parameter.label for key in needs.parameters if edition.readings[key].value is None]
    zh, en = [], []
    if facts:
        zh.append(f"名册没有{'、'.join(f'“{one.zh}”' for one in facts)}的列")
        en.append(f"the roll has no column for {', '.join(f'“{one.en}”' for one in facts)}")
    if figures:
        zh.append(f"没有{'、'.join(f'“{one.zh}”' for one in figures)}的数值，可用 --parameters 文件提供")
        en.append(f"there is no value for {', '.join(f'“{one.en}”' for one in figures)}; --parameters supplies one")
    return Words(zh="；".join(zh), en="; ".join(en))


def _encoding(part: object) -> str | None:
    return next(
        (note.arguments["encoding"] for note in getattr(part, "notes", ()) if "encoding" in note.arguments), None
    )


def _supplied(program: Program) -> FileUsed | None:
    if program.supplied_by is None:
        return None
    name, sha256 = program.supplied_by
    return FileUsed(name=name, sha256=sha256)
