"""Over small random tables, what is proved must be what trying every combination of facts finds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess.diagnostics.diagnostic import Diagnostic
from assess.engines.meaning import Surroundings, evaluator
from assess.language.expression import Fact, walk
from assess.language.program import Table
from assess.library import Library
from tests.language.checks.conftest import ACT, HEAD

FACTS = """\
types:
  pasture:
    label: {zh: 牧场等级, en: grade of pasture}
    ordered: true
    values:
      lush: {zh: 丰茂, en: lush}
      fair: {zh: 一般, en: fair}
      bare: {zh: 贫瘠, en: bare}
inputs:
  sheep: {label: {zh: 羊的只数, en: sheep}, type: integer, range: [0, 4]}
  debt: {label: {zh: 欠羊的只数, en: sheep owed}, type: integer, range: [-1, 2]}
  hay: {label: {zh: 干草, en: hay}, type: decimal, places: 1, range: [0, 1]}
  dog: {label: {zh: 有牧羊犬, en: has a dog}, type: boolean}
  shelter: {label: {zh: 有羊圈, en: has a shelter}, type: boolean}
  meadow: {label: {zh: 所用牧场, en: pasture used}, type: pasture}
  winter: {label: {zh: 冬季牧场, en: winter pasture}, type: pasture}
"""
CODES = ("lush", "fair", "bare")
VALUES: dict[str, tuple[int | bool, ...]] = {
    "sheep": tuple(range(5)),
    "debt": tuple(range(-1, 3)),
    "hay": tuple(range(11)),
    "dog": (False, True),
    "shelter": (False, True),
    "meadow": tuple(range(3)),
    "winter": tuple(range(3)),
}
SHOWN: dict[str, dict[str, int | bool]] = {
    name: {str(value).lower(): value for value in values} for name, values in VALUES.items()
} | {
    "hay": {f"{value / 10:g}": value for value in range(11)},
    "meadow": {f'"{code}"': index for index, code in enumerate(CODES)},
    "winter": {f'"{code}"': index for index, code in enumerate(CODES)},
}

_OPERATORS = st.sampled_from(["<", "<=", "=", "!=", ">", ">="])
_NUMBERS = st.recursive(
    st.sampled_from(["sheep", "debt", "hay", "sheep", "0.5", "1", "2", "3"]),
    lambda inner: st.one_of(
        st.builds("({} + {})".format, inner, inner),
        st.builds("({} - {})".format, inner, inner),
        st.builds("2 * {}".format, inner),
        st.builds("({} * {})".format, inner, inner),
        st.builds("min({}, {})".format, inner, inner),
        st.builds("max({}, {})".format, inner, inner),
        st.builds("abs({})".format, inner),
        st.builds("floor({})".format, inner),
        st.builds("decimal({} / {}, 1)".format, inner, st.sampled_from([3, 7])),
        st.builds("(if dog then {} else {})".format, inner, inner),
        st.builds("(count(dog, shelter) + {})".format, inner),
    ),
    max_leaves=4,
)
_LEVELS = st.sampled_from(["meadow", "winter", "one worse than meadow", "(if dog then meadow else winter)"])
_CODES = st.sampled_from([f'"{code}"' for code in CODES])
_CONDITIONS = st.recursive(
    st.one_of(
        st.sampled_from(["dog", "shelter", "dog = shelter", "sheep in [1..3]", "debt in [0..1[", "sheep in (0, 4)"]),
        st.builds("{} {} {}".format, _NUMBERS, _OPERATORS, _NUMBERS),
        st.builds("{} {} {}".format, _LEVELS, _OPERATORS, st.one_of(_CODES, _LEVELS)),
    ),
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not({})".format, inner),
        st.builds("at least 2 of ({}, {}, {})".format, inner, inner, inner),
        st.builds("count({}, {}) = 1".format, inner, inner),
    ),
    max_leaves=4,
)


@st.composite
def _tables(draw: st.DrawFn) -> list[str]:
    """The conditions of some rows; often such as leave no gap and no overlap, or nearly."""
    first, second, third = draw(st.tuples(_CONDITIONS, _CONDITIONS, _CONDITIONS))
    parted = [first, f"not({first}) and ({second})", f"not({first}) and not({second})"]
    return draw(st.sampled_from([[first, second], [first, second, third], parted, [*parted[:2], third]]))


def checked(conditions: list[str], hit: str) -> tuple[list[Diagnostic], Table] | None:
    rows = "\n".join(f"        - {{when: '{one}', then: {number}}}" for number, one in enumerate(conditions))
    text = f"""{HEAD}{ACT}{FACTS}decisions:
  grade:
    label: {{zh: 等, en: grade}}
    cite: herding-act §1
    table:
      hit: {hit}
      rows:
{rows}
"""
    with TemporaryDirectory() as folder:
        (Path(folder) / "rulesets").mkdir()
        (Path(folder) / "rulesets" / "meadowland.yaml").write_text(text, encoding="utf-8")
        loaded = Library((Path(folder),)).load("meadowland")
    if loaded.program is None or "grade" not in loaded.program.decisions:
        return None
    table = loaded.program.decisions["grade"].versions[0].body
    assert isinstance(table, Table)
    return [one for one in loaded.diagnostics if one.code.startswith("C")], table


def every_case(table: Table) -> Iterator[tuple[dict[str, int | bool], list[int]]]:
    """Every combination of the facts that the table reads, with the rows that hit, by their number."""
    conditions = [row.condition for row in table.rows if row.condition is not None]
    rows = [evaluator(condition) for condition in conditions]
    names = sorted({node.name for one in conditions for node in walk(one) if isinstance(node, Fact)})
    for values in itertools.product(*(VALUES[name] for name in names)):
        facts = dict(zip(names, values, strict=True))
        around = Surroundings(facts, {}, {}, 2024_01_01)
        yield facts, [number for number, row in enumerate(rows, start=1) if row(around)]


def stated(witness: str) -> dict[str, int | bool]:
    parts = [] if witness == "-" else [part.split(" = ") for part in witness.split(", ")]
    return {name: SHOWN[name][shown] for name, shown in parts}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(conditions=_tables(), hit=st.sampled_from(["unique", "first"]))
def test_what_is_proved_is_what_trying_everything_finds(conditions: list[str], hit: str) -> None:
    result = checked(conditions, hit)
    if result is None:
        return
    found, table = result
    cases = list(every_case(table))
    findings = {code: [one.arguments for one in found if one.code == code] for code in ("C101", "C102", "C103", "C104")}
    assert not findings["C104"]

    def hits_at(witness: str) -> list[list[int]]:
        """The rows that hit in every case that the witness leaves open."""
        wanted = stated(witness).items()
        return [hits for facts, hits in cases if wanted <= facts.items()]

    assert bool(findings["C101"]) == any(not hits for _, hits in cases)
    for gap in findings["C101"]:
        assert hits_at(gap["witness"])
        assert not any(hits_at(gap["witness"]))

    pairs = {pair for _, hits in cases for pair in itertools.combinations(hits, 2)} if hit == "unique" else set()
    named = {(int(one["other"]), int(one["row"])) for one in findings["C102"]}
    assert named <= pairs
    assert bool(named) == bool(pairs)
    for overlap in findings["C102"]:
        both = {int(overlap["other"]), int(overlap["row"])}
        assert hits_at(overlap["witness"])
        assert all(both <= set(hits) for hits in hits_at(overlap["witness"]))

    reached = {number for _, hits in cases for number in (hits if hit == "unique" else hits[:1])}
    assert {int(one["row"]) for one in findings["C103"]} == set(range(1, len(conditions) + 1)) - reached
