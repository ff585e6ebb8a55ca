"""The decision requirements graph of a ruleset, as DMN draws it: as SVG, laid out here, and as Mermaid text."""

from assess.language.graph.mermaid import mermaid
from assess.language.graph.requirements import Graph, Node, graph_of
from assess.language.graph.svg import svg

__all__ = ["Graph", "Node", "graph_of", "mermaid", "svg"]
