"""Rows damaged on purpose, in every way that exports, spreadsheets and people have been seen to damage them.

A damaged row is damaged in one cell, or as a line of a CSV file. Which rows: one in each stretch of rows of the same
length, at a place drawn for it; the ways take turns, so that each comes up. No mistake is planted in a damaged row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.language.types import Boolean, Enumeration, Number
from assess.rolls.making.columns import Column
from assess.rolls.making.draws import Draws
from assess.rolls.making.facts import RollFact
from assess.rolls.making.stages import literal

REJECTED, READ, SET_ASIDE, LEFT_OUT = "rejected", "read", "set aside", "left out"
"""What a check must make of it: reject the row, read it as if nothing had happened, report it as nobody's, or pass over
it."""
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Damage:
    """A way of damaging: the cell in `column`, whose text becomes what the SQL gives, or the whole line (None)."""

    kind: str
    expected: str
    column: int | None = None
    sql: str = "NULL"


def damaged(draws: Draws, rate: int, of: str) -> str:
    """Whether a row is damaged. `rate`: of a million rows; the draws must be inline."""
    if not rate:
        return "false"
    stretch = f"({of} * {rate} // {MILLION})"
    first, after = (f"(({bound} * {MILLION} + {rate - 1}) // {rate})" for bound in (stretch, f"({stretch} + 1)"))
    return f"({of} = {first} + (({draws.bits('damage', stretch)} * ({after} - {first})) >> 32))"


def damage_index(rate: int, kinds: int) -> str:
    """The place of a damaged row's kind among so many; NULL for the others."""
    return f"CASE WHEN damaged THEN (row * {max(rate, 1)} // {MILLION} % {max(kinds, 1)})::INTEGER END"


def damages(columns: Sequence[Column], facts: Sequence[RollFact], suffix: str) -> tuple[Damage, ...]:
    """The ways in which a roll of these columns can be damaged, in a file of that suffix."""
    found: list[Damage] = []
    places = {column.target: place for place, column in enumerate(columns) if column.target is not None}

    def add(target: str | None, ways: Sequence[tuple[str, str, str]]) -> None:
        if target in places:
            found.extend(Damage(kind, expected, places[target], sql) for kind, expected, sql in ways)

    add("id_number", _OF_ID)
    add("birth_date", _OF_DATE)
    add("name", _OF_NAME)
    add("sex", _OF_SEX)
    add("stated.self_care_ability", _OF_ABILITY)
    numbers = [fact for fact in facts if fact.sql_type == "TINYINT" and fact.name in places]
    for fact in numbers[:2]:
        assert isinstance(fact.known.type, Number)
        add(fact.name, _of_number(fact.name, fact.known.type))
    for kind, ways in ((Boolean, _OF_BOOLEAN), (Enumeration, _OF_WORD)):
        names = [fact.name for fact in facts if isinstance(fact.known.type, kind) and fact.name in places]
        add(next((name for name in names if name != "sex"), None), ways)
    add(next((target for target in places if target.startswith("paid.")), None), _OF_AMOUNT)
    if suffix == ".csv":
        found.extend(Damage(kind, expected) for kind, expected in _OF_LINE)
    if suffix == ".xlsx":
        add("id_number", ((ID_AS_NUMBER, REJECTED, "left(id_number, 17) || '0'"),))
    return tuple(found)


def damaged_text(ways: Sequence[Damage]) -> str:
    """The text of the damaged cell, by `damage`, the place of the kind."""
    of_cells = [f"WHEN {place} THEN {one.sql}" for place, one in enumerate(ways) if one.column is not None]
    return f"CASE damage {' '.join(of_cells)} END" if of_cells else "NULL::VARCHAR"


ID_AS_NUMBER = "id_kept_as_number"

