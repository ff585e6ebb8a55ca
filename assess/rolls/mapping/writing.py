"""A proposal as a mapping file, with what was seen in its comments. What is open or only suggested is commented out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from assess.language.program import Program
from assess.language.types import Boolean, Enumeration
from assess.rolls.cells import Target, cell_reader
from assess.rolls.cells.tidy import tidied
from assess.rolls.mapping.examples import examples
from assess.rolls.mapping.proposing import Placing, Proposal
from assess.rolls.mapping.telling import Teller

_PLAIN = re.compile(r"[^\W\d_][\w()（）／、·./ +-]*(?<! )|[0-9]+[^\W\d_][\w()（）、]*")
_RESERVED = re.compile(r"(?i)true|false|null|yes|no|on|off|y|n|[0-9.eE+-]+|0[xob].*")
_COMMENT_AT = 44


def written(proposal: Proposal, program: Program, language: str) -> str:
    """The text of the mapping file."""
    return "\n".join(line.rstrip() for line in _Writer(program, language).lines(proposal)) + "\n"


class _Writer:
    def __init__(self, program: Program, language: str) -> None:
        self._program = program
        self._teller = Teller(program, language)
        self._language = language
        self._say = self._teller.say
        self._undecided = self._say("待定", "TODO")  # no answer and no target: left as it is, it is refused

    def lines(self, proposal: Proposal) -> Iterator[str]:
        sources = self._teller.listed([_one_line(source) for source in proposal.sources[:4]])
        if len(proposal.sources) > 4:
            sources += self._say(f" 等 {len(proposal.sources)} 个", f" … {len(proposal.sources)} in all")
        yield self._say(
            f"# 由 assess roll map 为 {sources} 建议。请逐行核对；改好后用 --mapping 给出。",
            f"# Proposed by assess roll map for {sources}. Go through it line by line, then give it with --mapping.",
        )
        yield f"ruleset: {scalar(proposal.ruleset)}"
        yield ""
        mapped, left = proposal.of("map"), proposal.of("open")
        yield "columns:" if mapped else "columns: {}"
        for placing in mapped:
            yield from self._column(placing)
        if left:
            yield ""
            yield self._say(
                "  # 待定：去掉 # 并写明内容，或移到 ignored；在此之前名册不能核对。",
                "  # Open: uncomment and say what it is, or move it to ignored; until then the roll is refused.",
            )
            for placing in left:
                target = self._target(placing) if placing.target else self._undecided
                line = f"  # {scalar(placing.header)}: {target}"
                yield _commented(line, self._comment(placing.why.in_language(self._language), placing))
        yield from self._derived(proposal)
        yield from self._constants(proposal)
        yield from self._ignored(proposal.of("ignore"))

    def _column(self, placing: Placing) -> Iterator[str]:
        assert placing.target is not None
        unread = [] if placing.seen is None else placing.seen.unread
        remark = self._comment(self._teller.meaning(placing.target), placing)
        if not unread or placing.seen is None or not placing.seen.of_words:
            yield _commented(f"  {scalar(placing.header)}: {self._target(placing)}", remark)
            return
        yield f"  {scalar(placing.header)}:"
        yield _commented(f"    target: {placing.target}", remark)
        answers = self._teller.listed(list(self._answers(placing.target)))
        yield self._say(
            f"    # 下列内容不认识。改正名册，或去掉 # 写明意思（{answers}；不知道写 null）：",
            f"    # Not understood: correct the roll, or uncomment and say what it means ({answers}; null: not known):",
        )
        yield "    # values:"
        for one in unread:
            yield f"    #   {scalar(tidied(one.text))}: {self._undecided}  # × {one.count}"

    def _answers(self, target: Target) -> Iterator[str]:
        known = cell_reader(target, self._program).known
        if known is None:
            return
        if isinstance(known.type, Boolean):
            yield from ("true", "false")
        elif isinstance(known.type, Enumeration):
            for index, code in enumerate(known.type.codes):
                labels = known.type.labels
                yield f"{code} {labels[index].in_language(self._language)}" if labels else code
        else:
            for value, label in known.options:
                yield f"{value} {label.in_language(self._language)}"

    def _target(self, placing: Placing) -> str:
        assert placing.target is not None
        options = [f"period: {placing.period}"] if placing.period else []
        if placing.seen is not None and placing.seen.spreadsheet_days:
            options.append("excel_serial: true")
        return f"{{target: {', '.join([placing.target.id, *options])}}}" if options else placing.target.id

    def _comment(self, words: str, placing: Placing) -> str:
        days = None if placing.seen is None else placing.seen.spreadsheet_days
        if days is not None:
            return words + self._say(f"；{days.text} 即 {days.day}？", f"; is {days.text} the day {days.day}?")
        found = self._teller.listed(examples(placing))
        return f"{words}{self._say('，例：', ', e.g. ')}{found}" if found else words

    def _derived(self, proposal: Proposal) -> Iterator[str]:
        if not proposal.derived:
            return
        yield ""
        yield self._say(
            "derived:  # 由身份证号得出；有自己一列的，只补空格和缺日的",
            "derived:  # out of the identity number; where there is a column of its own, only what that leaves empty",
        )
        for fact, source in proposal.derived:
            yield f"  {fact}: {{from: {source}}}"

    def _constants(self, proposal: Proposal) -> Iterator[str]:
        if not proposal.suggestions and not proposal.alike:
            return
        yield ""
        if proposal.alike:
            yield self._say(
                "# constants:  # 没有列给出的；对每一行都成立的，去掉 # 并写明",
                "# constants:  # no column gives these; uncomment what holds for every row, and say what it is",
            )
        else:
            yield self._say(
                "# constants:  # 名称中的字样表明如此；对每一行都成立的，去掉这几行的 #",
                "# constants:  # suggested by words in the name; uncomment what holds for every row",
            )
        for one in proposal.suggestions:
            words = self._teller.listed(tuple(f"“{word}”" for word in one.words))
            yield _commented(f"#   {one.target}: {one.value}", words)
        for fact in proposal.alike:
            target = Target("fact", fact)
            answers = self._teller.listed(list(self._answers(target)))
            remark = f"{self._teller.meaning(target)}{self._say('：', ': ')}{answers}"
            yield _commented(f"#   {fact}: {self._undecided}", remark)

    def _ignored(self, placings: list[Placing]) -> Iterator[str]:
        if not placings:
            return
        yield ""
        yield "ignored:"
        for placing in placings:
            yield _commented(f"  - {scalar(placing.header)}", placing.why.in_language(self._language))


def _commented(line: str, comment: str) -> str:
    width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
    return f"{line}{' ' * max(2, _COMMENT_AT - width)}# {_one_line(comment)}"


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def scalar(text: str) -> str:
    """A text as a YAML scalar that reads back as this text, quoted where it has to be."""
    if _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text):
        return text
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    return f"\\U{ord(character):08X}"
