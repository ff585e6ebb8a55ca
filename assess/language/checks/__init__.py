"""What is checked once a ruleset is typed, in the order of `CHECKS`; each check reports all that it finds."""

from __future__ import annotations

from collections.abc import Callable

from assess.diagnostics.diagnostic import Diagnostics
from assess.language.program import Program

Check = Callable[[Program, Diagnostics], None]
CHECKS: tuple[Check, ...] = ()


def check_program(program: Program, diagnostics: Diagnostics) -> None:
    """Runs every check over the program."""
    for check in CHECKS:
        check(program, diagnostics)
