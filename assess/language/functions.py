"""The built-in functions that a typed `Call` names. Each takes known values and may still yield unknown (None)."""

from __future__ import annotations

from collections.abc import Callable

from assess.language.dates import add_months, date_of, months_between, years_between
from assess.language.types import EARLIEST_DATE, LATEST_DATE

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"


def check_character(first_seventeen: str) -> str:
    """The eighteenth character of a resident identity number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def resident_id_birth_date(number: str) -> int | None:
    """The birth date inside the number; None where it holds no day of the calendar."""
    if not _is_formed(number):
        return None
    day = int(number[6:14])
    try:
        date_of(day)
    except ValueError:
        return None
    return day


def resident_id_valid(number: str) -> bool:
    """18 characters, a real date in the middle, and the right check character."""
    return (
        _is_formed(number)
        and resident_id_birth_date(number) is not None
        and (check_character(number[:17]) == number[17])
    )


def resident_id_sex(number: str) -> int | None:
    """0 male, 1 female, by the 17th digit (odd: male)."""
    return (int(number[16]) + 1) % 2 if _is_formed(number) else None


def _is_formed(number: str) -> bool:
    return (
        len(number) == 18 and number.isascii() and number[:17].isdigit() and (number[17].isdigit() or number[17] == "X")
    )


def _bounded_months(day: int, months: int) -> int | None:
    """Unknown where it would leave the calendar that rules are written for."""
    if abs(months) > 12 * (LATEST_DATE - EARLIEST_DATE) // 10000:
        return None
    found = add_months(day, months)
    return found if EARLIEST_DATE <= found <= LATEST_DATE else None


FUNCTIONS: dict[str, Callable[..., bool | int | str | None]] = {
    "year": lambda day: day // 10000,
    "month": lambda day: day // 100 % 100,
    "years between": years_between,
    "months between": months_between,
    "add months": _bounded_months,
    "starts with": lambda text, prefix: text.startswith(prefix),
    "resident id valid": resident_id_valid,
    "resident id birth date": resident_id_birth_date,
    "resident id sex": resident_id_sex,
}
