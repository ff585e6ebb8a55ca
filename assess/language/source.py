"""First pass: YAML text to a tree in which every key and value knows its line and column.

Stricter than YAML: one document, no tabs, no duplicate keys, no anchors; only `true` and `false` are booleans; a
number with a point is an exact decimal; a plain `2023-09-25` is a date; keys are always text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as AbstractSequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml

from assess.diagnostics.diagnostic import Diagnostics
from assess.diagnostics.position import Position

Plain = bool | int | Decimal | date | str | None
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DEEPEST = 60
_MOST_DIGITS = 4300
"""Python refuses to make a number of more. Nothing asks for one; as a text, it is refused for what it is."""
_SafeLoader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc]
    """Leaves open of what type a value is, which `_plain_value` says: YAML's guesses take as long as all the rest."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: object) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Scalar:
    position: Position
    text: str
    value: Plain
    quoted: bool = False
    characters: tuple[tuple[int, int], ...] = ()

    @property
    def text_position(self) -> Position:
        """Where the text itself begins, past an opening quotation mark or the line of a `>`."""
        if self.characters:
            return Position(self.position.file, *self.characters[0], self.characters)
        return self.position.moved(1) if self.quoted else self.position


@dataclass(frozen=True, slots=True)
class Sequence:
    position: Position
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    position: Position
    entries: dict[str, Node]
    key_positions: dict[str, Position]


Node = Scalar | Sequence | Mapping
Path_ = tuple[str | int, ...]


def read_file(path: Path, shown_as: str, diagnostics: Diagnostics) -> Node | None:
    """The tree of a YAML file; None (and a diagnostic) where it cannot be read as one."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        diagnostics.report("Y106", Position(shown_as), byte=error.start)
        return None
    except OSError as error:
        diagnostics.report("Y107", Position(shown_as), reason=error.strerror or str(error))
        return None
    return read_text(text, shown_as, diagnostics)


def read_text(text: str, file: str, diagnostics: Diagnostics) -> Node | None:
    """The tree of a YAML text; None (and a diagnostic) where it is not YAML as this project writes it."""
    tab = text.find("\t")
    if tab >= 0:
        line = text.count("\n", 0, tab)
        diagnostics.report("Y102", Position(file, line + 1, tab - (text.rfind("\n", 0, tab) + 1) + 1))
        return None
    deep = _too_deep(text)
    if deep is not None:
        line_start = text.rfind("\n", 0, deep) + 1
        diagnostics.report("Y110", Position(file, text.count("\n", 0, deep) + 1, deep - line_start + 1))
        return None
    try:
        anchor = _anchor(text)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Position(file, mark.line + 1, mark.column + 1) if mark else Position(file)
        if "expected a single document" in str(error):
            diagnostics.report("Y105", place)
        else:
            diagnostics.report("Y101", place, problem=error.problem or error.context or "?")
        return None
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")
        place = Position(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        diagnostics.report("Y101", place, problem=error.reason)
        return None
    if anchor is not None:
        diagnostics.report("Y104", Position(file, anchor.start_mark.line + 1, anchor.start_mark.column + 1))
        return None
    if root is None:
        diagnostics.report("Y108", Position(file))
        return None
    return _convert(root, text, file, diagnostics)


def _anchor(text: str) -> yaml.Token | None:
    """The first anchor, alias or tag; the text is scanned for them only where it may hold one."""
    if re.search(r"(^|[\s\[{,:-])([&*][A-Za-z0-9_]|!)", text) is None:
        return None
    unwanted = (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)
    return next((token for token in yaml.scan(text, Loader=_Loader) if isinstance(token, unwanted)), None)


def _too_deep(text: str) -> int | None:
    """Where brackets or indentation nest deeper than any ruleset needs: the YAML reader would crash on them."""
    depth = 0
    for bracket in re.finditer(r"[\[\]{}]", text):
        depth = depth + 1 if bracket.group() in "[{" else max(0, depth - 1)
        if depth > _DEEPEST:
            return bracket.start()
    stairs = re.search(rf"^[ ?:-]{{{2 * _DEEPEST}}}", text, re.MULTILINE)
    return stairs.start() if stairs else None


def _convert(node: yaml.Node, whole: str, file: str, diagnostics: Diagnostics) -> Node:
    position = Position(file, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, Node] = {}
        key_positions: dict[str, Position] = {}
        for key_node, value_node in node.value:
            place = Position(file, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                diagnostics.report("Y101", place, problem="a key must be a single word")
                continue
            key = str(key_node.value)
            if key in entries:
                diagnostics.report("Y103", place, key=key, first=key_positions[key])
                continue
            entries[key] = _convert(value_node, whole, file, diagnostics)
            key_positions[key] = place
        return Mapping(position, entries, key_positions)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(position, tuple(_convert(item, whole, file, diagnostics) for item in node.value))
    assert isinstance(node, yaml.ScalarNode)
    quoted = node.style in ("'", '"')
    literal = quoted or node.style in ("|", ">")
    text = str(node.value)
    value: Plain
    try:
        value = text if literal else _plain_value(text)
    except ValueError:
        diagnostics.report("Y109", position, text=text)
        value = text
    return Scalar(position, text, value, quoted, _characters(node, whole, text))


def _characters(node: yaml.ScalarNode, whole: str, text: str) -> tuple[tuple[int, int], ...]:
    """Line and column of every character of a text that is folded, of several lines, or holds escapes.

    YAML changes only the blanks between its words (and drops marks of escape), so each other character is the next
    one like it in the file.
    """
    start, end = node.start_mark.index, node.end_mark.index
    raw = whole[start:end]
    if not text or ("\n" not in raw and "\\" not in raw and "''" not in raw):
        return ()
    cursor = start + 1 if node.style in ("'", '"') else start
    if node.style in ("|", ">"):
        cursor = whole.find("\n", start) + 1
    places = []
    for character in text:
        found = -1 if character.isspace() else whole.find(character, cursor, end)
        cursor = cursor if found < 0 else found
        line = node.start_mark.line + 1 + whole.count("\n", start, cursor)
        places.append((line, cursor - whole.rfind("\n", 0, cursor)))
        cursor = cursor if found < 0 else found + 1
    return tuple(places)


def _plain_value(text: str) -> Plain:
    if text in ("", "null", "~"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= _MOST_DIGITS else text
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    return text


def plain(node: Node) -> object:
    """The tree as plain Python: dicts, lists, bool, int, Decimal, date, str and None."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.value


def find(node: Node, path: AbstractSequence[str | int]) -> tuple[Node, Position]:
    """The node at the path and where it (or its key) stands; steps that the tree does not have are passed over."""
    position = node.position
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            position = node.key_positions[step]
            node = node.entries[step]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            position = node.position
    return node, position


def render(node: Node, indent: int = 0) -> str:
    """The tree with the place of every value, for a person: what `assess rules show --stage source` prints."""
    pad = "  " * indent
    if isinstance(node, Mapping):
        lines = []
        for key, value in node.entries.items():
            place = node.key_positions[key]
            if isinstance(value, Scalar):
                lines.append(f"{pad}{key}: {value.text}    # {place.line}:{place.column}")
            else:
                lines.append(f"{pad}{key}:    # {place.line}:{place.column}\n{render(value, indent + 1)}")
        return "\n".join(lines)
    if isinstance(node, Sequence):
        return "\n".join(
            f"{pad}- {item.text}    # {item.position.line}:{item.position.column}"
            if isinstance(item, Scalar)
            else f"{pad}-    # {item.position.line}:{item.position.column}\n{render(item, indent + 1)}"
            for item in node.items
        )
    return f"{pad}{node.text}"
