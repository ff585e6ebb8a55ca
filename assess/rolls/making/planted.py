"""The list of every mistake planted in a roll, so that what a check finds can be held against it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assess.rolls.making.due import Benefit
from assess.rolls.making.identity import BIRTH_DATE, DUPLICATE, NAMESAKE, NO_FATE, SEX
from assess.rolls.making.mistakes import AMISS, RIGHT, TOGETHER, is_barred
from assess.rolls.making.registers import LISTED, LTCI, UNLISTED, WORK_INJURY
from assess.rolls.making.stages import decoded, literal, quoted

FATES = {
    DUPLICATE: "duplicate_id", NAMESAKE: "namesake", BIRTH_DATE: "birth_date_differs", SEX: "sex_differs",
}  # fmt: skip
"""The mistakes in the identity of a row, by the code of the finding."""
_STATED_TOO = {LTCI: "ltci_beneficiary", WORK_INJURY: "work_injury_nursing_benefit"}
"""The facts by which the roll itself may say what the register says."""


def planted(source: str, benefits: Sequence[Benefit], facts: Collection[str], places: dict[str, str]) -> str:
    """A query with a row per mistake, in the order of the roll.

    `source` and `row`: as the person sees them; `kind`: the code of the finding; `benefit`; `amount` at stake, in yuan;
    `of_source` and `of_row`: the other row of a pair. `places`: the SQL of `source` and `row`, with `{row}` for the
    number of the row.
    """
    place = {name: sql.format(row="row") for name, sql in places.items()}
    other = {name: f"CASE WHEN of_row IS NOT NULL THEN {sql.format(row='of_row')} END" for name, sql in places.items()}
    kept = ["row", "of_row", "fate", "listed", "amiss", "wrong", "paid"]
    kept += [quoted(f"{part}.{benefit.name}") for benefit in benefits for part in ("due", "alone", "paid")]
    kept += [quoted(f"fact.{fact}") for fact in _STATED_TOO.values() if fact in facts]
    # Kept aside first: DuckDB would otherwise work out what is due once for every kind.
    return f"""
        WITH found AS MATERIALIZED (
            SELECT {", ".join(kept)} FROM {source} WHERE fate <> {NO_FATE} OR listed <> {UNLISTED} OR maybe_amiss
        ),
        planted AS ({" UNION ALL ".join(_kinds(benefits, facts))})
        SELECT {place["source"]} AS source, {place["row"]} AS row, kind, benefit,
            (amount::DECIMAL(12,0) * 0.01)::DECIMAL(18,2) AS amount,
            {other["source"]} AS of_source, {other["row"]} AS of_row
        FROM planted ORDER BY planted.row, kind, benefit
    """


def _kinds(benefits: Sequence[Benefit], facts: Collection[str]) -> list[str]:
    """A query per group of kinds: in the identity, in a register, in what is paid."""
    twice = f"CASE WHEN fate = {DUPLICATE} THEN paid ELSE 0 END"
    kinds = [
        _mistakes(decoded("fate", _codes(FATES)), "NULL", twice, f"fate <> {NO_FATE}"),
        _mistakes(decoded("listed", _codes(LISTED)), "NULL", "paid", f"paid > 0 AND {_is_at_odds(facts)}"),
    ]
    if benefits:
        by_place = list(enumerate(benefits))
        name = decoded("wrong", {str(place): literal(benefit.name) for place, benefit in by_place})
        paid, due = (
            decoded("wrong", {str(place): quoted(f"{part}.{benefit.name}") for place, benefit in by_place})
            for part in ("paid", "due")
        )
        at_stake = f"abs({paid} - coalesce({due}, 0))"
        is_wrong = f"amiss NOT IN ({RIGHT}, {TOGETHER}) AND {at_stake} > 0"
        kinds.append(_mistakes(decoded("amiss", _codes(AMISS)), name, at_stake, is_wrong))
    for benefit in benefits:
        if benefit.rivals:
            both = f"amiss = {TOGETHER} AND {is_barred(benefit)}"
            paid = quoted(f"paid.{benefit.name}")
            kinds.append(_mistakes(literal(AMISS[TOGETHER]), literal(benefit.name), paid, both))
    return kinds


def _is_at_odds(facts: Collection[str]) -> str:
    """Whether the person stands in a register and the roll does not say so itself. What the roll has no column for is
    no mistake of the roll."""
    conditions = [f"listed IN ({', '.join(map(str, LISTED))})"]
    for listed, fact in _STATED_TOO.items():
        stated = f"coalesce({quoted(f'fact.{fact}')}, false)" if fact in facts else "true"
        conditions.append(f"NOT (listed = {listed} AND {stated})")
    return " AND ".join(conditions)


def _codes(kinds: dict[int, str]) -> dict[str, str]:
    return {str(kind): literal(code) for kind, code in kinds.items()}


def _mistakes(kind: str, benefit: str, amount: str, where: str) -> str:
    """`amount` in fen."""
    return (
        f"SELECT row, {kind} AS kind, ({benefit})::VARCHAR AS benefit, ({amount})::BIGINT AS amount, of_row "
        f"FROM found WHERE {where}"
    )
