"""Gaps, overlaps and rows that never hit: what is found, where it stands, and the facts that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from assess.diagnostics.diagnostic import Diagnostic
from assess.language.checks.proof.search import Proof
from assess.language.expression import Expression
from assess.language.law import Input
from assess.language.types import Label, Number
from tests.language.checks.conftest import ACT, FACTS, CheckTable, Load

LINE_AND_RATE = """\
parameters:
  poverty_line:
    label: {zh: 贫困线, en: poverty line}
    unit: CNY/month
    range: [0, 10000]
    values: []
  lean_from:
    label: {zh: 贫瘠从哪一等算起, en: grade from which pasture counts as lean}
    type: pasture
    values:
      - {from: 2020-01-01, value: fair, cite: herding-act §1, confidence: assumed}
"""


def rows(*conditions: str) -> str:
    return "\n".join(f"- {{when: '{condition}', then: {number}}}" for number, condition in enumerate(conditions))


def brief(found: list[Diagnostic]) -> list[tuple[str, ...]]:
    """Code, rows and witness of each finding."""
    wanted = ("other", "row", "witness")
    return [(one.code, *(one.arguments[name] for name in wanted if name in one.arguments)) for one in found]


def test_table_without_gap_and_overlap(table_findings: CheckTable) -> None:
    table = """