_WIDE = f"translate(id_number, '0123456789X', {literal('０１２３４５６７８９Ｘ')})"
_WRONG_CHECK = "left(id_number, 17) || CASE WHEN right(id_number, 1) = '5' THEN '6' ELSE '5' END"
_LOST_DIGITS = "left(id_number, 14) || CASE WHEN right(id_number, 1) = '0' THEN '1000' ELSE '0000' END"
_OF_ID = (
    ("id_wrong_check_character", REJECTED, _WRONG_CHECK),
    ("id_full_width", READ, _WIDE),
    ("id_small_x_and_blanks", READ, "' ' || lower(id_number) || '  '"),
    ("id_in_groups", READ, "id_number[1:6] || ' ' || id_number[7:14] || ' ' || id_number[15:18]"),
    ("id_with_apostrophe", READ, "'''' || id_number"),
    ("id_with_zero_width_blank", READ, "id_number || chr(8203)"),
    ("id_of_fifteen_digits", READ, "id_number[1:6] || id_number[9:17]"),
    ("id_scientific", REJECTED, "id_number[1:1] || '.' || id_number[2:6] || 'E+17'"),
    ("id_last_digits_lost", REJECTED, _LOST_DIGITS),
    ("id_truncated", REJECTED, "left(id_number, 17)"),
    ("id_too_long", REJECTED, "id_number || '0'"),
    ("id_masked", REJECTED, "id_number[1:6] || '********' || id_number[15:18]"),
    ("id_letter_for_digit", REJECTED, "'O' || id_number[2:18]"),
    ("id_impossible_birth", REJECTED, "id_number[1:10] || '0230' || id_number[15:18]"),
    ("id_is_a_name", REJECTED, "name"),
    ("id_empty", READ, "''"),
)
_DAY = "coalesce(birth_date, born)"
_YEAR, _MONTH, _DAY_OF_MONTH = f"year({_DAY})", f"month({_DAY})", f"day({_DAY})"
_OF_DATE = (
    ("date_impossible", REJECTED, f"{_YEAR} || '-02-30'"),
    ("date_thirteenth_month", REJECTED, f"{_YEAR} || '-13-01'"),
    ("date_to_come", REJECTED, "'2099-01-01'"),
    ("date_before_the_calendar", REJECTED, "'1700-01-01'"),
    ("date_short_year", REJECTED, f"strftime({_DAY}, '%y-%m-%d')"),
    ("date_without_day", REJECTED, f"strftime({_DAY}, '%Y-%m')"),
    ("date_as_serial", REJECTED, f"({_DAY} - DATE '1899-12-30')::VARCHAR"),
    ("date_in_words", REJECTED, "'丙子年生'"),
    ("date_with_slashes", READ, f"{_YEAR} || '/' || {_MONTH} || '/' || {_DAY_OF_MONTH}"),
    ("date_with_points", READ, f"strftime({_DAY}, '%Y.%m.%d')"),
    ("date_of_eight_digits", READ, f"strftime({_DAY}, '%Y%m%d')"),
    ("date_in_chinese", READ, f"{_YEAR} || '年' || {_MONTH} || '月' || {_DAY_OF_MONTH} || '日'"),
    ("date_with_midnight", READ, f"strftime({_DAY}, '%Y-%m-%d 00:00:00')"),
    ("date_full_width", READ, f"translate({_DAY}::VARCHAR, '0123456789-', {literal('０１２３４５６７８９－')})"),
)
_OF_NAME = (
    ("name_with_control_character", REJECTED, "left(name, 1) || chr(7) || substr(name, 2)"),
    ("name_spaced_out", READ, f"left(name, 1) || {literal(chr(0x3000))} || substr(name, 2)"),
    ("name_like_a_formula", READ, f"{literal('=HYPERLINK(')} || name || ')'"),
    ("name_of_markup", READ, f"{literal('<b onclick=x>')} || name || '</b>'"),
    ("name_very_long", READ, "repeat(name, 100)"),
)
_OF_SEX = (("sex_unknown_word", REJECTED, "'雌'"), ("sex_other_word", READ, "'女性'"), ("sex_empty", READ, "''"))
_OF_ABILITY = (
    ("ability_unknown_word", REJECTED, "'半半护理'"),
    ("ability_full_width", READ, "'１档'"),
    ("ability_not_assessed", READ, "'未评估'"),
)
_OF_BOOLEAN = (
    ("yes_or_no_unclear", REJECTED, "'也许'"),
    ("yes_or_no_two", REJECTED, "'2'"),
    ("yes_in_chinese", READ, "'是'"),
    ("yes_as_a_tick", READ, "'√'"),
)
_OF_WORD = (("word_unknown", REJECTED, "'富裕户'"), ("word_mark_of_nothing", READ, "'—'"))
_OF_AMOUNT = (
    ("amount_negative", REJECTED, "'-50.00'"),
    ("amount_in_brackets", REJECTED, "'(50.00)'"),
    ("amount_three_decimals", REJECTED, "'684.005'"),
    ("amount_in_words", REJECTED, "'六百元'"),
    ("amount_two_numbers", REJECTED, "'100+50'"),
    ("amount_scientific", REJECTED, "'1e3'"),
    ("amount_error_of_a_formula", REJECTED, "'#REF!'"),
    ("amount_decimal_comma", REJECTED, "'684,5'"),
    ("amount_by_the_year", REJECTED, "'684.00元/年'"),
    ("amount_beyond_measure", REJECTED, "'9999999999999999999.00'"),
    ("amount_with_thousands", READ, "'1,264.00'"),
    ("amount_with_currency", READ, "'￥684.00元'"),
    ("amount_full_width", READ, "'６８４．００'"),
    ("amount_dash", READ, "'-'"),
)
_OF_LINE = (
    ("line_too_few_cells", REJECTED),
    ("line_too_many_cells", REJECTED),
    ("line_unclosed_quote", REJECTED),
    ("line_text_after_quote", REJECTED),
    ("line_invalid_bytes", REJECTED),
    ("line_nul_byte", REJECTED),
    ("line_header_again", SET_ASIDE),
    ("line_blank", LEFT_OUT),
)


def _of_number(name: str, type_: Number) -> tuple[tuple[str, str, str], ...]:
    return (
        (f"{name}_above_scale", REJECTED, f"'{type_.maximum + 1}'"),
        (f"{name}_below_scale", REJECTED, f"'{type_.minimum - 1}'"),
        (f"{name}_with_a_half", REJECTED, f"'{type_.minimum}.5'"),
        (f"{name}_in_words", REJECTED, "'好'"),
        (f"{name}_full_width", READ, literal(chr(ord("０") + type_.minimum))),
        (f"{name}_with_decimal_point", READ, f"'{type_.minimum}.0'"),
        (f"{name}_question_mark", READ, "'?'"),
    )
