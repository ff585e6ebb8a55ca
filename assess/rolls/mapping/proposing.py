"""A mapping proposed: which header goes where and why, what could not be placed, what the rules miss.

Nothing is decided for the office where a header could mean two things: such a column stays open, and a roll with it is
refused until somebody says what it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assess.language.program import Program
from assess.language.types import Boolean, Date, Enumeration, Label
from assess.rolls.cells import ColumnOptions, Period, Target
from assess.rolls.mapping.aliases import said, suggested_constants
from assess.rolls.mapping.before import Before, Kept
from assess.rolls.mapping.extras import DERIVABLE, can_be_derived
from assess.rolls.mapping.file import MappingFile
from assess.rolls.mapping.headers import bare_key, header_key
from assess.rolls.mapping.meaning import Meaning, Meanings
from assess.rolls.mapping.needs import Missing, facts_read, missing
from assess.rolls.mapping.remarks import alters
from assess.rolls.mapping.samples import Sample, Samples
from assess.rolls.mapping.seen import Seen, seen_in
from assess.rolls.mapping.targets import is_benefit
from assess.rolls.mapping.ticks import why_open
from assess.rolls.months_named import by_file, month_of, names_of
from assess.rolls.roll import ROW, Part

_AGAIN = re.compile(r"(?P<name>.+) \([0-9]+\)", re.DOTALL)

Outcome = Literal["map", "ignore", "open"]


@dataclass(frozen=True, slots=True)
class Placing:
    """What becomes of a column. `target`: where it goes, or, of an open one, where it might. `seen`: how its cells read
    as that. `options`: what an earlier mapping says of how they are read."""

    header: str
    outcome: Outcome
    why: Label
    sample: Sample
    target: Target | None = None
    period: Period | None = None
    seen: Seen | None = None
    options: ColumnOptions | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A constant that the name of a file or sheet suggests. Never taken for granted."""

    target: str
    value: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping proposed for parts of a roll."""

    ruleset: str
    sources: tuple[str, ...]
    placings: tuple[Placing, ...]
    derived: tuple[tuple[str, str], ...]
    suggestions: tuple[Suggestion, ...]
    missing: tuple[Missing, ...]
    unpaid: tuple[str, ...]
    """Benefits for which no column says what is paid."""
    alike: tuple[str, ...] = ()
    """Facts with few answers that the benefits paid need, and that may hold for every row."""
    kept: Kept | None = None
    """What an earlier mapping says besides columns, where one was given."""

    def of(self, outcome: Outcome) -> list[Placing]:
        return [one for one in self.placings if one.outcome == outcome]

    @property
    def complete(self) -> bool:
        """Is nothing left to be decided?"""
        return not self.of("open") and (self.kept is None or self.kept.complete)


def propose(
    parts: Sequence[Part], samples: Sequence[Samples], program: Program, earlier: MappingFile | None = None
) -> Proposal:
    """One mapping for all parts; `samples` stand in the order of the parts. What an `earlier` mapping says of a column
    goes before what its header may mean."""
    names = " ".join(name for part in parts for name in names_of(part))
    columns = _columns(parts, samples)
    before = None if earlier is None else Before(earlier, columns, program)
    placings = _placed(columns, Meanings(program, names), before, program)
    placings = [_looked_at(one, program) for one in placings]
    placings = _by_content(placings, program)
    derived = tuple(_derived([one for one in placings if one.outcome == "map"], program))
    sources = tuple(part.source for part in parts)
    kept = None if before is None else before.kept(_targets(placings), derived, sources)
    constants: Collection[str] = () if kept is None else kept.constants
    derived = derived if kept is None else kept.derived
    placings = [_without_days(one, dict(derived), program) for one in placings]
    targets = {*_targets(placings), *constants}
    suggestions = tuple(
        Suggestion(one.target, one.value, said(one.where, names))
        for one in suggested_constants(names)
        if one.target not in targets and _has_answer(program, one.target, one.value)
    )
    if "month" not in targets:
        suggestions = (*suggestions, *_months(parts))
    given = [*targets, *(fact for fact, _ in derived)]
    stated = [target.removeprefix("stated.") for target in targets if target.startswith("stated.")]
    paid = [target.removeprefix("paid.") for target in targets if target.startswith("paid.")]
    lacking = tuple(missing(program, given, stated, paid))
    return Proposal(
        program.id,
        sources,
        tuple(placings),
        derived,
        suggestions,
        lacking,
        tuple(n for n, one in program.decisions.items() if is_benefit(one) and n not in paid),
        tuple(_alike(lacking, {one.target for one in suggestions}, program)),
        kept,
    )


def _targets(placings: Sequence[Placing]) -> dict[str, str]:
    """What is given, and by which column."""
    return {one.target.id: one.header for one in placings if one.outcome == "map" and one.target is not None}


def means_nothing(part: Part, samples: Samples, program: Program, earlier: MappingFile | None = None) -> bool:
    """Has the part no column that the program knows? A sheet of notes, most likely."""
    return not propose([part], [samples], program, earlier).of("map")


def tells_of_people(part: Part, samples: Samples, program: Program, earlier: MappingFile | None = None) -> bool:
    """Does it have a column of names or ID numbers? A sheet of totals by town has none."""
    found = propose([part], [samples], program, earlier).placings
    return any(one.target is not None and one.target.id in ("name", "id_number") for one in found)


def _months(parts: Sequence[Part]) -> Iterable[Suggestion]:
    """The month of each part, by its name or its title, where all of them tell one."""
    found = {part.source: month for part in parts if (month := month_of(part)) is not None}
    if len(found) < len(parts):
        return
    words = tuple(dict.fromkeys(found.values()))
    if len(words) == 1:
        yield Suggestion("month", words[0], words)
        return
    yield Suggestion("month", by_file(found), words)


def _alike(lacking: Sequence[Missing], suggested: set[str], program: Program) -> Iterable[str]:
    """The facts that a list of one kind of people may leave out, since they are the same for all of them."""
    for one in lacking:
        known = program.inputs[one.facts[0]]
        is_one = one.paid and len(one.facts) == 1 and known.name not in suggested
        if is_one and isinstance(known.type, Boolean | Enumeration):
            yield known.name


@dataclass(frozen=True, slots=True)
class _Column:
    """What stands in the columns of one header; `parts`: which parts have it."""

    sample: Sample
    parts: frozenset[int]


def _columns(parts: Sequence[Part], samples: Sequence[Samples]) -> dict[str, _Column]:
    """The columns of all parts, each header as it is written first."""
    written: dict[str, str] = {}
    found: dict[str, _Column] = {}
    for index, (part, seen) in enumerate(zip(parts, samples, strict=True)):
        keys = [header_key(column.header) for column in part.columns]
        for column, key in zip(part.columns, keys, strict=True):
            if column.header == ROW:
                continue
            if keys.count(key) > 1:
                key = column.header  # two columns that only their exact headers tell apart
            header = written.setdefault(key, column.header)
            here = _Column(seen.get(column.header, Sample()), frozenset({index}))
            before = found.get(header)
            found[header] = here if before is None else _together(before, here)
    return found


def _together(one: _Column, other: _Column) -> _Column:
    return _Column(one.sample.plus(other.sample), one.parts | other.parts)


def _placed(columns: dict[str, _Column], meanings: Meanings, before: Before | None, program: Program) -> list[Placing]:
    """Each column by its header; of several for one target in one part the best, spare ones only where no other is.
    Parts that write a header each in its own way have a column each."""
    found = {
        header: (before and before.meaning(header)) or _named_again(header, columns) or meanings.of(header)
        for header in columns
    }
    chosen: dict[Target, list[str]] = defaultdict(list)
    wanted = Counter(one.target for one in found.values() if one.outcome == "map")
    ranked = sorted(
        (one.rank[0], wanted[one.target] > 1 and _is_something_else(header, columns[header], one, program), one.rank,
         index, header, one.target)
        for index, (header, one) in enumerate(found.items())
        if one.outcome == "map" and one.target is not None
    )  # fmt: skip
    for *_, header, target in ranked:
        if not any(columns[header].parts & columns[other].parts for other in chosen[target]):
            chosen[target].append(header)
    placings = [
        _placing(header, column.sample, found[header], _better(header, found[header], columns, chosen))
        for header, column in columns.items()
    ]
    return placings if before is None else [_as_before(one, before) for one in placings]


def _named_again(header: str, columns: Collection[str]) -> Meaning | None:
    """Open, where reading has numbered a header that was there before: only the office knows which one counts."""
    found = _AGAIN.fullmatch(header)
    if found is None or found["name"] not in columns:
        return None
    name = found["name"]
    zh, en = f"又一列“{name}”：用哪一列，要有人确认", f"another column “{name}”: somebody has to say which one counts"
    return Meaning("open", Label(zh, en))


def _is_something_else(header: str, column: _Column, meaning: Meaning, program: Program) -> bool:
    """Do the cells plainly not say what the header is taken for? `享受类别` of a roll of the very old says 高龄."""
    assert meaning.target is not None
    seen = seen_in(column.sample, meaning.target, header, _period(header, meaning), program)
    return seen.mostly_unreadable and not seen.lacks_days


def _as_before(placing: Placing, before: Before) -> Placing:
    """The placing, read as the earlier mapping says."""
    options = None if placing.target is None else before.options(placing.header, placing.target)
    if options is None or placing.target is None or placing.target.kind != "paid":
        return replace(placing, options=options)
    return replace(placing, options=options, period=options.period)


def _better(header: str, meaning: Meaning, columns: dict[str, _Column], chosen: dict[Target, list[str]]) -> str | None:
    """The column of the same part that gives what this one would give."""
    others = [] if meaning.target is None else chosen.get(meaning.target, [])
    if header in others:
        return None
    return next((other for other in others if columns[header].parts & columns[other].parts), None)


def _placing(header: str, sample: Sample, meaning: Meaning, other: str | None) -> Placing:
    """`other`: the column that goes before it, where there is one."""
    plain = Placing(header, meaning.outcome, meaning.why, sample, meaning.target, _period(header, meaning))
    if other is None or meaning.outcome == "ignore" or (meaning.outcome == "open" and not meaning.spare):
        return plain
    if meaning.spare:
        why = Label(f"“{other}”已经给出 {meaning.target}", f"“{other}” gives {meaning.target} already")
        return replace(plain, outcome="ignore", why=why)
    why = Label(f"与“{other}”都是 {meaning.target}，只能留一列", f"{meaning.target} like “{other}”; only one can stay")
    return replace(plain, outcome="open", why=why)


def _period(header: str, meaning: Meaning) -> Period | None:
    """What an amount is for: as the header says, else as the rules work it out."""
    if meaning.target is None or meaning.target.kind != "paid":
        return None
    return bare_key(header)[1] or ("year" if meaning.by_year else "month")


def _looked_at(placing: Placing, program: Program) -> Placing:
    """The placing with how its cells read; one whose cells are plainly something else becomes open."""
    if placing.outcome != "map" or placing.target is None:
        return placing
    target = placing.target
    seen = seen_in(placing.sample, target, placing.header, placing.period, program, options=placing.options)
    placing = replace(placing, seen=seen)
    if target.id == "case" and seen.repeated:
        why = Label("有重复，不能用来指明一行", "it repeats, and cannot tell the rows apart")
        return replace(placing, outcome="ignore", why=why, target=None, seen=None)
    if target.id in DERIVABLE and seen.lacks_days:
        return placing  # whether the identity number gives the days is seen later
    if seen.mostly_unreadable and not seen.of_words:
        why = Label(f"列名像 {target}，内容不是", f"the header says {target}, the cells do not")
        if seen.spreadsheet_days:
            why = Label(
                "内容像电子表格的日期序号，要有人确认",
                "its cells look like a spreadsheet's days; somebody has to say so",
            )
        return replace(placing, outcome="open", why=why)
    return placing


def _by_content(placings: list[Placing], program: Program) -> list[Placing]:
    """Columns that the header does not place, by what stands in them."""
    numbers = [name for name, known in program.inputs.items() if getattr(known.type, "form", "") == "resident_id"]
    result: list[Placing] = []
    for placing in placings:
        if placing.outcome == "open" and placing.target is None:
            taken = {one.target.id for one in (*placings, *result) if one.outcome == "map" and one.target is not None}
            placing = _from_content(placing, next(iter(numbers), None), taken, program)
        result.append(placing)
    return result


def _from_content(placing: Placing, number: str | None, taken: set[str], program: Program) -> Placing:
    if not placing.sample.filled:
        if not placing.sample.whole:
            return placing
        return replace(placing, outcome="ignore", why=Label("整列是空的", "the whole column is empty"))
    if number is not None:
        target = Target("fact", number)
        seen = seen_in(placing.sample, target, placing.header, None, program)
        if seen.mostly_read and number not in taken and not alters(placing.header):
            why = Label("内容是校验正确的身份证号", "its cells are valid identity numbers")
            return replace(placing, outcome="map", target=target, why=why, seen=seen)
        if seen.mostly_read:
            why = Label("内容是身份证号，不知是谁的", "its cells are identity numbers, of whom is not said")
            return replace(placing, why=why)
    dates = next((name for name, known in program.inputs.items() if isinstance(known.type, Date)), None)
    if dates and seen_in(placing.sample, Target("fact", dates), placing.header, None, program).mostly_read:
        return replace(placing, why=Label("内容是日期，不知是什么日期", "its cells are dates, of what is not said"))
    of_ticks = why_open(placing.header, placing.sample, program)
    return placing if of_ticks is None else replace(placing, why=of_ticks)


def _derived(mapped: Sequence[Placing], program: Program) -> Iterable[tuple[str, str]]:
    """What the ID number should give: a birth date or sex that no column gives, or not in every row."""
    needed = facts_read(program, program.goals)
    targets: dict[str, list[Placing]] = defaultdict(list)
    for one in mapped:
        targets[str(one.target)].append(one)
    for fact in DERIVABLE:
        source = next((target for target in targets if can_be_derived(fact, target, program)), None)
        if source is None or fact not in needed:
            continue
        lacks_days = any(one.seen is not None and one.seen.lacks_days for one in targets.get(fact, ()))
        if fact not in targets or (fact == "birth_date" and lacks_days):
            yield fact, source


def _without_days(placing: Placing, derived: dict[str, str], program: Program) -> Placing:
    """A column of years and months of birth is of use only where the identity number gives the days."""
    target, seen = placing.target, placing.seen
    if placing.outcome != "map" or target is None or seen is None or not seen.lacks_days:
        return placing
    if target.id in derived:
        again = seen_in(
            placing.sample, target, placing.header, None, program, day_from_id=True, options=placing.options
        )
        return replace(placing, seen=again)
    if not seen.mostly_unreadable:
        return placing
    return replace(placing, outcome="open", why=Label("只有年月，没有日", "it has years and months, and no days"))


def _has_answer(program: Program, target: str, value: str) -> bool:
    known = program.inputs.get(target)
    return known is not None and value in getattr(known.type, "codes", ())
