"""Does OpenFisca decide what we decide? Otherwise the comparison means nothing.

Made-up people, many at the edges of the rules and with facts missing, are decided by the interpreter, which defines
what our rules mean, and by the model; all goals must be the same value or unknown in both.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow

from assess.engines.interpreter import Interpreter
from assess.engines.meaning import Outcome
from assess.language.dates import date_of, number_of
from assess.language.edition import Edition
from assess.language.types import Boolean, Date, Enumeration, Number
from benchmarks.openfisca_model import facts

Facts = dict[str, Any]
Decide = Callable[[pyarrow.Table], pyarrow.Table]
"""Columns of facts to columns of decisions."""


def check_agreement(decide: Decide, edition: Edition, count: int, *, partial: bool, seed: int = 1) -> None:
    """Exits, saying who and what, where the two differ on any of `count` people, some facts missing if `partial`."""
    people = made_up(edition, count, seed, partial=partial)
    interpreter = Interpreter()
    theirs = {name: list(map(_plain, column)) for name, column in decide(columns(edition, people)).to_pydict().items()}
    for place, person in enumerate(people):
        outcomes = interpreter.outcomes(edition, person)
        ours = {column: _ours(edition, outcomes, column) for column in facts.COLUMNS}
        ours["status"] = "undetermined" if None in map(ours.get, facts.GOALS) else "decided"
        different = {name: (ours[name], theirs[name][place]) for name in ours if ours[name] != theirs[name][place]}
        if different:
            raise SystemExit(f"ours and OpenFisca's differ on {person}: {different}")


def made_up(edition: Edition, count: int, seed: int, *, partial: bool) -> list[Facts]:
    """Facts in the engines' own form, by name; an unknown one is left out."""
    generator = random.Random(seed)
    return [
        _person(edition, generator, generator.choice((0, 0.02, 0.1, 0.5, 1)) if partial else 0) for _ in range(count)
    ]


def columns(edition: Edition, people: list[Facts]) -> pyarrow.Table:
    """The people as columns of a roll."""
    inputs = edition.program.inputs
    found = {}
    for name in facts.FACTS:
        type_, values = inputs[name].type, [person.get(name) for person in people]
        if isinstance(type_, Enumeration):
            codes = pyarrow.array([None if value is None else type_.codes[value] for value in values])
            found[name] = codes.dictionary_encode()
        elif isinstance(type_, Date):
            days = [None if value is None else date_of(value) for value in values]
            found[name] = pyarrow.array(days, pyarrow.date32())
        else:
            found[name] = pyarrow.array(values, pyarrow.bool_() if isinstance(type_, Boolean) else pyarrow.int8())
    return pyarrow.table(found)


def _person(edition: Edition, generator: random.Random, missing: float) -> Facts:
    ability = generator.choice((1, 1, generator.random(), generator.random(), 0))
    as_of = date_of(edition.as_of)
    found: Facts = {}
    for name in facts.FACTS:
        type_ = edition.program.inputs[name].type
        if isinstance(type_, Enumeration):
            found[name] = generator.randrange(len(type_.codes))
        elif isinstance(type_, Boolean):
            found[name] = generator.random() < (ability if name in facts.SELF_CARE_INDICATORS else 0.2)
        elif name in facts.RISK_EVENTS:
            found[name] = generator.choice((0, 0, 0, 0, 1, 2))
        elif isinstance(type_, Number):
            found[name] = sum(generator.random() < ability for _ in range(type_.maximum))
    born = as_of.replace(year=as_of.year - generator.choice((59, 60, 70, 79, 80, 89, 90, 99, 100, 101)))
    found[facts.BIRTH_DATE] = number_of(born + timedelta(generator.choice((-400, -1, 0, 1, generator.randrange(400)))))
    return {name: value for name, value in found.items() if generator.random() >= missing}


def _ours(edition: Edition, outcomes: Mapping[str, Outcome], column: str) -> bool | int | str | Decimal | None:
    decision, _, part = column.partition(".")
    outcome = outcomes[decision]
    if part:
        return getattr(outcome, part)  # type: ignore[no-any-return]
    return _as_column(edition.active[decision].decision.type, outcome.value)


def _plain(value: Any) -> Any:
    """Amounts to the fen, some come as binary numbers."""
    return round(Decimal(value), 2) if isinstance(value, float) else value


def _as_column(type_: object, value: Any) -> bool | int | str | Decimal | None:
    if isinstance(type_, Enumeration) and value is not None:
        return type_.codes[value]
    if isinstance(type_, Number) and type_.denominator == 100 and value is not None:
        return Decimal(value).scaleb(-2)
    return value  # type: ignore[no-any-return]


def main(count: int = 20_000) -> None:
    """All models against the interpreter."""
    from pathlib import Path

    from assess.diagnostics.diagnostic import Diagnostics, Refused
    from assess.language.edition import edition_of
    from assess.language.supplied import read_supplied
    from assess.library import Library
    from benchmarks.contenders import AS_OF, FIGURES, MONTH, RULESET
    from benchmarks.openfisca_model import documented_running, running

    diagnostics = Diagnostics()
    supplied = read_supplied(Path(FIGURES), diagnostics)
    if supplied is None:
        raise Refused(diagnostics)
    program = Library.default().program(RULESET, supplied)
    edition = edition_of(program, number_of(date.fromisoformat(AS_OF)))

    def tuned(model: running.Model) -> Decide:
        return lambda people: running.decisions(model, people, MONTH)

    def documented(people: pyarrow.Table) -> pyarrow.Table:
        return pyarrow.Table.from_pandas(documented_running.decisions(documented_running.frame(people), MONTH))

    check_agreement(tuned(running.partial_model()), edition, count, partial=True)
    check_agreement(tuned(running.complete_model()), edition, count, partial=False)
    check_agreement(documented, edition, count, partial=True)


if __name__ == "__main__":
    main()
