"""Headers compared: the same words in other widths, brackets, line breaks and ways of writing a unit are one header."""

from __future__ import annotations

import re

from assess.rolls.cells import Period
from assess.rolls.cells.tidy import tidied, without_blanks

_BRACKETS = str.maketrans("[]{}【】〔〕〖〗<>《》", "()()()()()()()")
_MARKS = re.compile(r"^[*#]+|[*#::]+$")
_YUAN = re.compile(r"\((?:单位:?)?(?:人民币)?元(?:人民币)?\)|\((?:cny|rmb|yuan)\)|(?<=[^()])[,,](?:元|cny)$")
_BY_PERIOD = re.compile(
    r"\((?:单位:?)?(?:元|cny|rmb|yuan)?[/每]?(?:人|户|person)?[.·・/每]?(?P<period>月|年|month|year)(?:/?(?:元|人))?\)"
)
_PERIODS: dict[str, Period] = {"月": "month", "month": "month", "年": "year", "year": "year"}


def header_key(header: str) -> str:
    """What two ways of writing a header share. `照料护理费用（元）` and `照料护理费用` are one; `标准(元/月)` and
    `标准(元/年)` are not."""
    key = without_blanks(tidied(header)).casefold().translate(_BRACKETS)
    key = _YUAN.sub("", _MARKS.sub("", key))
    return _BY_PERIOD.sub(lambda found: f"(元/{'月' if _PERIODS[found['period']] == 'month' else '年'})", key)


def bare_key(header: str) -> tuple[str, Period | None]:
    """The key without the period that an amount is for, and that period, where the header says it."""
    key = header_key(header)
    for period, mark in (("month", "(元/月)"), ("year", "(元/年)")):
        if mark in key:
            return key.replace(mark, ""), period  # type: ignore[return-value]
    return key, None
