"""Where the boxes of a graph stand: the layered layout, with a column per step of reasoning, from facts to results.

A line that passes a column takes up a place in it, one for all lines from the same box, so that nothing runs across a
box; the order in the columns is the one with the fewest crossings that sorting by the neighbours' mean finds. Measures
are pixels.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assess.language.graph.requirements import DECISION, Graph, Node

LABEL, CODE = 13, 10
"""Font sizes: of labels, and of codes and sources."""
WIDEST = 190


def text_width(text: str, size: float) -> float:
    """About how wide a sans-serif font sets the text; a Chinese character is as wide as it is high."""
    return sum(map(_character_width, text)) * size


def _character_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in " .,:;'|!iljtfrI()[]-":
        return 0.36
    return 0.72 if character.isupper() or character in "mwMW%〔〕" else 0.58


def wrapped(text: str, size: float, widest: float) -> list[str]:
    """The text in lines not wider than that: broken at blanks, and before any Chinese character."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and text_width(line + piece.rstrip(), size) > widest:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterable[str]:
    """What a line may not break inside: a word with the blank after it, a Chinese character with a closing mark."""
    piece = ""
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        closing = character in "，。、：；）》〉」』】〕！？"
        if piece and (piece.endswith(" ") or (wide and not closing) or (_ends_wide(piece) and not closing)):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _ends_wide(piece: str) -> bool:
    return unicodedata.east_asian_width(piece[-1]) in "WF" and piece[-1] not in "（《〈「『【〔"


COLUMN_GAP = 84
ROW_GAP = 18
LINE_GAP = 9
PADDING = 10
BULLET = 10
LINE_HEIGHT = 18
SHEET_LINE = 13


@dataclass(eq=False)
class Place:
    """Where a box stands, or (`node` None) where the lines from a box pass through a column.

    `x` is its left side, `y` the middle of the box; `labels` are broken into lines.
    """

    origin: str
    column: int
    node: Node | None = None
    labels: list[list[str]] = field(default_factory=list)
    sheet: list[str] = field(default_factory=list)
    width: float = 0
    height: float = 0
    y: float = 0
    x: float = 0
    after: list[Place] = field(default_factory=list)
    before: list[Place] = field(default_factory=list)

    @property
    def below(self) -> float:
        """What hangs under the box."""
        return len(self.sheet) * SHEET_LINE + 22 if self.sheet else 0


def _columns_of(graph: Graph) -> dict[str, int]:
    """Decisions one column right of the last that they require; input data just left of the first that reads them."""
    column: dict[str, int] = {}
    before: dict[str, list[str]] = {node_id: [] for node_id in graph.nodes}
    after: dict[str, list[str]] = {node_id: [] for node_id in graph.nodes}
    for start, end in graph.edges:
        before[end].append(start)
        after[start].append(end)

    def visit(node_id: str) -> int:
        if node_id not in column:
            column[node_id] = 1 + max((visit(other) for other in before[node_id]), default=-1)
        return column[node_id]

    for node_id in graph.nodes:
        visit(node_id)
    for node_id, node in graph.nodes.items():
        if node.kind != DECISION:
            column[node_id] = min(column[other] for other in after[node_id]) - 1
    return column


def places_of(graph: Graph) -> list[list[Place]]:
    """The boxes in their columns, with the passages of long lines, joined to their neighbours."""
    column = _columns_of(graph)
    columns: list[list[Place]] = [[] for _ in range(max(column.values()) + 1)]
    boxes: dict[str, Place] = {}
    for node_id, node in graph.nodes.items():
        boxes[node_id] = _box(node, column[node_id])
        columns[column[node_id]].append(boxes[node_id])
    passages: dict[tuple[str, int], Place] = {}
    for start, end in graph.edges:
        last = boxes[start]
        for number in range(column[start] + 1, column[end]):
            passage = passages.get((start, number))
            if passage is None:
                passage = passages[(start, number)] = Place(start, number)
                columns[number].append(passage)
                _join(last, passage)
            last = passage
        _join(last, boxes[end])
    return columns


def _join(left: Place, right: Place) -> None:
    left.after.append(right)
    right.before.append(left)


def _box(node: Node, column: int) -> Place:
    labels = [wrapped(label, LABEL, WIDEST) for label in node.labels]
    lines = [line for label in labels for line in label]
    code = node.names[0] if node.kind == DECISION else ""
    sheet = [line for source in node.sources for line in wrapped(source, CODE, WIDEST)]
    widest = max([*(text_width(line, LABEL) for line in lines), text_width(code, CODE), 60])
    if len(labels) > 1:
        widest += BULLET
    if sheet:
        widest = max(widest, max(text_width(line, CODE) for line in sheet) + 8)
    height = len(lines) * LINE_HEIGHT + (14 if code else 0) + 2 * PADDING - 4
    return Place(node.id, column, node, labels, sheet, widest + 2 * PADDING + 4, height)


