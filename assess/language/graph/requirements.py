"""Which decision requires what: decisions, input data, dated parameters, and the clauses that stand behind them.

Input data that exactly the same decisions read share a box, and so do parameters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assess.language.law import Citation
from assess.language.program import Decision, Needs, Program, Table, Version, closure

INPUT, PARAMETER, DECISION, SOURCE = "input", "parameter", "decision", "source"
COLOURS = {
    INPUT: ("#eef6fb", "#4a7f9c"),
    PARAMETER: ("#f3effa", "#77629b"),
    DECISION: ("#fffaf0", "#8a6d2f"),
    SOURCE: ("#f7f7f4", "#8f8f86"),
}
"""Fill and edge of each kind of box."""


@dataclass(frozen=True)
class Node:
    """A box: one decision, or the input data or parameters that the same decisions read. `names` are their codes."""

    id: str
    kind: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    sources: tuple[str, ...] = ()
    """The instruments cited, each with its clauses."""
    hint: str = ""
    inherited: bool = False


@dataclass(frozen=True)
class Graph:
    """Boxes by id, and which box each requirement leads from and to. Words are already in one language."""

    title: str
    language: str
    nodes: dict[str, Node]
    edges: tuple[tuple[str, str], ...]


def graph_of(program: Program, language: str, decision: str | None = None) -> Graph:
    """What the decision, or everything that the ruleset itself decides, requires, directly or through others."""
    wanted = (decision,) if decision else _wanted(program)
    required = set(closure(program, wanted))
    shown = [one for one in program.decisions.values() if one.name in required and not one.hidden]
    readers: dict[tuple[str, str], list[str]] = {}
    edges: list[tuple[str, str]] = []
    for one in shown:
        facts, decisions, parameters = _requirements(program, one)
        edges += [(_id(DECISION, other), _id(DECISION, one.name)) for other in decisions]
        for kind, names in ((INPUT, facts), (PARAMETER, parameters)):
            for name in names:
                readers.setdefault((kind, name), []).append(one.name)
    nodes: dict[str, Node] = {}
    for (kind, by), names in _alike(readers).items():
        node = _shared_node(program, language, kind, tuple(names))
        nodes[node.id] = node
        edges += [(node.id, _id(DECISION, reader)) for reader in by]
    for one in shown:
        nodes[_id(DECISION, one.name)] = _decision_node(program, language, one)
    name = program.label.in_language(language)
    if decision:
        colon = "：" if language == "zh" else ": "
        name += colon + program.decisions[decision].label.in_language(language)
    return Graph(name, language, nodes, tuple(edges))


def _wanted(program: Program) -> tuple[str, ...]:
    own = [one.name for one in program.decisions.values() if one.ruleset == program.id and not one.hidden]
    return tuple(dict.fromkeys((*program.goals, *own)))


def _requirements(program: Program, decision: Decision) -> tuple[list[str], list[str], list[str]]:
    """The facts, decisions and parameters that any version of the decision reads, its hidden steps looked through."""
    facts: dict[str, None] = {}
    decisions: dict[str, None] = {}
    parameters: dict[str, None] = {}
    parts = [decision, *(one for one in program.decisions.values() if one.part_of == decision.name)]
    for version in (version for part in parts for version in part.versions):
        needs = Needs.of(version)
        facts.update(dict.fromkeys(needs.facts))
        parameters.update(dict.fromkeys(name for name, _ in needs.parameters))
        decisions.update(dict.fromkeys(name for name in needs.decisions if not program.decisions[name].hidden))
    return list(facts), list(decisions), list(parameters)


def _alike(readers: dict[tuple[str, str], list[str]]) -> dict[tuple[str, tuple[str, ...]], list[str]]:
    """Names by kind and by the decisions that read them."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (kind, name), by in readers.items():
        found.setdefault((kind, tuple(by)), []).append(name)
    return found


def _id(kind: str, name: str) -> str:
    return f"{kind}-{name}"


def _shared_node(program: Program, language: str, kind: str, names: tuple[str, ...]) -> Node:
    declared = program.inputs if kind == INPUT else program.parameters
    labels = tuple(declared[name].label.in_language(language) for name in names)
    return Node(_id(kind, names[0]), kind, names, labels, hint=", ".join(names))


def _decision_node(program: Program, language: str, decision: Decision) -> Node:
    cited = tuple(dict.fromkeys(one for version in decision.versions for one in _citations(version)))
    colon = "：" if language == "zh" else ": "
    hints = [decision.name]
    for citation in cited:
        clause = program.sources[citation.source].clauses[citation.clause]
        hints.append(f"{citation}{colon}{clause.label.in_language(language)}")
    return Node(
        _id(DECISION, decision.name),
        DECISION,
        (decision.name,),
        (decision.label.in_language(language),),
        tuple(_instruments(program, language, cited)),
        "\n".join(hints),
        decision.ruleset != program.id,
    )


def _citations(version: Version) -> Iterable[Citation]:
    yield from version.cite
    if isinstance(version.body, Table):
        yield from (citation for row in version.body.rows for citation in row.cite)


def _instruments(program: Program, language: str, cited: Iterable[Citation]) -> Iterable[str]:
    """`常政办发〔2023〕37号 二(一)2、二(二)4`, one text an instrument."""
    places: dict[str, dict[str, None]] = {}
    for citation in cited:
        clause = program.sources[citation.source].clauses[citation.clause]
        places.setdefault(citation.source, {})[clause.place or f"§{clause.key}"] = None
    for source, found in places.items():
        name = program.sources[source].number or program.sources[source].title.in_language(language)
        yield f"{name} {('、' if language == 'zh' else ', ').join(found)}"
