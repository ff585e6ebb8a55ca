"""YAML to a tree in which every key and value knows its place; only what this project writes is taken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.diagnostics import Diagnostics
from assess.language.source import Mapping, Node, Scalar, Sequence, find, plain, read_text, render

TEXT = """\
# a flock
sheep: 12
"2": two
names: [Lamb, 'Old ''Ewe''']
pasture:
  grade: fair
  since: 2020-05-01
notes: >
  a long
  note
"""


def tree_of(text: str) -> Node:
    diagnostics = Diagnostics()
    tree = read_text(text, "flock.yaml", diagnostics)
    assert list(diagnostics) == []
    assert tree is not None
    return tree


def codes(text: str) -> list[str]:
    diagnostics = Diagnostics()
    read_text(text, "flock.yaml", diagnostics)
    return [f"{one.code} {one.position.line}:{one.position.column}" for one in diagnostics]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("-3", -3), ("+3", 3), ("0", 0), ("012", "012"), ("0x1F", "0x1F"), ("0o17", "0o17"), ("1_000",
        "1_000"),
        ("684.00", Decimal("684.00")), (".5", ".5"), ("1e3", "1e3"), (".inf", ".inf"), (".nan", ".nan"),
        ("true", True), ("false", False), ("yes", "yes"), ("no", "no"), ("on", "on"), ("True", "True"), ("TRUE",
        "TRUE"),
        ("null", None), ("~", None), ("", None), ("Null", "Null"), ("none", "none"),
        ("2023-09-25", date(2023, 9, 25)), ("2023-9-25", "2023-9-25"), ("2023-09-25 10:00:00", "2023-09-25 10:00:00"),
        ("'12'", "12"), ('"true"', "true"), ('"2023-09-25"', "2023-09-25"), ("30%", "30%"), ("12:30", "12:30"),
        ("１２", "１２"),
        ("|-\n  12", "12"),
    ],
)  # fmt: skip
def test_values_are_taken_only_as_they_are_written(text: str, value: Any) -> None:
    found = plain(tree_of(f"key: {text}\n"))
    assert found == {"key": value}
    assert isinstance(found, dict)
    assert type(found["key"]) is type(value)


def test_decimals_keep_their_places() -> None:
    assert str(plain(tree_of("[684.00]"))) == "[Decimal('684.00')]"


def test_keys_are_always_text() -> None:
    assert plain(tree_of("1: a\ntrue: b\n2020-01-01: c\nnull: d\n")) == {
        "1": "a", "true": "b", "2020-01-01": "c", "null": "d"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("sheep",), 2, 1),
        (("2",), 3, 1),
        (("names", 1), 4, 15),
        (("pasture", "since"), 7, 3),
        (("notes",), 8, 1),
        (("pasture", "shade"), 5, 1),  # a step that is not there is passed over
        (("names", 7), 4, 1),
        ((), 2, 1),
    ],
)
def test_places(path: tuple[str | int, ...], line: int, column: int) -> None:
    _, position = find(tree_of(TEXT), path)
    assert (position.file, position.line, position.column) == ("flock.yaml", line, column)


def test_nodes_found() -> None:
    tree = tree_of(TEXT)
    grade, _ = find(tree, ("pasture", "grade"))
    assert isinstance(grade, Scalar)
    assert (grade.text, grade.position.line, grade.position.column) == ("fair", 6, 10)
    names, _ = find(tree, ("names",))
    assert isinstance(names, Sequence)
    assert isinstance(tree, Mapping)
    assert plain(names) == ["Lamb", "Old 'Ewe'"]


@pytest.mark.parametrize(
    ("text", "word", "line", "column"),
    [
        ("when: sheep > goats", "goats", 1, 15),
        ("when: 'sheep > goats'", "goats", 1, 16),
        ("when: 'a = ''b'' and goats'", "goats", 1, 22),
        ('when: "a \\u003e goats"', "goats", 1, 17),
        ("when: >\n  sheep >\n  goats\n", "goats", 3, 3),
        ("when: |\n  sheep >\n    goats\n", "goats", 3, 5),
        ("when: sheep >\n    goats\n", "goats", 2, 5),
    ],
)
def test_place_of_a_word_inside_a_text(text: str, word: str, line: int, column: int) -> None:
    node, _ = find(tree_of(text), ("when",))
    assert isinstance(node, Scalar)
    place = node.text_position.moved(node.text.index(word))
    assert (place.line, place.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\nb: 3\nb: 4\n", ["Y103 2:1", "Y103 4:1"]),
        ("a: {b: 1, b: 2}\n", ["Y103 1:11"]),
        ("a:\n\t- 1\n", ["Y102 2:1"]),
        ("a: 1\n---\nb: 2\n", ["Y105 2:1"]),
        ("a: &x 1\nb: *x\n", ["Y104 1:4"]),
        ("a: !!int 3\n", ["Y104 1:4"]),
        ("a: 2023-02-30\nb: 2023-13-01\n", ["Y109 1:4", "Y109 2:4"]),
        ("a: [1, 2\nb: 3\n", ["Y101 2:2"]),
        ("? [a, b]\n: 1\n", ["Y101 1:3"]),
        ("", ["Y108 0:0"]),
    ],
)
def test_what_is_refused(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_an_impossible_day_stays_text() -> None:
    assert plain(read_text("a: 2023-02-30\n", "flock.yaml", Diagnostics()) or tree_of("")) == {"a": "2023-02-30"}


def test_a_number_longer_than_any_stays_text() -> None:
    """Python refuses to make a number of it; it is no day that there is not."""
    digits = "1" * 5000
    diagnostics = Diagnostics()
    tree = read_text(f"a: {digits}\nb: -{digits}\n", "flock.yaml", diagnostics)
    assert not diagnostics.has_errors
    assert plain(tree or tree_of("")) == {"a": digits, "b": f"-{digits}"}


def test_tree_as_a_person_reads_it() -> None:
    assert render(tree_of("sheep: 12\nnames: [Lamb]\npasture: {grade: fair}\n")) == (
        "sheep: 12    # 1:1\nnames:    # 2:1\n  - Lamb    # 2:9\npasture:    # 3:1\n  grade: fair    # 3:11"
    )


@settings(derandomize=True, database=None, max_examples=300, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            ["a", "b", ":", "- ", "? ", "\n", "  ", "[", "]", "{", "}", ",", "'", '"', "|", ">", "&x", "*x", "!t",
            "%", "#", "---", "12",
             "1.5", "2020-01-01", "\t", "\ufeff", "\u0085", "\u2028", "\x00", "é", "草"]
        ),
        max_size=20,
    ).map("".join)
)  # fmt: skip
def test_any_text_is_a_tree_or_refused(text: str) -> None:
    diagnostics = Diagnostics()
    tree = read_text(text, "flock.yaml", diagnostics)
    assert tree is not None or diagnostics.has_errors
    lines = text.count("\n") + text.count("\r") + text.count("\u0085") + text.count("\u2028") + text.count("\u2029") + 1
    for one in diagnostics:
        assert one.code.startswith("Y")
        assert 0 <= one.position.line <= lines + 1
