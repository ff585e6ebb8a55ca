"""What stands around the facts of a case: its id, its ruleset, the dates it is decided on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from assess.cases.facts import shown
from assess.diagnostics.diagnostic import Diagnostic, nearest
from assess.diagnostics.position import Position
from assess.language.dates import number_of
from assess.language.source import Node, find
from assess.language.types import EARLIEST_DATE, LATEST_DATE

KEYS = ("case", "ruleset", "as_of", "known_at", "facts", "stated")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(slots=True)
class RawCase:
    """A case as written. Dates are `YYYYMMDD`. `problems` forbid deciding it; `notes` must only be seen.

    `stated`: by decision, results that were found elsewhere and are taken as they are.
    """

    id: str
    position: Position
    facts: dict[str, Any] = field(default_factory=dict)
    as_of: int | None = None
    known_at: int | None = None
    ruleset: str | None = None
    problems: list[Diagnostic] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)
    tree: Node | None = None
    stated: dict[str, Any] = field(default_factory=dict)

    def place(self, fact: str) -> Position:
        """Where a fact stands, as closely as the file tells."""
        return self.place_of("facts", fact)

    def place_of(self, *path: str) -> Position:
        return self.position if self.tree is None else find(self.tree, path)[1]


def broken(id_: str, *problems: Diagnostic) -> RawCase:
    """A case of which nothing could be read."""
    return RawCase(id_, problems[0].position, problems=list(problems))


def raw_case(content: object, position: Position, default_id: str, tree: Node | None = None) -> RawCase:
    """A case out of plain data; what is wrong with its frame stands in `problems`."""
    if not isinstance(content, dict):
        return broken(default_id, Diagnostic("A204", position))
    case = RawCase(default_id, position, tree=tree)
    for key in content:
        if key not in KEYS:
            arguments = {"key": str(key), "near": nearest(str(key), KEYS), "keys": ", ".join(KEYS)}
            case.problems.append(Diagnostic("A201", case.place_of(str(key)), arguments))
    case.id = _kept(case, "case", content, _id_of, "A208") or default_id
    case.ruleset = _kept(case, "ruleset", content, lambda value: value if isinstance(value, str) else None, "A212")
    case.as_of = _kept(case, "as_of", content, _day_of, "A206")
    case.known_at = _kept(case, "known_at", content, _day_of, "A206")
    facts = content.get("facts")
    if isinstance(facts, dict):
        case.facts = facts
    else:
        case.problems.append(Diagnostic("A205", case.place_of("facts")))
    stated = content.get("stated")
    if isinstance(stated, dict):
        case.stated = stated
    elif stated is not None:
        case.problems.append(Diagnostic("A217", case.place_of("stated"), {"found": shown(stated)}))
    return case


def _kept(case: RawCase, key: str, content: dict[str, Any], read: Callable[[Any], Any], code: str) -> Any:
    """What stands under the key; None where there is nothing, or (with a problem) nothing that can be used."""
    value = content.get(key)
    if value is None:
        return None
    found = read(value)
    if found is None:
        case.problems.append(Diagnostic(code, case.place_of(key), {"key": key, "found": shown(value)}))
    return found


def _id_of(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal | date):
        return None
    text = str(value)
    readable = text.strip() and all(unicodedata.category(one) not in ("Cc", "Cs", "Zl", "Zp") for one in text)
    return text if readable else None


def _day_of(value: Any) -> int | None:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, date):
        return None
    day = number_of(value)
    return day if EARLIEST_DATE <= day <= LATEST_DATE else None
