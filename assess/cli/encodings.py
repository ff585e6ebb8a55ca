"""Text on standard output where that is not UTF-8: pipes of a Chinese Windows (cp936), older terminals of Linux.

What people read is written in the encoding of the terminal. A mark that the encoding lacks must not turn into another
mark: «?» stands for *unknown* before a condition. What programs and browsers read is UTF-8, as it says of itself.
"""

from __future__ import annotations

import codecs
import sys
from typing import TextIO

import click

_LOOK_ALIKE = "look-alike"
_ALIKE = {
    "✓": ("√", "+"), "✗": ("×", "x"), "■": ("*",), "─": ("-",), "═": ("=",), "→": ("->",), "–": ("-",), "…": ("...",),
    "≥": (">=",), "≤": ("<=",), "“": ('"',), "”": ('"',), "’": ("'",),
}  # fmt: skip
"""By a mark that an encoding may lack, what is written for it: the first that the encoding has."""
_MISSING = ("□", "?")
"""For any other character, as it may stand in a name: what Chinese print has for one that is wanting."""


def write_what_can_be_written(*streams: TextIO) -> None:
    """From now on, what a stream has no code for is written as something alike, and ends no command."""
    codecs.register_error(_LOOK_ALIKE, _alike)
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_LOOK_ALIKE)


def _alike(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = (_first(_ALIKE.get(one, _MISSING), error.encoding) for one in error.object[error.start : error.end])
    return "".join(found), error.end


def _first(candidates: tuple[str, ...], encoding: str) -> str:
    for one in candidates:
        try:
            one.encode(encoding)
        except UnicodeEncodeError:
            continue
        return one
    return "?"


def echo_data(text: str, *, nl: bool = True) -> None:
    """Writes to standard output what programs read (JSON, HTML, YAML, SQL, SVG): whole and in UTF-8, unless it is a
    terminal."""
    stdout = sys.stdout
    if stdout.isatty() or codecs.lookup(stdout.encoding).name == "utf-8":
        click.echo(text, nl=nl)
    else:
        click.echo((text + "\n" if nl else text).encode(), nl=False)
