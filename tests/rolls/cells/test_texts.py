"""Text as it is, but for width, blanks and marks that nobody sees."""

from __future__ import annotations

import pytest

from tests.rolls.cells.reading import fault, value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三", "张三"),
        ("王  明", "王明"),
        ("王\u3000明", "王明"),
        ("张\u200b三", "张三"),
        ("阿依 • 古丽", "阿依·古丽"),
        ("阿依・古丽", "阿依·古丽"),
        ("阿依·古丽", "阿依·古丽"),
        ("Mary   Ann", "Mary Ann"),
        ("欧阳\u200d春", "欧阳\u200d春"),
        ("𠮷野", "𠮷野"),
    ],
)
def test_one_person_has_one_name(text: str, name: str) -> None:
    assert value("name", text) == name


def test_other_text_keeps_single_blanks() -> None:
    assert value("district", " 草原县\n 北村 ") == "草原县 北村"
    assert value("case", "Ａ－０１") == "A-01"


@pytest.mark.parametrize("mark", ["〃", " 〃 ", "″", '"', "-〃-", "——〃——", "同上", "同 上", "Ditto"])
@pytest.mark.parametrize("target", ["district", "name", "case", "born_on", "herder_id", "paid.hay", "wolves"])
def test_mark_for_what_the_row_above_says(target: str, mark: str) -> None:
    """Once a roll was sorted or filtered, the row above is another one: nothing is taken over from it."""
    assert fault(target, mark) == "R315"


def test_mark_that_the_office_gives_a_meaning() -> None:
    assert value("wolves", "〃", values=(("〃", None),)) is None


def test_division_code() -> None:
    assert value("division", "９９０１０１") == "990101"
    assert value("division", "990101.0") == "990101"
    assert fault("division", "9901") == "A114"
    assert fault("division", "北村") == "A114"


def test_character_that_cannot_be_shown() -> None:
    assert fault("name", "张\x07三") == "A122"
