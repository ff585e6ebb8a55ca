"""The typed program as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.language.expression import walk
from assess.language.printing import exact, render, type_text
from assess.language.types import Boolean, Date, Enumeration, Number, Unit
from assess.library import Library

LIBRARY = Library.default((Path(__file__).parents[1] / "cli",))


def printed(*only: str) -> list[str]:
    """The print without the blanks before `#`."""
    text = render(LIBRARY.program("skerries"), only or None)
    return ["  # ".join(part.rstrip() for part in line.split("  # ")) for line in text.splitlines()]


def body(name: str) -> list[str]:
    """What is printed of a decision below its version."""
    lines = printed(name)
    start = next(index for index, line in enumerate(lines) if line.startswith(f"decision {name}:"))
    return [line.removeprefix("    ") for line in lines[start + 2 :]]


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [(684, 1, "684"), (1, 20, "0.05"), (-3, 8, "-0.375"), (1, 3, "1/3"), (250, 100, "2.5"), (0, 100, "0")],
)
def test_numbers_are_written_exactly(numerator: int, denominator: int, text: str) -> None:
    assert exact(numerator, denominator) == text


def test_types_give_unit_range_and_denominator() -> None:
    assert type_text(Number(100, 0, 79800, Unit.parse("CNY/month"))) == "CNY/month 0..798 in 1/100"
    assert type_text(Number(1, 0, 90, Unit.parse("points"))) == "points 0..90"
    assert type_text(Number(20, 1, 6, None)) == "number 0.05..0.3 in 1/20"
    assert type_text(Boolean()) == "boolean"
    assert type_text(Date()) == "date"
    assert type_text(Enumeration("grade", ("light", "grave"))) == "grade"


def test_an_amount_shows_every_rescaling_and_rounding() -> None:
    assert body("lamp_oil") == [
        "for",
        "  all of",
        "    old_ferryman",
        '    grade >= "middling"  # “伤情不轻 | not lightly injured”',
        "formula",
        "  product of  # CNY/month 66.67..80 in 1/500",
        "    0.2  # in 1/5",
        "    oil_price at end of previous year  # CNY/month 333.35..400 in 1/100",
        "rounding half_up to 0.1 at month  # ferry-act §4",
        "due",
        "  rescale ×10  # CNY/month 66.7..80 in 1/100",
        "    round half_up to 0.1  # CNY/month 66.7..80 in 1/10",
        "      formula",
    ]


def test_a_score_shows_its_items_with_their_ranges() -> None:
    assert body("injury_score") == ["sum of  # points 0..8", "  + arm  # points 0..4", "  + leg  # points 0..4"]


def test_a_table_shows_its_rows_with_their_places_and_clauses() -> None:
    assert body("grade") == [
        "table first, complete",
        "  row 1  # ferry-act §3-worse · rulesets/skerries.yaml:84:11",
        "    when deaf",
        "    then 1 worse than grade_before",
        "  row 2  # rulesets/skerries.yaml:85:11",
        "    otherwise",
        "    then grade_before",
    ]


def test_a_parameter_shows_its_values_with_their_days_and_grounds() -> None:
    lines = printed("nets")
    start = next(index for index, line in enumerate(lines) if line.startswith("parameter"))
    assert lines[start : start + 2] == [
        "parameter net_rate[grade]: CNY/month 0..100 in 1/100"
        "  # 渔网标准 | rate for nets · reviewed until 2030-12-31 · rulesets/skerries.yaml:43:3",
        '  2020-01-01 – …: "light": 0, "middling": 50, "grave": 100  # published · ferry-act §5 · skerries',
    ]


def test_a_combination_is_printed_with_its_hidden_steps() -> None:
    lines = printed("total")
    assert [line.split(":")[0] for line in lines if line.startswith("decision ")] == [
        "decision total.rule1.lamp_oil",
        "decision total.rule1.nets",
        "decision total",
    ]
    assert body("total")[-2:] == [
        "rule 1: highest_of lamp_oil, nets  # ferry-act §6",
        "drawn: lamp_oil as total.rule1.lamp_oil, nets as total.rule1.nets",
    ]


def test_a_ranking_is_printed_with_its_ties() -> None:
    assert body("hut")[-2:] == ["tie: first hut.tie1  # ferry-act §7", "tie: lowest hut.tie2"]


def test_what_is_overridden_is_named() -> None:
    text = render(LIBRARY.program("north-skerry"), {"old_ferryman"})
    assert "  overrides skerries" in text
    assert "lineage skerries <- north-skerry" in text


@pytest.mark.parametrize("id_", ["national", "jiangsu/changzhou", "gansu/lanzhou-anning"])
def test_every_name_of_a_shipped_program_is_printed(id_: str) -> None:
    program = LIBRARY.program(id_)
    text = render(program)
    for name in (*program.decisions, *program.parameters):
        assert name in text
    kinds = {type(node) for decision in program.decisions.values() for version in decision.versions
             for expression in version.expressions() for node in walk(expression)}  # fmt: skip
    assert len(kinds) > 10  # so many kinds of expression have gone through the printer
