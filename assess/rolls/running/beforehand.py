"""What of a call can be refused before anything is read, which may take long: all of it at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from assess.diagnostics.diagnostic import Diagnostics, Refused
from assess.language.program import Program
from assess.rolls.reading.kinds import found_sources
from assess.rolls.registers.kinds import kind_of
from assess.rolls.running.call import Call
from assess.rolls.running.planning import goals_of


def refuse_beforehand(call: Call, program: Program) -> None:
    """Raises Refused where a decision is asked for that is not there, a kind of register that there is none of, or a
    file. A run that is resumed may do without the files of its roll."""
    found = Diagnostics()

    def held(check: Callable[[], object]) -> None:
        try:
            check()
        except Refused as refused:
            found.extend(refused.diagnostics)

    held(partial(goals_of, program, call.only))
    for kind, source in call.registers:
        held(partial(kind_of, kind))
        held(partial(found_sources, source))
    if not call.resume:
        for source in call.sources:
            held(partial(found_sources, source))
    if found.has_errors:
        raise Refused(found)
