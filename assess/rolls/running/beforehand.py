"""What of a call can be refused before anything is read, which may take long: all of it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, Refused
from assess.diagnostics.position import Position
from assess.language.program import Program
from assess.rolls.reading.kinds import file_itself, found_sources
from assess.rolls.registers.kinds import ROLL, kind_of
from assess.rolls.running.call import Call
from assess.rolls.running.planning import goals_of
from assess.rolls.running.workspace import Workspace, usable


def refuse_beforehand(call: Call, program: Program) -> None:
    """Raises Refused where a decision is asked for that is not there, a kind of register that there is none of, or a
    file; and where a file would be thrown away with the results that the folder holds. A run that is resumed may do
    without the files of its roll."""
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
        found.extend(_compared_with_itself(call))
    found.extend(_among_the_results(call))
    if found.has_errors:
        raise Refused(found)


def _among_the_results(call: Call) -> Iterator[Diagnostic]:
    """What is to be read out of the folder that is cleared before anything is read (R425), a file of each source. A run
    that is taken up again clears nothing."""
    with usable(call.out):
        if Workspace(call.out).begun(resume=call.resume):
            return
        folder = call.out.resolve()
    for source in _read(call):
        among = next((path for path in source if path.resolve().is_relative_to(folder)), None)
        if among is not None:
            yield Diagnostic("R425", Position(str(among)), {"file": among.name, "folder": str(call.out)})


def _compared_with_itself(call: Call) -> Iterator[Diagnostic]:
    """Where the roll is also the other roll that it is to be compared with (R440): everybody would be on two rolls. A
    workbook or a database may well hold both."""
    if call.sheets or call.table is not None:
        return
    own = {(file_itself(path), one) for source in call.sources for path, one in _files(source)}
    for kind, source in call.registers:
        for path, within in _files(source) if _is_a_roll(kind) else ():
            if (file_itself(path), within) in own:
                yield Diagnostic("R440", Position(str(path)), {"file": path.name})


def _is_a_roll(kind: str) -> bool:
    try:
        return kind_of(kind)[0] is ROLL
    except Refused:  # told of already
        return False


def _files(source: str) -> list[tuple[Path, str | None]]:
    """The files of a source, with the table or sheet that it names in them."""
    try:
        return [(one.path, one.within) for one in found_sources(source) if one.path is not None]
    except Refused:  # told of already
        return []


def _read(call: Call) -> Iterator[list[Path]]:
    """The files of each source, and the others that the call names."""
    yield from ([path] for path in (call.mapping, call.parameters) if path is not None)
    for source in (*call.sources, *(source for _, source in call.registers)):
        yield [path for path, _ in _files(source)]
