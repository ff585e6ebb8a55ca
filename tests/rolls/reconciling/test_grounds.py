"""Why somebody is not entitled, and what is lacking to tell: never anything else than the interpreter finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from assess.engines.columns import ColumnQuery
from assess.engines.meaning import Surroundings, Value, evaluate
from assess.engines.missing import missing
from assess.engines.sql.gaps import MOST_GAPS
from assess.engines.sql.stages import named
from assess.language.edition import Edition
from assess.language.expression import supposing
from assess.language.program import Amount
from assess.library import Library
from assess.rolls.drawn import drawn_of
from assess.rolls.reconciling import all_gaps, ground_columns, ground_name
from assess.rolls.reconciling.conditions import asked_of
from assess.rolls.reconciling.doubts import judged_besides
from tests.databases import database
from tests.engines.test_columns import DEFINITION, THE_SAME_EVERY_TIME, made_up
from tests.library import program_of
from tests.rolls.reconciling.tables import edition

LIBRARY = Library.default()


def benefits_of(there: Edition) -> tuple[str, ...]:
    return tuple(
        name
        for name, one in there.active.items()
        if isinstance(one.version.body, Amount) and one.decision.role == "benefit"
    )


def grounds(
    there: Edition, cases: Sequence[Mapping[str, Value]], paid: Sequence[Mapping[str, int]]
) -> list[dict[str, int | None]]:
    """The columns of each case, with what is paid of every benefit in fen."""
    benefits = benefits_of(there)
    query = ColumnQuery.of(there, {"__row": "INT", **{f"paid.{name}": "BIGINT" for name in benefits}})
    columns = ground_columns(query, benefits, all_gaps([there], benefits))
    wanted: list[exp.Expr] = [
        named("__row"),
        *(named(ground_name(name), columns[ground_name(name)]) for name in benefits),
    ]
    sql = query.stages.query(exp.to_table("cases"), wanted).sql("duckdb")
    names = ["__row", *query.facts, *(f"paid.{name}" for name in benefits)]
    types = ["INT", *query.facts.values(), *("BIGINT" for _ in benefits)]
    with database(1) as connection:
        definition = ", ".join(f'"{name}" {type_}' for name, type_ in zip(names, types, strict=True))
        connection.execute(f"CREATE TABLE cases ({definition})")
        held = [list(range(len(cases))), *([case.get(name) for case in cases] for name in query.facts)]
        held += [[amounts.get(name) for amounts in paid] for name in benefits]
        lists = ", ".join(f"unnest(?::{type_}[])" for type_ in types)
        connection.execute(f"INSERT INTO cases SELECT {lists}", held)
        found = sorted(connection.execute(sql).fetchall())
    return [dict(zip(benefits, row[1:], strict=True)) for row in found]


@pytest.mark.parametrize("figures", ["shipped", "supplied", "stated", "others stated"])
@pytest.mark.parametrize("ruleset", LIBRARY.ruleset_ids())
@settings(THE_SAME_EVERY_TIME, max_examples=2)
@given(data=st.data())
def test_grounds_are_those_of_the_interpreter(ruleset: str, figures: str, data: st.DataObject) -> None:
    editions, strategy = made_up(ruleset, figures)
    drawn_cases = data.draw(strategy)
    there, cases = editions.on(drawn_cases[0].as_of), [case.facts for case in drawn_cases]
    benefits = benefits_of(there)
    if not benefits:
        return
    gaps = all_gaps([there], benefits)

    paid = [dict.fromkeys(benefits, 100 * (number % 5 > 0)) for number in range(len(cases))]

    for facts, amounts, found in zip(cases, paid, grounds(there, cases, paid), strict=True):
        outcomes = DEFINITION.outcomes(there, facts)
        around = Surroundings(
            facts, {name: outcome.value for name, outcome in outcomes.items()}, there.readings, there.as_of
        )
        lacking = missing(there, facts, outcomes)
        for name in benefits:
            asked = asked_of(name, there)
            failed = {
                place
                for place, what in enumerate(asked)
                if any(evaluate(one.node, around) is (not one.wanted) for one in what.conditions)
            }
            drawn = drawn_of(there, name)
            assert drawn is not None
            bits = found[name]
            if amounts[name] and outcomes[drawn].value is None:
                wanted = lacking[name if outcomes[name].value is None else drawn]
                expected = {("fact", one) for one in wanted.facts} | {("figure", one) for one, _ in wanted.parameters}
                assert bits is not None
                told = {gap for place, gap in enumerate(gaps) if bits >> place & 1}
                assert told == (expected if len(gaps) < MOST_GAPS else expected & set(gaps))
            elif amounts[name] and outcomes[name].eligible is False and asked:
                assert failed
                assert bits == sum(2**place for place in failed)
            elif not amounts[name] and outcomes[name].eligible and (judged := judged_besides(name, there)):
                body = there.active[name].version.body
                assert isinstance(body, Amount)
                assert body.eligibility is not None
                without = [evaluate(supposing(body.eligibility, one, False), around) for one in judged]
                assert bits == sum(2**place for place, holds in enumerate(without) if holds is not True)
            else:
                assert bits is None


def asked(benefit: str) -> list[tuple[str, str, bool]]:
    there = edition(program_of("jiangsu/changzhou"), "2025-12-31")
    return [(one.unmet.words.zh, one.unmet.words.en, one.unmet.stands) for one in asked_of(benefit, there)]


def test_conditions_stand_in_the_words_of_the_rules() -> None:
    either = "unable to care for themselves; or finding of long-term care insurance accepted"
    assert asked("nursing_subsidy") == [
        ("年满六十周岁", "sixty or over", False),
        ("低保或低收入", "on dibao or low income", False),
        ("生活不能自理，或者采信长护险评定", either, False),
    ]
    assert asked("old_age_allowance") == [("周岁年龄不低于80岁", "age in completed years is at least 80 years", False)]


def test_what_bars_is_said_as_it_is() -> None:
    barred = "barred from the two disability subsidies"
    assert asked("disability_nursing_subsidy") == [
        ("已纳入特困供养，不享受残疾人两项补贴", f"supported for extreme hardship: {barred}", True),
        (
            "领取工伤保险生活护理费，不享受残疾人两项补贴",
            f"draws the nursing benefit of work-injury insurance: {barred}",
            True,
        ),
        ("残疾一级或二级", "disability of grade 1 or 2", False),
    ]


def test_a_class_that_gives_nothing_is_said_as_it_is() -> None:
    assert [one[::2] for one in asked("service_subsidy")] == [
        ("养老服务补贴类别是“不属补贴对象”", True),
        ("年满六十周岁", False),
        ("低保、低收入或特困", False),
    ]
