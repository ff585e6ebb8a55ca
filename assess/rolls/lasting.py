"""What is found month by month and lasts: told once of all the months in which it is the same.

Where a roll does not say for which month a row is, each is checked for every month alike, so that somebody without an
assessment would be found so twelve times a year, with the same sentence. Where nothing is to recover or to pay by it,
the months are one finding: it names them before its sentence, `2023年1月至5月、8月：`, and what is paid, due and at
stake is that of all of them. What differs in anything else, if only in a clause, stays apart; and so does what is to
recover, to pay or to be verified first, which an office works out month by month.

Registers and the other rows of a person speak of single months, so this comes after they have been heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assess.rolls.finding_columns import COLUMNS
from assess.rolls.finding_rows import Language
from assess.rolls.findings import NONE
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.queries import forget
from assess.rolls.reading.sql import quoted_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Spans = tuple[tuple[str, str], ...]
"""Months (`2023-01`) without gaps between them, the first and the last of each stretch."""

_HELD, _SETS = "lasting_held", "lasting_sets"
_LASTS = f"(direction = '{NONE}' AND month IS NOT NULL)"
_SAME = ("source", "row", "code", "benefit", "paid", "due", "amount", "cite", "sentence_zh", "sentence_en")
"""What is the same in all the months of a finding; who it is about is told by the row."""
_BITS = 60
"""Months that one number holds, a bit for each: such numbers DuckDB can put aside on the disk, lists it cannot."""


def told_once_for_all_months(
    connection: DuckDBPyConnection, files: Sequence[Path], months: Sequence[str], place: Path
) -> tuple[Path, ...]:
    """The findings of the files, in their order, with what lasts told once. `months`: those checked, in their order.

    A file that has nothing of the kind stays as it is, others are written anew to `place`.
    """
    new = list(files)
    try:
        for index, path in enumerate(files):
            if _hold(connection, path, months):
                new[index] = place / f"lasting-{index:06}.parquet"
                _write(connection, path, new[index])
    finally:
        for name in (_HELD, _SETS):
            forget(connection, name)
    return tuple(new)


def _hold(connection: DuckDBPyConnection, path: Path, months: Sequence[str]) -> bool:
    """Holds the first `place` of whatever lasts in the file, and its months as a set; and the sets there are, in words.
    Is there anything?"""
    numbers = [f"set{index}" for index in range(-(-len(months) // _BITS))]
    number = f"(month[:4]::INT * 12 + month[6:]::INT - {_number(months[0])})"
    sets = ", ".join(
        f"bit_or(CASE WHEN {number} // {_BITS} = {index} THEN 1::BIGINT << ({number} % {_BITS}) ELSE 0 END) AS {name}"
        for index, name in enumerate(numbers)
    )
    same = ", ".join(f'"{name}"' for name in _SAME)
    found = parquet_sql(path, numbered=True)
    connection.execute(
        f"CREATE OR REPLACE TABLE {_HELD} AS "
        f"SELECT min(file_row_number) AS place, {sets} FROM {found} WHERE {_LASTS} GROUP BY {same}"
    )
    distinct = f"SELECT DISTINCT {', '.join(numbers)} FROM {_HELD} ORDER BY ALL"
    told = [(*bits, *_told(_months_of(bits, months))) for bits in connection.execute(distinct).fetchall()]
    columns = ", ".join(f"{name} BIGINT" for name in numbers)
    connection.execute(
        f"CREATE OR REPLACE TABLE {_SETS} ({columns}, held INTEGER, which VARCHAR, zh VARCHAR, en VARCHAR)"
    )
    if told:
        connection.executemany(f"INSERT INTO {_SETS} VALUES ({', '.join('?' * len(told[0]))})", told)
    return bool(told)


def _write(connection: DuckDBPyConnection, path: Path, target: Path) -> None:
    several = "sets.held > 1"
    values = {
        "month": f"CASE WHEN {several} THEN NULL ELSE found.month END",
        "months": "coalesce(sets.held, found.months)",
        "which_months": f"CASE WHEN {several} THEN sets.which END",
        **{name: f"found.{name} * coalesce(sets.held, 1)" for name in ("paid", "due", "amount")},
        **{f"sentence_{each}": f"concat(sets.{each}, found.sentence_{each})" for each in ("zh", "en")},
    }
    given = {one.name: values.get(one.name, f'found."{one.name}"') for one in COLUMNS}
    columns = ", ".join(f'({given[one.name]})::{one.type} AS "{one.name}"' for one in COLUMNS)
    connection.execute(
        f"COPY (SELECT {columns} FROM {parquet_sql(path, numbered=True)} AS found "
        f"LEFT JOIN (FROM {_HELD} NATURAL JOIN {_SETS}) AS sets ON sets.place = found.file_row_number "
        f"WHERE sets.place IS NOT NULL OR NOT {_LASTS} ORDER BY found.file_row_number) "
        f"TO {quoted_text(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _months_of(bits: Sequence[int], months: Sequence[str]) -> list[str]:
    return [month for index, month in enumerate(months) if bits[index // _BITS] >> (index % _BITS) & 1]


def _told(months: Sequence[str]) -> tuple[int, str, str, str]:
    """How many they are, which, and the beginnings of the sentences in Chinese and English."""
    spans = spans_of(months)
    return len(months), written(spans), f"{in_words(spans, 'zh')}：", f"{in_words(spans, 'en')}: "


def spans_of(months: Sequence[str]) -> Spans:
    """The months, in their order, as stretches without gaps."""
    spans: list[tuple[str, str]] = []
    for month in months:
        if spans and _number(month) == _number(spans[-1][1]) + 1:
            spans[-1] = (spans[-1][0], month)
        else:
            spans.append((month, month))
    return tuple(spans)


def written(spans: Spans) -> str:
    """As the column `which_months` has them: `2023-01/2023-06, 2023-08`."""
    return ", ".join(first if first == last else f"{first}/{last}" for first, last in spans)


def is_one_of(month: str, which: str) -> bool:
    """Is it one of the months as that column has them?"""
    spans = (one.partition("/") for one in which.split(", "))
    return any(first <= month <= (last or first) for first, _, last in spans)


def in_words(spans: Spans, language: Language) -> str:
    """`2023年1月至5月、8月`, a year said once; in English `2023-01 to 2023-05, 2023-08`."""
    if language == "en":
        return ", ".join(first if first == last else f"{first} to {last}" for first, last in spans)
    said, year = [], ""
    for span in spans:
        ends = []
        for month in dict.fromkeys(span):
            ends.append(f"{'' if month[:4] == year else f'{month[:4]}年'}{int(month[5:])}月")
            year = month[:4]
        said.append("至".join(ends))
    return "、".join(said)


def _number(month: str) -> int:
    """Of months one after the other."""
    return int(month[:4]) * 12 + int(month[5:])
