"""Facts as people write them, checked and brought to the engines' own values. Nothing is guessed and nothing is mended.

A fault rejects the whole case: a score out of its scale, text where a number belongs, a day that is not in the
calendar, a code that is no answer, a fact that nothing asks for. `null` says the same as leaving the fact out: unknown.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assess.diagnostics.diagnostic import Diagnostic, nearest
from assess.diagnostics.position import Position
from assess.language.dates import iso, number_of
from assess.language.functions import resident_id_birth_date, resident_id_valid
from assess.language.law import Input
from assess.language.types import (
    EARLIEST_DATE,
    LATEST_DATE,
    Boolean,
    Choices,
    Date,
    Enumeration,
    Label,
    Number,
    Persons,
    Text,
)

Value = bool | int | str | None
Place = Callable[[str], Position]

PERSON_KEYS = ("name", "qualification", "organisation", "signed_on")
_MOST_DIGITS = 30
"""More digits than any figure here has; beyond them a number is refused before anything is computed with it."""


class _Bad(Exception):
    def __init__(self, code: str, **arguments: object) -> None:
        self.code = code
        self.arguments = {name: str(value) for name, value in arguments.items()}
        super().__init__(code)


def taken(
    inputs: Mapping[str, Input], raw: Mapping[str, Any], place: Place
) -> tuple[dict[str, Value], list[Diagnostic]]:
    """The facts as the engines hold them, and every fault found. What no rule can read is checked, then dropped."""
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
            arguments = {"fact": name, "zh": known.label.zh, "en": known.label.en, "found": shown(value)}
            problems.append(Diagnostic(bad.code, place(name), arguments | bad.arguments))
            continue
        if found is not None:
            facts[name] = found
    return facts, problems


def too_late(inputs: Mapping[str, Input], facts: Mapping[str, Value], as_of: int, place: Place) -> list[Diagnostic]:
    """The dates that lie after the day decided on, where their question forbids it."""
    problems = []
    for name, value in facts.items():
        known = inputs[name]
        if known.not_after_as_of and isinstance(value, int) and value > as_of:
            arguments = {"fact": name, "zh": known.label.zh, "en": known.label.en, "found": iso(value)}
            problems.append(Diagnostic("A126", place(name), arguments | {"as_of": iso(as_of)}))
    return problems


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
        raise _not_an_option(type_.codes, type_.labels, value)
    return _text(known, type_, value)


def _number(known: Input, type_: Number, value: Any) -> int:
    if isinstance(value, str):
        raise _full_width(value) or _Bad("A102", expected=_range(type_))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _Bad("A102", expected=_range(type_))
    scaled = _scaled(type_, value)
    if not type_.minimum <= scaled <= type_.maximum:
        raise _Bad("A103", expected=_range(type_))
    if type_.denominator == 1 and known.options and scaled not in {option for option, _ in known.options}:
        raise _Bad("A105", **_options(tuple(str(option) for option, _ in known.options), _labels(known)))
    return scaled


def _labels(known: Input) -> tuple[Label, ...]:
    return tuple(label for _, label in known.options)


def _scaled(type_: Number, value: int | Decimal) -> int:
    """The value over the type's denominator. Nothing is rounded: a decimal place too many is a fault."""
    if isinstance(value, int):
        return value * type_.denominator
    if type_.denominator == 1:
        raise _Bad("A106", expected=_range(type_))
    if value and value.adjusted() > _MOST_DIGITS:
        raise _Bad("A103", expected=_range(type_))
    if not value.is_finite() or len(value.as_tuple().digits) - value.adjusted() > 2 * _MOST_DIGITS:
        raise _Bad("A125", places=len(str(type_.denominator)) - 1)
    scaled = Fraction(value) * type_.denominator
    if scaled.denominator != 1:
        raise _Bad("A125", places=len(str(type_.denominator)) - 1)
    return scaled.numerator


def _range(type_: Number) -> str:
    low, high = Decimal(type_.minimum) / type_.denominator, Decimal(type_.maximum) / type_.denominator
    return f"{low:f}–{high:f}"


def _day(value: Any) -> int:
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise _Bad("A109")
    if isinstance(value, str):
        if full_width := _full_width(value):
            raise full_width
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


