"""The alias dictionary: what the headers of civil affairs systems mean, and what the name of a file suggests."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from assess.language.models import Model
from assess.language.surface import LabelText
from assess.rolls.cells.tidy import tidied
from assess.rolls.mapping.headers import bare_key
from assess.rolls.shipped import shipped

ALIASES = Path(__file__).with_name("aliases.yaml")
_LAST_BRACKETS = re.compile(r"\([^()]*\)$")


class Alias(Model):
    """Headers that mean the same. See the file for what each part says."""

    headers: list[str] = Field(min_length=1)
    target: str | list[str] | None = None
    where: list[str] = Field(default_factory=list)
    spare: bool = False
    ignored: LabelText | None = None
    open: LabelText | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Alias:
        if self.ignored is None and self.target is None and self.open is None:
            raise ValueError("neither a target, nor ignored, nor open")
        return self

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets to choose from, best first."""
        if self.target is None:
            return ()
        return (self.target,) if isinstance(self.target, str) else tuple(self.target)


class SuggestedConstant(Model):
    """What the words in a name suggest for every row."""

    where: list[str] = Field(min_length=1)
    target: str
    value: str
    unless: list[str] = Field(default_factory=list)


class Aliases(Model):
    """The alias dictionary."""

    headers: list[Alias]
    constants: list[SuggestedConstant]


@lru_cache(maxsize=1)
def aliases() -> Aliases:
    """The dictionary that ships."""
    return shipped(Aliases, ALIASES)


@lru_cache(maxsize=1)
def _by_key() -> dict[str, list[tuple[int, Alias]]]:
    """For each header, what it may mean, with its rank among the headers that mean the same."""
    found: dict[str, list[tuple[int, Alias]]] = defaultdict(list)
    for alias in aliases().headers:
        for rank, header in enumerate(alias.headers):
            found[alias_key(header)].append((rank, alias))
    return dict(found)


def alias_key(header: str) -> str:
    """What a header is looked up by: without its unit, and words in Latin letters without what joins them."""
    return re.sub(r"(?<=[a-z0-9])[_-]|[_-](?=[a-z0-9])", "", bare_key(header)[0])


def keys_of(header: str) -> tuple[str, ...]:
    """What to look a header up by, most exact first: as it is, without a remark in brackets at its end, and the lower
    part of a header of two rows (`发放情况/护理费`)."""
    key = alias_key(header)
    without_remark = _LAST_BRACKETS.sub("", key)
    lower = key.rsplit("/", 1)[-1]
    return tuple(dict.fromkeys(one for one in (key, without_remark, lower) if one))


def left_out(header: str, names: str) -> str:
    """What had to be left out of the header to find a meaning: a remark in brackets, a common heading, or nothing."""
    for key in keys_of(header):
        if any(not alias.where or said(alias.where, names) for _, alias in _by_key().get(key, [])):
            return left_out_of(header, key)
    return ""


def left_out_of(header: str, key: str) -> str:
    """What the header's own key has more than this one of `keys_of`."""
    whole = alias_key(header)
    more = whole.removeprefix(key) if whole.startswith(key) else whole.removesuffix(key)
    remark = _LAST_BRACKETS.search(bare_key(header)[0]) if more.startswith("(") else None
    return remark[0] if remark else more  # with the dashes that a key has no more: `(1-4)`


def meanings(header: str, names: str) -> list[tuple[int, Alias]]:
    """What a header may mean in a file, sheet or table of these names, best first, with the rank of each."""
    for key in keys_of(header):
        found = [(rank, alias) for rank, alias in _by_key().get(key, []) if not alias.where or said(alias.where, names)]
        if found:
            return sorted(found, key=lambda one: not one[1].where)
    return []


def suggested_constants(names: str) -> list[SuggestedConstant]:
    """What the names suggest for every row; two that say different things of one target suggest nothing."""
    found = [one for one in aliases().constants if said(one.where, names) and not said(one.unless, names)]
    values: dict[str, set[str]] = defaultdict(set)
    for one in found:
        values[one.target].add(one.value)
    return [one for one in found if len(values[one.target]) == 1]


def said(words: list[str], names: str) -> tuple[str, ...]:
    """The words that stand in the names."""
    text = tidied(names).casefold()
    return tuple(word for word in words if word.casefold() in text)
