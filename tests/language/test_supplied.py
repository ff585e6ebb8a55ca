"""Figures that an office supplies: laid over the shipped ones, provisional unless it says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.diagnostics import Diagnostics
from assess.language.edition import edition_of
from assess.language.program import Program
from assess.language.supplied import Supplied, read_supplied
from assess.library import Library
from tests.library import FICTIONAL, FOLDER, day


def supplied(folder: Path, content: str) -> Supplied:
    path = folder / "office.yaml"
    path.write_text(content, encoding="utf-8")
    diagnostics = Diagnostics()
    found = read_supplied(path, diagnostics)
    assert list(diagnostics) == []
    assert found is not None
    return found


def program_with(folder: Path, content: str) -> Program:
    return Library((FOLDER,)).program("meadowland", supplied(folder, content))


def wage_on(program: Program, as_of: str, known_at: str | None = None) -> tuple[object, bool]:
    """The wage in force on a day, and whether it is uncertain."""
    edition = edition_of(program, day(as_of), None if known_at is None else day(known_at), only=("care",))
    reading = edition.readings[("wage", "end of previous year")]
    return reading.value, reading.provisional


def codes(folder: Path, content: str) -> list[str]:
    loaded = Library((FOLDER,)).load("meadowland", supplied(folder, content))
    return [f"{one.code} {one.position.file.rsplit('/', 1)[-1]}:{one.position.line}" for one in loaded.diagnostics]


def test_undated_figure_takes_the_place_of_all(tmp_path: Path) -> None:
    program = program_with(tmp_path, "parameters: {wage: 999.99}\n")
    for as_of in ("2021-06-30", "2023-06-30", "2026-06-30"):
        assert wage_on(program, as_of) == (99_999, True)
    assert len(program.parameters["wage"].entries) == 1
    assert program.parameters["wage"].entries[0].origin == "office.yaml"


def test_dated_figure_stands_beside_the_others(tmp_path: Path) -> None:
    program = program_with(
        tmp_path, "parameters:\n  wage:\n    - {from: 2023-07-01, value: 1200, confidence: published}\n"
    )
    assert wage_on(program, "2023-12-31") == (111_100, False)
    assert wage_on(program, "2024-06-30") == (120_000, False)
    assert wage_on(program, "2025-06-30") == (123_456, False), "the later shipped figure still follows"


def test_dated_figure_replaces_the_one_of_the_same_day(tmp_path: Path) -> None:
    program = program_with(tmp_path, "parameters: {wage: [{from: 2022-07-01, value: 1112}]}\n")
    assert wage_on(program, "2023-06-30") == (111_200, True), "assumed, since the file does not say otherwise"


def test_figure_with_an_end(tmp_path: Path) -> None:
    program = program_with(tmp_path, "parameters: {wage: [{from: 2022-07-01, until: 2022-12-30, value: 1112}]}\n")
    edition = edition_of(program, day("2023-06-30"), only=("care",))
    assert edition.unavailable["care"].code == "P203"


def test_figure_that_nobody_knows(tmp_path: Path) -> None:
    """Before the first shipped value, or from a day on: unknown, and no error."""
    content = "parameters: {wage: [{from: 2019-01-01, value: null}, {from: 2022-07-01, value: null}]}\n"
    program = program_with(tmp_path, content)
    assert wage_on(program, "2020-06-30") == wage_on(program, "2023-06-30") == (None, True)
    assert wage_on(program, "2022-06-30") == (100_000, False)


def test_review_of_a_figure_that_nobody_knows(tmp_path: Path) -> None:
    """An old value that is carried on is warned of; there is none here."""
    for value, expected in (("1300", "P205"), ("null", None)):
        program = program_with(tmp_path, f"parameters: {{wage: [{{from: 2026-01-01, value: {value}}}]}}\n")
        reading = edition_of(program, day("2028-06-30"), only=("care",)).readings[("wage", "end of previous year")]
        assert reading.fault is None
        assert (None if reading.warning is None else reading.warning.code) == expected


def test_undated_figure_that_is_left_empty(tmp_path: Path) -> None:
    path = tmp_path / "office.yaml"
    path.write_text("parameters:\n  wage:\n", encoding="utf-8")
    diagnostics = Diagnostics()
    assert read_supplied(path, diagnostics) is None
    assert [one.code for one in diagnostics] == ["S104"]


def test_figure_known_from_a_day(tmp_path: Path) -> None:
    content = "parameters: {wage: [{from: 2022-12-01, value: 1112, published: 2023-02-01}]}\n"
    program = program_with(tmp_path, content)
    assert wage_on(program, "2023-06-30", "2023-01-31") == (111_100, False)
    assert wage_on(program, "2023-06-30", "2023-02-01") == (111_200, True)


def test_keyed_figure(tmp_path: Path) -> None:
    program = program_with(tmp_path, "parameters: {hay_rate: {sheep: 1, goats: 2.50, both: 3}}\n")
    assert program.parameters["hay_rate"].entries[0].value == {0: 100, 1: 250, 2: 300}


def test_figure_that_no_ruleset_gives(tmp_path: Path) -> None:
    program = program_with(tmp_path, "parameters: {shelter_rate: 0}\n")
    assert program.parameters["shelter_rate"].entries[0].value == 0


def test_reading_chosen_by_name(tmp_path: Path) -> None:
    program = program_with(tmp_path, "parameters: {bell_reading: narrow}\n")
    assert program.parameters["bell_reading"].entries[0].value == 1


def test_supplied_figure_is_good_past_the_review(tmp_path: Path) -> None:
    content = "parameters:\n  wage: 1300\n  care_share: {fine: 1%, good: 2%, plain: 3%, coarse: 4%}\n"
    program = program_with(tmp_path, content)
    assert "care" in edition_of(program, day("2030-06-30"), only=("care",)).active


def test_shipped_program_is_left_alone(tmp_path: Path) -> None:
    library = Library((FOLDER,))
    before = library.program("meadowland")
    with_figures = library.program("meadowland", supplied(tmp_path, "parameters: {wage: 1}\n"))
    assert library.program("meadowland") is before
    assert with_figures.hash == before.hash == FICTIONAL.program("meadowland").hash
    assert before.supplied_by is None
    assert with_figures.supplied_by is not None
    assert with_figures.supplied_by[0] == "office.yaml"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("parameters: {wages: 1}\n", ["P111 office.yaml:1"]),
        ("parameters:\n  wage: lots\n", ["P101 office.yaml:2"]),
        ("parameters:\n  wage: true\n", ["P101 office.yaml:2"]),
        ("parameters:\n  wage: 2023-01-01\n", ["P101 office.yaml:2"]),
        ("parameters:\n  hay_rate: {sheep: 1, goats: 2}\n", ["P110 office.yaml:2"]),
        ("parameters:\n  hay_rate: {sheep: 1, goats: 2, both: 3, cows: 4}\n", ["P109 office.yaml:2"]),
        ("parameters:\n  hay_rate: 7\n", ["P108 office.yaml:2"]),
        ("parameters:\n  shelter_rate: {a: 7}\n", ["P107 office.yaml:2"]),
        ("parameters:\n  bell_reading: broad\n", ["P101 office.yaml:2"]),
        (
            "parameters:\n  wage:\n    - {from: 2023-01-01, value: 1}\n    - {from: 2023-01-01, value: 2}\n",
            ["D102 office.yaml:4"],
        ),
        ("parameters:\n  wage:\n    - {from: 2023-01-01, until: 2022-01-01, value: 1}\n", ["D103 office.yaml:3"]),
        ("parameters:\n  winter_rate:\n    - {from: 2023-01-01, value: null}\n", ["P102 office.yaml:3"]),
    ],
)
def test_faulty_figure_is_refused_where_it_stands(tmp_path: Path, content: str, expected: list[str]) -> None:
    assert codes(tmp_path, content) == expected


@pytest.mark.parametrize("value", ["600", "-1"])
def test_figure_outside_the_declared_range(tmp_path: Path, value: str) -> None:
    assert "P105" in [one.split()[0] for one in codes(tmp_path, f"parameters: {{shelter_rate: {value}}}\n")]


def test_figure_finer_than_a_fen(tmp_path: Path) -> None:
    assert [one.split()[0] for one in codes(tmp_path, "parameters: {wage: 1.005}\n")] == ["P106"]
