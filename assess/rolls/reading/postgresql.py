"""A table of a PostgreSQL database, streamed out by COPY inside one read-only transaction.

`postgresql://USER:PASSWORD@HOST/DATABASE?table=SCHEMA.NAME`: our own parameter is taken off before connecting. The
password is part of no message, no name and no file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from assess.rolls.libraries import imported
from assess.rolls.reading.faults import refused, writing
from assess.rolls.reading.naming import naming_of
from assess.rolls.reading.numbered import numbered_part
from assess.rolls.reading.staging import Staging, csv_scan
from assess.rolls.reading.tables import Table, chosen_table, header_of_table
from assess.rolls.roll import Part

if TYPE_CHECKING:
    from psycopg import Connection, Cursor, sql

_SCHEMES = ("postgresql://", "postgres://")
_WAITED = 15
"""Seconds to wait for the server, unless the URL says otherwise."""
_SETTINGS = (
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL TimeZone = 'Asia/Shanghai'",
    "SET LOCAL IntervalStyle = 'iso_8601'",
    "SET LOCAL extra_float_digits = 1",  # all digits: with fewer, a `real` of 12345.67 would read 12345.7
    "SET LOCAL synchronize_seqscans = off",  # or a large table would begin anywhere
)
_TABLES = """
    SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
      AND NOT c.relispartition
    ORDER BY 1, 2"""
_COLUMNS = """
    SELECT a.attname, a.atttypid::regtype::text FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relname = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""
_KEY = """
    SELECT a.attname FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
    WHERE n.nspname = %s AND c.relname = %s AND i.indisprimary ORDER BY k.place"""


_TOLD_EVERY = 20_000


@dataclass(frozen=True, slots=True)
class Address:
    """`url`: what psycopg is given; None where the password has a bare «?» in it, so that nobody can tell what is the
    server. `shown`: what a person is given. `table`: our own parameter. `secrets`: never shown."""

    url: str | None
    shown: str
    table: str | None
    secrets: tuple[str, ...]


def is_address(given: str) -> bool:
    """Is it the URL of a PostgreSQL server? Capitals make no difference to the scheme of a URL."""
    return given.lower().startswith(_SCHEMES)


def address_of(url: str) -> Address:
    """Takes a URL apart, without judging whether it is one."""
    base, _, query = url.partition("?")
    scheme, _, rest = base.partition("://")
    user, _, place = rest.rpartition("@")
    pieces = [piece for piece in query.split("&") if piece]
    ours = [piece for piece in pieces if piece.startswith("table=")]
    others = [piece for piece in pieces if not piece.startswith("table=")]
    secrets = [
        user.partition(":")[2],
        *(piece.partition("=")[2] for piece in others if piece.startswith(("password=", "sslpassword="))),
    ]
    if not any(piece.startswith("connect_timeout=") for piece in others):
        others.append(f"connect_timeout={_WAITED}")
    scheme, torn = scheme.lower(), _is_torn(query)
    return Address(
        url=None if torn else f"{scheme}://{rest}?{'&'.join(others)}",
        shown=f"{scheme}://{'…' if torn else place}",
        table=unquote(ours[-1].removeprefix("table=")) if ours else None,
        secrets=tuple(dict.fromkeys(text for secret in secrets if secret for text in (secret, unquote(secret)))),
    )


def without_password(url: str) -> str:
    """The URL as one may print it, with `PASSWORD` for the password."""
    base, mark, query = url.partition("?")
    if _is_torn(query):
        base, mark, query = url, "", ""
    base = re.sub(r"(?<=://)([^:/@]*):.*@", r"\1:PASSWORD@", base)
    return base + mark + re.sub(r"(^|&)((?:ssl)?password)=[^&]*", r"\1\2=PASSWORD", query)


def address_as_given(url: str, table: str) -> str:
    """The address of a table, as one may print it and type it again."""
    base, _, query = without_password(url).partition("?")
    others = [piece for piece in query.split("&") if piece and not piece.startswith("table=")]
    named = re.sub("[%&#]", lambda found: quote(found[0]), table)
    return f"{base}?{'&'.join([*others, f'table={named}'])}"


def _is_torn(query: str) -> bool:
    """Has the password a bare «?» in it? Then an «@» stands behind that, which ends it."""
    whole = ("user=", "password=", "sslpassword=", "table=")
    return any("@" in piece for piece in query.split("&") if not piece.startswith(whole))


