"""Cases out of files and streams, however they are written; each stands by itself."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from assess.cases.frame import RawCase
from assess.cases.reading import read_cases

ONE = '{"case": "a", "ruleset": "winter", "as_of": "2024-01-15", "known_at": "2024-02-01", "facts": {"climbing": 2}}'


class Stream(io.TextIOWrapper):
    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")


def piped(content: str | bytes) -> list[RawCase]:
    return list(read_cases("-", Stream(content if isinstance(content, bytes) else content.encode())))


def test_one_json_line() -> None:
    [case] = piped(ONE)
    assert (case.id, case.ruleset, case.as_of, case.known_at) == ("a", "winter", 20240115, 20240201)
    assert (case.facts, case.problems) == ({"climbing": 2}, [])


@pytest.mark.parametrize("content", [f"{ONE}\n\n{ONE}\n", f"\n{ONE}\r\n{ONE}", f"\ufeff{ONE}\n{ONE}\n"])
def test_json_lines_with_blank_lines_other_line_ends_and_a_byte_order_mark(content: str) -> None:
    assert [(case.id, case.problems) for case in piped(content)] == [("a", []), ("a", [])]


@pytest.mark.parametrize(
    "content",
    [
        "case: a\nfacts:\n  climbing: 2\n",
        "# a comment\ncase: a\nfacts: {climbing: 2}",
        '{\n  "case": "a",\n  "facts": {"climbing": 2}\n}\n',
        '{\n\t"case": "a",\n\t"facts": {"climbing": 2}\n}\n',
        '[{"case": "a",\n"facts": {"climbing": 2}}]',
        "- case: a\n  facts: {climbing: 2}\n",
    ],
)
def test_yaml_and_json_of_several_lines(content: str) -> None:
    [case] = piped(content)
    assert (case.id, case.facts, case.problems) == ("a", {"climbing": 2}, [])


def test_rare_characters_written_as_pairs_in_json(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"case": "a", "facts": {"herder_name": "𠮷野", "told_by": {"name": "\\ud842\\udfb7"}}}))
    [case] = read_cases(str(path), io.StringIO())
    assert case.facts == {"herder_name": "𠮷野", "told_by": {"name": "\\ud842\\udfb7"}}


def test_cases_without_an_id_are_counted() -> None:
    assert [case.id for case in piped("- facts: {}\n- {case: x, facts: {}}\n- {case: null, facts: {}}\n")] == [
        "1",
        "x",
        "3",
    ]
    assert [case.id for case in piped('{"facts": {}}\n{"case": 12, "facts": {}}\n')] == ["line 1", "12"]


def test_place_of_a_fact_in_yaml_and_in_a_line() -> None:
    [case] = piped("case: a\nfacts:\n  climbing: 2\n")
    assert str(case.place("climbing")) == "<stdin>:3:3"
    assert [str(case.place("climbing")) for case in piped(f"{ONE}\n{ONE}\n")] == ["<stdin>:1:1", "<stdin>:2:1"]


def test_nothing_on_standard_input_is_a_fault() -> None:
    [case] = piped("")
    assert [found.code for found in case.problems] == ["Y108"]


def test_a_stream_is_read_as_it_comes() -> None:
    def endless() -> io.RawIOBase:
        class Endless(io.RawIOBase):
            def readable(self) -> bool:
                return True

            def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
                line = f"{ONE}\n".encode()
                buffer[: len(line)] = line
                return len(line)

        return Endless()

    stream = io.TextIOWrapper(io.BufferedReader(endless()), encoding="utf-8")
    cases = read_cases("-", stream)
    assert [next(cases).id for _ in range(1000)] == ["a"] * 1000


def test_a_file_that_is_not_there() -> None:
    [case] = read_cases("nowhere.yaml", io.StringIO())
    assert [found.code for found in case.problems] == ["Y107"]
