"""The decision requirements graph: what it holds, where things stand, and that both notations say the same."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from assess.language.graph import Graph, graph_of, mermaid, svg
from assess.language.graph.layout import Place, laid_out, places_of, text_width, wrapped
from assess.language.program import Program
from assess.library import Library

LIBRARY = Library.default((Path(__file__).parents[1] / "cli",))
SVG = "{http://www.w3.org/2000/svg}"


def skerries() -> Program:
    return LIBRARY.program("skerries")


# what requires what


def test_a_graph_holds_decisions_facts_and_parameters_and_what_they_are_needed_for() -> None:
    graph = graph_of(skerries(), "en")
    assert graph.title == "Care for the ferrymen of the Skerries"
    assert {(node.kind, node.labels) for node in graph.nodes.values()} == {
        ("input", ("date of birth",)),
        ("input", ("injury of the arm", "injury of the leg")),
        ("input", ("deaf",)),
        ("input", ("date of application",)),
        ("parameter", ("price of oil",)),
        ("parameter", ("rate for nets",)),
        ("decision", ("old ferryman",)),
        ("decision", ("injury score",)),
        ("decision", ("grade before",)),
        ("decision", ("grade of injury",)),
        ("decision", ("lamp oil",)),
        ("decision", ("nets",)),
        ("decision", ("total",)),
        ("decision", ("hut",)),
    }
    assert set(graph.edges) == {
        ("input-born_on", "decision-old_ferryman"),
        ("input-arm", "decision-injury_score"),
        ("decision-injury_score", "decision-grade_before"),
        ("decision-grade_before", "decision-grade"),
        ("input-deaf", "decision-grade"),
        ("decision-old_ferryman", "decision-lamp_oil"),
        ("decision-grade", "decision-lamp_oil"),
        ("parameter-oil_price", "decision-lamp_oil"),
        ("decision-old_ferryman", "decision-nets"),
        ("decision-grade", "decision-nets"),
        ("parameter-net_rate", "decision-nets"),
        ("decision-lamp_oil", "decision-total"),
        ("decision-nets", "decision-total"),
        ("decision-grade", "decision-hut"),
        ("input-deaf", "decision-hut"),
        ("input-applied_on", "decision-hut"),
    }
    assert len(graph.edges) == len(set(graph.edges))


def test_a_decision_cites_its_clauses_by_instrument() -> None:
    node = graph_of(skerries(), "zh").nodes["decision-grade"]
    assert node.sources == ("No. 7 §3-table、§3-worse",)
    assert node.hint.splitlines() == ["grade", "ferry-act §3-table：伤情分三等", "ferry-act §3-worse：聋者加重一等"]


def test_the_graph_of_one_decision_holds_only_what_it_requires() -> None:
    graph = graph_of(skerries(), "zh", "grade")
    assert graph.title == "礁岛渡工保障：伤情等级"
    assert set(graph.nodes) == {
        "decision-grade", "decision-grade_before", "decision-injury_score", "input-arm", "input-deaf",
    }  # fmt: skip


def test_what_a_ruleset_inherits_is_drawn_apart() -> None:
    graph = graph_of(LIBRARY.program("north-skerry"), "en")
    own = {node.id for node in graph.nodes.values() if node.kind == "decision" and not node.inherited}
    assert own == {"decision-old_ferryman"}


# the layout


def places(graph: Graph) -> list[list[Place]]:
    columns = laid_out(places_of(graph))
    x = 0.0
    for column in columns:
        for place in column:
            place.x = x
        x += max(place.width for place in column) + 1
    return columns


@pytest.mark.parametrize("id_", ["skerries", "national", "jiangsu/changzhou", "gansu/lanzhou-anning"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_requirement_leads_to_the_right_and_no_box_covers_another(id_: str, language: str) -> None:
    graph = graph_of(LIBRARY.program(id_), language)
    columns = places(graph)
    column = {place.node.id: index for index, places in enumerate(columns) for place in places if place.node}
    assert set(column) == set(graph.nodes)
    assert all(column[start] < column[end] for start, end in graph.edges)
    for found in columns:
        for upper, lower in itertools.pairwise(sorted(found, key=lambda place: place.y)):
            assert upper.y + upper.height / 2 + upper.below < lower.y - lower.height / 2 + 1e-6


def test_a_long_line_takes_up_a_place_in_every_column_that_it_passes() -> None:
    columns = places(graph_of(skerries(), "en"))
    passing = [[place.origin for place in column if place.node is None] for column in columns]
    assert passing.count([]) < len(passing)
    assert all(len(set(origins)) == len(origins) for origins in passing)


def test_chinese_characters_are_as_wide_as_they_are_high() -> None:
    assert text_width("能力等级", 13) == 52
    assert text_width("level", 13) < 13 * 5 * 0.7


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("能力等级", ["能力等级"]),
        ("烈士、因公牺牲军人的遗属", ["烈士、因公", "牺牲军人的", "遗属"]),
        ("family of a serving soldier", ["family of a", "serving", "soldier"]),
        ("护理补贴（GB/T）", ["护理补贴", "（GB/T）"]),
    ],
)
def test_labels_are_broken_where_a_reader_would(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10, 55) == lines


# the drawings


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_svg_of_changzhou_shows_every_box_with_its_label(language: str) -> None:
    program = LIBRARY.program("jiangsu/changzhou")
    graph = graph_of(program, language)
    root = ElementTree.fromstring(svg(graph))
    boxes = {group.get("id"): group for group in root.iter(f"{SVG}g") if group.get("id")}
    assert set(boxes) == set(graph.nodes)
    decisions = [group for group in boxes.values() if "decision" in str(group.get("class")).split()]
    assert len(decisions) == 37
    for node in graph.nodes.values():
        shown = "".join("".join(text.itertext()) for text in boxes[node.id].iter(f"{SVG}text"))
        for label in node.labels:
            assert re.sub(r"\s", "", label) in re.sub(r"\s", "", shown)
    care = boxes["decision-tekun_care_standard"]
    assert "常政办发〔2023〕37号" in "".join(care.itertext())
    assert sum(path.get("class") == "tip" for path in root.iter(f"{SVG}path")) == len(graph.edges)


def test_the_svg_needs_nothing_from_elsewhere() -> None:
    text = svg(graph_of(skerries(), "en"))
    assert "href" not in text
    assert "url(" not in text
    assert "<script" not in text
    assert re.findall(r"https?://\S+", text) == ['http://www.w3.org/2000/svg"']


def test_nothing_is_drawn_outside_the_picture() -> None:
    root = ElementTree.fromstring(svg(graph_of(LIBRARY.program("jiangsu/changzhou"), "zh")))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for box in root.iter(f"{SVG}rect"):
        assert 0 <= float(box.attrib["x"]) <= width - float(box.attrib["width"])
        assert 0 <= float(box.attrib["y"]) <= height - float(box.attrib["height"])


def test_marks_of_the_language_are_escaped() -> None:
    program = skerries()
    graph = graph_of(program, "en")
    name = Graph('a & b < "c"', graph.language, graph.nodes, graph.edges)
    assert ElementTree.fromstring(svg(name)).get("aria-label") == 'a & b < "c" · Decision requirements'
    assert mermaid(name).splitlines()[1] == r'title: "a & b < \"c\""'


def test_the_same_program_is_drawn_the_same() -> None:
    assert svg(graph_of(skerries(), "zh")) == svg(graph_of(skerries(), "zh"))


def test_mermaid_says_the_same_as_the_graph() -> None:
    graph = graph_of(skerries(), "en")
    found = mermaid(graph).splitlines()
    assert found[:4] == ["---", 'title: "Care for the ferrymen of the Skerries"', "---", "flowchart LR"]
    arrows = {tuple(line.split(" --> ")) for line in map(str.strip, found) if " --> " in line}
    assert arrows == {(start.replace("-", "_", 1), end.replace("-", "_", 1)) for start, end in graph.edges}
    assert '    input_arm("injury of the arm<br/>injury of the leg"):::input' in found
    assert '    parameter_oil_price{{"price of oil"}}:::parameter' in found
    assert '    decision_hut["hut"]:::decision' in found
    assert sum(":::source" in line for line in found) == 8
    assert sum(" -.-o " in line for line in found) == 8
