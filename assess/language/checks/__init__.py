"""What is checked once a ruleset is typed, in the order of `CHECKS`, its tables last; each check reports all that it
finds."""

from __future__ import annotations

from collections.abc import Callable

from assess.diagnostics.diagnostic import Diagnostics
from assess.language.checks.coverage import check_coverage
from assess.language.checks.overflow import check_overflow
from assess.language.checks.standing import check_standing
from assess.language.checks.tables import check_tables
from assess.language.checks.unused import check_unused
from assess.language.program import Program

Check = Callable[[Program, Diagnostics], None]
CHECKS: tuple[Check, ...] = (
    check_unused,
    check_coverage,
    check_standing,
    check_overflow,
)


def check_program(program: Program, diagnostics: Diagnostics, below: Program | None = None) -> None:
    """Runs every check over the program. `below`: what it builds on, whose tables have been checked, with what was
    found."""
    for check in CHECKS:
        check(program, diagnostics)
    check_tables(program, diagnostics, below)
