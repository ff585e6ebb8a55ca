"""Facts as people write them, checked and brought to the engines' own values. Nothing is guessed and nothing is mended.

A fault rejects the whole case: a score out of its scale, text where a number belongs, a day that is not in the
calendar, a code that is no answer, a fact that nothing asks for. `null` says the same as leaving the fact out: unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assess.diagnostics.diagnostic import Diagnostic, nearest
from assess.diagnostics.position import Position
from assess.language.dates import iso, number_of
from assess.language.functions import resident_id_birth_date, resident_id_valid
from assess.language.law import Input
from assess.language.types import EARLIEST_DATE, LATEST_DATE, Boolean, Date, Enumeration, Number, Text

Value = bool | int | str | None
Place = Callable[[str], Position]

_PERSON_KEYS = ("name", "qualification", "organisation", "signed_on")


class _Bad(Exception):
    def __init__(self, code: str, **arguments: object) -> None:
        self.code = code
        self.arguments = {name: str(value) for name, value in arguments.items()}
        super().__init__(code)


def taken(inputs: Mapping[str, Input], raw: Mapping[str, Any], place: Place) -> tuple[dict[str, Value], list[Diagnostic]]:
    """The facts as the engines hold them, and every fault found. Facts that no rule can read are checked, then dropped."""
    facts: dict[str, Value] = {}
    problems: list[Diagnostic] = []
    for name, value in raw.items():
        known = inputs.get(name)
        if known is None:
            arguments = {"fact": str(name), "near": nearest(str(name), inputs)}
            problems.append(Diagnostic("A101", place(name), arguments))
            continue
        if value is None:
            continue
        try:
            found = fact_value(known, value)
        except _Bad as bad:
            arguments = {"fact": name, "zh": known.label.zh, "en": known.label.en, "found": _shown(value)}
            problems.append(Diagnostic(bad.code, place(name), arguments | bad.arguments))
            continue
        if found is not None:
            facts[name] = found
    return facts, problems


def fact_value(known: Input, value: Any) -> Value:
    """One fact in the engines' form; None for what rules do not read (people, lists). Raises on any fault."""
    type_ = known.type
    if isinstance(type_, Number):
        return _number(known, type_, value)
    if isinstance(type_, Boolean):
        if isinstance(value, bool):
            return value
        raise _Bad("A107")
    if isinstance(type_, Date):
        return _day(value)
    if isinstance(type_, Enumeration):
        if isinstance(value, str) and value in type_.codes:
            return type_.index(value)
        raise _not_an_option(known, type_, value)
    return _text(known, type_, value)


def _number(known: Input, type_: Number, value: Any) -> int:
    if isinstance(value, str):
        if value != unicodedata.normalize("NFKC", value):
            raise _Bad("A104", instead=unicodedata.normalize("NFKC", value))
        raise _Bad("A102", expected=_range(type_))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _Bad("A102", expected=_range(type_))
    scaled = value * type_.denominator
    if isinstance(scaled, Decimal):
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise _Bad("A106", expected=_range(type_))
        if type_.denominator == 1:
            raise _Bad("A106", expected=_range(type_))
        scaled = int(scaled)
    if not type_.minimum <= scaled <= type_.maximum:
        raise _Bad("A103", expected=_range(type_))
    if type_.denominator == 1 and known.options and scaled not in {option for option, _ in known.options}:
        raise _Bad("A105", expected=", ".join(str(option) for option, _ in known.options), near="")
    return scaled


def _range(type_: Number) -> str:
    low, high = Decimal(type_.minimum) / type_.denominator, Decimal(type_.maximum) / type_.denominator
    return f"{low:f}–{high:f}"


def _day(value: Any) -> int:
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise _Bad("A109")
    if isinstance(value, str):
        if value != unicodedata.normalize("NFKC", value):
            raise _Bad("A104", instead=unicodedata.normalize("NFKC", value))
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise _Bad("A109")
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise _Bad("A108") from None
    number = number_of(value)
    if not EARLIEST_DATE <= number <= LATEST_DATE:
        raise _Bad("A110", earliest=iso(EARLIEST_DATE), latest=iso(LATEST_DATE))
    return number


def _not_an_option(known: Input, type_: Enumeration, value: Any) -> _Bad:
    by_word = {}
    for code, label in zip(type_.codes, type_.labels, strict=False):
        by_word[label.zh] = by_word[label.en] = code
    near = by_word.get(str(value)) or nearest(str(value), type_.codes)
    return _Bad("A105", expected=", ".join(type_.codes), near=near)


def _text(known: Input, type_: Text, value: Any) -> str | None:
    form = type_.form
    if form == "choices":
        return _choices(known, value)
    if form == "person":
        return _person(value)
    if form == "persons":
        if not isinstance(value, list):
            raise _Bad("A113")
        for one in value:
            _person(one)
        return None
    if not isinstance(value, str):
        raise _Bad("A111")
    if form in ("resident_id", "division_code") and value != unicodedata.normalize("NFKC", value):
        raise _Bad("A104", instead=unicodedata.normalize("NFKC", value))
    if form == "resident_id":
        return _resident_id(value)
    if form == "division_code" and not re.fullmatch(r"[0-9]{6}", value):
        raise _Bad("A114")
    if not value.strip():
        raise _Bad("A115")
    return value


def _resident_id(value: str) -> str:
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", value):
        raise _Bad("A116", length=len(value))
    value = value.upper()
    if resident_id_birth_date(value) is None:
        raise _Bad("A117", day=value[6:14])
    if not resident_id_valid(value):
        raise _Bad("A118")
    return value


def _choices(known: Input, value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _Bad("A112")
    if len(set(value)) != len(value):
        raise _Bad("A119")
    if "none" in value and len(value) > 1:
        raise _Bad("A120")


def _person(value: Any) -> None:
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise _Bad("A113")
    for key in value:
        if key not in _PERSON_KEYS:
            raise _Bad("A121", key=key, near=nearest(str(key), _PERSON_KEYS), expected=", ".join(_PERSON_KEYS))
    if value.get("signed_on") is not None:
        _day(value["signed_on"])


def _shown(value: object) -> str:
    text = str(value) if not isinstance(value, bool) else str(value).lower()
    return text if len(text) <= 40 else text[:37] + "…"
