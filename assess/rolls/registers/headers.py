"""Which column of a register is which: the headers of a part held against the alias dictionary `headers.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from assess.diagnostics.diagnostic import Diagnostics, Refused
from assess.diagnostics.position import Position
from assess.language.types import Label
from assess.rolls.mapping.aliases import left_out, meanings
from assess.rolls.mapping.remarks import alters
from assess.rolls.registers.kinds import ROLL, Kind

_FILE = Path(__file__).with_name("headers.yaml")
_UNIT = re.compile(r"\([^()]*\)$")
_IN_SENTENCE = {"id_number": ("身份证号", "ID number"), "start": ("日期", "date")}


@dataclass(frozen=True, slots=True)
class Alternative:
    """Headers that mean the same: the usual ones, which messages name, and `others` that are put together of words.
    `word`: what is said of a person on the day that the column holds. `stops`: of an end, the month is the first that
    nothing is drawn for."""

    headers: tuple[str, ...]
    word: Label | None
    others: frozenset[str] = frozenset()
    stops: bool = False

    @property
    def names(self) -> frozenset[str]:
        return self.others.union(self.headers)


@dataclass(frozen=True, slots=True)
class Found:
    """A column found for a role: its header as written, its number from 1, and which alternative of the role it is."""

    header: str
    number: int
    alternative: int
    word: Label | None


Columns = dict[str, tuple[Found, ...]]
"""By role, the columns in the order in which a row's value is looked for in them."""


def normal(header: str) -> str:
    """A header as it is compared: NFKC, small letters, without spaces and without the asterisk of required columns."""
    return "".join(unicodedata.normalize("NFKC", header).lower().replace("*", "").split())


@cache
def roles_of(kind: str) -> dict[str, tuple[Alternative, ...]]:
    """The roles that a kind of register knows, each with its alternatives in their order."""
    text: dict[str, dict[str, list[dict[str, Any]]]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        role: tuple(_alternative(one) for one in alternatives)
        for role, alternatives in (text["common"] | text[kind]).items()
    }


def _alternative(text: Mapping[str, Any]) -> Alternative:
    usual = tuple(normal(header) for header in text["headers"])
    made = {"".join(words) for row in text.get("others", ()) for words in product(*row)}
    word = Label(**text["word"]) if "word" in text else None
    return Alternative(usual, word, frozenset(made.difference(usual)), bool(text.get("stops")))


def has_any_column(kind: Kind, headers: Sequence[str]) -> bool:
    """Does any header name something that this kind of register tells?"""
    known = {name for alternatives in roles_of(kind.id).values() for one in alternatives for name in one.names}
    return any(known.intersection(_names(header)) for header in headers)


def _names(header: str) -> set[str]:
    """What a header may be known by: as it is, without its unit, and the lower part of one of two rows, which is staged
    as `upper/lower`; not where that would leave out whose it is, or in what unit."""
    whole = normal(header)
    own = whole.rpartition("/")[2]
    shorter = {_UNIT.sub("", whole), own, _UNIT.sub("", own)}
    return {whole} | {name for name in shorter if not alters(whole.replace(name, "", 1))}


IGNORED = "ignored"
"""What a mapping says of a column of a register that is not used."""


def columns_of(kind: Kind, source: str, headers: Sequence[str], mapped: Mapping[str, str] | None = None) -> Columns:
    """The columns of a part by role. `mapped`: what a mapping says of headers (as `normal` has them), a role or
    `IGNORED`; it goes before the dictionary. Of amounts that it names, all count. Raises Refused where a column is
    missing that the kind needs, or two are as good."""
    diagnostics = Diagnostics()
    by_name: dict[str, list[int]] = {}
    said: dict[str, list[int]] = {}
    for number, header in enumerate(headers, start=1):
        role = said_of(header, mapped or {})
        if role is not None:
            said.setdefault(role, []).append(number)
            continue
        for name in _names(header):
            by_name.setdefault(name, []).append(number)
    left_out = said.get(IGNORED, [])
    called = f"{kind.id}:NAME" if kind is ROLL else kind.id

    found: Columns = {}
    for role, alternatives in roles_of(kind.id).items():
        taken = []
        for index, alternative in enumerate(alternatives):
            numbers = sorted({number for header in alternative.names for number in by_name.get(header, ())})
            if role in said:
                numbers = said[role] if index == 0 else []
            if role == "amount" and role in said:
                taken += [Found(headers[one - 1], one, index, alternative.word) for one in numbers]
                continue
            if len(numbers) > 1:
                both = ", ".join(headers[number - 1] for number in numbers)
                diagnostics.report("R504", Position(source), headers=both)
            taken += [Found(headers[number - 1], number, index, alternative.word) for number in numbers[:1]]
        if role == "amount" and not taken:
            paid = [(number, header) for number, header in enumerate(headers, start=1)
                    if number not in left_out and _is_paid(header, source)]  # fmt: skip
            taken = [Found(header, number, 0, None) for number, header in paid]
        if taken:
            found[role] = tuple(taken)
        elif role in kind.needs:
            zh, en = _IN_SENTENCE[role]
            diagnostics.report(
                "R503",
                Position(source),
                register_zh=kind.label.zh,
                register_en=kind.label.en,
                role=role,
                wanted_zh=zh,
                wanted_en=en,
                known=", ".join(header for each in alternatives for header in each.headers),
                headers=", ".join(headers),
                line_zh=f"{{{called}: {{表头: {role}}}}}",
                line_en=f"{{{called}: {{HEADER: {role}}}}}",
            )
    if diagnostics.has_errors:
        raise Refused(diagnostics)
    return found


def said_of(header: str, mapped: Mapping[str, str]) -> str | None:
    """What the mapping says of a header."""
    return next((mapped[name] for name in sorted(_names(header), key=len, reverse=True) if name in mapped), None)


def _is_paid(header: str, source: str) -> bool:
    """Is it what a roll calls the amount paid of a benefit? Some rolls have one for each benefit."""
    found = meanings(header, source)
    is_paid = bool(found) and bool(found[0][1].targets) and found[0][1].targets[0].startswith("paid.")
    return is_paid and not alters(left_out(header, source))


def words_of(kind: str) -> tuple[Label, ...]:
    """What is said of a person on the day an entry begins, by the number of the alternative that the day stood in."""
    return tuple(alternative.word or Label("", "") for alternative in roles_of(kind).get("start", ()))
