"""Diagnostics as text for a person, as one line each for a log or an editor, and as data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from assess.diagnostics.catalogue import CATALOGUE, SEVERITIES
from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position

SHOWN = 12
"""How many diagnostics a person is shown at once."""
WIDTH = 100
"""How many terminal columns of a source line are shown."""

_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # what YAML counts as one
_SEVERITY_WORDS = {"error": ("错误", "error"), "warning": ("警告", "warning"), "note": ("提示", "note")}
_PLURALS = {"error": "errors", "warning": "warnings", "note": "notes"}


def for_person(diagnostics: Iterable[Diagnostic], language: str, sources: Mapping[str, str] | None = None) -> str:
    """The gravest first, each with its place, the line it stands on, what is wrong and what to do; at most `SHOWN`.

    What is told of several files alike, and is no error, is told once. `sources` holds the text of a file by the name
    that positions give it; without it, no line is shown.
    """
    ranked = sorted(
        diagnostics, key=lambda found: (SEVERITIES.index(CATALOGUE[found.code].severity), found.position, found.code)
    )
    groups = _grouped(ranked, language, sources or {})
    blocks = [
        _block(group[0], language, sources or {}) if len(group) == 1 else _block_of_several(group, language)
        for group in groups[:SHOWN]
    ]
    rest = [found for group in groups[SHOWN:] for found in group]
    if rest:
        blocks.append(_count(rest, language))
    return "\n\n".join(blocks)


def one_line(diagnostic: Diagnostic, language: str) -> str:
    """`file:line:column: severity CODE name: message; remedy`."""
    entry = CATALOGUE[diagnostic.code]
    message = printable(entry.message(language, diagnostic.arguments))
    remedy = printable(entry.remedy(language, diagnostic.arguments))
    place = f"{printable(str(diagnostic.position))}: " if diagnostic.position.file else ""
    separator = "；" if language == "zh" else "; "
    return f"{place}{entry.severity} {entry.code} {entry.name}: {separator.join(t for t in (message, remedy) if t)}"


def as_json(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Plain data in the order given; line and column are None where the whole file is meant."""
    return [_data(found) for found in diagnostics]


def _data(found: Diagnostic) -> dict[str, Any]:
    entry = CATALOGUE[found.code]
    return {
        "code": entry.code,
        "name": entry.name,
        "severity": entry.severity,
        "file": found.position.file,
        "line": found.position.line or None,
        "column": found.position.column or None,
        "message": {language: _encodable(entry.message(language, found.arguments)) for language in ("zh", "en")},
        "remedy": {language: _encodable(entry.remedy(language, found.arguments)) for language in ("zh", "en")},
        "arguments": {name: _encodable(value) for name, value in found.arguments.items()},
    }


def _encodable(text: str) -> str:
    """With half of a pair of characters, which no encoding can write, shown as a character that could not be read."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _block(found: Diagnostic, language: str, sources: Mapping[str, str]) -> str:
    entry = CATALOGUE[found.code]
    severity = _SEVERITY_WORDS[entry.severity][0 if language == "zh" else 1]
    place = f"{printable(str(found.position))}: " if found.position.file else ""
    lines = [f"{place}{severity} {entry.code} {entry.name}"]
    lines.append(f"  {printable(entry.message(language, found.arguments))}")
    lines += _excerpt(found.position, sources)
    remedy = entry.remedy(language, found.arguments)
    if remedy:
        lines.append(f"  {printable(remedy)}")
    return "\n".join(lines)


def _grouped(ranked: list[Diagnostic], language: str, sources: Mapping[str, str]) -> list[list[Diagnostic]]:
    """Those that say what to do in the same words of several files together, where the first of them stands."""
    groups: dict[object, list[Diagnostic]] = {}
    for index, found in enumerate(ranked):
        entry = CATALOGUE[found.code]
        alone = entry.severity == "error" or not found.position.file or _excerpt(found.position, sources)
        key: object = index if alone else (found.code, entry.remedy(language, found.arguments))
        groups.setdefault(key, []).append(found)
    return [
        part
        for group in groups.values()
        for part in ([group] if len({one.position.file for one in group}) > 1 else [[one] for one in group])
    ]


def _block_of_several(group: list[Diagnostic], language: str) -> str:
    """One block for several files: what is told of each, or of all of them where it is the same."""
    entry = CATALOGUE[group[0].code]
    severity = _SEVERITY_WORDS[entry.severity][0 if language == "zh" else 1]
    count = f"（{len(group)} 处）" if language == "zh" else f" ({len(group)} places)"
    lines = [f"{severity} {entry.code} {entry.name}{count}"]
    messages = [printable(entry.message(language, found.arguments)) for found in group]
    shown = [str(found.position) for found in group[:SHOWN]]
    more = len(group) - len(shown)
    left_out = "" if not more else f"……另 {more} 处" if language == "zh" else f"… {more} more"
    if len(set(messages)) == 1:
        lines.append(f"  {messages[0]}")
        listed = ("、" if language == "zh" else ", ").join(shown)
        lines.append(f"  {printable(listed)}{left_out and ' ' + left_out}")
    else:
        lines += [f"  {printable(place)}: {message}" for place, message in zip(shown, messages, strict=False)]
        lines += [f"  {left_out}"] if left_out else []
    remedy = entry.remedy(language, group[0].arguments)
    return "\n".join([*lines, f"  {printable(remedy)}"] if remedy else lines)


def _excerpt(position: Position, sources: Mapping[str, str]) -> list[str]:
    """The line with its number, and a caret under the column; nothing where the text is not at hand."""
    lines = _LINE_BREAK.split(sources[position.file]) if position.file in sources else []
    if not 1 <= position.line <= len(lines):
        return []
    line = printable(lines[position.line - 1])
    before, after = line[: position.column - 1], line[position.column - 1 :]
    if _width(line) > WIDTH:
        before, after = _last_columns(before, WIDTH // 2), _first_columns(after, WIDTH // 2)
    number = str(position.line)
    return [f"  {number} | {before}{after}".rstrip(), f"  {' ' * len(number)} | {' ' * _width(before)}^"]


def _count(rest: list[Diagnostic], language: str) -> str:
    counts = {severity: sum(found.severity == severity for found in rest) for severity in SEVERITIES}
    if language == "zh":
        parts = [f"{_SEVERITY_WORDS[severity][0]} {count}" for severity, count in counts.items() if count]
        return f"另有 {len(rest)} 项（{'，'.join(parts)}）未列出。"
    parts = [f"{count} {severity if count == 1 else _PLURALS[severity]}" for severity, count in counts.items() if count]
    return f"{len(rest)} more not shown ({', '.join(parts)})."


def printable(text: str) -> str:
    """Without control characters: text from a file must not move the cursor or colour the terminal."""
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp", "Cs") else " " for c in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _width(text: str) -> int:
    """How many columns of a terminal the text takes: two for a Chinese character, none for a combining mark."""
    return sum(map(_character_width, text))


def _first_columns(text: str, columns: int) -> str:
    taken = 0
    for index, character in enumerate(text):
        taken += _character_width(character)
        if taken > columns:
            return f"{text[:index]}…"
    return text


def _last_columns(text: str, columns: int) -> str:
    cut = _first_columns(text[::-1], columns)
    return cut[::-1]
