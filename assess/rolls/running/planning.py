"""From a program and the bound parts of a roll to the plan that every share is done by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from assess.diagnostics.diagnostic import Diagnostic, Refused, nearest
from assess.diagnostics.position import Position
from assess.engines.frames import frames_version
from assess.engines.sql.names import refuse_names_taken
from assess.engines.sql.nodes import cast, choice, column, compared, every, is_known, number, sql_type
from assess.engines.sql.stages import named
from assess.language.edition import Edition, edition_of
from assess.language.program import Program
from assess.language.stated import with_stated
from assess.rolls.cells import ROW_TARGETS
from assess.rolls.cells import Period as PaidPeriod
from assess.rolls.mapping import Binding
from assess.rolls.months_named import by_file, month_named
from assess.rolls.paid_periods import refuse_parts_of_years
from assess.rolls.reconciling import LATER, Reconciliation, all_gaps, findings_query, ground_columns, ground_name
from assess.rolls.roll import ROW, Part
from assess.rolls.running.over_time import told_once
from assess.rolls.running.period import Period
from assess.rolls.screening import Screening, differing_birth_date, screening_findings_query, screening_flags
from assess.rolls.shares.deciding import decisions_query, decisions_sql, layout_of
from assess.rolls.shares.facts import BIRTH_MONTH, FACTS, PERSON, SOURCE_NAME, FactColumns
from assess.rolls.shares.months import checked
from assess.rolls.shares.part import PlannedColumn, PlannedPart
from assess.rolls.shares.plan import LEAST_TOGETHER, CheckPlan, PlannedEdition

_ASKED_BESIDES = ("ability_level", "assessment_required", "assessment_up_to_date", "age")
"""Decisions that findings speak of, decided where the program has them even if they are no goals."""
_SCREENED = ("id_number", "birth_date", "sex")


@dataclass(frozen=True)
class Planned:
    """A plan with what it was made from. `program`: with the results that the roll states taken as given."""

    plan: CheckPlan
    program: Program
    editions: tuple[Edition, ...]
    goals: tuple[str, ...]
    paid: dict[str, PaidPeriod]
    columns: tuple[str, ...]

    @property
    def facts_read(self) -> frozenset[str]:
        """The facts that what is decided goes by, in any of the months."""
        return frozenset[str]().union(*(edition.facts_read for edition in self.editions))


def make_plan(
    program: Program,
    parts: Sequence[Part],
    bindings: Sequence[Binding],
    period: Period,
    *,
    strict: bool = True,
    only: tuple[str, ...] | None = None,
    share_rows: int | None = None,
) -> Planned:
    """`share_rows`: rows of a share, by the size of the roll if None. Raises Refused where the rules cannot be applied
    on the dates, or the parts do not go together."""
    stated = _the_same(bindings, "stated", {frozenset(binding.stated) for binding in bindings})
    paid = _paid(bindings)
    refuse_parts_of_years(program, paid)
    program = with_stated(program, stated)
    goals = goals_of(program, only)
    editions = _editions(program, goals, tuple(paid), period, strict=strict)
    refuse_names_taken(editions, facts=ROW_TARGETS, decisions=("source", "row", *ROW_TARGETS, "status"))
    optional = tuple(name for name in ROW_TARGETS if any(binding.gives(name) for binding in bindings))
    _the_same(bindings, "month", {frozenset(["month"] if binding.gives("month") else []) for binding in bindings})
    by_month_column = "month" in optional
    months = _months(period, by_month_column=by_month_column)
    _refuse_other_months(bindings, months)
    if not by_month_column:
        _refuse_parts_of_months(parts, months)
    mapped = {target.id for binding in bindings for target in binding.targets}
    mapped |= {derived.fact for binding in bindings for derived in binding.derived}
    facts: dict[str, str] = {}
    for edition in editions:
        read = (name for active in edition.active.values() for name in active.needs.facts)
        facts |= {name: sql_type(program.inputs[name].type) for name in read}
    given = {name: one for name, one in program.inputs.items() if name in mapped}
    bounded = {name: one.label for name, one in given.items() if one.not_after_as_of}
    facts |= {name: sql_type(one.type) for name, one in given.items() if name in _SCREENED or name in bounded}
    not_after = tuple(name for name in facts if name in bounded)
    layout = layout_of(editions)
    gaps = all_gaps(editions, paid)
    planned = []
    for index, (edition, month) in enumerate(zip(editions, months, strict=True)):
        query = decisions_query(
            edition, facts, optional=optional, paid=paid, not_after=not_after, by_month_column=by_month_column
        )
        grounds = ground_columns(query, paid, gaps)
        plain, guarded = decisions_sql(
            query, goals=goals, layout=layout, optional=optional, paid=paid, month=month,
            by_month_column=by_month_column, takes_leftovers=index == 0, grounds=grounds,
        )  # fmt: skip
        planned.append(PlannedEdition(month, edition.as_of, plain, guarded))
    columns = (
        "source", "row", "case", *(name for name in ("name", "district") if name in optional),
        *(["month"] if months[0] is not None else []), "status",
        *(one for decision in layout for one in decision.columns),
        *(f"{kind}.{name}" for name in paid for kind in ("paid", "due")), *map(ground_name, paid), LATER,
    )  # fmt: skip
    dated = editions[0] if months[0] is None else dict(zip(map(str, months), editions, strict=True))
    same_every_month = period.months is not None and not by_month_column
    reconciliation = Reconciliation.of(program, dated, paid, columns, mapped, same_every_month=same_every_month)
    findings = findings_query(reconciliation, "decisions", "people" if "id_number" in mapped else None)
    plan = CheckPlan(
        tuple(planned_part(part, binding, program) for part, binding in zip(parts, bindings, strict=True)),
        tuple(planned), FactColumns(facts, optional, tuple(paid)), not_after,
        {name: bounded[name] for name in not_after}, by_month_column,
        _people(facts, optional, period.latest, numbered="id_number" in mapped),
        findings.sql("duckdb", copy=False),
        _screening_sql(program, columns, facts, by_month_column=by_month_column),
        share_rows,
        frames_version() if is_for_frames(parts) else None,
    )  # fmt: skip
    return Planned(plan, program, editions, goals, paid, columns)


def is_for_frames(parts: Sequence[Part]) -> bool:
    """Is the roll long enough for data frames, whose library takes a while to load?"""
    return sum(part.rows for part in parts) >= LEAST_TOGETHER


def people_columns(*, by_month_column: bool) -> tuple[str, ...]:
    """The columns of `people.parquet`."""
    return ("source", "row", "person", "namesake", "flags", "born", *(["month"] if by_month_column else []))


def _screening_sql(
    program: Program, columns: Sequence[str], facts: Mapping[str, str], *, by_month_column: bool
) -> str | None:
    """The query for what the flags of a share's people say; none where nothing is flagged."""
    if not any(name in facts for name in _SCREENED):
        return None
    screening = Screening.of(program, columns, people_columns(by_month_column=by_month_column))
    return screening_findings_query(screening, "people", "decisions").sql("duckdb", copy=False)


