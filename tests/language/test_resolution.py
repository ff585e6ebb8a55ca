"""Names bound, clauses found, what a ruleset inherits and what it overrides."""

from __future__ import annotations

from assess.language.feel import tree as syntax
from assess.language.law import Citation
from assess.language.resolved import Resolved, ResolvedAmount, ResolvedCombination, ResolvedRanking, ResolvedTable
from assess.language.types import Boolean, Date, Enumeration, Number, Text
from tests.library import FICTIONAL


def resolved(ruleset: str = "meadowland") -> Resolved:
    found = FICTIONAL.load(ruleset).resolved
    assert found is not None
    return found


# what is declared


def test_sources_with_their_clauses() -> None:
    act = resolved().sources["herding-act"]
    assert (act.number, act.issued, act.in_force, act.status, act.confidence) == (
        "草议〔2019〕7号", 2019_11_15, 2020_01_01, "in_force", "published"
    )  # fmt: skip
    assert act.clauses["2-worse"].place == "二(一)3"
    assert act.clauses["2-worse"].position.line > act.position.line
    assert resolved().sources["winter-draft"].status == "draft"


def test_inputs_of_the_ruleset_and_of_its_forms() -> None:
    inputs = resolved().inputs
    assert inputs["calm"].form == "shearing"
    assert [(value, label.en) for value, label in inputs["calm"].options] == [
        (3, "very good"), (2, "good"), (1, "fair"), (0, "poor")
    ]  # fmt: skip
    assert inputs["storms"].form is None
    types = {name: inputs[name].type for name in ("income", "wolves", "born_on", "home", "herder_id", "division")}
    assert isinstance(types["income"], Number)
    assert (types["income"].denominator, types["income"].maximum) == (100, 1_000_000)
    assert types["wolves"] == Boolean()
    assert types["born_on"] == Date()
    assert isinstance(types["home"], Enumeration)
    assert types["home"].codes == ("north", "south", "east")
    assert (types["herder_id"], types["division"]) == (Text("resident_id"), Text("division_code"))


def test_figure_is_known_when_its_source_was_issued_or_from_its_own_day() -> None:
    wage = resolved().parameters["wage"].entries
    assert [(one.valid_from, one.known_from) for one in wage[:3]] == [
        (2020_01_01, 2020_01_01), (2022_07_01, 2022_06_10), (2024_01_01, 2024_01_01)
    ]  # fmt: skip
    (share,) = resolved().parameters["care_share"].entries
    assert (share.valid_from, share.known_from) == (2020_01_01, 2019_11_15)


def test_version_begins_with_its_source_unless_it_says_otherwise() -> None:
    decisions = resolved().decisions
    (years,) = decisions["herding_years"].versions
    assert (years.valid_from, years.valid_until, years.known_from) == (2020_01_01, None, 2019_11_15)
    old, new = decisions["herder_grade"].versions
    assert (old.valid_from, old.valid_until, new.valid_from, new.known_from) == (
        2020_01_01, 2022_12_31, 2023_01_01, 2022_05_01
    )  # fmt: skip
    (lantern,) = decisions["lantern_due"].versions
    assert (lantern.valid_from, lantern.valid_until) == (2020_03_01, 2021_12_31), "it ends with its source"


# what a body holds


def test_rows_of_a_table() -> None:
    _, version = resolved().decisions["herder_grade"].versions
    body = version.body
    assert isinstance(body, ResolvedTable)
    assert [row.when is None for row in body.rows] == [False, False, True]
    labelled = body.rows[1].when
    assert isinstance(labelled, syntax.Operation)
    assert [part.en for part in labelled.operands if isinstance(part, syntax.Labelled)] == [
        "met wolves", "two or more snowstorms"
    ]  # fmt: skip
    assert body.rows[0].cite == (Citation("herding-act", "2-lost"),)


def test_cells_become_conditions_on_their_column() -> None:
    (version,) = resolved().decisions["night_pasture"].versions
    assert isinstance(version.body, ResolvedTable)
    assert version.body.gaps
    first = version.body.rows[0].when
    assert isinstance(first, syntax.Operation)
    assert first.operator == "and"
    assert [one.name for one in syntax.names_in(first)] == ["home", "by_night"]


def test_amount_with_its_condition_and_rounding() -> None:
    (version,) = resolved().decisions["care"].versions
    body = version.body
    assert isinstance(body, ResolvedAmount)
    assert [one.name for one in syntax.names_in(body.formula)] == ["care_share", "wage"]
    assert body.rounding is not None
    assert (str(body.rounding.step), body.rounding.mode, body.rounding.at) == ("1/10", "half_up", "month")


def test_combination_and_ranking() -> None:
    (total,) = resolved().decisions["total"].versions
    assert isinstance(total.body, ResolvedCombination)
    assert [(rule.kind, rule.benefits) for rule in total.body.rules] == [
        ("highest_of", ("hay", "care")), ("excludes", ("dog_food",)), ("together", ("hay", "shelter_grant"))
    ]  # fmt: skip
    (place,) = resolved().decisions["place_at_fair"].versions
    assert isinstance(place.body, ResolvedRanking)
    assert [tie.direction for tie in place.body.ties] == ["first", "lowest", "highest"], "the earliest is the lowest"


def test_every_use_of_a_clause_is_on_record() -> None:
    cited = resolved().cited
    assert ("meadowland", "hay_rate") in cited[Citation("herding-act", "4-hay")]
    assert ("meadowland", "hay") in cited[Citation("herding-act", "4-hay")]
    assert cited[Citation("herding-act", "9-songs")] == [("meadowland", "not_decided")]


# building on another


def test_everything_is_inherited() -> None:
    base, north = resolved(), resolved("meadowland/north")
    assert north.lineage == ("meadowland", "meadowland/north")
    assert north.forms == base.forms == ("shearing",)
    for name in ("types", "inputs"):
        assert getattr(north, name) == getattr(base, name)
    assert base.sources.keys() < north.sources.keys()
    assert north.decisions.keys() == base.decisions.keys()
    assert north.goals == ("hay", "care")


def test_override_keeps_both_sides() -> None:
    base, north = resolved(), resolved("meadowland/north")
    assert north.decisions["hay"].overrides is base.decisions["hay"]
    assert (north.decisions["hay"].ruleset, base.decisions["hay"].ruleset) == ("meadowland/north", "meadowland")
    assert north.decisions["care"] is base.decisions["care"]
    assert (north.parameters["wage"].ruleset, north.parameters["wage"].overrides) == ("meadowland/north", "meadowland")
    assert north.parameters["care_share"] is base.parameters["care_share"]


def test_the_base_is_not_changed_by_what_builds_on_it() -> None:
    resolved("meadowland/north")
    assert "north-notice" not in resolved().sources
    assert resolved().parameters["wage"].ruleset == "meadowland"
    assert Citation("north-notice", "1") not in resolved().cited