def _full_width(value: str) -> _Bad | None:
    """The fault of a text written in full-width (or otherwise dressed up) characters."""
    instead = unicodedata.normalize("NFKC", value)
    return None if instead == value else _Bad("A104", instead=instead)


def _not_an_option(codes: tuple[str, ...], labels: tuple[Label, ...], value: Any) -> _Bad:
    text = unicodedata.normalize("NFKC", str(value)).strip()
    by_word = {word: code for code, label in zip(codes, labels, strict=False) for word in (label.zh, label.en)}
    return _Bad("A105", near=by_word.get(text) or nearest(text, codes), **_options(codes, labels))


def _options(codes: tuple[str, ...], labels: tuple[Label, ...]) -> dict[str, str]:
    """The answers there are, with their words, for a message in either language."""
    if len(labels) != len(codes):
        return {"options_zh": "、".join(codes), "options_en": ", ".join(codes)}
    listed = list(zip(codes, labels, strict=True))
    return {
        "options_zh": "、".join(f"{code}（{label.zh}）" for code, label in listed),
        "options_en": ", ".join(f"{code} ({label.en})" for code, label in listed),
    }


def _text(known: Input, type_: Text, value: Any) -> str | None:
    if isinstance(type_, Choices):
        _choices(known, type_, value)
        return None
    if type_.form == "person":
        _person(value)
        return None
    if isinstance(type_, Persons):
        _persons(type_, value)
        return None
    if not isinstance(value, str):
        raise _Bad("A111")
    _readable(value)
    if type_.form in ("resident_id", "division_code") and (full_width := _full_width(value)):
        raise full_width
    if type_.form == "resident_id":
        return _resident_id(value)
    if type_.form == "division_code" and not re.fullmatch(r"[0-9]{6}", value):
        raise _Bad("A114")
    if not value.strip():
        raise _Bad("A115")
    return value


def _readable(value: str) -> None:
    """Raises where a character cannot be shown: one that moves the cursor, or half of a pair."""
    for character in value:
        if character not in "\t\r\n" and unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
            raise _Bad("A122", character=f"U+{ord(character):04X}")


def _resident_id(value: str) -> str:
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", value):
        raise _Bad("A116", length=len(value))
    value = value.upper()
    if resident_id_birth_date(value) is None:
        raise _Bad("A117", day=value[6:14])
    if not resident_id_valid(value):
        raise _Bad("A118")
    return value


def _choices(known: Input, type_: Choices, value: Any) -> None:
    if not isinstance(value, list):
        raise _Bad("A112", **_options(type_.codes, _labels(known)))
    for one in value:
        if one not in type_.codes:
            raise _not_an_option(type_.codes, _labels(known), one)
    if len(set(value)) != len(value):
        raise _Bad("A119")
    if "none" in value and len(value) > 1:
        raise _Bad("A120")


def _persons(type_: Persons, value: Any) -> None:
    if not isinstance(value, list):
        raise _Bad("A113")
    for one in value:
        _person(one)
    if type_.exactly is not None and len(value) != type_.exactly:
        raise _Bad("A123", expected=type_.exactly, count=len(value))


def _person(value: Any) -> None:
    if not isinstance(value, dict) or "name" not in value:
        raise _Bad("A113")
    for key, content in value.items():
        if key not in PERSON_KEYS:
            raise _Bad("A121", key=key, near=nearest(str(key), PERSON_KEYS), expected=", ".join(PERSON_KEYS))
        try:
            _of_person(str(key), content)
        except _Bad as bad:
            bad.arguments["found"] = f"{key}: {shown(content)}"
            raise


def _of_person(key: str, content: Any) -> None:
    if content is None and key != "name":
        return
    if key == "signed_on":
        _day(content)
        return
    if not isinstance(content, str):
        raise _Bad("A111")
    _readable(content)
    if not content.strip():
        raise _Bad("A115")


def shown(value: object) -> str:
    """A value as the file would have it, cut where it is long."""
    if isinstance(value, dict | list):
        try:
            text = json.dumps(value, ensure_ascii=False, default=str)
        except RecursionError:
            text = "…"
    elif isinstance(value, bool):
        text = str(value).lower()
    else:
        text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"
