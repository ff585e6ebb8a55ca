"""The month that the name of a file, of a sheet or the title above a roll tells. It is only ever suggested."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from assess.rolls.roll import Part

_WHOLE = re.compile(r"(?<!\d)(20\d\d)(?:年|[-_.])?(0[1-9]|1[0-2]|[1-9](?=月))(?:月|(?![\d月]))")
_MONTH = re.compile(r"(?<![\d年])([1-9]|0[1-9]|1[0-2])月")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|度|\D|$)")
_SEVERAL = re.compile(r"\d\d?月?份?[-–—~至到、](?:20\d\d年)?\d\d?月")


def month_named(texts: Iterable[str]) -> str | None:
    """`2025-07` from the first text that tells one month; none from one that tells several (`2025年7-12月`)."""
    for text in map(_plain, texts):
        if _SEVERAL.search(text):
            continue
        whole = {f"{year}-{int(month):02}" for year, month in _WHOLE.findall(text)}
        years, months = set(_YEAR.findall(text)), set(_MONTH.findall(text))
        if not whole and len(years) == 1 and len(months) == 1:
            whole = {f"{years.pop()}-{int(months.pop()):02}"}
        if len(whole) == 1:
            return whole.pop()
    return None


def month_of(part: Part) -> str | None:
    """The month that its names tell."""
    return month_named(names_of(part))


def names_of(part: Part) -> Iterator[str]:
    """What a part is called: the source and its sheet, the file, and the titles that stood above the header."""
    yield part.source
    if part.origin is not None:
        yield part.origin.name
    yield from (note.arguments.get("titles", "") for note in part.notes)


def by_file(months: Mapping[str, str]) -> str:
    """The months of sources as a mapping's constant, file by file where all sheets of a file are of one."""
    files = {source: source.rpartition(":")[0] or source for source in months}
    of_file = {file: {months[one] for one in months if files[one] == file} for file in files.values()}
    named = {files[one] if len(of_file[files[one]]) == 1 else one: month for one, month in months.items()}
    return "{" + ", ".join(f'"{name}": {month}' for name, month in named.items()) + "}"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
