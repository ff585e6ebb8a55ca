"""What is due to each made-up person under the rules: worked out by the column engine, and so right to the fen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assess.language.dates import number_of
from assess.language.edition import Edition, edition_of
from assess.language.program import Program
from assess.language.types import Label, Number
from assess.rolls.making.stages import quoted
from assess.rolls.reconciling.plan import figures_for_want_of_which_nobody_is_decided

if TYPE_CHECKING:
    from sqlglot import exp

    from assess.engines.sql.stages import Stages


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit of the roll. `drawn`: the decision that holds what is drawn of it after all combinations.

    `rivals`: the benefits that are not drawn together with it. `in_force`: some rule for it holds on the date.
    `floor`: what is due is the least of it, so that a check cannot call more too much. `lacking`: the figures for want
    of which nobody's can be told, so that it is paid to none.
    """

    name: str
    drawn: str
    rivals: tuple[str, ...]
    in_force: bool
    floor: bool = False
    lacking: tuple[Label, ...] = ()


def benefits_of(program: Program, as_of: date, names: Iterable[str]) -> tuple[Benefit, ...]:
    """The benefits of those names, as they stand on the date."""
    wanted = tuple(names)
    edition = _edition(program, as_of, _with_combinations(program, wanted))
    drawn = {name: name for name in wanted}
    rivals: dict[str, dict[str, None]] = {name: {} for name in wanted}
    for active in edition.active.values():
        combination = active.version.combination
        if combination is None:
            continue
        drawn |= {name: into for name, into in combination.drawn if name in drawn}
        for rule in combination.rules:
            # which benefits an excluding rule goes by stands in its condition: any of them may be meant
            touched = {"together": (), "highest_of": rule.benefits}.get(rule.kind, combination.benefits)
            for name in rivals.keys() & set(rule.benefits):
                rivals[name] |= dict.fromkeys(other for other in touched if other in drawn and other != name)
    floors = {name for name in wanted if name in edition.active and edition.active[name].version.floor is not None}
    return tuple(
        Benefit(
            name,
            drawn[name],
            tuple(rivals[name]),
            {name, drawn[name]} <= edition.active.keys(),
            name in floors,
            figures_for_want_of_which_nobody_is_decided(name, edition),
        )
        for name in wanted
    )


def _with_combinations(program: Program, names: Sequence[str]) -> tuple[str, ...]:
    """The benefits, and the decisions that combine any of them."""
    combining = [
        decision.name
        for decision in program.decisions.values()
        for version in decision.versions
        if version.combination is not None and set(names) & set(version.combination.benefits)
    ]
    return tuple(dict.fromkeys([*names, *combining]))


def _edition(program: Program, as_of: date, wanted: tuple[str, ...]) -> Edition:
    """Figures past their review serve, too: a made-up roll needs no more than plausible ones."""
    return edition_of(program, number_of(as_of), strict=False, only=wanted)


def with_due(source: str, columns: Sequence[str], program: Program, as_of: date, benefits: Sequence[Benefit]) -> str:
    """A query over a source (SQL that can follow FROM) with all of its `columns`, and two more for each benefit.

    `due.<id>`: what is drawn of it, in fen; NULL where it cannot be decided. `alone.<id>`: the same before benefits are
    held against each other. Raises Refused where the rules cannot be put into columns.
    """
    from sqlglot import exp

    from assess.engines.columns import ColumnQuery
    from assess.engines.sql.nodes import column
    from assess.engines.sql.stages import Stages, named
    from assess.rolls.settled import settled

    there = [benefit for benefit in benefits if benefit.in_force]
    absent = [benefit.name for benefit in benefits if not benefit.in_force]
    nothing = [f"NULL::BIGINT AS {quoted(f'{part}.{name}')}" for name in absent for part in ("due", "alone")]
    if not there:
        return f"SELECT {', '.join(['*', *nothing])} FROM {source}"
    wanted = tuple(dict.fromkeys(name for benefit in there for name in (benefit.name, benefit.drawn)))
    # What is there so far passes under names that no ruleset can have, beside the facts in the engine's own form.
    kept = {f"<{name}>": name for name in columns}
    query = ColumnQuery.of(_edition(program, as_of, wanted), dict.fromkeys(kept, ""))
    facts = [f"{quoted(name)} AS {quoted(held)}" for held, name in kept.items()]
    stages = Stages([f"fact.{name}" for name in query.facts])
    taken = {name: _taken(program, name, columns, stages) for name in query.facts}
    facts += [f"{value.sql('duckdb')} AS {quoted(name)}" for name, value in taken.items()]
    for made in stages.needed(taken.values()):
        on_the_way = [f"{expression.sql('duckdb')} AS {quoted(name)}" for name, expression in made.items()]
        source = f"(SELECT {', '.join(['*', *on_the_way])} FROM {source})"
    drawn = [named(f"<due.{benefit.name}>", settled(query, benefit.drawn)) for benefit in there]
    columns_wanted = [*(column(name) for name in (*kept, *(benefit.name for benefit in there))), *drawn]
    decided = query.stages.query(exp.to_table("facts"), columns_wanted).sql("duckdb")
    selected = [f"{quoted(held)} AS {quoted(name)}" for held, name in kept.items()]
    for benefit in there:
        due = _fen(program, benefit.drawn, f"<due.{benefit.name}>")
        selected.append(f"{due} AS {quoted(f'due.{benefit.name}')}")
        selected.append(f"{_fen(program, benefit.name, benefit.name)} AS {quoted(f'alone.{benefit.name}')}")
    return (
        f"WITH facts AS (SELECT {', '.join(facts)} FROM {source}) "
        f"SELECT {', '.join([*selected, *nothing])} FROM ({decided})"
    )


def _taken(program: Program, fact: str, columns: Sequence[str], stages: Stages) -> exp.Expr:
    """A fact of the roll in the engine's own form; unknown where the roll does not have it."""
    from assess.engines.sql.natural import natural_type, taken_in
    from assess.engines.sql.nodes import sql_type, unknown

    known = program.inputs[fact]
    source = f"fact.{fact}"
    taken = taken_in(known, source, natural_type(known.type), stages) if source in columns else None
    return unknown(sql_type(known.type)) if taken is None else taken.value


def _fen(program: Program, decision: str, held_in: str) -> str:
    """The decision's value, held in a column, in fen; parts of a fen are not paid."""
    type_ = program.decisions[decision].type
    assert isinstance(type_, Number)
    return f"{quoted(held_in)}::BIGINT * 100 // {type_.denominator}"
