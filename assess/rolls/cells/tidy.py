"""The text of a cell without what does not count: full-width forms, blanks around and in a row, invisible marks."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Marks that show nothing: soft hyphens, zero-width blanks, directions of writing, byte order marks.

The joiners U+200C and U+200D stay in text, since some names are written with them.
"""
_JOINERS = re.compile("[\u200c\u200d]")
_RAISED = re.compile(
    "([\u00aa\u00b2\u00b3\u00b9\u00ba\u00bc-\u00be\u2070-\u209f\u2150-\u215f\u2189\u2460-\u24ff\u3200-\u32ff]+)"
)
"""Raised, lowered, circled and fractional digits, which Unicode would make plain digits: 684² is not 6842."""
_BLANKS = re.compile(r"\s+")


def tidied(text: str) -> str:
    """Half-width, no invisible marks, single blanks inside and none around."""
    if not text.isascii():
        parts = _RAISED.split(text)  # every second one is such digits, and stays
        parts[::2] = [_INVISIBLE.sub("", unicodedata.normalize("NFKC", part)) for part in parts[::2]]
        text = "".join(parts)
    return " ".join(text.split())


def without_blanks(text: str) -> str:
    """A tidied text without any blank: for numbers, dates and words, where blanks are only layout."""
    return _JOINERS.sub("", _BLANKS.sub("", text))


def word_key(text: str) -> str:
    """What two spellings of a word share: width, case and blanks aside."""
    return without_blanks(tidied(text)).casefold()
