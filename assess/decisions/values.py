"""Values as people and programs read them: codes, exact decimals and dates for programs; words and units for people."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from assess.engines.bounds import Anything, Interval, Possible
from assess.engines.meaning import Value
from assess.language.dates import iso
from assess.language.types import PLAIN, Boolean, Date, Enumeration, Number, Type, Unit

_UNITS: dict[str, tuple[str, str]] = {
    "points": ("分", "points"),
    "years": ("岁", "years"),
    "months": ("个月", "months"),
    "times": ("次", "times"),
    "grade": ("级", ""),
    "items": ("项", "items"),
    "persons": ("人", "persons"),
    "CNY": ("元", "yuan"),
    "CNY/month": ("元/月", "yuan/month"),
    "CNY/year": ("元/年", "yuan/year"),
    "cm": ("厘米", "cm"),
    "kg": ("千克", "kg"),
}
_WORDS = {"zh": {True: "是", False: "否", None: "未知"}, "en": {True: "yes", False: "no", None: "not known"}}


def decimal_text(value: int, type_: Number) -> str:
    """The number in full: `747.00` for money, `0.3`, or `1/3` where no decimal is exact."""
    denominator = type_.denominator
    if _is_money(type_.unit):
        fen, rest = divmod(value * 100, denominator)
        if rest == 0:
            yuan, rest = divmod(abs(fen), 100)
            return f"{'-' if fen < 0 else ''}{yuan}.{rest:02}"
    elif denominator == 1:
        return str(value)
    fraction = Fraction(value, denominator)
    if fraction.denominator == 1:
        return str(fraction.numerator)
    for places in range(1, 13):
        scaled = fraction * 10**places
        if scaled.denominator == 1:
            whole, rest = divmod(abs(scaled.numerator), 10**places)
            return f"{'-' if fraction < 0 else ''}{whole}.{rest:0{places}}"
    return str(fraction)


def for_program(value: Value, type_: Type) -> Any:
    """The value in JSON: a code, an ISO date, an exact decimal string, a whole number, true, false, or null."""
    if value is None or isinstance(type_, Boolean):
        return value
    if isinstance(type_, Enumeration):
        return type_.codes[int(value)]
    if isinstance(type_, Date):
        return iso(int(value))
    if isinstance(type_, Number):
        if type_.denominator == 1 and not _is_money(type_.unit):
            return value
        return decimal_text(int(value), type_)
    return value


@lru_cache(maxsize=256)
def _is_money(unit: Unit | None) -> bool:
    return unit is not None and any(name == "CNY" for name, _ in unit.powers)


def for_person(value: Value, type_: Type, language: str, options: tuple[tuple[int, Any], ...] = ()) -> str:
    """The value in words: the label of a code or of a scored answer, an amount with its unit, a date."""
    if value is None:
        return _WORDS[language][None]
    if isinstance(type_, Boolean):
        return _WORDS[language][bool(value)]
    if isinstance(type_, Enumeration):
        if type_.labels:
            found: str = type_.labels[int(value)].in_language(language)
            return found
        return type_.codes[int(value)]
    if isinstance(type_, Date):
        day = int(value)
        return f"{day // 10000}年{day // 100 % 100}月{day % 100}日" if language == "zh" else iso(day)
    if isinstance(type_, Number):
        return number_for_person(int(value), type_, language)
    return str(value)


def at_least(amount: str, language: str) -> str:
    """The least amount, in words: `不低于 747.00 元/月`."""
    return f"不低于 {amount}" if language == "zh" else f"at least {amount}"


def number_for_person(value: int, type_: Number, language: str) -> str:
    """`747.00 元/月`, `66分`, `30%`, `2`."""
    if type_.unit is not None and type_.unit == PLAIN and type_.denominator > 1:
        return f"{decimal_text(value * 100, type_)}%"
    text = decimal_text(value, type_)
    if type_.unit is None or type_.unit == PLAIN:
        return text
    zh, en = _unit_words(type_.unit)
    if language == "en":
        return f"{text} {en.removesuffix('s') if text == '1' else en}".rstrip()
    return f"{text} {zh}" if "元" in zh else f"{text}{zh}"


@lru_cache(maxsize=256)
def _unit_words(unit: Unit) -> tuple[str, str]:
    return _UNITS.get(str(unit), (f" {unit}", str(unit)))


def unit_for_person(unit: str | None, language: str) -> str:
    if unit is None:
        return ""
    zh, en = _UNITS.get(unit, (unit, unit))
    return zh if language == "zh" else en


def possible_for_program(possible: Possible, type_: Type) -> Any:
    """Codes or truth values as a list; numbers and dates as least and greatest; null where nothing bounds them."""
    if isinstance(possible, Anything):
        return None
    if isinstance(possible, Interval):
        return {"minimum": for_program(possible.low, type_), "maximum": for_program(possible.high, type_)}
    known = sorted(value for value in possible if value is not None)
    if isinstance(type_, Number | Date):
        if not known or None in possible:
            return None
        return {"minimum": for_program(known[0], type_), "maximum": for_program(known[-1], type_)}
    return [for_program(value, type_) for value in known] + ([None] if None in possible else [])


def possible_for_person(possible: Possible, type_: Type, language: str) -> str:
    """`轻度失能或中度失能`, `63到74分`; empty where nothing bounds it."""
    if isinstance(possible, Anything):
        return ""
    if isinstance(possible, frozenset):
        known = sorted((value for value in possible if value is not None), reverse=isinstance(type_, Boolean))
        if not known:
            return ""
        if not isinstance(type_, Number | Date) or len(known) == 1:
            words = [for_person(value, type_, language) for value in known]
            if None in possible:
                words.append("不能确定" if language == "zh" else "cannot be settled")
            return ("或" if language == "zh" else " or ").join(words)
        low, high = known[0], known[-1]
    else:
        low, high = possible.low, possible.high
    between = "到" if language == "zh" else " to "
    first = for_person(low, type_, language)
    if isinstance(type_, Number) and type_.unit is not None and type_.unit != PLAIN:
        first = decimal_text(low, type_)  # the unit stands once, after the upper end
    return f"{first}{between}{for_person(high, type_, language)}"