def goals_of(program: Program, only: tuple[str, ...] | None) -> tuple[str, ...]:
    """What is to be decided: the decisions asked for, all goals if None. Raises Refused where there is no such one."""
    if only is None:
        return program.goals
    for name in only:
        if name not in program.decisions or program.decisions[name].hidden:
            visible = [one.name for one in program.decisions.values() if not one.hidden]
            arguments = {"name": name, "ruleset": program.id, "near": nearest(name, visible)}
            raise Refused([Diagnostic("X103", Position("--only"), arguments)])
    return only


def _editions(
    program: Program, goals: tuple[str, ...], paid: tuple[str, ...], period: Period, *, strict: bool
) -> tuple[Edition, ...]:
    besides = [name for name in _ASKED_BESIDES if name in program.decisions]
    wanted = tuple(dict.fromkeys([*goals, *paid, *besides]))
    sums = [
        name
        for name, decision in program.decisions.items()
        if any(version.combination is not None for version in decision.versions)
    ]
    wanted = tuple(dict.fromkeys([*wanted, *(sums if paid else [])]))
    editions = tuple(edition_of(program, day, None, strict, wanted) for day in period.days)
    needed = {*goals, *paid}
    problems = told_once(
        [[fault for name, faults in one.faults.items() if name in needed for fault in faults] for one in editions]
    )
    if problems:
        raise Refused(problems)
    return editions


