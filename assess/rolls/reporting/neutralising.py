"""Text that a spreadsheet would take for a formula, made harmless by a leading apostrophe (OWASP: CSV injection).

A cell is a formula to some program where it begins with `= + - @`, with their full-width forms, or with a tab or line
break; blanks before these, and characters that nobody sees, do not make it safe everywhere. Workbooks need none of
this: their cells say that they are text.
"""

from __future__ import annotations

NOT_SEEN = "\x01-\x20\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff"
"""Blanks of all widths, control characters, marks that show nothing."""
_FORMULA = f"^(?:[\t\r\n]|[{NOT_SEEN}]*[-=+@＝＋－＠﹢﹣﹦﹫])"


def neutral_sql(expression: str) -> str:
    """A text column of DuckDB, with an apostrophe before what a spreadsheet would calculate. The expression stands
    in it once: one that masks is long, and each of its patterns would be compiled again."""
    return f"regexp_replace({expression}, '{_FORMULA}', '''\\0')"
