"""A proposal as a mapping file, with what was seen in its comments. What is open or only suggested is commented out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from assess.language.program import Program
from assess.language.types import Boolean, Enumeration
from assess.rolls.cells import Target, cell_reader
from assess.rolls.cells.tidy import tidied, word_key
from assess.rolls.mapping.before import Dropped, Kept
from assess.rolls.mapping.examples import examples
from assess.rolls.mapping.file import ColumnText
from assess.rolls.mapping.proposing import Placing, Proposal
from assess.rolls.mapping.telling import Teller
from assess.rolls.reporting.masking import masked, masked_label

_PLAIN = re.compile(r"[^\W\d_][\w()（）／、·./ +-]*(?<! )|[0-9]+[^\W\d_][\w()（）、]*")
_RESERVED = re.compile(r"(?i)true|false|null|yes|no|on|off|y|n|[0-9.eE+-]+|0[xob].*")
_COMMENT_AT = 44
_DITTO = "R315"
"""A mark that stands for another word in every row; no more than an ID number is it a word to give a meaning to."""


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
        sources = self._teller.listed([masked_label(_one_line(source)) for source in proposal.sources[:4]])
        if len(proposal.sources) > 4:
            sources += self._say(f" 等 {len(proposal.sources)} 个", f" … {len(proposal.sources)} in all")
        kept = proposal.kept
        name = "" if kept is None else masked_label(_one_line(kept.name))
        after = self._say(f"按 {name} ", f" after {name}") if name else ""
        yield self._say(
            f"# 由 assess roll map {after}为 {sources} 建议。请逐行核对；改好后用 --mapping 给出。",
            f"# Proposed by assess roll map for {sources}{after}. Go through it line by line, then give it with "
            "--mapping.",
        )
        if kept is not None and kept.roll is not None:
            yield f"roll: {scalar(kept.roll)}"
        yield f"ruleset: {scalar((kept and kept.ruleset) or proposal.ruleset)}"
        yield ""
        mapped, left = proposal.of("map"), proposal.of("open")
        yield "columns:" if mapped else "columns: {}"
        gone = () if kept is None else kept.gone
        for placing in mapped:
            once = [one.column.values for one in gone if one.column.target == str(placing.target)]
            words = {word_key(word): meaning for one in once for word, meaning in one.items()}
            yield from self._column(placing, words)
        if kept is not None:
            yield from self._others(kept)
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
        yield from self._ignored(proposal.of("ignore"), kept)
        if kept is not None:
            yield from self._registers(kept)

    def _others(self, kept: Kept) -> Iterator[str]:
        if kept.others:
            yield self._say(
                "  # 别的名册里同样内容的列名，照旧：", "  # What other rolls call a column that is here, as before:"
            )
        for header, column in kept.others:
            yield f"  {scalar(header)}: {_said(column)}"
        if kept.gone:
            yield ""
            yield self._say(
                "  # 原来有、这份名册没有的列：", "  # Columns that were mapped, and that this roll has no more:"
            )
        for one in kept.gone:
            yield _commented(f"  # {scalar(one.header)}: {_said(one.column)}", self._teller.instead(one))

    def _registers(self, kept: Kept) -> Iterator[str]:
        if not kept.registers:
            return
        yield ""
        yield "registers:"
        for register, columns in kept.registers.items():
            roles = ", ".join(f"{_flow(header)}: {_flow(role)}" for header, role in columns.items())
            yield f"  {scalar(register)}: {{{roles}}}"

    def _column(self, placing: Placing, once: Mapping[str, object]) -> Iterator[str]:
        """`once`: what words meant in a column for the same that is gone. The new one may ask the other way round."""
        assert placing.target is not None
        unread = placing.seen.unread if placing.seen is not None and placing.seen.of_words else ()
        unread = tuple(one for one in unread if masked(one.text) == one.text and one.code != _DITTO)
        words = () if placing.options is None else placing.options.values
        remark = self._comment(self._teller.meaning(placing.target), placing)
        if not unread and not words:
            yield _commented(f"  {scalar(placing.header)}: {self._target(placing)}", remark)
            return
        yield f"  {scalar(placing.header)}:"
        yield _commented(f"    target: {placing.target}", remark)
        for option in self._options(placing):
            yield f"    {option}"
        if words:
            yield "    values:"
        for word, meaning in words:
            yield f"      {scalar(word)}: {value_scalar(meaning)}"
        if not unread:
            return
        answers = self._teller.listed(list(self._answers(placing.target)))
        yield self._say(
            f"    # 下列内容不认识。改正名册，或去掉 # 写明意思（{answers}；不知道写 null）：",
            f"    # Not understood: correct the roll, or uncomment and say what it means ({answers}; null: not known):",
        )
        if not words:
            yield "    # values:"
        for one in unread:
            word, key = tidied(one.text), word_key(one.text)
            meaning = value_scalar(once[key]) if key in once else self._undecided
            yield f"    {'  # ' if words else '#   '}{scalar(word)}: {meaning}  # × {one.count}"

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
        options = [*self._options(placing)]
        if placing.options is not None and placing.options.values:
            options.append(f"values: {value_scalar(dict(placing.options.values))}")
        return f"{{target: {', '.join([placing.target.id, *options])}}}" if options else placing.target.id

    @staticmethod
    def _options(placing: Placing) -> Iterator[str]:
        if placing.period:
            yield f"period: {placing.period}"
        days = placing.seen is not None and placing.seen.spreadsheet_days
        if days or (placing.options is not None and placing.options.excel_serial):
            yield "excel_serial: true"

    def _comment(self, words: str, placing: Placing) -> str:
        days = None if placing.seen is None else placing.seen.spreadsheet_days
        if days is not None:
            return words + self._say(f"；{days.text} 即 {days.day}？", f"; is {days.text} the day {days.day}?")
        found = self._teller.listed(examples(placing))
        return f"{words}{self._say('，例：', ', e.g. ')}{found}" if found else words

    def _derived(self, proposal: Proposal) -> Iterator[str]:
        dropped = self._dropped(proposal, is_derived=True)
        if not proposal.derived and not dropped:
            return
        yield ""
        yield ("" if proposal.derived else "# ") + self._say(
            "derived:  # 由身份证号得出；有自己一列的，只补空格和缺日的",
            "derived:  # out of the identity number; where there is a column of its own, only what that leaves empty",
        )
        for fact, source in proposal.derived:
            yield f"  {fact}: {{from: {source}}}"
        for one in dropped:
            yield _commented(f"#   {one.target}: {{from: {one.value}}}", one.why.in_language(self._language))

    @staticmethod
    def _dropped(proposal: Proposal, *, is_derived: bool) -> list[Dropped]:
        return [] if proposal.kept is None else [one for one in proposal.kept.dropped if one.is_derived is is_derived]

    def _constants(self, proposal: Proposal) -> Iterator[str]:
        kept = {} if proposal.kept is None else proposal.kept.constants
        dropped = self._dropped(proposal, is_derived=False)
        if not proposal.suggestions and not proposal.alike and not kept and not dropped:
            return
        yield ""
        if kept:
            yield "constants:"
        elif proposal.alike or not proposal.suggestions:
            yield self._say(
                "# constants:  # 没有列给出的；对每一行都成立的，去掉 # 并写明",
                "# constants:  # no column gives these; uncomment what holds for every row, and say what it is",
            )
        else:
            yield self._say(
                "# constants:  # 名称中的字样表明如此；对每一行都成立的，去掉这几行的 #",
                "# constants:  # suggested by words in the name; uncomment what holds for every row",
            )
        for name, value in kept.items():
            yield f"  {name}: {value_scalar(value)}"
        for gone in dropped:
            why = gone.why.in_language(self._language)
            yield _commented(f"#   {gone.target}: {value_scalar(gone.value)}", why)
        for one in proposal.suggestions:
            words = self._teller.listed(tuple(f"“{word}”" for word in one.words))
            yield _commented(f"#   {one.target}: {one.value}", words)
        for fact in proposal.alike:
            target = Target("fact", fact)
            answers = self._teller.listed(list(self._answers(target)))
            remark = f"{self._teller.meaning(target)}{self._say('：', ': ')}{answers}"
            yield _commented(f"#   {fact}: {self._undecided}", remark)

    def _ignored(self, placings: list[Placing], kept: Kept | None) -> Iterator[str]:
        others = () if kept is None else kept.ignored
        if not placings and not others:
            return
        yield ""
        yield "ignored:"
        for placing in placings:
            yield _commented(f"  - {scalar(placing.header)}", placing.why.in_language(self._language))
        for header in others:
            yield _commented(f"  - {scalar(header)}", self._say("照旧；这份名册没有", "as before; not in this roll"))


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


def value_scalar(value: object) -> str:
    """A value as YAML: of a constant, or of a word."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(str(key))}: {_flow_value(one)}" for key, one in value.items()) + "}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return scalar(value) if isinstance(value, str) else str(value)


def _flow_value(value: object) -> str:
    return _flow(value) if isinstance(value, str) else value_scalar(value)


def _flow(text: str) -> str:
    """As `scalar`, between braces."""
    plain = scalar(text)
    return plain if plain.startswith('"') or not re.search(r"[,{}\[\]:]", plain) else f'"{plain}"'


def _said(column: ColumnText) -> str:
    """What a mapping says of a column, on one line."""
    options = [f"period: {column.period}"] if column.period else []
    options += ["excel_serial: true"] if column.excel_serial else []
    options += [f"values: {value_scalar(column.values)}"] if column.values else []
    return f"{{{', '.join([f'target: {column.target}', *options])}}}" if options else column.target


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    return f"\\U{ord(character):08X}"
