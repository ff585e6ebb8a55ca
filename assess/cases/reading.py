"""Cases out of YAML, JSON and JSON Lines. A case that cannot be read is yielded with what is wrong: none is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from assess.cases.facts import shown
from assess.cases.frame import KEYS, RawCase, broken, raw_case
from assess.cases.guards import DEEPEST, refused_before_reading
from assess.diagnostics.diagnostic import Diagnostic, Diagnostics
from assess.diagnostics.position import Position
from assess.language.source import Mapping, Sequence, plain, read_text

__all__ = ["KEYS", "RawCase", "raw_case", "read_cases", "read_lines", "read_one_text"]

_BOM = b"\xef\xbb\xbf"
STANDARD_INPUT = "<stdin>"
_ESCAPED = re.compile(r"\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})|\\.", re.DOTALL)


def read_cases(name: str, standard_input: TextIO) -> Iterator[RawCase]:
    """The cases of a file (`-`: standard input, as JSON Lines or one YAML or JSON text), unreadable ones too."""
    if name == "-":
        yield from _read_stream(standard_input)
        return
    path = Path(name)
    try:
        if path.suffix in (".jsonl", ".ndjson"):
            with path.open("rb") as lines:
                yield from read_lines(lines, name)
        else:
            yield from _read_bytes(path.read_bytes(), name)
    except OSError as error:
        yield broken("?", Diagnostic("Y107", Position(name), {"reason": error.strerror or str(error)}))


def _read_stream(stream: TextIO) -> Iterator[RawCase]:
    lines: Iterator[bytes] = iter(getattr(stream, "buffer", None) or (line.encode() for line in stream))
    head = _up_to_next(lines)
    is_lines = _is_object(head[-1:])
    if not is_lines and head and head[-1].strip() != b"[" and not head[-1].startswith((b"---", b"#", b"%")):
        more = _up_to_next(lines)  # a first line that is broken does not make one text of the others
        is_lines = _is_object(more[-1:]) and b'"facts"' in more[-1]
        head += more
    if is_lines:
        yield from read_lines(chain(head, lines), STANDARD_INPUT)
    else:
        yield from _read_bytes(b"".join(head) + b"".join(lines), STANDARD_INPUT)


def _up_to_next(lines: Iterator[bytes]) -> list[bytes]:
    """Lines up to the next one that is not blank."""
    found = []
    for line in lines:
        found.append(line)
        if line.strip():
            break
    return found


def _is_object(last: list[bytes]) -> bool:
    """Is the line a whole JSON object, as far as its ends tell?"""
    text = b"".join(last).removeprefix(_BOM).strip()
    return text.startswith(b"{") and text.endswith(b"}")


def _read_bytes(content: bytes, name: str) -> Iterator[RawCase]:
    content = content.removeprefix(_BOM)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        yield broken("?", Diagnostic("Y106", _place_of_byte(content, error.start, name), {"byte": str(error.start)}))
        return
    if name.endswith(".json") or text.lstrip().startswith(("{", "[")):
        text = _json_as_yaml(text)
    yield from read_one_text(text, name)


def _json_as_yaml(text: str) -> str:
    """JSON is YAML but for two things: it may be indented with tabs, and writes 𠮷 as a pair, `\\ud842\\udfb7`."""
    return _ESCAPED.sub(_one_character, text.replace("\t", " "))


def _one_character(match: re.Match[str]) -> str:
    if match["high"] is None:
        return match.group()
    code = 0x10000 + (int(match["high"], 16) - 0xD800) * 0x400 + int(match["low"], 16) - 0xDC00
    return f"\\U{code:08X}"


def _place_of_byte(content: bytes, offset: int, name: str) -> Position:
    before = content[:offset]
    line_start = before.rfind(b"\n") + 1
    return Position(name, before.count(b"\n") + 1, len(before[line_start:].decode()) + 1)


def read_one_text(text: str, name: str) -> Iterator[RawCase]:
    """One case, or a list of cases, in YAML or JSON."""
    refused = refused_before_reading(text, name)
    if refused:
        yield broken("?", *refused)
        return
    diagnostics = Diagnostics()
    tree = read_text(text, name, diagnostics)
    # a day that is not in the calendar stays text, and is refused by the question it answers
    faults = [found for found in diagnostics if found.code != "Y109"]
    if tree is None:
        yield broken("?", *faults)
    elif isinstance(tree, Mapping):
        case = raw_case(plain(tree), tree.position, "1", tree)
        case.problems[:0] = faults
        yield case
    elif not isinstance(tree, Sequence):
        yield broken("?", Diagnostic("A204", tree.position))
    elif not tree.items:
        yield broken("?", Diagnostic("A211", tree.position))
    else:
        yield from _listed(tree, faults)


def _listed(tree: Sequence, faults: list[Diagnostic]) -> Iterator[RawCase]:
    """Each case of a list, with the faults that stand between its beginning and that of the next one."""
    ends = [item.position for item in tree.items[1:]]
    for index, item in enumerate(tree.items):
        case = raw_case(plain(item), item.position, str(index + 1), item)
        own = [
            found
            for found in faults
            if (index == 0 or item.position <= found.position) and (index == len(ends) or found.position < ends[index])
        ]
        case.problems[:0] = own
        yield case


def read_lines(lines: Iterable[bytes], name: str) -> Iterator[RawCase]:
    """One case a line, as JSON; blank lines are passed over. A line that cannot be read spoils no other."""
    seen = False
    for number, line in enumerate(lines, start=1):
        if number == 1:
            line = line.removeprefix(_BOM)
        if not line.strip():
            continue
        seen = True
        yield _read_line(line, name, number)
    if not seen:
        yield broken("?", Diagnostic("Y108", Position(name)))


def _read_line(line: bytes, name: str, number: int) -> RawCase:
    id_ = f"line {number}"
    position = Position(name, number, 1)
    try:
        text = line.decode()
        content = json.loads(text, object_pairs_hook=_without_duplicates, parse_float=_exact, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        place = Position(name, number, len(line[: error.start].decode()) + 1)
        return broken(id_, Diagnostic("Y106", place, {"byte": str(error.start)}))
    except _Duplicate as duplicate:
        return broken(id_, Diagnostic("A202", position, {"key": duplicate.key}))
    except _NoNumber as fault:
        return broken(id_, Diagnostic("A213", position, {"found": fault.text}))
    except json.JSONDecodeError as error:
        return broken(id_, Diagnostic("A203", Position(name, number, error.pos + 1), _json_fault(error.msg)))
    except ValueError:  # an integer of thousands of digits
        longest = max(re.findall(r"[0-9]+", text), key=len, default="")
        return broken(id_, Diagnostic("A213", position, {"found": shown(longest)}))
    except RecursionError:
        return _too_deep(id_, position)
    if text.count("[") + text.count("{") > DEEPEST and _depth(content) > DEEPEST:  # Python may go on
        return _too_deep(id_, position)
    return raw_case(content, position, id_)


def _too_deep(id_: str, position: Position) -> RawCase:
    return broken(id_, Diagnostic("A209", position, {"deepest": str(DEEPEST)}))


def _depth(content: object) -> int:
    """How many lists and objects stand inside one another."""
    depth, inside = 0, [content]
    while any(isinstance(one, dict | list) for one in inside):
        depth += 1
        groups = [one for one in inside if isinstance(one, dict | list)]
        inside = [item for one in groups for item in (one.values() if isinstance(one, dict) else one)]
    return depth


_JSON_FAULTS = {
    "Expecting value": "这里应有一个值",
    "Expecting property name enclosed in double quotes": "键要用双引号括起来",
    "Expecting ':' delimiter": "键的后面缺少冒号",
    "Expecting ',' delimiter": "缺少逗号，或括号没有写完",
    "Unterminated string starting at": "引号没有写完",
    "Invalid control character at": "引号内有换行、制表等控制字符",
    "Invalid \\escape": "反斜杠用法有误",
    "Invalid \\uXXXX escape": "\\u 后面应有四位十六进制数",
    "Extra data": "一行里不止一个个案",
    "Illegal trailing comma before end of object": "最后一项后面多了逗号",
    "Illegal trailing comma before end of array": "最后一项后面多了逗号",
}


def _json_fault(message: str) -> dict[str, str]:
    plain_words = message.removesuffix(" at").removesuffix(" starting").lower()
    return {"problem_zh": _JSON_FAULTS.get(message, message), "problem_en": plain_words}


class _Duplicate(ValueError):
    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


class _NoNumber(ValueError):
    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Duplicate(key)
            seen.add(key)
    return found


def _exact(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:  # an exponent beyond all bounds
        raise _NoNumber(text) from None


def _no_number(constant: str) -> Any:
    raise _NoNumber(constant)
