"""The pattern of texts that the reader of cells gives back as they are: so that SQL need not ask it about them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from assess.rolls.cells.tidy import word_key
from assess.rolls.cells.words import vocabulary

_PLAIN = r"!-~\x{4e00}-\x{9fff}"
"""Plain Latin and Chinese characters, no blanks: nothing about them is tidied."""

_Branches = dict[str, "_Branches"]
_END = ""


@cache
def plain_text_pattern() -> str:
    """For RE2, and for the whole of a text. Marks that stand for nothing known, such as `不详`, or for what the row
    above says, such as `同上`, are none of the texts.

    RE2 knows no negation, so the pattern says what a text may be that begins as such a mark does and then differs. One
    pattern takes half the time of two.
    """
    marks = (*vocabulary().blanks, *vocabulary().ditto)
    return f"(?:{_other_than(_branches(map(word_key, marks)), first=True)})"


def _branches(words: Iterable[str]) -> _Branches:
    tree: _Branches = {}
    for word in words:
        place = tree
        for character in word:
            place = place.setdefault(character, {})
        place[_END] = {}
    return tree


def _other_than(tree: _Branches, *, first: bool = False) -> str:
    """What may follow the beginning that the tree stands for, so that the whole is none of the words."""
    characters = sorted(character for character in tree if character != _END)
    ways = [f"[{_either_case(one)}](?:{_other_than(tree[one])})" for one in characters]
    # RE2 cannot take characters out of a class; what is left is written as ranges
    ways.append(f"[{_without(characters)}][{_PLAIN}]*")
    if _END not in tree and not first:
        ways.append("")
    return "|".join(ways)


def _either_case(character: str) -> str:
    return "".join(f"\\x{{{ord(one):x}}}" for one in sorted({character, character.upper(), character.lower()}))


def _without(characters: Iterable[str]) -> str:
    """The plain characters but for these, in either case, as ranges of a class."""
    left_out = sorted({ord(one) for each in characters for one in (each, each.upper(), each.lower())})
    ranges = []
    for first, last in ((0x21, 0x7E), (0x4E00, 0x9FFF)):
        begin = first
        for one in (*(one for one in left_out if first <= one <= last), last + 1):
            if begin < one:
                ranges.append(f"\\x{{{begin:x}}}-\\x{{{one - 1:x}}}")
            begin = one + 1
    return "".join(ranges)
