"""The graph as Mermaid text, for pages that draw it themselves."""

from __future__ import annotations

import json

from assess.language.graph.requirements import COLOURS, DECISION, INPUT, PARAMETER, Graph

_SHAPES = {INPUT: ("(", ")"), PARAMETER: ("{{", "}}"), DECISION: ("[", "]")}


def mermaid(graph: Graph) -> str:
    """A Mermaid flow chart: requirements are arrows, the clauses behind a decision hang on it by a dotted line."""
    lines = ["---", f"title: {json.dumps(graph.title, ensure_ascii=False)}", "---", "flowchart LR"]
    ids = {node_id: node_id.replace("-", "_", 1) for node_id in graph.nodes}
    clauses: dict[str, str] = {}
    for node in graph.nodes.values():
        opening, closing = _SHAPES[node.kind]
        label = "<br/>".join(map(_text, node.labels))
        lines.append(f'    {ids[node.id]}{opening}"{label}"{closing}:::{node.kind}')
        for source in node.sources:
            if source not in clauses:
                clauses[source] = f"source_{len(clauses) + 1}"
                lines.append(f'    {clauses[source]}>"{_text(source)}"]:::source')
    lines += [f"    {ids[start]} --> {ids[end]}" for start, end in graph.edges]
    lines += [f"    {clauses[source]} -.-o {ids[node.id]}" for node in graph.nodes.values() for source in node.sources]
    lines += [f"    classDef {kind} fill:{fill},stroke:{stroke}" for kind, (fill, stroke) in COLOURS.items()]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return "".join(f"#{ord(c)};" if c in '"#<>{}[]|`;' else c for c in text)
