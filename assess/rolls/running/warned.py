"""What a run tells on the way, kept for whoever opens its folder later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, cast

from assess.diagnostics.catalogue import CATALOGUE
from assess.diagnostics.diagnostic import Diagnostic
from assess.rolls.reporting.manifest import Warned, Words
from assess.rolls.reporting.masking import masked_diagnostics
from assess.rolls.running.call import Call

_TOLD_ELSEWHERE = ("R151", "R408")
"""The encoding stands with the inputs. That there was nothing to resume says nothing of what came out, which is the
same as of a run that was not to resume anything."""


def warned(warnings: Iterable[Diagnostic], call: Call) -> tuple[Warned, ...]:
    """In the order of their places."""
    found = [one for one in warnings if one.code not in _TOLD_ELSEWHERE]
    return tuple(_warned(one, call) for one in (found if call.unmask else masked_diagnostics(found)))


def _warned(one: Diagnostic, call: Call) -> Warned:
    entry = CATALOGUE[one.code]
    ways = (entry.message, entry.remedy)
    message, remedy = (Words(zh=way("zh", one.arguments), en=way("en", one.arguments)) for way in ways)
    severity = cast(Literal["warning", "note"], entry.severity)
    return Warned(code=one.code, severity=severity, place=_place(one, call), message=message, remedy=remedy)


def _place(one: Diagnostic, call: Call) -> str:
    """The files that the call names are called by their names, wherever they lie."""
    given = {str(path): path.name for path in (call.mapping, call.parameters) if path is not None}
    return str(replace(one.position, file=given.get(one.position.file, one.position.file)))