def read_postgresql(url: str, staging: Staging, table: str | None) -> Part:
    """The part of one table or view: by its primary key, or else as the server gives its rows.

    Raises Refused where the server does not let us in, the table is not there, or the connection breaks.
    """
    address = address_of(url)
    imported(address.shown, "psycopg")
    import psycopg

    try:
        if address.url is None:
            raise ValueError
        psycopg.conninfo.conninfo_to_dict(address.url)
    except (psycopg.Error, ValueError):  # which repeats the URL
        raise refused("R110", address.shown, reason="invalid connection URI") from None
    try:
        connection = psycopg.connect(address.url)
    except (psycopg.Error, ValueError) as error:
        raise refused("R110", address.shown, reason=_without_secrets(error, address)) from None
    try:
        with connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            part = _part(connection, address, staging, address.table or table)
            return replace(part, address=address_as_given(url, part.source.removeprefix(f"{address.shown}:")))
    except psycopg.errors.InsufficientPrivilege as error:
        raise refused("R102", address.shown, reason=_without_secrets(error, address)) from None
    except (psycopg.Error, UnicodeError) as error:
        raise refused("R111", address.shown, reason=_without_secrets(error, address)) from None
    finally:
        connection.close()


def _part(connection: Connection, address: Address, staging: Staging, asked_for: str | None) -> Part:
    with connection.cursor() as cursor:
        for setting in _SETTINGS:
            cursor.execute(setting)
        tables = [(str(schema), str(name)) for schema, name in cursor.execute(_TABLES).fetchall()]
        table = chosen_table(tables, asked_for, address.shown, usual="public")
        source = f"{address.shown}:{'.'.join(table)}"
        columns = [(str(name), str(type_)) for name, type_ in cursor.execute(_COLUMNS, table).fetchall()]
        if not columns:
            raise refused("R103", source)
        copied = staging.scratch_file(".copy.csv")
        try:
            rows = _copy(cursor, table, columns, copied, source, staging)
            names = [name for name, _ in columns]
            texts = [f"c{index}" for index in range(len(names))]
            scan = csv_scan(copied, [(text, "VARCHAR") for text in texts], delimiter=",", skip=0, newline="\n")
            header = header_of_table(names)
            naming = naming_of(source, 0, names, range(len(names)))
            counted = staging.connection.execute(f"SELECT count(*) FROM {scan}").fetchone()
            if counted is None or counted[0] != rows:
                raise refused("R111", source, reason=f"{rows} rows became {counted and counted[0]}")
            return numbered_part(scan, texts, source, header, naming, staging, (), origin=None)
        finally:
            copied.unlink(missing_ok=True)


def _copy(
    cursor: Cursor, table: Table, columns: list[tuple[str, str]], copied: Path, source: str, staging: Staging
) -> int:
    """Writes the table's rows to a file as they arrive; how many they are."""
    from psycopg import sql

    key = [str(name) for (name,) in cursor.execute(_KEY, table).fetchall()]
    texts = [_text(name, type_) for name, type_ in columns]
    # a bare name would sort by the text of the column
    query = sql.SQL("COPY (SELECT {} FROM {} AS roll{}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')").format(
        sql.SQL(", ").join(texts),
        sql.Identifier(*table),
        sql.SQL(" ORDER BY ") + sql.SQL(", ").join(sql.Identifier("roll", name) for name in key)
        if key
        else sql.SQL(""),
    )
    lines = 0
    with writing(source), copied.open("wb", buffering=1 << 20) as file, cursor.copy(query) as copy:
        for block in copy:
            file.write(block)
            before, lines = lines, lines + bytes(block).count(b"\n")
            if lines // _TOLD_EVERY != before // _TOLD_EVERY:
                staging.progress(source, lines)
    return cursor.rowcount


def _text(name: str, type_: str) -> sql.Composed:
    from psycopg import sql

    if type_ == "bytea":
        return sql.SQL("'<' || octet_length({}) || ' bytes>'").format(sql.Identifier(name))
    if type_ == "money":  # as text it is written as the server's country does: $1,234.50, or 1.234,50 €
        return sql.SQL("{}::numeric::text").format(sql.Identifier(name))
    return sql.SQL("{}::text").format(sql.Identifier(name))


def _without_secrets(error: BaseException, address: Address) -> str:
    """What the server or the library says, on one line, with the password taken out wherever it turns up."""
    text = re.sub(r"\s+", " ", str(error)).strip() or type(error).__name__
    for secret in address.secrets:
        text = text.replace(secret, "***")
    return text