def laid_out(columns: list[list[Place]]) -> list[list[Place]]:
    """The columns in order, with heights; what hangs together in no way stands one below the other."""
    laid: list[list[Place]] = [[] for _ in columns]
    top = 0.0
    for part in _parts(columns):
        ordered = _ordered([[place for place in column if id(place) in part] for column in columns])
        _stack(ordered)
        for column, places in zip(laid, ordered, strict=True):
            for place in places:
                place.y += top
            column += places
        top = ROW_GAP + max(place.y + place.height / 2 + place.below for places in ordered for place in places)
    return laid


def _parts(columns: list[list[Place]]) -> list[set[int]]:
    """The identities of the places, by connected part; the largest part first."""
    parts: list[set[int]] = []
    for place in (place for column in columns for place in column):
        if not any(id(place) in part for part in parts):
            part: set[int] = set()
            waiting = [place]
            while waiting:
                found = waiting.pop()
                if id(found) not in part:
                    part.add(id(found))
                    waiting += found.before + found.after
            parts.append(part)
    return sorted(parts, key=len, reverse=True)


def _ordered(columns: list[list[Place]]) -> list[list[Place]]:
    """The columns in the order with the fewest crossings among those that the sweeps come by."""
    best, fewest = [list(column) for column in columns], _crossings(columns)
    for sweep in range(40):
        if sweep % 2:
            _sort(list(reversed(columns[:-1])), columns[-1], lambda place: place.after)
        else:
            _sort(columns[1:], columns[0], lambda place: place.before)
        crossings = _crossings(columns)
        if crossings < fewest:
            best, fewest = [list(column) for column in columns], crossings
    return best


def _sort(columns: Iterable[list[Place]], fixed: list[Place], neighbours: Callable[[Place], list[Place]]) -> None:
    """Sorts each column by the mean place of its neighbours in the one sorted before it."""
    for column in columns:
        rank = {id(place): index for index, place in enumerate(fixed)}
        own = {id(place): index for index, place in enumerate(column)}

        def mean(place: Place, rank: dict[int, int] = rank, own: dict[int, int] = own) -> float:
            ranks = [rank[id(other)] for other in neighbours(place)]
            return sum(ranks) / len(ranks) if ranks else own[id(place)] * len(rank) / len(own)

        column.sort(key=mean)
        fixed = column


def _crossings(columns: Sequence[list[Place]]) -> int:
    found = 0
    for left, right in pairwise(columns):
        rank = {id(place): index for index, place in enumerate(right)}
        seen: list[int] = []
        for place in left:
            ends = sorted(rank[id(other)] for other in place.after)
            found += sum(len(seen) - bisect(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return found


def _stack(columns: list[list[Place]]) -> None:
    """Heights: every box as near as may be to the middle of its neighbours, the order kept and nothing overlapping."""
    for column in columns:
        _settle(column, [0.0] * len(column))
    for sweep in range(60):
        both = sweep >= 50
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wishes = []
            for place in column:
                near = place.before + place.after if both else place.before if sweep % 2 == 0 else place.after
                wishes.append(sum(other.y for other in near) / len(near) if near else place.y)
            _settle(column, wishes)
    top = min(place.y - place.height / 2 for column in columns for place in column)
    for column in columns:
        for place in column:
            place.y -= top


def _settle(column: list[Place], wishes: list[float]) -> None:
    """The heights nearest to the wishes (least squares) that keep the distances: pooling of adjacent violators."""
    offsets = [0.0] if column else []
    for upper, lower in pairwise(column):
        gap = ROW_GAP if upper.node and lower.node else LINE_GAP
        offsets.append(offsets[-1] + upper.height / 2 + upper.below + gap + lower.height / 2)
    blocks: list[tuple[float, float, int]] = []  # sum of weighted wishes, weight, members
    for place, wish, offset in zip(column, wishes, offsets, strict=True):
        weight = 1.0 if place.node else 3.0  # a passing line should run straight
        blocks.append(((wish - offset) * weight, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            last, previous = blocks.pop(), blocks.pop()
            blocks.append((previous[0] + last[0], previous[1] + last[1], previous[2] + last[2]))
    heights = [total / weight for total, weight, members in blocks for _ in range(members)]
    for place, height, offset in zip(column, heights, offsets, strict=True):
        place.y = height + offset
