"""A proposal in words: the table of columns, what is open, what the rules miss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assess.language.program import Program
from assess.language.types import Label
from assess.rolls.cells import Target, cell_reader
from assess.rolls.mapping.before import Gone, Kept
from assess.rolls.mapping.examples import examples, shown
from assess.rolls.mapping.needs import Missing
from assess.rolls.mapping.proposing import Placing, Proposal
from assess.rolls.mapping.seen import Unread
from assess.rolls.reporting.masking import masked

_HEADS = Label("列名|对应|意思|依据|例", "header|goes to|meaning|because|for example")
_OPEN_HEADS = Label("列名|可能是|为什么待定|例", "header|might be|why it is open|for example")
_GOALS_SHOWN = 3
_FACTS_SHOWN = 3
_UNREAD_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what is told: a title, and a table or lines."""

    title: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()


class Teller:
    """Tells proposals about a program in one language."""

    def __init__(self, program: Program, language: str) -> None:
        self._program = program
        self._language = language
        self._several = False

    def say(self, zh: str, en: str) -> str:
        return zh if self._language == "zh" else en

    def listed(self, items: list[str] | tuple[str, ...]) -> str:
        return self.say("、", ", ").join(items)

    def meaning(self, target: Target) -> str:
        """What a target is called."""
        label = cell_reader(target, self._program).label.in_language(self._language)
        return self.say(f"实发：{label}", f"paid: {label}") if target.kind == "paid" else label

    def sections(self, proposal: Proposal) -> Iterator[Section]:
        """All there is to tell, in order; what is empty is left out."""
        self._several = len(proposal.sources) > 1
        if proposal.kept is not None:
            yield from self._compared(proposal, proposal.kept)
        yield Section(
            self.say("对应的列", "Columns that are mapped"),
            tuple(_HEADS.in_language(self._language).split("|")),
            tuple(self._row(one) for one in proposal.of("map")),
        )
        if left := proposal.of("open"):
            yield Section(
                self.say("待定的列：写明内容或列入 ignored 之前，名册不能核对",
                         "Open columns: say what they are or ignore them, or the roll is refused"),
                tuple(_OPEN_HEADS.in_language(self._language).split("|")),
                tuple(self._open_row(one) for one in left),
            )  # fmt: skip
        if words := [line for one in proposal.of("map") for line in self._unread(one)]:
            yield Section(self.say("格子里不认识的内容", "Cells that were not understood"), lines=tuple(words))
        if ignored := proposal.of("ignore"):
            yield Section(self.say("不用的列", "Columns left out"), lines=tuple(self._ignored(ignored)))
        if others := tuple(self._given(proposal)):
            yield Section(self.say("列以外", "Besides columns"), lines=others)
        for_paid = [one for one in proposal.missing if one.paid]
        if for_paid:
            title = self.say("核对名册所发待遇还缺的事实", "Facts still missing for the benefits that the roll pays")
            yield Section(title, lines=(*(self._missing(one) for one in for_paid), *self._alike(proposal)))
        if rest := [one for one in proposal.missing if not one.paid]:
            title = self.say("其他决定所缺的事实（不影响已发待遇的核对）", "Facts missing for other decisions only")
            yield Section(title, lines=tuple(self._missing(one) for one in rest))
        if proposal.unpaid:
            labels = [self._program.decisions[name].label.in_language(self._language) for name in proposal.unpaid]
            title = self.say(
                "没有发放金额列的待遇（只算应发，不核对实发）", "Benefits without a column of what is paid"
            )
            yield Section(title, lines=(self.listed(labels),))

    def _compared(self, proposal: Proposal, kept: Kept) -> Iterator[Section]:
        """What is new and what is gone against the earlier mapping."""
        if kept.new:
            placings = {one.header: one for one in proposal.placings}
            lines = [self._became(placings[header]) for header in kept.new]
            yield Section(
                self.say(f"{kept.name} 没有的列", f"Columns that {kept.name} does not have"), lines=tuple(lines)
            )
        if kept.gone:
            lines = [f"{one.header}{self.say('：', ': ')}{self.instead(one)}" for one in kept.gone]
            yield Section(
                self.say(f"{kept.name} 有、这份名册没有的列", f"Columns of {kept.name} that this roll has no more"),
                lines=tuple(lines),
            )
        if kept.dropped:
            yield Section(
                self.say(f"{kept.name} 写的、不再适用的", f"What {kept.name} says besides and no longer holds"),
                lines=tuple(
                    f"{one.target}{self.say('：', ': ')}{one.why.in_language(self._language)}" for one in kept.dropped
                ),
            )
        if not (kept.new or kept.gone or kept.dropped):
            yield Section(self.say(f"与 {kept.name} 没有不同", f"Nothing differs from {kept.name}"))

    def _became(self, placing: Placing) -> str:
        colon, why = self.say("：", ": "), placing.why.in_language(self._language)
        if placing.outcome == "map" and placing.target is not None:
            return f"{placing.header}{colon}{placing.target}{self.say('，', ', ')}{self.meaning(placing.target)}"
        outcome = self.say("待定", "open") if placing.outcome == "open" else self.say("不用", "left out")
        return f"{placing.header}{colon}{outcome}{self.say('（', ' (')}{why}{self.say('）', ')')}"

    def instead(self, gone: Gone) -> str:
        """What gives now what a column gave that is gone."""
        target = gone.column.target
        if gone.now is not None:
            return self.say(f"{target} 现由“{gone.now}”给出", f"“{gone.now}” gives {target} now")
        return self.say(f"没有列给出 {target} 了", f"no column gives {target} any more")

    def _row(self, placing: Placing) -> tuple[str, ...]:
        assert placing.target is not None
        period = {"month": self.say("（按月）", " (by the month)"), "year": self.say("（按年）", " (by the year)")}
        meaning = self.meaning(placing.target) + (period[placing.period] if placing.period else "")
        why = placing.why.in_language(self._language)
        return placing.header, placing.target.id, meaning, why, self.listed(examples(placing))

    def _open_row(self, placing: Placing) -> tuple[str, ...]:
        target = placing.target.id if placing.target else "?"
        return placing.header, target, placing.why.in_language(self._language), self.listed(examples(placing))

    def _unread(self, placing: Placing) -> Iterator[str]:
        seen = placing.seen
        if seen is None or not seen.unread:
            return
        colon, listed = self.say("：", ": "), seen.unread[:_UNREAD_SHOWN]
        more = seen.failed > sum(one.count for one in listed)
        if seen.of_words:
            found = self.listed([self._where(one) for one in listed])
            yield f"{placing.header}{colon}{found}{self.say('……', ', …') if more else ''}"
            return
        for one in listed:
            yield f"{placing.header}{colon}{self._where(one)}{colon}{self._why(one)}"
        if more:
            yield f"{placing.header}{colon}{self.say('……', '…')}"

    def _why(self, one: Unread) -> str:
        return "" if one.why is None else masked(one.why.in_language(self._language))

    def _where(self, one: Unread) -> str:
        """The text, how often it was seen, and a row where it stands."""
        found = f"{shown(one.text)} × {one.count}"
        if one.place is None:
            return found
        source, row = one.place
        place = self.say(f"第 {row} 行", f"row {row}")
        if self._several:
            place = f"{source} {place}"
        return found + self.say(f"（{place}）", f" ({place})")

    def _ignored(self, placings: list[Placing]) -> Iterator[str]:
        """The columns left out, those with the same reason together."""
        reasons = dict.fromkeys(placing.why for placing in placings)
        for why in reasons:
            headers = [placing.header for placing in placings if placing.why == why]
            yield f"{self.listed(headers)}{self.say('：', ': ')}{why.in_language(self._language)}"

    def _given(self, proposal: Proposal) -> Iterator[str]:
        for fact, source in proposal.derived:
            name, origin = self.meaning(Target("fact", fact)), self.meaning(Target("fact", source))
            yield self.say(f"{name}由{origin}得出（derived）", f"{name} is derived from the {origin}")
        for target, value in () if proposal.kept is None else proposal.kept.constants.items():
            each = value.items() if isinstance(value, Mapping) else [("", value)]
            said = self.listed([f"{source}{self.say('为 ', ' ') * bool(source)}{one}" for source, one in each])
            yield self.say(f"{target}：{said}，照旧", f"{target}: {said}, as before")
        for one in proposal.suggestions:
            words = self.listed(tuple(f"“{word}”" for word in one.words))
            yield self.say(
                f"名称中有{words}：若每一行都是，去掉 {one.target}: {one.value} 前的 #",
                f"the name has {words}: if it holds for every row, uncomment {one.target}: {one.value}",
            )

    def _alike(self, proposal: Proposal) -> Iterator[str]:
        """That a fact which no column gives may hold for every row."""
        if proposal.alike:
            facts = self.listed(
                [self._program.inputs[fact].label.in_language(self._language) for fact in proposal.alike]
            )
            yield self.say(
                f"{facts}：名册没有这一列；如果每一行都一样，在映射文件的 constants 下去掉 # 并写明",
                f"{facts}: no column gives it; if every row is alike, uncomment it under constants in the mapping file",
            )

    def _missing(self, missing: Missing) -> str:
        labels = [self._program.inputs[fact].label.in_language(self._language) for fact in missing.facts]
        facts = [
            self.say(f"{label}（{fact}）", f"{label} ({fact})")
            for label, fact in zip(labels, missing.facts, strict=True)
        ]
        text = self.listed(facts[:_FACTS_SHOWN])
        if len(facts) > _FACTS_SHOWN:
            text += self.say(f" 等 {len(facts)} 项（{missing.form}）", f" … {len(facts)} in all ({missing.form})")
        if missing.instead:
            text += self.say(f"，或直接给出 {missing.instead}", f", or {missing.instead} in their place")
        wanted = missing.paid or missing.goals
        goals = [self._program.decisions[goal].label.in_language(self._language) for goal in wanted]
        text += self.say("，用于", "; for ") + self.listed(goals[:_GOALS_SHOWN])
        return text + (
            self.say(f"等 {len(goals)} 项", f" and {len(goals) - _GOALS_SHOWN} more") if len(goals) > 3 else ""
        )
