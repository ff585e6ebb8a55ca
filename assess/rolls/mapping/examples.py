"""A few cells of a column to show beside its header, without what tells who somebody is."""

from __future__ import annotations

import re

from assess.rolls.cells.tidy import tidied
from assess.rolls.mapping.proposing import Placing
from assess.rolls.reporting.masking import masked

_SHOWN = 3
_LONGEST = 16
_FEW = 20
_NUMBERS = re.compile(r"[0-9]{9,14}")
_FRACTION = re.compile(r"[0-9]{1,8}[.][0-9]{1,14}")
"""An amount with a tail of digits, as binary arithmetic leaves it, and no long number."""
_PLAIN = re.compile(r"[-0-9.,/:年月日¥元%() ]+")


def examples(placing: Placing) -> list[str]:
    """Some of its cells, the most frequent first; none of people's names, nor of columns that are left out."""
    if placing.outcome == "ignore" or (placing.target is not None and placing.target.id in ("name", "case")):
        return []
    texts = [tidied(text) for text, _ in placing.sample.values]
    if placing.target is None and len(texts) > _FEW:
        texts = [text for text in texts if _PLAIN.fullmatch(text)]
    return [shown(text) for text in texts[:_SHOWN]]


def shown(text: str) -> str:
    """A cell's text, long numbers masked, cut where it is long."""
    if _FRACTION.fullmatch(tidied(text)):
        return tidied(text)[:_LONGEST]
    text = _NUMBERS.sub(lambda found: f"{found[0][:3]}****{found[0][-2:]}", masked(tidied(text)))
    return text if len(text) <= _LONGEST or "*" in text else text[: _LONGEST - 1] + "…"
