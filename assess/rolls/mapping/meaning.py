"""What a header may mean: by the names and labels of the rules, and by the alias dictionary."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Literal

from assess.language.program import Program
from assess.language.stated import can_be_stated
from assess.language.types import Date, Label, Text
from assess.rolls.cells import Target
from assess.rolls.mapping.aliases import Alias, alias_key, keys_of, left_out, left_out_of, meanings
from assess.rolls.mapping.needs import facts_read
from assess.rolls.mapping.remarks import doubtful
from assess.rolls.mapping.targets import all_targets, fits_in_a_cell, is_benefit

_BY_NAME = Label("就是规则用的名字", "the rules' own name")
_BY_ALIAS = Label("常用列名", "a usual header")
_BY_LABEL = Label("规则中的叫法", "what the rules call it")
_UNREAD = Label("本规则集不用这项内容", "these rules do not read it")
_NOT_HERE = Label("本规则集没有这项内容", "these rules have nothing of the kind")
_UNKNOWN = Label("列名不在字典中", "the header is not in the dictionary")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header is taken for. `rank`: lower is better, of several for one target. `by_year`: the rules work the
    amount out by the year."""

    outcome: Literal["map", "ignore", "open"]
    why: Label
    target: Target | None = None
    rank: tuple[int, int] = (0, 0)
    spare: bool = False
    by_year: bool = False


class Meanings:
    """What headers mean to a program, in files, sheets and tables of certain names."""

    def __init__(self, program: Program, names: str) -> None:
        self._program = program
        self._names = names
        self._targets = set(all_targets(program))
        self._needed = facts_read(program, program.goals)
        self._read = facts_read(program, program.decisions)
        self._by_label: dict[str, dict[Target, None]] = defaultdict(dict)
        for name, known in program.inputs.items():
            if fits_in_a_cell(known):
                self._add_label(known.label, Target.parse(name))
                self._by_label[alias_key(name)][Target.parse(name)] = None
        for name, decision in program.decisions.items():
            if is_benefit(decision):
                self._add_label(decision.label, Target("paid", name))
            elif can_be_stated(decision):
                self._add_label(decision.label, Target("stated", name))

    def _add_label(self, label: Label, target: Target) -> None:
        for word in (label.zh, label.en):
            self._by_label[alias_key(word)][target] = None

    def of(self, header: str) -> Meaning:
        """What a header means, or why that is not clear."""
        if header.strip() in self._targets:
            target = Target.parse(header.strip())
            return self._another_form_asks_too(header, target) or self._mapped(target, _BY_NAME, (0, 0))
        fallback: Meaning | None = None
        besides = left_out(header, self._names)
        for rank, alias in meanings(header, self._names):
            found = _unless_doubtful(self._by_alias(rank, alias), besides)
            if found.outcome == "map" or alias.ignored is not None:
                return found
            fallback = fallback or found
        labelled = self._labelled(header)
        if labelled is not None and labelled.outcome == "map":
            return labelled
        return fallback or labelled or Meaning("open", _UNKNOWN)

    def _another_form_asks_too(self, header: str, target: Target) -> Meaning | None:
        """Open where no goal reads the fact of this name, and one reads a fact that is only labelled so: `eating` of
        another form than the one these rules go by."""
        if target.kind != "fact" or target.name in self._needed:
            return None
        others = [one for one in self._by_label.get(alias_key(header), ()) if one.name in self._needed]
        return self._may_be([target, *others]) if others else None

    @staticmethod
    def _may_be(targets: list[Target]) -> Meaning:
        zh, en = "、".join(map(str, targets)), ", ".join(map(str, targets))
        return Meaning("open", Label(f"可能是 {zh}", f"may be {en}"))

    def _by_alias(self, rank: int, alias: Alias) -> Meaning:
        target = next((Target.parse(one) for one in alias.targets if one in self._targets), None)
        if alias.ignored is not None:
            return Meaning("ignore", Label(alias.ignored.zh, alias.ignored.en))
        if alias.open is not None:
            return Meaning("open", Label(alias.open.zh, alias.open.en), target, spare=alias.spare)
        if target is None:
            return Meaning("ignore", _NOT_HERE)
        return self._mapped(target, _BY_ALIAS, (1 + alias.spare, rank), alias.spare)

    def _labelled(self, header: str) -> Meaning | None:
        """By the labels of questions and decisions; of questions that several forms ask, the one that goals read."""
        for key in keys_of(header):
            targets = list(self._by_label.get(key, ()))
            if len(targets) > 1:
                targets = [one for one in targets if one.name in self._needed] or targets
            if len(targets) > 1:
                return self._may_be(targets)
            if targets:
                return _unless_doubtful(self._mapped(targets[0], _BY_LABEL, (1, 0)), left_out_of(header, key))
        return None

    def _mapped(self, target: Target, why: Label, rank: tuple[int, int], spare: bool = False) -> Meaning:
        if target.kind == "fact" and target.name not in self._read and not self._is_kept(target.name):
            return Meaning("ignore", _UNREAD)
        by_year = target.kind == "paid" and self._program.decisions[target.name].unit == "CNY/year"
        return Meaning("map", why, target, rank, spare, by_year)

    def _is_kept(self, fact: str) -> bool:
        """Facts that no rule reads but a check of the roll does: identity numbers, and days of assessments."""
        type_ = self._program.inputs[fact].type
        return isinstance(type_, Date) or (isinstance(type_, Text) and type_.form == "resident_id")


def _unless_doubtful(meaning: Meaning, besides: str) -> Meaning:
    """The meaning; open where what the header says besides may make something else of the column."""
    if meaning.outcome != "map" or not doubtful(besides):
        return meaning
    words = besides.strip("()/")
    why = Label(f"带有“{words}”，是不是这一项，要有人确认", f"it says “{words}” besides, and may be something else")
    return replace(meaning, outcome="open", why=why)
