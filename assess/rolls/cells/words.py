"""Cells that hold words with a fixed meaning: the program's own codes and labels, and the vocabulary of offices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from assess.language.law import Input
from assess.language.models import Model
from assess.language.stated import decision_stated_by
from assess.language.types import Boolean, Enumeration, Label, Number
from assess.rolls.cells.fault import CellFault, not_recognised
from assess.rolls.cells.tidy import tidied, word_key
from assess.rolls.shipped import shipped

Word = bool | int | str | None
"""What a word stands for, as a case file would write it; None: not known."""

VOCABULARIES = Path(__file__).with_name("vocabularies.yaml")
_UNKNOWN = "unknown"
_PARTS = re.compile(r"(?P<before>[^()]*)\((?P<inside>[^()]*)\)(?P<after>[^()]*)")


class WordsUnderHeader(Model):
    """Words of one type or fact that count only in columns whose header holds one of the parts."""

    of: str
    headers: list[str] = Field(min_length=1)
    words: dict[str, list[str]]


class Vocabulary(Model):
    """A file of words. `blanks` stand for nothing known, `left_empty` are those of them that stand for an empty cell,
    `ditto` for what the row above says; `words`: by type, fact or decision, then by meaning."""

    blanks: list[str]
    left_empty: list[str]
    ditto: list[str]
    words: dict[str, dict[str, list[str]]]
    under_headers: list[WordsUnderHeader]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary that ships."""
    return shipped(Vocabulary, VOCABULARIES)


@lru_cache(maxsize=1)
def _blanks() -> frozenset[str]:
    return frozenset(map(word_key, vocabulary().blanks))


def is_blank(text: str) -> bool:
    """Is the tidied text a mark that stands for nothing known, such as `—` or `不详`?"""
    return word_key(text) in _blanks()


@lru_cache(maxsize=1)
def _left_empty() -> frozenset[str]:
    return frozenset(map(word_key, vocabulary().left_empty))


def is_left_empty(text: str) -> bool:
    """Does the tidied text only say that the cell is empty, such as `—`?"""
    return not text or word_key(text) in _left_empty()


@lru_cache(maxsize=1)
def _dittos() -> frozenset[str]:
    return frozenset(map(word_key, vocabulary().ditto))


def is_ditto(text: str) -> bool:
    """Does the tidied text only say that the row above says it, such as `〃`?"""
    return word_key(text) in _dittos()


def words_of(known: Input, header: str = "") -> dict[str, Word]:
    """The words that answer a question, by `word_key`. A word that could mean two answers is not among them."""
    found: dict[str, Word] = {}
    unclear: set[str] = set()
    for word, meaning in _all_words(known, word_key(header)):
        key = word_key(word)
        if key and found.setdefault(key, meaning) != meaning:
            unclear.add(key)
    for key in unclear:
        del found[key]
    if isinstance(known.type, Enumeration):  # the codes themselves are never in doubt
        found |= {word_key(code): code for code in known.type.codes}
    return found


def _all_words(known: Input, header: str) -> Iterator[tuple[str, Word]]:
    type_ = known.type
    if isinstance(type_, Enumeration):
        for code, label in zip(type_.codes, type_.labels, strict=False):
            yield from ((word, code) for word in _said(label))
    if isinstance(type_, Number) and type_.denominator == 1:
        for value, label in known.options:
            yield from ((word, value) for word in _said(label))
    shipped = vocabulary()
    names = _names(known)
    for name in names:
        yield from _meant(known, shipped.words.get(name, {}))
    for under in shipped.under_headers:
        if under.of in names and any(part in header for part in under.headers):
            yield from _meant(known, under.words)


def _names(known: Input) -> tuple[str, ...]:
    """What the vocabulary may list the words of a question under: its own name, its type, its kind of count."""
    name = decision_stated_by(known.name)
    if isinstance(known.type, Enumeration):
        return tuple(dict.fromkeys((name, known.type.name)))
    if isinstance(known.type, Boolean):
        return (name, "boolean")
    return (name, "*_30d") if name.endswith("_30d") else (name,)


def _meant(known: Input, words: dict[str, list[str]]) -> Iterator[tuple[str, Word]]:
    for meaning, alike in words.items():
        try:
            value = _value(known, meaning)
        except ValueError:
            continue  # a code that this program's type does not have
        yield from ((word, value) for word in alike)


def _value(known: Input, meaning: str) -> Word:
    if meaning == _UNKNOWN:
        return None
    if isinstance(known.type, Boolean):
        return meaning == "true"
    if isinstance(known.type, Number):
        return int(meaning)
    if isinstance(known.type, Enumeration) and meaning in known.type.codes:
        return meaning
    raise ValueError(meaning)


def _said(label: Label) -> Iterator[str]:
    """A label, and the two ways of saying it that one with brackets holds: `集中供养（住在机构）`."""
    for text in (tidied(label.zh), tidied(label.en)):
        yield text
        if parts := _PARTS.fullmatch(text):
            yield parts["before"] + parts["after"]
            yield parts["inside"]


@dataclass(frozen=True, slots=True)
class Codes:
    """One of several answers. What its words do not hold is a fault; nothing is guessed from likeness."""

    codes: tuple[str, ...]
    labels: tuple[Label, ...]

    def read(self, text: str) -> str:
        labels = self.labels or tuple(Label(code, code) for code in self.codes)
        raise not_recognised(zip(self.codes, labels, strict=False))


@dataclass(frozen=True, slots=True)
class Booleans:
    """Yes or no, by their words alone."""

    def read(self, text: str) -> bool:
        raise CellFault("R302")
