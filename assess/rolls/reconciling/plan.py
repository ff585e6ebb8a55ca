"""All that reconciling needs to know of the rules, read from them once: plain data that can be sent to a worker."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assess.decisions.phrases import Phrases
from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.language.edition import Edition
from assess.language.expression import (
    Absolute,
    Add,
    Compare,
    Constant,
    Expression,
    Multiply,
    ParameterValue,
    Quotient,
    Rescale,
    Result,
    RoundTo,
    walk,
)
from assess.language.law import Citation
from assess.language.program import Amount, CombinationRule, Floor, Program
from assess.language.types import Label
from assess.rolls.cells import Period
from assess.rolls.paid_periods import times_due
from assess.rolls.reconciling.bars import bars_of
from assess.rolls.reconciling.categories import Category, category_of
from assess.rolls.reconciling.conditions import Asked, Unmet, asked_of
from assess.rolls.reconciling.doubts import BY_ONE_DAY, STILL_TO_REACH, Doubt, doubts_of
from assess.rolls.reconciling.grounds import ASSESSMENT_UP_TO_DATE, LATER, all_gaps, ground_name
from assess.rolls.reconciling.placeholders import Placeholder, placeholders_of

ASSESSMENT_REQUIRED = "assessment_required"
ABILITY_LEVEL = "ability_level"
"""Decisions that findings speak of by name, where a program has them."""
_UNKNOWN_BY_AN_OPERAND = (Rescale, Add, Multiply, RoundTo, Quotient, Absolute)
"""What is unknown as soon as one operand is."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """Clauses as a column holds them (`cz-2023-37 §4-care`; None: none) and as an office names them."""

    cite: str | None
    words: Label


@dataclass(frozen=True, slots=True)
class Bar:
    """A decision among the columns: where it holds, nobody is eligible for the benefit."""

    decision: str
    label: Label
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit with a `paid.` column. `period`: what paid and due are by.

    `has_eligible`: the decisions tell who is eligible. `in_force`: some rule and its figures hold at the time.
    `no_figure`: the figures that nobody has given a value; `for_nobody`: for want of one of them nobody's amount can be
    told, which is then said once and not of every row. `has_grounds`: a column tells what is not met, or lacking;
    `unmet`: what is said of its conditions, by the bits of that column; `unmet_at_any_level`: the bits of those that do
    not rest on the ability level. `by_level`: what is due rests on it. `category`: what its amount goes by. `floor`:
    what is due is the least of it, and more may be paid by law. `reached_by`: the day (`YYYYMMDD`), still to come, by
    which no less may be paid. `doubts`: what has to be verified before anything is recovered or paid.
    """

    name: str
    label: Label
    period: Period
    clauses: Clauses
    has_eligible: bool
    in_force: bool = True
    no_figure: tuple[Label, ...] = ()
    for_nobody: bool = False
    unmet: tuple[Unmet, ...] = ()
    unmet_at_any_level: tuple[int, ...] = ()
    has_grounds: bool = False
    by_level: bool = False
    bars: tuple[Bar, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    category: Category | None = None
    floor: bool = False
    reached_by: int | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Lack:
    """What may be lacking for a decision: a figure, a fact that the roll tells, or one that it never tells."""

    label: Label
    kind: Literal["figure", "told", "never told"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A rule of a combination under which benefits are not drawn together, as far as it touches benefits paid.

    Of the `benefits` of `highest_of` one is drawn. Those of `excludes` are not drawn where the rule's condition holds;
    `triggers` are the benefits that it asks for, and `by_drawing`: it asks for nothing but drawing one of them.
    `others`: the labels of all benefits of `highest_of`, paid for in this roll or not; the triggers' of `excludes`.
    """

    kind: str
    benefits: tuple[str, ...]
    clauses: Clauses
    others: tuple[Label, ...]
    triggers: tuple[str, ...] = ()
    by_drawing: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the findings on assessments go by; None where the program, or the decisions at hand, do not tell.

    `has_later`: a column tells whether the assessment was made only after the day decided on.
    """

    level: Label | None = None
    required: Clauses | None = None
    up_to_date: Clauses | None = None
    has_later: bool = False


@dataclass(frozen=True, slots=True)
class Regime:
    """The rules as they stand in some months (none named: whenever): those in which all of this is the same."""

    months: tuple[str, ...]
    benefits: tuple[Benefit, ...]
    conflicts: tuple[Conflict, ...]
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The plan of a run. `lacks`: what may be lacking, by the bits of the columns that tell what is.

    `same_every_month`: each row is taken for every month, so that what lasts is said once of all of them.
    """

    regimes: tuple[Regime, ...]
    has_name: bool
    has_district: bool
    has_month: bool
    lacks: tuple[Lack, ...] = ()
    same_every_month: bool = False

    @classmethod
    def of(
        cls,
        program: Program,
        editions: Edition | Mapping[str, Edition],
        paid: Mapping[str, Period],
        columns: Collection[str],
        given: Collection[str] | None = None,
        *,
        same_every_month: bool = False,
    ) -> Reconciliation:
        """The plan for decisions that have the columns.

        `given`: the facts (and `stated.` results) that the roll tells at all; None: it may tell any. A roll without any
        that an assessment goes by is not asked, row by row, where the assessments are.

        `editions`: the one of the date decided on, or one for each month (`2023-03`) where the decisions have the
        column `month`. `paid`: the benefits that the roll has a `paid.` column for, and what it is paid by. Raises
        Refused (R551) where amounts by the year would be held against months.
        """
        by_month = "month" in columns
        if by_month:
            _refuse_years(program, paid)
        dated = {"": editions} if isinstance(editions, Edition) else dict(editions)
        regimes: dict[Regime, list[str]] = {}
        for month, edition in dated.items():
            regimes.setdefault(_regime(edition, paid, columns, given), []).append(month)
        months = {regime: () if len(regimes) == 1 else tuple(named) for regime, named in regimes.items()}
        return cls(
            tuple(replace(regime, months=named) for regime, named in months.items()),
            "name" in columns,
            "district" in columns,
            by_month,
            _lacks(program, tuple(dated.values()), paid, given)
            if any(ground_name(name) in columns for name in paid)
            else (),
            same_every_month,
        )

    def optional_columns(self) -> tuple[str, ...]:
        """Those columns that say who and when is meant, and that not every roll has."""
        there = {"name": self.has_name, "district": self.has_district, "month": self.has_month}
        return tuple(name for name, is_there in there.items() if is_there)


def _lacks(
    program: Program, editions: Sequence[Edition], paid: Mapping[str, Period], given: Collection[str] | None
) -> tuple[Lack, ...]:
    return tuple(
        Lack(program.parameters[name].label, "figure")
        if kind == "figure"
        else Lack(program.inputs[name].label, "told" if given is None or name in given else "never told")
        for kind, name in all_gaps(editions, paid)
    )


def _refuse_years(program: Program, paid: Mapping[str, Period]) -> None:
    problems = []
    for name, period in paid.items():
        if period == "year":
            label = program.decisions[name].label
            problems.append(
                Diagnostic("R551", Position(f"paid.{name}"), {"name": name, "zh": label.zh, "en": label.en})
            )
    if problems:
        raise Refused(problems)


def _regime(
    edition: Edition, paid: Mapping[str, Period], columns: Collection[str], given: Collection[str] | None
) -> Regime:
    phrases = Phrases.of(edition.program, "zh"), Phrases.of(edition.program, "en")
    drawn, rules = _combined(edition)
    benefits = tuple(
        _benefit(name, period, edition, columns, drawn.get(name), phrases) for name, period in paid.items()
    )
    conflicts = []
    for rule, steps in rules:
        conflict = _conflict(rule, steps, edition.program, paid, phrases)
        if conflict is not None:
            conflicts.append(conflict)
    return Regime((), benefits, tuple(conflicts), _assessment(edition, columns, given, phrases))


_BothPhrases = tuple[Phrases, Phrases]


def _benefit(
    name: str,
    period: Period,
    edition: Edition,
    columns: Collection[str],
    drawn: str | None,
    phrases: _BothPhrases,
) -> Benefit:
    decision = edition.program.decisions[name]
    has_eligible = f"{name}.eligible" in columns
    active = edition.active.get(name)
    if active is None:
        return Benefit(name, decision.label, period, _clauses((), phrases), has_eligible, in_force=False)
    unknown = [edition.readings[key].parameter.label for key in active.needs.parameters if _is_unknown(edition, key)]
    rests_on = _closure(edition, [name] if drawn is None else [name, drawn])
    asked = asked_of(name, edition) if ground_name(name) in columns else ()
    reached_by = _still_to_reach(active.version.floor, edition.as_of)
    doubts = [BY_ONE_DAY] if times_due(decision.type, period) > 1 else []
    doubts += [STILL_TO_REACH] if reached_by is not None else []
    cite = active.version.cite
    if isinstance(active.version.body, Amount) and active.version.body.rounding is not None:
        cite = (*cite, *active.version.body.rounding.cite)
    return Benefit(
        name, decision.label, period, _clauses(cite, phrases), has_eligible,
        no_figure=tuple(dict.fromkeys(unknown)),
        unmet=tuple(one.unmet for one in asked),
        unmet_at_any_level=tuple(place for place, one in enumerate(asked) if not _by_level(one, edition)),
        has_grounds=ground_name(name) in columns,
        for_nobody=bool(figures_for_want_of_which_nobody_is_decided(name, edition)),
        by_level=ABILITY_LEVEL in rests_on,
        bars=tuple(_bars(name, edition, columns, phrases)) if has_eligible else (),
        placeholders=placeholders_of(name, edition),
        category=category_of(name, edition, columns),
        floor=active.version.floor is not None,
        reached_by=reached_by,
        doubts=(*doubts, *doubts_of(name, edition, columns)),
    )  # fmt: skip


def _by_level(asked: Asked, edition: Edition) -> bool:
    """Does any of the conditions rest on the ability level?"""
    nodes = (node for one in asked.conditions for node in walk(one.node))
    return ABILITY_LEVEL in _closure(edition, {node.name for node in nodes if isinstance(node, Result)})


def _still_to_reach(floor: Floor | None, as_of: int) -> int | None:
    reached_by = None if floor is None else floor.reached_by
    return reached_by if reached_by is not None and as_of < reached_by else None


def _bars(benefit: str, edition: Edition, columns: Collection[str], phrases: _BothPhrases) -> Iterator[Bar]:
    for name in bars_of(benefit, edition):
        if name in columns and name in edition.active:
            active = edition.active[name]
            yield Bar(name, active.decision.label, _clauses(active.version.cite, phrases))


def figures_for_want_of_which_nobody_is_decided(benefit: str, edition: Edition) -> tuple[Label, ...]:
    """The figures without a value that every amount of the benefit is worked out from, whoever draws it."""
    active = edition.active.get(benefit)
    if active is None or not isinstance(active.version.body, Amount):
        return ()
    waiting: list[Expression] = [active.version.body.rounded]
    found: dict[Label, None] = {}
    while waiting:
        node = waiting.pop()
        if isinstance(node, ParameterValue):
            if _is_unknown(edition, (node.name, node.shift)):
                found[edition.readings[node.name, node.shift].parameter.label] = None
        elif isinstance(node, _UNKNOWN_BY_AN_OPERAND):
            waiting.extend(reversed(node.children()))
    return tuple(found)


def has_assessment(editions: Iterable[Edition], given: Collection[str]) -> bool:
    """Does the roll tell anything that the ability level goes by, or the level itself?"""
    return any(not facts_of(ABILITY_LEVEL, edition).isdisjoint(given) for edition in editions)


def facts_of(decision: str, edition: Edition) -> set[str]:
    """The facts that a decision rests on."""
    those = (edition.active.get(name) for name in _closure(edition, [decision]))
    return {fact for active in those if active is not None for fact in active.needs.facts}


def _is_unknown(edition: Edition, key: tuple[str, str]) -> bool:
    return edition.readings[key].value is None


def _closure(edition: Edition, names: Iterable[str]) -> set[str]:
    """The decisions named and all that they rest on."""
    waiting = list(names)
    found = set(waiting)
    while waiting:
        active = edition.active.get(waiting.pop())
        new = set() if active is None else set(active.needs.decisions) - found
        found |= new
        waiting.extend(new)
    return found


def _clauses(cite: Iterable[Citation], phrases: _BothPhrases) -> Clauses:
    named = tuple(dict.fromkeys(cite))
    zh, en = (dict.fromkeys(one.short_citation(citation) for citation in named) for one in phrases)
    return Clauses("; ".join(str(one) for one in named) or None, Label("、".join(zh), ", ".join(en)))


def _combined(edition: Edition) -> tuple[dict[str, str], list[tuple[CombinationRule, dict[str, str]]]]:
    """What is drawn of each benefit; and each rule with the benefit that every name read under it stands for."""
    drawn: dict[str, str] = {}
    rules = []
    for active in edition.active.values():
        combination = active.version.combination
        if combination is None:
            continue
        for benefit, step in combination.drawn:
            drawn.setdefault(benefit, step)
        steps = {name: name for name in combination.benefits}
        for rule in combination.rules:
            rules.append((rule, dict(steps)))
            steps.update((step, benefit) for benefit, step in rule.drawn)
    return drawn, rules


def _conflict(
    rule: CombinationRule, steps: Mapping[str, str], program: Program, paid: Mapping[str, Period], phrases: _BothPhrases
) -> Conflict | None:
    """None for a rule that forbids nothing, or nothing that is paid in this roll."""
    benefits = tuple(name for name in rule.benefits if name in paid)
    if rule.kind == "together" or not benefits:
        return None
    if rule.when is None:
        labels = tuple(program.decisions[name].label for name in rule.benefits)
        return Conflict(rule.kind, benefits, _clauses(rule.cite, phrases), labels)
    asked = dict.fromkeys(
        steps[node.name] for node in walk(rule.when) if isinstance(node, Result) and node.name in steps
    )
    labels = tuple(program.decisions[name].label for name in asked)
    triggers = tuple(name for name in asked if name in paid)
    when = rule.when
    by_drawing = (
        isinstance(when, Compare)
        and when.operator == ">"
        and isinstance(when.left, Result)
        and when.left.name in steps
        and isinstance(when.right, Constant)
        and when.right.value == 0
    )
    return Conflict(rule.kind, benefits, _clauses(rule.cite, phrases), labels, triggers, by_drawing)


def _assessment(
    edition: Edition, columns: Collection[str], given: Collection[str] | None, phrases: _BothPhrases
) -> Assessment:
    def clauses(name: str) -> Clauses | None:
        active = edition.active.get(name)
        return None if active is None or name not in columns else _clauses(active.version.cite, phrases)

    has_level = ABILITY_LEVEL in edition.active and ABILITY_LEVEL in columns
    level = edition.program.decisions[ABILITY_LEVEL].label if has_level else None
    looked_for = has_level and (given is None or has_assessment([edition], given))
    return Assessment(
        level, clauses(ASSESSMENT_REQUIRED) if looked_for else None, clauses(ASSESSMENT_UP_TO_DATE), LATER in columns
    )
