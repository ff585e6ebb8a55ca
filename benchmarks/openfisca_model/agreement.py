"""Does OpenFisca decide what we decide? Otherwise the comparison means nothing.

Made-up people, many at the edges of the rules and with facts missing, are decided by the interpreter, which defines
what our rules mean, and by the model; all goals must be the same value or unknown in both.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow

from assess.engines.interpreter import Interpreter
from assess.language.dates import date_of, number_of
from assess.language.edition import Edition
from assess.language.types import Boolean, Date, Enumeration, Number
from benchmarks.openfisca_model import facts
from benchmarks.openfisca_model.running import Model, decisions, written

Facts = dict[str, Any]


def check_agreement(model: Model, edition: Edition, month: str, count: int, *, partial: bool, seed: int = 1) -> None:
    """Exits, saying who and what, where the two differ on any of `count` people, some facts missing if `partial`."""
    people = made_up(edition, count, seed, partial=partial)
    interpreter = Interpreter()
    theirs = {
        name: column.to_pylist() for name, column in written(decisions(model, columns(edition, people), month)).items()
    }
    for place, person in enumerate(people):
        outcomes = interpreter.outcomes(edition, person)
        ours = {goal: _as_column(edition.active[goal].decision.type, outcomes[goal].value) for goal in facts.GOALS}
        ours["status"] = "undetermined" if None in ours.values() else "decided"
        different = {name: (ours[name], theirs[name][place]) for name in ours if ours[name] != theirs[name][place]}
        if different:
            raise SystemExit(f"ours and OpenFisca's differ on {person}: {different}")


def made_up(edition: Edition, count: int, seed: int, *, partial: bool) -> list[Facts]:
    """Facts in the engines' own form, by name; an unknown one is left out."""
    generator = random.Random(seed)
    return [
        _person(edition, generator, generator.choice((0, 0.02, 0.1, 0.5, 1)) if partial else 0) for _ in range(count)
    ]


def columns(edition: Edition, people: list[Facts]) -> dict[str, pyarrow.Array]:
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
    return found


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


def _as_column(type_: object, value: Any) -> bool | int | str | date | Decimal | None:
    if isinstance(type_, Enumeration) and value is not None:
        return type_.codes[value]
    if isinstance(type_, Number) and type_.denominator == 100 and value is not None:
        return Decimal(value).scaleb(-2)
    return value  # type: ignore[no-any-return]


def main(count: int = 20_000) -> None:
    """Both models against the interpreter."""
    from pathlib import Path

    from assess.diagnostics.diagnostic import Diagnostics, Refused
    from assess.language.edition import edition_of
    from assess.language.supplied import read_supplied
    from assess.library import Library
    from benchmarks.contenders import AS_OF, FIGURES, MONTH, RULESET
    from benchmarks.openfisca_model.running import complete_model, partial_model

    diagnostics = Diagnostics()
    supplied = read_supplied(Path(FIGURES), diagnostics)
    if supplied is None:
        raise Refused(diagnostics)
    program = Library.default().program(RULESET, supplied)
    edition = edition_of(program, number_of(date.fromisoformat(AS_OF)))
    check_agreement(partial_model(), edition, MONTH, count, partial=True)
    check_agreement(complete_model(), edition, MONTH, count, partial=False)


if __name__ == "__main__":
    main()
