"""Parts of rolls made on the spot, as a reader stages them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assess.language.functions import check_character
from assess.rolls.mapping import mapping_of
from assess.rolls.mapping.proposing import Proposal, propose
from assess.rolls.mapping.samples import samples_of
from assess.rolls.roll import ROW, Column, Part
from tests.databases import database
from tests.library import program_of

Row = Sequence[str | None]


def bare(*headers: str, source: str = "roll.xlsx:Sheet1") -> Part:
    """A part of which only the headers matter."""
    columns = tuple(Column(header, "VARCHAR") for header in (ROW, *headers))
    return Part(source, Path("nowhere.parquet"), 0, columns, True, Path(source.split(":")[0]))


def part(folder: Path, headers: Sequence[str], rows: Sequence[Row], source: str = "roll.xlsx:Sheet1") -> Part:
    """A part with its Parquet file."""
    path = folder / f"{abs(hash((source, tuple(headers))))}.parquet"
    with database() as connection:
        columns = ", ".join(f"{_quoted(header)} VARCHAR" for header in (ROW, *headers))
        connection.execute(f"CREATE TABLE part ({columns})")
        if rows:
            places = ", ".join("?" * (len(headers) + 1))
            numbered = [[str(number), *row] for number, row in enumerate(rows, start=2)]
            connection.executemany(f"INSERT INTO part VALUES ({places})", numbered)
        connection.table("part").write_parquet(str(path))
    columns_of = tuple(Column(header, "VARCHAR") for header in (ROW, *headers))
    return Part(source, path, len(rows), columns_of, True, Path(source.split(":")[0]))


def _quoted(header: str) -> str:
    return '"' + header.replace('"', '""') + '"'


def proposed(*parts: Part, ruleset: str = "meadowland", earlier: str | None = None) -> Proposal:
    """`earlier`: the text of an earlier mapping."""
    before = None if earlier is None else mapping_of(earlier, "july.yaml")
    return propose(parts, [samples_of(one) for one in parts], program_of(ruleset), before)


def resident_id(number: int) -> str:
    """A made-up one: its sequence is 000."""
    body = f"320402{1930 + number % 25}{1 + number % 12:02}{1 + number % 28:02}000"
    return body + check_character(body)
