"""Text that a spreadsheet would take for a formula, made harmless by a leading apostrophe (OWASP: CSV injection).

A cell is a formula to some program where it begins with `= + - @`, with their full-width forms, or with a tab or line
break; blanks before these do not make it safe everywhere. Workbooks need none of this: their cells say that they are
text.
"""

from __future__ import annotations

import re

_FORMULA = "^(?:[\t\r\n]|[ \u00a0\u3000\u200b\u2060\ufeff]*[-=+@＝＋－＠﹢﹣﹦﹫])"
_PATTERN = re.compile(_FORMULA)


def neutral(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would calculate it."""
    return f"'{text}" if _PATTERN.match(text) else text


def neutral_sql(expression: str) -> str:
    """`neutral` over a text column of DuckDB."""
    return f"CASE WHEN regexp_matches({expression}, '{_FORMULA}') THEN '''' || {expression} ELSE {expression} END"
