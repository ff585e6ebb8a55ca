"""The graph as one self-contained SVG.

Decisions are rectangles, input data are rounded, dated parameters have cut corners (DMN's business knowledge), and the
clauses that a decision cites, its knowledge source, hang below it as a sheet of paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from assess.language.graph.layout import (
    BULLET,
    CODE,
    COLUMN_GAP,
    LABEL,
    LINE_HEIGHT,
    PADDING,
    SHEET_LINE,
    Place,
    laid_out,
    places_of,
    text_width,
)
from assess.language.graph.requirements import COLOURS, DECISION, INPUT, PARAMETER, SOURCE, Graph, Node

MARGIN = 28
HEADER = 84
INHERITED = "inherited"
_COLOURS = {**COLOURS, INHERITED: ("#f5f5f2", "#8f8f86")}
_FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans', sans-serif"
_RULES = (
    f"text {{ font-family: {_FONTS}; fill: #222222 }}",
    f".code, .sheet text {{ font-size: {CODE}px; fill: #6b6b63 }}",
    ".title { font-size: 18px; font-weight: 600 }",
    ".key { font-size: 12px }",
    f".label {{ font-size: {LABEL}px }}",
    ".line { fill: none; stroke: #a9a9a0; stroke-width: 1.2 }",
    ".tip { fill: #a9a9a0 }",
    ".string { stroke: #8f8f86; stroke-dasharray: 3 2 }",
    ".knot { fill: #8f8f86 }",
    *(f".{kind} .box {{ fill: {fill}; stroke: {edge} }}" for kind, (fill, edge) in _COLOURS.items()),
    f".sheet .box {{ fill: {COLOURS[SOURCE][0]}; stroke: {COLOURS[SOURCE][1]} }}",
    ".node:hover .line { stroke: #c4441c; stroke-width: 2.2 }",
    ".node:hover .tip { fill: #c4441c }",
    ".node:hover > .shape > .box { stroke-width: 2.4 }",
)
_STYLE = "\n".join(f".requirements {rule}" for rule in ("{ background: #ffffff }", *_RULES))
_TITLES = {"zh": "决策需求图", "en": "Decision requirements"}
_KEY = {
    "zh": {
        INPUT: "输入数据",
        PARAMETER: "参数（按日期取值）",
        DECISION: "决策",
        INHERITED: "沿用的决策",
        SOURCE: "依据的条款",
    },
    "en": {
        INPUT: "input data",
        PARAMETER: "dated parameter",
        DECISION: "decision",
        INHERITED: "inherited decision",
        SOURCE: "clause cited",
    },
}


def svg(graph: Graph) -> str:
    """One self-contained SVG. Boxes are `g.node` with their kind as a second class and their id as `id`."""
    columns = laid_out(places_of(graph))
    x: float = MARGIN
    for column in columns:
        width = max((place.width for place in column), default=0)
        for place in column:
            place.x, place.width = x, width
            place.y += HEADER
        x += width + COLUMN_GAP
    places = [place for column in columns for place in column]
    ports = _ports(places)
    key, key_width = _key(_KEY[graph.language])
    title = f"{graph.title}{'　' if graph.language == 'zh' else ' · '}{_TITLES[graph.language]}"
    width = max(x - COLUMN_GAP, MARGIN + key_width, MARGIN + text_width(title, 19)) + MARGIN
    height = max(place.y + place.height / 2 + place.below for place in places) + MARGIN
    language = "zh-CN" if graph.language == "zh" else "en"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="requirements" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="0 0 {width:.0f} {height:.0f}" lang="{language}" role="img" aria-label={quoteattr(title)}>',
            f"<style>\n{escape(_STYLE)}\n</style>",
            f'<text class="title" x="{MARGIN}" y="34">{escape(title)}</text>',
            *key,
            *(part for place in places if place.node for part in _drawn(place, place.node, places, ports)),
            "</svg>\n",
        ]
    )


Ports = dict[tuple[int, int], float]


def _ports(places: list[Place]) -> Ports:
    """Where on the left side of a box each line ends: spread over it in the order that the lines come from."""
    ports: Ports = {}
    for place in places:
        comers = sorted(place.before, key=lambda other: other.y)
        step = min(12.0, (place.height - 12) / max(1, len(comers)))
        for index, comer in enumerate(comers):
            shift = (index - (len(comers) - 1) / 2) * step if place.node else 0.0
            ports[(id(comer), id(place))] = place.y + shift
    return ports


def _drawn(place: Place, node: Node, places: list[Place], ports: Ports) -> Iterable[str]:
    """The box with the lines that lead from it, in one group, so that pointing at it shows where it goes."""
    classes = f"node {node.kind}" + (f" {INHERITED}" if node.inherited else "")
    yield f'<g class="{classes}" id={quoteattr(node.id)}>'
    if node.hint:
        yield f"<title>{escape(node.hint)}</title>"
    for part in places:
        if part.origin == node.id:
            yield from _lines_from(part, ports)
    top, bottom = place.y - place.height / 2, place.y + place.height / 2
    if place.sheet:
        yield from _sheet(place, bottom)
    yield f'<g class="shape">{_shape(node.kind, place.x, top, place.width, place.height)}'
    yield from _labels(place, top + PADDING + LABEL - 3)
    if node.kind == DECISION:
        middle, y = place.x + place.width / 2, bottom - PADDING + 3
        yield f'<text class="code" x="{middle:.1f}" y="{y:.1f}" text-anchor="middle">{escape(node.names[0])}</text>'
    yield "</g></g>"


def _labels(place: Place, y: float) -> Iterable[str]:
    """One label in the middle; several as a list, each behind a dot."""
    x, anchor = place.x + place.width / 2, "middle"
    if len(place.labels) > 1:
        widest = max(text_width(line, LABEL) for label in place.labels for line in label)
        x, anchor = x - (widest - BULLET) / 2, "start"
    for label in place.labels:
        if len(place.labels) > 1:
            yield f'<circle class="knot" cx="{x - BULLET + 3:.1f}" cy="{y - 4.5:.1f}" r="1.8"/>'
        for line in label:
            yield f'<text class="label" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(line)}</text>'
            y += LINE_HEIGHT


def _lines_from(place: Place, ports: Ports) -> Iterable[str]:
    start = place.x + place.width
    if place.node is None:
        yield f'<path class="line" d="M{place.x:.1f} {place.y:.1f}H{start:.1f}"/>'
    for other in place.after:
        end, height = other.x, ports[(id(place), id(other))]
        tip = end - 7 if other.node else end
        middle = (start + tip) / 2
        curve = (
            f"M{start:.1f} {place.y:.1f}C{middle:.1f} {place.y:.1f} {middle:.1f} {height:.1f} {tip:.1f} {height:.1f}"
        )
        yield f'<path class="line" d="{curve}"/>'
        if other.node:
            yield f'<path class="tip" d="M{end:.1f} {height:.1f}l-8 -3.5v7z"/>'


def _shape(kind: str, x: float, y: float, width: float, height: float) -> str:
    if kind == PARAMETER:
        cut = 8
        path = f"M{x + cut:.1f} {y:.1f}H{x + width:.1f}V{y + height - cut:.1f}L{x + width - cut:.1f} {y + height:.1f}"
        return f'<path class="box" d="{path}H{x:.1f}V{y + cut:.1f}Z"/>'
    if kind == SOURCE:
        wave = f"q{-width / 4:.1f} 7 {-width / 2:.1f} 0t{-width / 2:.1f} 0"
        return f'<path class="box" d="M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}{wave}z"/>'
    radius = min(18.0, height / 2) if kind == INPUT else 0
    return (
        f'<rect class="box" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        + (f' rx="{radius:.1f}"' if radius else "")
        + "/>"
    )


def _sheet(place: Place, bottom: float) -> Iterable[str]:
    """The clauses cited, on a sheet of paper that hangs on the box by a dashed line."""
    width = max(text_width(line, CODE) for line in place.sheet) + 12
    x, y = place.x + (place.width - width) / 2, bottom + 9
    middle = place.x + place.width / 2
    yield f'<g class="sheet"><path class="string" d="M{middle:.1f} {y:.1f}V{bottom + 3:.1f}"/>'
    yield f'<circle class="knot" cx="{middle:.1f}" cy="{bottom + 2:.1f}" r="2.2"/>'
    yield _shape(SOURCE, x, y, width, len(place.sheet) * SHEET_LINE + 6)
    for number, line in enumerate(place.sheet, start=1):
        height = y + number * SHEET_LINE - 1
        yield f'<text x="{middle:.1f}" y="{height:.1f}" text-anchor="middle">{escape(line)}</text>'
    yield "</g>"


def _key(words: dict[str, str]) -> tuple[list[str], float]:
    """What the shapes stand for, in a line under the title, and how far it reaches."""
    parts: list[str] = []
    x: float = MARGIN
    for kind, word in words.items():
        parts.append(f'<g class="{kind}">{_shape(kind, x, 48, 26, 16)}')
        parts.append(f'<text class="key" x="{x + 33:.1f}" y="61">{escape(word)}</text></g>')
        x += 33 + text_width(word, 12) + 24
    return parts, x
