"""Cases out of YAML, JSON and JSON Lines. A case that cannot be read is yielded too, with what is wrong: none is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, nearest
from assess.diagnostics.position import Position
from assess.language.dates import number_of
from assess.language.source import Mapping, Node, Sequence, find, plain, read_text

KEYS = ("case", "ruleset", "as_of", "known_at", "facts")


@dataclass(slots=True)
class RawCase:
    """A case as written. Dates are `YYYYMMDD`. `problems` holds what forbids deciding it."""

    id: str
    position: Position
    facts: dict[str, Any] = field(default_factory=dict)
    as_of: int | None = None
    known_at: int | None = None
    ruleset: str | None = None
    problems: list[Diagnostic] = field(default_factory=list)
    tree: Node | None = None

    def place(self, fact: str) -> Position:
        """Where a fact stands, as closely as the file tells."""
        if self.tree is None:
            return self.position
        return find(self.tree, ("facts", fact))[1]


def read_cases(name: str, standard_input: TextIO) -> Iterator[RawCase]:
    """The cases of a file (`-`: standard input, as JSON Lines or as one YAML or JSON text). Unreadable text is a case too."""
    if name == "-":
        yield from _read_stream(standard_input)
        return
    path = Path(name)
    try:
        if path.suffix in (".jsonl", ".ndjson"):
            with path.open(encoding="utf-8-sig") as lines:
                yield from read_lines(lines, name)
            return
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        yield _broken("?", Diagnostic("Y106", Position(name), {"byte": str(error.start)}))
        return
    except OSError as error:
        yield _broken("?", Diagnostic("Y107", Position(name), {"reason": error.strerror or str(error)}))
        return
    yield from read_one_text(text, name)


def _read_stream(stream: TextIO) -> Iterator[RawCase]:
    name = "<stdin>"
    first = stream.readline()
    while first and not first.strip():
        first = stream.readline()
    if first.lstrip().startswith("{"):
        try:
            json.loads(first)
        except ValueError:
            pass
        else:
            yield from read_lines(_chained(first, stream), name)
            return
    yield from read_one_text(first + stream.read(), name)


def _chained(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def read_one_text(text: str, name: str) -> Iterator[RawCase]:
    """One case, or a list of cases, in YAML or JSON."""
    diagnostics = Diagnostics()
    tree = read_text(text, name, diagnostics)
    if tree is None or len(diagnostics):
        case = _broken("?", *diagnostics)
        if isinstance(tree, Mapping) and "case" in tree.entries:
            case.id = str(plain(tree.entries["case"]))
        yield case
        return
    trees = tree.items if isinstance(tree, Sequence) else (tree,)
    for index, one in enumerate(trees, start=1):
        case = raw_case(plain(one), one.position, f"{index}")
        case.tree = one
        yield case


def read_lines(lines: Iterable[str], name: str) -> Iterator[RawCase]:
    """One case a line, as JSON; blank lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        position = Position(name, number, 1)
        try:
            content = json.loads(line, object_pairs_hook=_without_duplicates, parse_float=Decimal, parse_constant=_refuse)
        except _Duplicate as duplicate:
            yield _broken(f"line {number}", Diagnostic("A202", position, {"key": duplicate.key}))
        except json.JSONDecodeError as error:
            place = Position(name, number, error.pos + 1)
            yield _broken(f"line {number}", Diagnostic("A203", place, {"problem": error.msg}))
        except (ValueError, RecursionError) as error:
            yield _broken(f"line {number}", Diagnostic("A203", position, {"problem": str(error)}))
        else:
            yield raw_case(content, position, f"line {number}")


class _Duplicate(ValueError):
    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Duplicate(key)
            seen.add(key)
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a number")


def _broken(id_: str, *problems: Diagnostic) -> RawCase:
    return RawCase(id_, problems[0].position, problems=list(problems))


def raw_case(content: object, position: Position, default_id: str) -> RawCase:
    """A case out of plain data; what is wrong with its frame stands in `problems`."""
    if not isinstance(content, dict):
        return _broken(default_id, Diagnostic("A204", position))
    case = RawCase(str(content.get("case", default_id)), position)
    for key in content:
        if key not in KEYS:
            arguments = {"key": str(key), "near": nearest(str(key), KEYS), "keys": ", ".join(KEYS)}
            case.problems.append(Diagnostic("A201", position, arguments))
    facts = content.get("facts")
    if isinstance(facts, dict):
        case.facts = facts
    else:
        case.problems.append(Diagnostic("A205", position))
    case.as_of = _date_key(content, "as_of", case)
    case.known_at = _date_key(content, "known_at", case)
    ruleset = content.get("ruleset")
    if ruleset is not None:
        case.ruleset = str(ruleset)
    return case


def _date_key(content: dict[str, Any], key: str, case: RawCase) -> int | None:
    value = content.get(key)
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, date):
        return number_of(value)
    case.problems.append(Diagnostic("A206", case.position, {"key": key, "found": str(value)}))
    return None
