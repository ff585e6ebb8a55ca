"""A query is read once, and what comes of it kept: the next share has the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import TypeVar, cast

from assess.engines.sql.expressions import Inexpressible

_READING = Lock()

_Found = TypeVar("_Found")


def read_once(read: Callable[..., _Found], *asked: Hashable) -> _Found:
    """What the reader makes of it. Raises Inexpressible, if it does."""
    with _READING:  # it takes a while; who comes second has it from the first
        found = _read(read, *asked)
    if isinstance(found, Inexpressible):
        raise Inexpressible(found.construct)
    return cast(_Found, found)


@lru_cache(maxsize=128)
def _read(read: Callable[..., object], *asked: Hashable) -> object:
    """A refusal is kept like an answer: the next share would ask again."""
    try:
        return read(*asked)
    except Inexpressible as refused:
        return refused