- {when: {sheep: 100}, then: 1}
- {when: {sheep: "[50..100["}, then: 2}
- {when: {sheep: "[0..50[", meadow: '"lush","fair"'}, then: 3}
- {when: {sheep: "[0..50[", meadow: '"bare"', dog: true}, then: 4}
- {when: {sheep: "[0..50[", meadow: '"bare"', dog: false}, then: 5}
"""
    assert table_findings(table) == []


def test_gap_stands_at_the_decision_and_names_facts_in_it(table_findings: CheckTable) -> None:
    (gap,) = table_findings(rows("sheep < 10", "sheep >= 12"))
    assert (gap.code, gap.position.line, gap.position.column) == ("C101", 34, 3)
    assert gap.arguments == {"name": "grade", "witness": "sheep = 10 sheep"}


def test_overlap_stands_at_the_later_row_and_names_the_earlier(table_findings: CheckTable) -> None:
    (overlap,) = table_findings(rows("sheep < 10", "sheep in [10..49]", "sheep >= 49"))
    assert (overlap.code, overlap.position.line, overlap.position.column) == ("C102", 42, 11)
    assert overlap.arguments == {
        "name": "grade",
        "row": "3",
        "other": "2",
        "place": "rulesets/meadowland.yaml:41:11",
        "witness": "sheep = 49 sheep",
    }


def test_every_pair_of_overlapping_rows_is_named_and_the_gap_as_well(table_findings: CheckTable) -> None:
    found = table_findings(rows("sheep < 10", "sheep in [9..20]", "sheep in [20..30]"))
    assert brief(found) == [
        ("C101", "sheep = 31 sheep"),
        ("C102", "1", "2", "sheep = 9 sheep"),
        ("C102", "2", "3", "sheep = 20 sheep"),
    ]


@pytest.mark.parametrize(
    ("conditions", "witness"),
    [
        pytest.param(["dog", "not(dog) and shelter"], "dog = false, shelter = false", id="truth values"),
        pytest.param(['meadow = "lush"', 'meadow > "fair"'], 'meadow = "fair"', id="codes"),
        pytest.param(["income < 500", "income > 500"], "income = 500.00 CNY/month", id="money"),
        pytest.param(["income <= 499.99", "income >= 500.01"], "income = 500.00 CNY/month", id="one fen"),
        pytest.param(
            ['settled_on < date("2020-02-29")', 'settled_on > date("2020-02-29")'], "settled_on = 2020-02-29", id="days"
        ),
        pytest.param(
            ['starts with(division, "3204")', 'not(starts with(division, "32"))'], 'division = "329999"', id="prefixes"
        ),
        pytest.param(["at least 2 of (dog, shelter, sheep > 9)", "not(dog) and not(shelter)"],
                     "dog = false, shelter = true, sheep = 9 sheep", id="at least"),
        pytest.param(["count(dog, shelter) = 2", "count(dog, shelter) = 0"], "dog = false, shelter = true", id="count"),
        pytest.param(["2 * sheep - 1 < 9", "sheep / 2 > 2.5"], "sheep = 5 sheep", id="multiples"),
        pytest.param(["max(sheep, lambs) < 5", "min(sheep, lambs) >= 5"],
                     "sheep = 4 sheep, lambs = 5 sheep", id="extremes"),
        pytest.param(['(if dog then 1 else 2) = 1', 'not(dog) and (if shelter then "lush" else meadow) = "lush"'],
                     'dog = false, shelter = false, meadow = "fair"', id="if"),
        pytest.param(['one worse than meadow = "fair"', 'one worse than meadow = "bare" and meadow != "bare"'],
                     'meadow = "bare"', id="levels"),
        pytest.param(["dog = shelter", "dog and not(shelter)"], "dog = false, shelter = true", id="equal truth values"),
    ],
)  # fmt: skip
def test_witness_of_a_gap(conditions: list[str], witness: str, table_findings: CheckTable) -> None:
    assert brief(table_findings(rows(*conditions))) == [("C101", witness)]


class TestSeveralFactsCompared:
    """Where facts are compared with one another, or a sum of them is, the facts of a witness must add up to it."""

    def test_fact_against_a_parameter_without_a_value(self, table_findings: CheckTable) -> None:
        whole = rows("income < poverty_line", "income >= poverty_line")
        assert table_findings(whole, parameters=LINE_AND_RATE) == []
        found = table_findings(rows("income < poverty_line", "income > poverty_line"), parameters=LINE_AND_RATE)
        assert brief(found) == [("C101", "income = 0.00 CNY/month, poverty_line = 0.00 CNY/month")]

    def test_the_same_facts_against_figures_as_well(self, table_findings: CheckTable) -> None:
        below = ("income < poverty_line and income < 500", "income < poverty_line and income >= {least}")
        left = "income >= poverty_line"
        conditions = [*(one.format(least="500") for one in below), left]
        assert table_findings(rows(*conditions), parameters=LINE_AND_RATE) == []
        conditions = [*(one.format(least="500.01") for one in below), left]
        assert brief(table_findings(rows(*conditions), parameters=LINE_AND_RATE)) == [
            ("C101", "income = 500.00 CNY/month, poverty_line = 500.01 CNY/month")
        ]

    def test_codes_of_two_facts(self, table_findings: CheckTable) -> None:
        found = table_findings(rows("meadow < lean_from", "meadow > lean_from"), parameters=LINE_AND_RATE)
        assert brief(found) == [("C101", 'meadow = "lush", lean_from = "lush"')]

    def test_sums(self, table_findings: CheckTable) -> None:
        assert table_findings(rows("sheep + lambs >= 30", "lambs + sheep < 30")) == []
        assert brief(table_findings(rows("sheep + lambs >= 30", "sheep + lambs <= 30"))) == [
            ("C102", "1", "2", "sheep = 14 sheep, lambs = 16 sheep")
        ]

    def test_sum_and_its_parts_do_not_contradict_each_other(self, table_findings: CheckTable) -> None:
        few = "sheep + lambs < 30 and sheep >= 10 and lambs < {most}"
        others = ("sheep + lambs >= 30", "sheep + lambs < 30 and sheep < 10")
        assert table_findings(rows(*others, few.format(most=25))) == []
        assert brief(table_findings(rows(*others, few.format(most=15)))) == [
            ("C101", "sheep = 10 sheep, lambs = 15 sheep")
        ]

    def test_value_that_a_product_never_has_is_no_gap(self, table_findings: CheckTable) -> None:
        assert table_findings(rows("sheep * lambs < 101", "sheep * lambs > 101")) == []  # 101 is a prime above 100
        assert brief(table_findings(rows("sheep * lambs < 97", "sheep * lambs > 97"))) == [
            ("C101", "sheep = 1 sheep, lambs = 97 sheep")
        ]

    def test_quotient_and_what_is_divided(self, table_findings: CheckTable) -> None:
        assert table_findings(rows("decimal(income / 3, 2) >= 100", "income < 299.99")) == []
        assert brief(table_findings(rows("decimal(income / 3, 2) >= 100", "income < 300"))) == [
            ("C102", "1", "2", "income = 299.99 CNY/month")
        ]

    def test_quotients_by_different_numbers_are_different(self, table_findings: CheckTable) -> None:
        share = "decimal(income / {}, 2) > 10"
        either = f"{share.format(2)} and not({share.format(4)})"
        assert brief(table_findings(rows(share.format(4), f"not({share.format(2)})"))) == [
            ("C101", "income = 39.07 CNY/month")
        ]
        assert table_findings(rows(share.format(4), either, f"not({share.format(2)})")) == []

    def test_order_of_three_facts(self, table_findings: CheckTable) -> None:
        circle = "sheep < lambs and lambs < 50 and sheep >= 50"
        found = table_findings(rows(circle, "sheep >= lambs or lambs >= 50 or sheep < 50"))
        assert brief(found) == [("C103", "1")]

    def test_ages_and_days(self, table_findings: CheckTable) -> None:
        old = "years between(born_on, as_of) >= 60"
        young = 'years between(born_on, as_of) < {least} and settled_on {day} date("2020-01-01")'
        before, after = young.format(least=60, day="<"), young.format(least=60, day=">=")
        assert table_findings(rows(old, before, after)) == []
        (gap,) = table_findings(rows(old, before, young.format(least=59, day=">=")))
        assert brief([gap]) == [("C101", "born_on = 1900-04-03, as_of = 1959-04-03, settled_on = 2020-01-01")]

    def test_texts(self, table_findings: CheckTable) -> None:
        moved = "division != former_division"
        assert table_findings(rows("division = former_division", moved)) == []
        found = table_findings(rows("division = former_division", f'{moved} and starts with(division, "32")'))
        assert brief(found) == [("C101", 'division = "999999", former_division = "999998"')]


class TestRowsThatNeverHit:
    def test_row_that_cannot_be_true(self, table_findings: CheckTable) -> None:
        (never,) = table_findings(rows("sheep >= 0", "sheep > 100"))
        assert (never.code, never.position.line, never.arguments) == ("C103", 41, {"name": "grade", "row": "2"})

    def test_row_of_a_first_table_behind_others(self, table_findings: CheckTable) -> None:
        table = rows("sheep > 20", "lambs > 20", "sheep + lambs > 60") + "\n- {otherwise: 9}"
        assert brief(table_findings(table, hit="first")) == [("C103", "3")]

    @pytest.mark.parametrize("hit", ["unique", "first"])
    def test_otherwise_with_nothing_left(self, hit: str, table_findings: CheckTable) -> None:
        table = rows("dog", "not(dog)") + "\n- {otherwise: 9}"
        assert brief(table_findings(table, hit=hit)) == [("C103", "3")]

    def test_row_of_a_collect_table(self, table_findings: CheckTable) -> None:
        table = rows("dog", "dog and not(dog)", "sheep > 5")
        assert brief(table_findings(table, hit="collect", more="      aggregate: sum\n")) == [("C103", "2")]


class TestGapsThatMayBe:
    def test_otherwise_fills_them(self, table_findings: CheckTable) -> None:
        table = rows("sheep < 10", "sheep > 20") + "\n- {otherwise: 9}"
        assert table_findings(table) == []
        assert table_findings(table, hit="first") == []

    @pytest.mark.parametrize("hit", ["unique", "first"])
    def test_declared(self, hit: str, table_findings: CheckTable) -> None:
        assert table_findings(rows("sheep < 10", "sheep > 20"), hit=hit, more="      gaps: undetermined\n") == []

    def test_overlaps_are_found_beside_declared_gaps(self, table_findings: CheckTable) -> None:
        found = table_findings(rows("sheep < 10", "sheep < 5"), more="      gaps: undetermined\n")
        assert brief(found) == [("C102", "1", "2", "sheep = 4 sheep")]

    def test_first_without_otherwise_must_leave_none(self, table_findings: CheckTable) -> None:
        assert table_findings(rows("sheep < 10", "sheep >= 5"), hit="first") == []
        found = table_findings(rows("sheep < 10", "sheep > 12"), hit="first")
        assert brief(found) == [("C101", "sheep = 10 sheep")]

    def test_collect_may_collect_nothing(self, table_findings: CheckTable) -> None:
        assert table_findings(rows("sheep < 10"), hit="collect", more="      aggregate: count\n") == []


class TestNotProved:
    TORN = ("resident id valid(herder_id)", 'herder_id = "110101195001010003"')

    def test_identity_number_as_text_and_by_what_it_says(self, table_findings: CheckTable) -> None:
        (refused,) = table_findings(rows(*self.TORN))
        assert (refused.code, refused.position.line) == ("C104", 34)
        assert refused.arguments == {"name": "grade", "rows": "2"}

    def test_nothing_needs_proof_where_the_first_row_counts_and_otherwise_is_there(
        self, table_findings: CheckTable
    ) -> None:
        assert table_findings(rows(*self.TORN) + "\n- {otherwise: 9}", hit="first") == []

    def test_what_is_found_before_the_proof_is_given_up(
        self, table_findings: CheckTable, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        table = rows("sheep < 10", "sheep < 5 and dog", "sheep in [20..30] and shelter")
        monkeypatch.setattr("assess.language.checks.proof.search.STEPS", 1)
        assert brief(table_findings(table)) == [("C104",)]
        monkeypatch.setattr("assess.language.checks.proof.search.STEPS", 4)
        assert [one.code for one in table_findings(table)] == ["C104", "C102"]


def test_tiers_of_a_ranking_are_a_first_table(load: Load) -> None:
    text = f"""{ACT}{FACTS}decisions:
  tier:
    label: {{zh: 次序, en: tier}}
    cite: herding-act §1
    type: pasture
    ranking:
      tiers:
        - {{when: dog, then: lush}}
        - {{when: not(dog) and sheep > 5, then: fair}}
