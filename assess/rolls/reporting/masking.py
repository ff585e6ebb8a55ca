"""Resident ID numbers with their middle hidden, `320402********123X`: in Python, and as an expression of DuckDB.

Both are the same regular expressions, written so that RE2 and Python read them alike (no look-around).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assess.diagnostics.diagnostic import Diagnostic
from assess.rolls.reporting.neutralising import NOT_SEEN

_DIGIT = "[0-9０-９]"
_BLANKS = f"{NOT_SEEN}\ufffd"
"""Among them those that nobody sees, and what could not be read."""
_GAP = f"[{_BLANKS}]*"
_NEXT = f"(?:{_GAP}{_DIGIT}|[OoIl])"
"""The letters are what is typed for a nought or a one."""
_MARK = "[*＊×●•#＃○·□?？_＿]"
_MARKS = f"{_MARK}{_GAP}{_MARK}|[xXｘＸ]{{3}}"
_END = f"(?:{_DIGIT}|[OoIl]){_NEXT}{{2}}{_GAP}[0-9０-９OoIlXxＸｘ]"
_MONTH = "(?:0[1-9]|1[0-2])"
_CUT = f"(?:1[89]|20)[0-9]{{2}}{_MONTH}[0-3][0-9]"
"""What is left of an ID number that is cut after the birth date."""
_LONG = f"({_DIGIT}{_NEXT}{{5}})(?:{_NEXT}{{3,}}({_GAP}(?:{_MARKS}|…))|{_NEXT}{{5,}}{_GAP}({_END})(?:\\.0+)?|{_CUT})"
"""A run of fifteen or more digits, blanks between them or not: an ID number, a damaged one, an account. One that came
as a number has `.0` behind it, which says nothing. Or one that the roll has masked at its end, and the birth date
stands in it all the same: `32040219391011****`. Or one of which a long cell, where it is quoted, has the beginning
only: `3204021939…`."""
_LONG_END = f"((?:{_MARKS}){_GAP})(?:{_DIGIT}{_GAP})+({_END})"
"""One that the roll has masked at its beginning."""
_END_OF_SCIENTIFIC = "[0-9]+([0-9]{2}[eE][+]?1[4-9])"
_AS_NUMBER = f"([0-9][.][0-9]{{5}}|[0-9]{{1,3}},[0-9]{{3}})(?:{_END_OF_SCIENTIFIC}|(?:,[0-9]{{3}}){{3,}})"
"""One that was kept as a number: `3.20402193910110e+17`, `320,402,193,910,110,000`."""
_NUMBER = "[0-9]{17}[0-9X]"
_APART = f"(?:[{_BLANKS}]*|[-–—－./·．／])"
_REGION = f"[1-9](?:(?:[{_BLANKS}]*|[-–—－])[0-9]){{5}}"
_DAY = f"(?:0{_APART}[1-9]|1{_APART}[0-2]){_APART}[0-3]{_APART}[0-9]"
_LAST = f"[0-9](?:{_APART}[0-9]){{2}}{_APART}[0-9Xx]"
_WITHIN = f"{_APART}(?:1{_APART}[89]|2{_APART}0){_APART}[0-9]{_APART}[0-9]{_APART}{_DAY}{_APART}"
_IN_TEXTS = f"{_LONG}|{_LONG_END}|{_AS_NUMBER}|((?:^|[^0-9-]){_REGION}){_WITHIN}({_LAST})"
_TEXT_TO = r"\1\4\6\8********\2\3\5\7\9"
"""Each of the forms fills its own groups; the others are empty. RE2 knows no more than nine."""
_WHOLE_IN_LABELS = (
    f"(^|[^0-9])({_REGION}){_WITHIN}({_LAST})($|[^0-9])",
    f"(^|[^0-9])([1-9][0-9]{{5}})[0-9]{{2}}{_MONTH}[0-3]([0-9]{{4}})($|[^0-9])",
    "(^|[^０-９])([０-９]{6})[０-９]{8}([０-９]{3}[０-９XxＸｘ])($|[^０-９])",
)
"""An ID number inside a label, of eighteen characters (with blanks or dashes between them or not) or of fifteen."""
_PART_OF_LABELS = (
    f"()([1-9][0-9]{{5}})(?:1[89]|20)[0-9]{{2}}{_MONTH}[0-3][0-9]([0-9]{{3}}[Xx])()",
    f"()([1-9][0-9]{{5}})1[89][0-9]{{2}}{_MONTH}[0-3][0-9]([0-9]{{2,}})()",
    f"()([0-9][.][0-9]{{5}}){_END_OF_SCIENTIFIC}()",
)
"""A number that begins with an ID number, as that of a certificate of disability does, or holds one; one that has lost
its end; one kept as a number. Other long numbers stay, such as those with a day of this century in them: labels are
unique."""
_IN_LABELS = (*(pattern for pattern in _WHOLE_IN_LABELS for _ in range(2)), *_PART_OF_LABELS)
"""Neighbours share the character between them, which the first match takes: hence twice."""
_LABEL_TO = r"\1\2********\3\4"
_SHORTEST = 14
"""Fewer characters hold no ID number, nor what is left of one."""

_TEXT_PATTERN = re.compile(_IN_TEXTS)
_LINE = re.compile("[^\r\n\x85\u2028\u2029]+")
_LABEL_PATTERNS = tuple(re.compile(pattern) for pattern in _IN_LABELS)


def masked(text: str) -> str:
    """The text with the middle of every long run of digits hidden, and of ID numbers with dashes between the digits:
    the first six and the last four stay."""
    return _TEXT_PATTERN.sub(_TEXT_TO, text)


def masked_lines(text: str) -> str:
    """The text of a file, each line masked by itself, so that there are as many as before."""
    return _LINE.sub(lambda line: masked(line[0]), text)


def masked_label(text: str) -> str:
    """A case's label with the ID numbers in it masked; another number, however long, is left as it is."""
    for pattern in _LABEL_PATTERNS:
        text = pattern.sub(_LABEL_TO, text)
    return text


_QUOTES = ("found", "reason")
"""The arguments that quote cells; the latter does where a database says why it gave up."""


def masked_diagnostics(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics as a person may see them: files are called after people, and cells are quoted, be it with an ID
    number that is damaged."""
    return [
        replace(
            one,
            position=replace(one.position, file=masked_label(one.position.file)),
            arguments={
                name: (masked if name in _QUOTES else masked_label)(value) for name, value in one.arguments.items()
            },
        )
        for one in diagnostics
    ]


def masked_sql(expression: str) -> str:
    """`masked` over a text column of DuckDB. Numbers alone, the rule, take a twentieth of the time."""
    number = f"regexp_full_match({expression}, '{_NUMBER}')"
    short = f"concat(left({expression}, 6), '********', right({expression}, 4))"
    other = f"regexp_replace({expression}, '{_IN_TEXTS}', '{_TEXT_TO}', 'g')"
    return f"CASE WHEN {number} THEN {short} WHEN length({expression}) < {_SHORTEST} THEN {expression} ELSE {other} END"


def masked_label_sql(expression: str) -> str:
    """`masked_label` over a text column of DuckDB."""
    other = expression
    for pattern in _IN_LABELS:
        other = f"regexp_replace({other}, '{pattern}', '{_LABEL_TO}', 'g')"
    return f"CASE WHEN length({expression}) < {_SHORTEST} THEN {expression} ELSE {other} END"
