"""Names of files as one types them in a shell, in the commands that messages propose. A file may be called anything,
and what is pasted into a shell must not be more than a name."""

from __future__ import annotations

import os
import re
import shlex

_SPECIAL = re.compile(r"[\s'\"\\$`&|;()<>*?#~!{}\[\]]")
_IN_QUOTES = re.compile(r"[\"\\$`!]")
_TO_WINDOWS = re.compile(r"[\s'\"$`&|;()<>*?#~!{}\[\],%^@]")
_NOT_IN_DOUBLE = re.compile(r"[$`]")


def as_typed(name: str, *, windows: bool = os.name == "nt") -> str:
    """The name, in quotation marks where a shell would take it apart: in double ones, which every shell knows, unless
    something in it would not be safe between them. Between single ones, which only PowerShell knows of the two on
    `windows`, everything is safe."""
    if windows:
        if not _TO_WINDOWS.search(name):
            return name
        return "'" + name.replace("'", "''") + "'" if _NOT_IN_DOUBLE.search(name) else f'"{name}"'
    if not _SPECIAL.search(name):
        return name
    return shlex.quote(name) if _IN_QUOTES.search(name) else f'"{name}"'
