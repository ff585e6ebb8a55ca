"""Identity numbers, and what spreadsheets, masks and old cards have done to them. All are made up."""

from __future__ import annotations

import pytest

from tests.rolls.cells.reading import fault, value

NUMBER = "320402194001010006"
WITH_X = "99010119491211000X"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (NUMBER, NUMBER),
        (f" {NUMBER}\t", NUMBER),
        (f"'{NUMBER}", NUMBER),
        (f"’{NUMBER}", NUMBER),
        (f'="{NUMBER}"', NUMBER),
        ("320402 19400101 0006", NUMBER),
        ("３２０４０２１９４００１０１０００６", NUMBER),
        (f"\ufeff{NUMBER}\u200b", NUMBER),
        (WITH_X.lower(), WITH_X),
        ("99010119491211000Ｘ", WITH_X),
        ("320402400101000", NUMBER),  # of an old card
        ("320402400101000.0", NUMBER),  # which a number still holds exactly
    ],
)
def test_number_is_brought_to_what_a_card_says(text: str, number: str) -> None:
    assert value("herder_id", text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3.20402E+17", "R303"),
        ("3.2040219400101e+17", "R303"),
        ("320402194001010006.0", "R303"),
        ("320402194001018000", "R303"),
        ("3204**********0006", "R304"),
        ("３２０４＊＊＊＊＊＊＊＊＊＊０００６", "R304"),
        ("320402XXXXXXXX0006", "R304"),
        ("32040219400101000", "A116"),
        ("3204021940010100061", "A116"),
        ("无", "A116"),
        ("32040240010100X", "A116"),  # as long as an old one
        ("ABCDEFGHIJKLMNO", "A116"),
        ("320402194013010001", "A117"),
        ("320402194001010001", "A118"),
        ("990101194912110001", "A118"),
    ],
)
def test_number_that_tells_nobody(text: str, code: str) -> None:
    assert fault("herder_id", text) == code


def test_number_that_ends_in_zeros_by_right() -> None:
    assert value("herder_id", "320402194001190000") == "320402194001190000"
