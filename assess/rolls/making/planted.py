"""The list of every mistake planted in a roll, so that what a check finds can be held against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assess.rolls.making.due import Benefit
from assess.rolls.making.identity import BIRTH_DATE, DUPLICATE, NAMESAKE, NO_FATE, SEX
from assess.rolls.making.mistakes import ABOVE_FLOOR, AMISS, OVERPAID, RIGHT, TOGETHER, UNDERPAID, UNPAID, is_barred
from assess.rolls.making.registers import DIED, DRAWN_BESIDE, IMPRISONED, MOVED, PAID_THOUGH_LISTED, UNLISTED
from assess.rolls.making.stages import decoded, literal, quoted

FATES = {
    DUPLICATE: "duplicate_id", NAMESAKE: "namesake", BIRTH_DATE: "birth_date_differs", SEX: "sex_differs",
}  # fmt: skip
"""The mistakes in the identity of a row, by the code of the finding."""


def planted(source: str, again: str, benefits: Sequence[Benefit], places: Mapping[str, str]) -> str:
    """A query with a row per mistake, in the order of the roll.

    `source` and `row`: as the person sees them; `kind`: the code of the finding; `benefit`; `amount` at stake, in yuan;
    `of_source` and `of_row`: the other row of a pair. What a register says of somebody is listed once, with the first
    row and the amounts of all.

    `again`: the query for those to whom something else may be due than the roll makes of it. `places`: the SQL of
    `source` and `row`, with `{row}` for the number of the row.
    """
    place = {name: sql.format(row="row") for name, sql in places.items()}
    other = {name: f"CASE WHEN of_row IS NOT NULL THEN {sql.format(row='of_row')} END" for name, sql in places.items()}
    kept = ["row", "of_row", "person", "fate", "listed", "amiss", "wrong", "paid"]
    kept += [quoted(f"{part}.{benefit.name}") for benefit in benefits for part in ("due", "alone", "paid")]
    now = ["row", "person", "listed", *(quoted(f"due.{benefit.name}") for benefit in benefits)]
    kinds = [*_in_identity(), *_in_registers(), *_in_money(benefits), *_otherwise(benefits)]
    # Kept aside first: DuckDB would otherwise work out what is due once for every kind.
    return f"""
        WITH again AS MATERIALIZED (SELECT {", ".join(now)} FROM ({again})),
        found AS MATERIALIZED (
            SELECT {", ".join(kept)} FROM {source} WHERE fate <> {NO_FATE} OR listed <> {UNLISTED} OR maybe_amiss
        ),
        planted AS ({" UNION ALL ".join(kinds)})
        SELECT {place["source"]} AS source, {place["row"]} AS row, kind, benefit,
            (amount::DECIMAL(12,0) * 0.01)::DECIMAL(18,2) AS amount,
            {other["source"]} AS of_source, {other["row"]} AS of_row
        FROM planted ORDER BY planted.row, kind, benefit
    """


def _in_identity() -> list[str]:
    twice = f"CASE WHEN fate = {DUPLICATE} THEN paid ELSE 0 END"
    return [_mistakes(decoded("fate", _codes(FATES)), "NULL", twice, f"fate <> {NO_FATE}")]


def _in_registers() -> list[str]:
    """Who is paid though a register says that nothing is due."""
    kind, kinds = decoded("listed", _codes(PAID_THOUGH_LISTED)), ", ".join(map(str, PAID_THOUGH_LISTED))
    return [
        f"SELECT min(row), {kind} AS kind, NULL, sum(paid)::BIGINT, NULL FROM found "
        f"WHERE paid > 0 AND listed IN ({kinds}) GROUP BY person, kind"
    ]


def _in_money(benefits: Sequence[Benefit]) -> list[str]:
    if not benefits:
        return []
    by_place = list(enumerate(benefits))
    name = decoded("wrong", {str(place): literal(benefit.name) for place, benefit in by_place})
    paid, due = (
        decoded("wrong", {str(place): quoted(f"{part}.{benefit.name}") for place, benefit in by_place})
        for part in ("paid", "due")
    )
    at_stake = f"abs({paid} - coalesce({due}, 0))"
    # Too little is no mistake where a register says that nothing is due any more.
    barred = f"amiss IN ({UNDERPAID}, {UNPAID}) AND listed IN ({DIED}, {IMPRISONED}, {MOVED})"
    is_wrong = f"amiss NOT IN ({RIGHT}, {TOGETHER}) AND {at_stake} > 0 AND NOT ({barred})"
    kind = decoded("amiss", _codes(AMISS))
    floors = ", ".join(str(place) for place, benefit in by_place if benefit.floor)
    if floors:
        kind = f"CASE WHEN amiss = {OVERPAID} AND wrong IN ({floors}) THEN {literal(ABOVE_FLOOR)} ELSE {kind} END"
    kinds = [_mistakes(kind, name, at_stake, is_wrong)]
    for benefit in benefits:
        if benefit.rivals:
            both, paid = f"amiss = {TOGETHER} AND {is_barred(benefit)}", quoted(f"paid.{benefit.name}")
            kinds.append(_mistakes(literal(AMISS[TOGETHER]), literal(benefit.name), paid, both))
    return kinds


def _otherwise(benefits: Sequence[Benefit]) -> list[str]:
    """The roll does not say what the register says; and what is paid beside it, where that leaves less or more due."""
    kinds = ["SELECT min(row), 'registered_otherwise', NULL, 0, NULL FROM again GROUP BY person, listed"]
    kind = decoded("found.listed", _codes(DRAWN_BESIDE))
    for benefit in benefits:
        paid, due, now = (
            f"{table}.{quoted(f'{part}.{benefit.name}')}"
            for table, part in (("found", "paid"), ("found", "due"), ("again", "due"))
        )
        kinds.append(
            f"SELECT min(row), {kind} AS kind, {literal(benefit.name)}, sum({paid} - {now})::BIGINT, NULL "
            f"FROM found JOIN again USING (row) WHERE {paid} > {now} AND ({due} IS NULL OR {now} < {due}) "
            f"GROUP BY found.person, found.listed"
        )
        # a benefit may be due only by what the register says
        too_little = f"CASE WHEN {paid} = 0 THEN {literal(AMISS[UNPAID])} ELSE {literal(AMISS[UNDERPAID])} END"
        kinds.append(
            f"SELECT row, {too_little}, {literal(benefit.name)}, ({now} - {paid})::BIGINT, NULL "
            f"FROM found JOIN again USING (row) WHERE {paid} < {now} AND {now} IS DISTINCT FROM {due}"
        )
    return kinds


def _codes(kinds: Mapping[int, str]) -> dict[str, str]:
    return {str(kind): literal(code) for kind, code in kinds.items()}


def _mistakes(kind: str, benefit: str, amount: str, where: str) -> str:
    """`amount` in fen."""
    return (
        f"SELECT row, {kind} AS kind, ({benefit})::VARCHAR AS benefit, ({amount})::BIGINT AS amount, of_row "
        f"FROM found WHERE {where}"
    )