"""
    found = [one for one in load(text).diagnostics if one.code.startswith("C")]
    assert brief(found) == [("C101", "dog = false, sheep = 5 sheep")]


def test_answers_of_a_question_are_its_options(load: Load) -> None:
    """A form's scale leaves steps out: 3 is no gap between 0 and 5, since nobody can answer it."""
    text = f"""{ACT}inputs:
  eating: {{label: {{zh: 进食, en: eating}}, type: integer, range: [0, 10]}}
decisions:
  grade:
    label: {{zh: 等, en: grade}}
    cite: herding-act §1
    condition: eating = 0 or eating in (5, 10)
"""
    program = load(text).program
    assert program is not None
    (condition,) = program.decisions["grade"].versions[0].expressions()
    place = program.inputs["eating"].position
    options = tuple((value, Label(str(value), str(value))) for value in (0, 5, 10))
    scale = Input("eating", Label("进食", "eating"), Number(1, 0, 10), place, form="form", options=options)
    free = Proof(program.inputs, [condition])
    assert free.variables.shown(free.example((), free.rows) or {}) == "eating = 1"
    scaled = Proof({"eating": scale}, [condition])
    assert scaled.example((), scaled.rows) is None


INHERITED = f"""{ACT}{FACTS}decisions:
  grade:
    label: {{zh: 等, en: grade}}
    cite: herding-act §1
    table:
      hit: unique
      rows:
        - {{when: sheep < 10, then: 1}}
        - {{when: sheep >= 12, then: 2}}
  size:
    label: {{zh: 大小, en: size}}
    cite: herding-act §1
    table:
      hit: unique
      rows:
        - {{when: dog, then: 1}}
        - {{when: not(dog), then: 2}}
"""
OVERRIDDEN = """\
builds_on: highland
decisions:
  size:
    overrides: highland
    label: {zh: 大小, en: size}
    cite: herding-act §1
    table:
      hit: unique
      rows:
        - {when: dog, then: 1}
        - {when: shelter, then: 2}
"""


def test_tables_of_the_ruleset_built_on_are_proved_once(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    proved: list[int] = []

    class Counted(Proof):
        def __init__(self, inputs: Mapping[str, Input], conditions: Sequence[Expression]) -> None:
            proved.append(len(conditions))
            super().__init__(inputs, conditions)

    monkeypatch.setattr("assess.language.checks.tables.Proof", Counted)
    found = [one for one in load(OVERRIDDEN, INHERITED).diagnostics if one.code.startswith("C")]
    places = [(one.code, one.position.file, one.arguments["name"]) for one in found]
    assert places == [
        ("C101", "rulesets/highland.yaml", "grade"),
        ("C101", "rulesets/meadowland.yaml", "size"),
        ("C102", "rulesets/meadowland.yaml", "size"),
    ]
    assert len(proved) == 3
