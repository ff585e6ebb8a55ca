"""The rules of a run, kept in its folder: so that a row is explained by these when the program brings others."""

from __future__ import annotations

import shutil
from pathlib import Path

from assess.diagnostics.diagnostic import Refused
from assess.language.program import Program
from assess.language.supplied import Supplied
from assess.library import Library

RULES = "input/rules"
"""A library with the rulesets and forms that the run went by, and no others."""


def keep_rules(library: Library, program: Program, folder: Path) -> None:
    """Copies the files that the program was read from into the folder's library."""
    place = folder / RULES
    shutil.rmtree(place, ignore_errors=True)
    for path, name in library.files(program):
        copy = place / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def kept_program(folder: Path, ruleset: str, sha256: str, supplied: Supplied | None) -> Program | None:
    """The program of the run, out of its folder; None where that does not hold the files with this hash, or the program
    at hand cannot read them any more."""
    try:
        program = Library((folder / RULES,)).program(ruleset, supplied)
    except Refused:
        return None
    return program if program.hash == sha256 else None
