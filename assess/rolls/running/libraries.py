"""The versions of the libraries that a run rests on."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version


@cache
def version_of(library: str) -> str:
    """Looked up once: for each look-up the whole description of the library is read, and a run asks five times."""
    return version(library)
