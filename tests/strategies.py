"""Made-up cases for any program: random answers, answers at the edges of its rules, and answers left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from assess.engines.meaning import Value
from assess.language import expression as e
from assess.language.dates import date_of, number_of
from assess.language.edition import Edition, edition_of
from assess.language.functions import check_character
from assess.language.law import Input
from assess.language.program import Parameter, ParameterContent, ParameterEntry, Program
from assess.language.types import Boolean, Date, Enumeration, Number, Text, Type
from tests.steering import Steering, day_near, targets

_EARLIEST, _LATEST = 2019_01_01, 2027_12_31
_PLACES = ("320402", "320411", "620105", "110101")


@dataclass(frozen=True)
class Case:
    """Facts as the engines hold them. A fact that is not there is unknown."""

    as_of: int
    facts: dict[str, Value]


class Editions:
    """A program with all its decisions, on any day; past the last review too."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._made: dict[int, Edition] = {}

    def on(self, as_of: int) -> Edition:
        if as_of not in self._made:
            self._made[as_of] = edition_of(self.program, as_of, strict=False, only=tuple(self.program.decisions))
        return self._made[as_of]


def cases(editions: Editions) -> st.SearchStrategy[Case]:
    """Cases for every input that a rule of the program reads.

    Answers are random, or all the worst or best; some are then chosen so that rows hit and thresholds are met or just
    missed; some or all may be missing. Days lie around those on which the law changed, mostly when all of it is in
    force. Hypothesis shrinks the day, what is aimed at and what is missing; the other answers follow from one seed.
    """
    program = editions.program
    return _cases(editions, _read(program), _days(program), st.sampled_from(targets(program)))


def batches(editions: Editions, least: int, most: int) -> st.SearchStrategy[list[Case]]:
    """So many cases at once, all on the same day."""
    program = editions.program
    inputs, aims = _read(program), st.sampled_from(targets(program))

    def on(day: int) -> st.SearchStrategy[list[Case]]:
        return st.lists(_cases(editions, inputs, st.just(day), aims), min_size=least, max_size=most)

    return _days(program).flatmap(on)


@st.composite
def _cases(
    draw: st.DrawFn,
    editions: Editions,
    inputs: dict[str, Input],
    days: st.SearchStrategy[int],
    aims: st.SearchStrategy[tuple[str, int]],
) -> Case:
    as_of = draw(days)
    lean = draw(st.sampled_from(("any", "lowest", "highest")))
    random = draw(st.randoms(use_true_random=True))
    facts = {name: _answer(known, lean, random) for name, known in inputs.items()}
    steering = Steering(editions.on(as_of), facts, random)
    for target in draw(st.lists(aims, max_size=4)):
        steering.aim(target)
    share = draw(st.sampled_from((0, 0, 0, 0.02, 0.1, 0.5, 1)))
    return Case(as_of, {name: value for name, value in facts.items() if random.random() >= share})


def _read(program: Program) -> dict[str, Input]:
    """The inputs that some rule reads."""
    names = {
        node.name
        for decision in program.decisions.values()
        for version in decision.versions
        for expression in version.expressions()
        for node in e.walk(expression)
        if isinstance(node, e.Fact)
    }
    return {name: known for name, known in program.inputs.items() if name in names}


def _days(program: Program) -> st.SearchStrategy[int]:
    begins = [decision.versions[0].valid_from for decision in program.decisions.values()]
    changes = {version.valid_from for decision in program.decisions.values() for version in decision.versions}
    changes |= {entry.valid_from for parameter in program.parameters.values() for entry in parameter.entries}
    around = {day_near(day, step) for day in changes for step in (-1, 0, 1)}
    all_in_force = st.dates(min(date_of(max(begins)), date_of(_LATEST)), date_of(_LATEST)).map(number_of)
    return st.one_of(
        all_in_force,
        all_in_force.map(lambda day: day // 10000 * 10000 + 12_31),
        st.sampled_from(sorted(day for day in around if _EARLIEST <= day <= _LATEST)),
    )


def _answer(known: Input, lean: str, random: Random) -> Value:
    type_ = known.type
    if isinstance(type_, Boolean):
        return random.random() < 0.5
    if isinstance(type_, Enumeration):
        return random.randrange(len(type_.codes))
    if isinstance(type_, Number):
        if random.random() < 0.1:
            lean = random.choice(("lowest", "highest"))
        if lean == "any":
            return random.randint(type_.minimum, type_.maximum)
        return type_.minimum if lean == "lowest" else type_.maximum
    if isinstance(type_, Date):
        return _some_day(random)
    assert isinstance(type_, Text)
    return _identity(random) if type_.form == "resident_id" else random.choice(_PLACES)


def _some_day(random: Random) -> int:
    return number_of(date(1900, 1, 1) + timedelta(random.randrange(48_000)))


def _identity(random: Random) -> str:
    """A made-up resident identity number, sequence 000 or 001; some hold no such day or a wrong check character."""
    day = 1950_13_45 if random.random() < 0.1 else _some_day(random)
    first = f"{random.choice(_PLACES)}{day}{random.choice(('000', '001'))}"
    return first + random.choice((check_character(first), check_character(first), "0", "X"))


def with_every_figure(program: Program) -> Program:
    """The program with a made-up value for each figure that nobody has published, as an office would supply it."""
    return replace(program, parameters={name: _supplied(known) for name, known in program.parameters.items()})


def _supplied(parameter: Parameter) -> Parameter:
    entries = parameter.entries or (
        ParameterEntry(1900_01_01, None, None, (), "assumed", 1900_01_01, "made up", parameter.position),
    )
    figure = _figure(parameter.type)
    keys = [] if parameter.key is None else _every(parameter.key.type)
    return replace(parameter, entries=tuple(replace(one, value=_filled(one.value, figure, keys)) for one in entries))


def _filled(
    value: ParameterContent | dict[bool | int | str, ParameterContent], figure: ParameterContent, keys: list[int]
) -> ParameterContent | dict[bool | int | str, ParameterContent]:
    if isinstance(value, dict):
        return {key: figure if one is None else one for key, one in value.items()}
    if value is None:
        return dict.fromkeys(keys, figure) if keys else figure
    return value


def _figure(type_: Type) -> ParameterContent:
    if isinstance(type_, Number):
        return type_.minimum + (type_.maximum - type_.minimum) // 3
    return False if isinstance(type_, Boolean) else 0


def _every(type_: Type) -> list[int]:
    if isinstance(type_, Enumeration):
        return list(range(len(type_.codes)))
    return list(range(type_.minimum, type_.maximum + 1)) if isinstance(type_, Number) else [False, True]