def _the_same(bindings: Sequence[Binding], what: str, found: set[frozenset[str]]) -> frozenset[str]:
    """What all parts of a roll have to agree in: else a column that one part lacks would count as unknown there."""
    if len(found) > 1:
        differing = sorted(frozenset.union(*found) - frozenset.intersection(*found))
        arguments = {"what": ", ".join(differing), "sources": ", ".join(binding.source for binding in bindings)}
        raise Refused([Diagnostic("R404", Position(bindings[0].source), arguments)])
    return next(iter(found), frozenset())


def _paid(bindings: Sequence[Binding]) -> dict[str, PaidPeriod]:
    _the_same(bindings, "paid", {frozenset(f"paid.{a} ({b})" for a, b in one.paid.items()) for one in bindings})
    return dict(bindings[0].paid) if bindings else {}


def _months(period: Period, *, by_month_column: bool) -> tuple[str | None, ...]:
    if period.months is not None:
        return period.months
    if by_month_column:
        day = period.days[0]
        return (f"{day // 10000:04}-{day // 100 % 100:02}",)
    return (None,)


def _refuse_other_months(bindings: Sequence[Binding], months: Sequence[str | None]) -> None:
    """A month given to all rows of a part is one that is checked. Raises Refused."""
    faults = [
        Diagnostic(
            "R223",
            Position(binding.source),
            {"source": binding.source, "month": str(one.internal), **checked([str(month) for month in months])},
        )
        for binding in bindings
        for one in binding.constants
        if one.target.id == "month" and one.internal not in months
    ]
    if faults:
        raise Refused(faults)


def _refuse_parts_of_months(parts: Sequence[Part], months: Sequence[str | None]) -> None:
    """Parts whose names tell different months are not each of all months. Raises Refused."""
    named = {part.source: month for part in parts if (month := month_named([part.source])) is not None}
    if len(months) < 2 or len(named) < len(parts) or len(set(named.values())) < 2:
        return
    arguments = {"sources": ", ".join(named), "first": str(months[0]), "last": str(months[-1])}
    arguments["line"] = f"{{month: {by_file(named)}}}"
    raise Refused([Diagnostic("R433", Position(parts[0].source), arguments)])


def planned_part(part: Part, binding: Binding, program: Program) -> PlannedPart:
    """The part with what is read of it."""
    held = {one.header: one for one in part.columns}
    columns = tuple(
        PlannedColumn(one.header, one.number, held[one.header].type, one.reader(program), held[one.header].span)
        for one in binding.columns
    )
    return PlannedPart(part.source, part.path, part.rows, part.staged, columns, binding.derived, binding.constants)


def _people(facts: dict[str, str], optional: Sequence[str], as_of: int, *, numbered: bool) -> str:
    """The narrow columns that the second pass reads: who, whose namesake, and what the screening marks. Where a roll
    says of nobody who it is, only the rows that are marked."""
    if "name" in optional and "birth_date" in facts:
        known = every([is_known(column("__name")), is_known(column("birth_date"))])
        namesake: exp.Expr = choice(
            (known, exp.Anonymous(this="HASH", expressions=[column("__name"), column("birth_date")]))
        )
    else:
        namesake = exp.Null()
    given = {name: column(name) for name in _SCREENED if name in facts}
    if "birth_date" in given:
        given["birth_month"] = column(BIRTH_MONTH)
    flags = cast(screening_flags(given, as_of), "SMALLINT")
    wanted = [
        named("source", column(SOURCE_NAME)),
        named("row", column(ROW)),
        named("person", column(PERSON)),
        named("namesake", exp.Cast(this=namesake, to=exp.DataType(this=exp.DType.UBIGINT))),
        named("flags", flags),
        named("born", cast(differing_birth_date(given), "INT")),
    ]
    if "month" in optional:
        wanted.append(named("month", column("__month")))
    query = exp.select(*wanted).from_(exp.to_table(FACTS))
    if not numbered and isinstance(namesake, exp.Null):
        query = query.where(compared("!=", flags.copy(), number(0)))
    return query.sql("duckdb")
