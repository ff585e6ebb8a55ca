"""An earlier mapping held against the columns that a roll has now: what it says stays, as far as it still fits.

A mapping serves month after month, until a system renames a column. Nothing that an office has once decided is decided
anew; what no longer fits is not dropped in silence either, but told, and written into the new file as a comment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostics, Refused
from assess.language.program import Program
from assess.language.surface import ScalarValue
from assess.language.types import Label
from assess.rolls.cells import ColumnOptions, Target
from assess.rolls.mapping.extras import can_be_derived, names_of
from assess.rolls.mapping.file import ColumnText, MappingFile
from assess.rolls.mapping.headers import header_key
from assess.rolls.mapping.meaning import Meaning
from assess.rolls.mapping.options import options_of
from assess.rolls.mapping.targets import fault_of

AS_BEFORE = Label("照旧", "as before")
_NOT_OF_THE_RULES = Label("本规则集没有这项内容", "these rules have nothing of the kind")
_BY_A_COLUMN = Label("现在有一列给出", "a column gives it now")
_LAST_MONTH = Label("说的是上次的月份，要写明这次的", "it was of the last roll; say which month this one is of")
_OF_OTHERS = Label("说的是别的文件或工作表", "it was of other files or sheets")
_FOR_SOME = Label("没有写全部的文件或工作表", "some files or sheets have no value")
_WITHOUT_SOURCE = Label("没有给出身份证号的列了", "no column gives the identity number any more")


@dataclass(frozen=True, slots=True)
class Gone:
    """A column that the earlier mapping names and the roll has no more. `now`: the column that gives its target."""

    header: str
    column: ColumnText
    now: str | None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A constant or a derived fact of the earlier mapping that does not fit any more."""

    target: str
    value: ScalarValue | Mapping[str, ScalarValue]
    why: Label
    is_derived: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What a proposal takes over besides columns. `others`: columns of other rolls, for a target that a column gives
    here too; `ignored`: headers left out that are not here; `new`: headers of which the earlier mapping says nothing.
    """

    name: str
    ruleset: str | None
    roll: str | None
    others: tuple[tuple[str, ColumnText], ...]
    ignored: tuple[str, ...]
    registers: Mapping[str, Mapping[str, str]]
    constants: Mapping[str, ScalarValue | Mapping[str, ScalarValue]] = field(default_factory=dict)
    derived: tuple[tuple[str, str], ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[Gone, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def complete(self) -> bool:
        """Does everything that it said still stand, or have something in its place?"""
        return not self.dropped and all(one.now is not None for one in self.gone)


class Before:
    """An earlier mapping, for the columns that a roll has now. `headers`: each once. `kept` raises Refused where the
    mapping is for other rules, or says of a column what does not fit it."""

    def __init__(self, file: MappingFile, headers: Collection[str], program: Program) -> None:
        self.file = file
        self._program = program
        self._headers = headers
        self._faults = Diagnostics()
        if file.text.ruleset is not None and file.text.ruleset not in (program.id, *program.lineage):
            self._faults.report("R212", file.place("ruleset"), named=file.text.ruleset, used=program.id)
        self._columns = _same(file.text.columns, headers)
        taken = set(self._columns.values())
        self._ignored = _same(file.text.ignored, [one for one in headers if one not in taken])
        self._by_header = {now: before for before, now in self._columns.items()}

    def meaning(self, header: str) -> Meaning | None:
        """What it says of a column; None where it says nothing."""
        if header in self._by_header:
            before = self._by_header[header]
            target = Target.parse(self.file.text.column(before).target)
            if fault_of(target, self._program, self.file.place("columns", before)) is not None:
                why = Label(f"原来是 {target}，本规则集没有这项内容", f"it was {target}, which these rules do not have")
                return Meaning("open", why)
            return Meaning("map", AS_BEFORE, target, (-1, list(self._columns).index(before)))
        return Meaning("ignore", AS_BEFORE) if header in self._ignored.values() else None

    def options(self, header: str, target: Target) -> ColumnOptions | None:
        """What it says of how the column is read."""
        before = self._by_header.get(header)
        if before is None:
            return None
        return replace(options_of(self.file, before, target, self._program, self._faults), header=header)

    def kept(self, given: Mapping[str, str], derived: Iterable[tuple[str, str]], sources: Sequence[str]) -> Kept:
        """What is kept besides columns, and what is gone. `given`: of each target the column that gives it now;
        `derived`: as proposed for a new mapping; `sources`: of all parts."""
        if self._faults.has_errors:
            raise Refused(self._faults)
        text = self.file.text
        by_before = {text.column(header).target for header in self._columns}
        others, gone = [], []
        for header in text.columns:
            column = text.column(header)
            if header in self._columns:
                continue
            if column.target in by_before and column.target in given:
                others.append((header, column))
            else:
                gone.append(Gone(header, column, given.get(column.target)))
        kept_derived, dropped = self._derived(given, derived, {one.column.target for one in gone})
        constants, more = self._constants(given.keys() | {fact for fact, _ in kept_derived}, sources)
        new = tuple(header for header in self._headers if self.meaning(header) is None)
        ignored = tuple(one for one in text.ignored if one not in self._ignored)
        return Kept(
            Path(self.file.name).name, text.ruleset, text.roll, tuple(others), ignored, text.registers, constants,
            kept_derived, new, tuple(gone), (*dropped, *more),
        )  # fmt: skip

    def _derived(
        self, given: Collection[str], proposed: Iterable[tuple[str, str]], gone: Collection[str]
    ) -> tuple[tuple[tuple[str, str], ...], list[Dropped]]:
        """Those of the earlier mapping, and those proposed in the place of a column that is gone."""
        kept, dropped = {}, []
        for fact, derived in self.file.text.derived.items():
            if derived.source in given and can_be_derived(fact, derived.source, self._program):
                kept[fact] = derived.source
            else:
                dropped.append(Dropped(fact, derived.source, _WITHOUT_SOURCE, is_derived=True))
        before = {self.file.text.column(header).target for header in self.file.text.columns}
        for fact, source in proposed:
            if fact in gone or source not in before:
                kept.setdefault(fact, source)
        return tuple(kept.items()), dropped

    def _constants(
        self, given: Collection[str], sources: Sequence[str]
    ) -> tuple[dict[str, ScalarValue | Mapping[str, ScalarValue]], list[Dropped]]:
        kept: dict[str, ScalarValue | Mapping[str, ScalarValue]] = {}
        dropped = []
        for name, value in self.file.text.constants.items():
            fits = {}
            if isinstance(value, dict):
                named = {one for source in sources for one in names_of(source)}
                fits = {key: one for key, one in value.items() if key in named}
            whole = bool(fits) and all(any(one in fits for one in names_of(source)) for source in sources)
            if fault_of(Target.parse(name), self._program, self.file.place("constants", name)) is not None:
                dropped.append(Dropped(name, value, _NOT_OF_THE_RULES))
            elif name in given:
                dropped.append(Dropped(name, value, _BY_A_COLUMN))
            elif isinstance(value, dict) and not fits:
                dropped.append(Dropped(name, value, _LAST_MONTH if name == "month" else _OF_OTHERS))
            elif name == "month" and not isinstance(value, dict):
                dropped.append(Dropped(name, value, _LAST_MONTH))
            elif isinstance(value, dict) and not whole:
                dropped.append(Dropped(name, value, _FOR_SOME))
            else:
                kept[name] = fits or value
        return kept, dropped


def _same(written: Iterable[str], headers: Collection[str]) -> dict[str, str]:
    """Of headers that a mapping writes, those of the roll that are meant, as when a roll is bound: the same letters,
    else the only one like it."""
    found = {one: one for one in written if one in headers}
    left: dict[str, list[str]] = defaultdict(list)
    for header in headers:
        if header not in found:
            left[header_key(header)].append(header)
    for one in written:
        like = left.get(header_key(one), [])
        if one not in found and len(like) == 1:
            found[one] = like.pop()
    return {one: found[one] for one in written if one in found}
