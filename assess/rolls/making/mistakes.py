"""What each row is paid: what is due, but for mistakes planted at stated rates; and the list of what was planted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assess.rolls.making.draws import Draws
from assess.rolls.making.due import Benefit
from assess.rolls.making.rates import WHOLE, Mistakes
from assess.rolls.making.stages import Stage, decoded, quoted

RIGHT, OVERPAID, UNDERPAID, UNPAID, NOT_ENTITLED, UNDETERMINED, TOGETHER = range(7)
"""What is wrong with what a row is paid; `amiss` in the columns."""
AMISS = {
    OVERPAID: "overpaid", UNDERPAID: "underpaid", UNPAID: "unpaid", NOT_ENTITLED: "not_entitled",
    UNDETERMINED: "paid_undetermined", TOGETHER: "not_drawn_together",
}  # fmt: skip
"""The same by the code of the finding."""
ABOVE_FLOOR = "above_floor"
"""That of too much, where what is due is a floor."""


def paid_stages(draws: Draws, mistakes: Mistakes, benefits: Sequence[Benefit]) -> list[Stage]:
    """From `due.<id>` and `alone.<id>`: `amiss`, the place of the benefit that is wrong (`wrong`, from 0), and
    `paid.<id>`, all in fen; `paid` is their sum."""
    if not benefits:
        return [{"amiss": str(RIGHT), "wrong": "NULL::INTEGER", "paid": "0::BIGINT"}]
    return [
        {
            "which_due": _places(benefits, _is_due),
            "which_undue": _places(benefits, lambda benefit: _is_undue(benefit, benefits)),
            "which_open": _places(benefits, lambda benefit: f"{_due(benefit)} IS NULL"),
            "some_barred": " OR ".join(f"coalesce({is_barred(benefit)}, false)" for benefit in benefits),
        },
        {"amiss": _amiss(draws, mistakes)},
        {"wrong": _one_of_the_places(draws)},
        {f"paid.{benefit.name}": _paid(draws, place, benefit) for place, benefit in enumerate(benefits)},
        {"paid": " + ".join(quoted(f"paid.{benefit.name}") for benefit in benefits)},
    ]


def _due(benefit: Benefit) -> str:
    return quoted(f"due.{benefit.name}")


def _is_due(benefit: Benefit) -> str:
    return f"{_due(benefit)} > 0"


def _is_undue(benefit: Benefit, benefits: Sequence[Benefit]) -> str:
    """Nothing is due of it, and nothing is paid that goes before it: that would be another kind of mistake."""
    rivals = [one for one in benefits if one.name in benefit.rivals]
    return " AND ".join([f"{_due(benefit)} = 0", *(f"coalesce({_due(one)}, 0) = 0" for one in rivals)])


def is_barred(benefit: Benefit) -> str:
    """It would be due, but another benefit goes before it."""
    return f"{quoted(f'alone.{benefit.name}')} > 0 AND {_due(benefit)} = 0"


def _places(benefits: Sequence[Benefit], condition: Callable[[Benefit], str]) -> str:
    """The benefits of which it is true, as bits."""
    bits = (f"CASE WHEN {condition(benefit)} THEN {1 << place} ELSE 0 END" for place, benefit in enumerate(benefits))
    return f"({' + '.join(bits)})::INTEGER"


def _amiss(draws: Draws, mistakes: Mistakes) -> str:
    shares = {
        str(OVERPAID): mistakes.overpaid,
        str(UNDERPAID): mistakes.underpaid,
        str(UNPAID): mistakes.unpaid,
    }
    wrong = draws.among("amiss", {**shares, str(RIGHT): WHOLE - sum(shares.values())}, of="row")
    together = draws.chance("together", mistakes.not_drawn_together, "row")
    not_entitled = draws.chance("not entitled", mistakes.not_entitled, "row")
    undetermined = draws.chance("undetermined", mistakes.paid_undetermined, "row")
    return (
        f"CASE WHEN damaged THEN {RIGHT} "
        f"WHEN some_barred AND {together} THEN {TOGETHER} "
        f"WHEN which_due > 0 AND {wrong} > {RIGHT} THEN {wrong} "
        f"WHEN which_undue > 0 AND {not_entitled} THEN {NOT_ENTITLED} "
        f"WHEN which_open > 0 AND {undetermined} THEN {UNDETERMINED} "
        f"ELSE {RIGHT} END"
    )


def maybe_amiss(draws: Draws, mistakes: Mistakes) -> str:
    """Whether a row's draws let anything be amiss, whatever is due to it: quicker to tell than what is."""
    any_of_three = mistakes.overpaid + mistakes.underpaid + mistakes.unpaid
    return " OR ".join(
        [
            draws.chance("amiss", any_of_three, "row"),
            draws.chance("together", mistakes.not_drawn_together, "row"),
            draws.chance("not entitled", mistakes.not_entitled, "row"),
            draws.chance("undetermined", mistakes.paid_undetermined, "row"),
        ]
    )


def _one_of_the_places(draws: Draws) -> str:
    """One of the benefits that the mistake can be made with: the place of one of the bits set."""
    among = decoded(
        "amiss",
        {str(kind): "which_due" for kind in (OVERPAID, UNDERPAID, UNPAID)}
        | {str(NOT_ENTITLED): "which_undue", str(UNDETERMINED): "which_open"},
    )
    places = f"list_filter(range(0, 31), lambda place: ({among} >> place::INTEGER) & 1 = 1)"
    return (
        f"CASE WHEN amiss NOT IN ({RIGHT}, {TOGETHER}) THEN "
        f"{places}[1 + {draws.below('wrong', f'bit_count({among})', 'row')}]::INTEGER END"
    )


def _paid(draws: Draws, place: int, benefit: Benefit) -> str:
    """Too much by up to 200 yuan in steps of half a yuan; too little by a part; in whole tens where it is not due."""
    due = f"coalesce({_due(benefit)}, 0)"
    made_up = f"{draws.between('made-up amount', 5, 60, 'row')} * 1000"
    together = f"CASE WHEN coalesce({is_barred(benefit)}, false) THEN {quoted(f'alone.{benefit.name}')} ELSE {due} END"
    return (
        f"CASE WHEN amiss = {TOGETHER} THEN {together} WHEN amiss = {RIGHT} OR wrong <> {place} THEN {due} "
        f"WHEN amiss = {OVERPAID} THEN {due} + {draws.between('too much', 1, 400, 'row')} * 50 "
        f"WHEN amiss = {UNDERPAID} THEN greatest({due} * {draws.between('part', 40, 95, 'row')} // 100, 1) "
        f"WHEN amiss = {UNPAID} THEN 0 ELSE {made_up} END::BIGINT"
    )
