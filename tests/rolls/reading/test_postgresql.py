"""Tables of a PostgreSQL server, a real one on the loopback address, and what is said where it does not let us in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from assess.diagnostics import one_line
from assess.diagnostics.diagnostic import Refused
from assess.rolls.mapping import identity_mapping
from assess.rolls.reading import postgresql
from assess.rolls.reading.postgresql import Address, address_as_given, address_of, without_password
from tests.library import program_of
from tests.rolls.reading.helpers import codes, headers, read_one, refusal, rows, set_aside
from tests.rolls.reading.throw_away_server import DATABASE, PASSWORD, USER, server

STATEMENTS = """
    CREATE TABLE people (
        "姓名" text, paid numeric(18, 2), age integer, alive boolean, born date, seen timestamp, share float8,
        photo bytea, "备 注" varchar(20), id bigint PRIMARY KEY
    );
    INSERT INTO people VALUES
        ('李四', 342.00, 85, false, '1938-01-02', NULL, 3, NULL, '', 9),
        ('张三', 684.00, 84, true, '1939-10-15', '2023-05-01 08:30', 0.1::float8 + 0.2, '\\x0102', E'a,"b"\\nc\\rd', 2),
        (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 5),
        ('合计', 1026.00, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 100);
    CREATE VIEW elders AS SELECT "姓名", age FROM people WHERE age > 84;
    CREATE SCHEMA archive;
    CREATE TABLE archive.people AS SELECT 1 AS n, ' x ' AS text;
    CREATE TABLE archive.amounts AS SELECT 12345.67::real AS single, 12345.67::float8 AS double;
    CREATE TABLE archive."Odd ""one"" here" (a int);
    CREATE TABLE many AS SELECT n, md5(n::text) AS text FROM generate_series(1, 200000) AS n;
    CREATE TABLE parted (month text, n int) PARTITION BY LIST (month);
    CREATE TABLE parted_may PARTITION OF parted FOR VALUES IN ('2023-05');
    INSERT INTO parted VALUES ('2023-05', 1);
    CREATE TABLE archive.bare ();
    CREATE TABLE archive.cash AS SELECT 1234.50::numeric::money AS paid;
    CREATE ROLE stranger LOGIN PASSWORD 'x';
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of a server with these tables."""
    with server() as port:
        address = f"postgresql://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/{DATABASE}"
        with psycopg.connect(address) as connection:
            connection.execute(STATEMENTS)
        yield address


def shown(url: str) -> str:
    return "postgresql://" + url.rpartition("@")[2]


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("postgresql://clerk:a:b/c@d@10.0.0.5/office?table=x", "postgresql://clerk:PASSWORD@10.0.0.5/office?table=x"),
        ("postgresql://clerk@10.0.0.5/office", "postgresql://clerk@10.0.0.5/office"),
        (
            "postgresql://10.0.0.5/office?password=a%40b&table=x",
            "postgresql://10.0.0.5/office?password=PASSWORD&table=x",
        ),
        ("postgresql://10.0.0.5/office?sslpassword=a", "postgresql://10.0.0.5/office?sslpassword=PASSWORD"),
        ("postgresql://clerk:a?b@10.0.0.5/office", "postgresql://clerk:PASSWORD@10.0.0.5/office"),
        ("postgresql://10.0.0.5/office?password=a@b", "postgresql://10.0.0.5/office?password=PASSWORD"),
        ("roll 2025?.csv", "roll 2025?.csv"),
        ("a@b.csv", "a@b.csv"),
    ],
)
def test_address_is_printed_without_its_password(given: str, printed: str) -> None:
    assert without_password(given) == printed


def test_table_without_a_mapping_is_named_as_it_is_given(url: str, tmp_path: Path) -> None:
    """In the command that is proposed, behind a question mark."""
    part = read_one(f"{url}?table=people", folder=tmp_path)
    with pytest.raises(Refused) as caught:
        identity_mapping().bind(part, program_of("jiangsu/changzhou"))
    (found,) = caught.value.diagnostics
    assert (found.code, found.arguments["file"]) == ("R219", f'"{without_password(url)}?table=public.people"')


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        (
            "postgresql://clerk:secret@10.0.0.5/office",
            "postgresql://clerk:PASSWORD@10.0.0.5/office?table=public.people",
        ),
        (
            "postgresql://clerk@10.0.0.5/office?table=people&sslmode=require",
            "postgresql://clerk@10.0.0.5/office?sslmode=require&table=public.people",
        ),
        ("postgresql://10.0.0.5/office?table=people", "postgresql://10.0.0.5/office?table=public.people"),
    ],
)
def test_address_that_is_proposed_keeps_the_user(given: str, printed: str) -> None:
    assert address_as_given(given, "public.people") == printed


def test_every_type_as_text_by_the_primary_key(url: str, tmp_path: Path) -> None:
    part = read_one(f"{url}?table=people", folder=tmp_path)
    assert part.source == f"{shown(url)}:public.people"
    assert headers(part) == ["姓名", "paid", "age", "alive", "born", "seen", "share", "photo", "备 注", "id"]
    assert rows(part) == [
        (
            *(
                1,
                "张三",
                "684.00",
                "84",
                "true",
                "1939-10-15",
                "2023-05-01 08:30:00",
                "0.30000000000000004",
                "<2 bytes>",
            ),
            *('a,"b"\nc\rd', "2"),
        ),
        (2, None, None, None, None, None, None, None, None, None, "5"),
        (3, "李四", "342.00", "85", "false", "1938-01-02", None, "3", None, None, "9"),
    ]
    assert set_aside(part) == [(4, "R138")]
    assert part.origin is None
    assert sorted(path.name for path in part.path.parent.iterdir()) == [part.path.name]


def test_choice_of_a_table(url: str, tmp_path: Path) -> None:
    found = refusal(url, folder=tmp_path)
    assert (found.code, found.position.file) == ("R108", shown(url))
    in_archive = 'archive.Odd "one" here, archive.amounts, archive.bare, archive.cash, archive.people'
    assert found.arguments["known"] == f"{in_archive}, elders, many, parted, people"
    assert rows(read_one(url, folder=tmp_path, table="elders")) == [(1, "李四", "85")]
    assert rows(read_one(f"{url}?table=archive.people", folder=tmp_path)) == [(1, "1", " x ")]
    assert rows(read_one(f"{url}?table=parted", folder=tmp_path)) == [(1, "2023-05", "1")]
    assert rows(read_one(f"{url}?table=archive.amounts", folder=tmp_path)) == [(1, "12345.67", "12345.67")]
    empty = read_one(url + "?table=" + quote('archive.Odd "one" here'), folder=tmp_path)
    assert (empty.rows, codes(empty.notes)) == (0, ["R158"])
    missing = refusal(f"{url}?sslmode=prefer&table=poeple", folder=tmp_path)
    assert (missing.code, missing.arguments["near"]) == ("R107", "people")


def test_money_is_read_as_a_number_whatever_the_country_of_the_server(url: str, tmp_path: Path) -> None:
    assert rows(read_one(f"{url}?table=archive.cash", folder=tmp_path)) == [(1, "1234.50")]


def test_a_table_without_columns(url: str, tmp_path: Path) -> None:
    assert refusal(f"{url}?table=archive.bare", folder=tmp_path).code == "R103"


def test_large_table(url: str, tmp_path: Path) -> None:
    told: list[int] = []
    part = read_one(f"{url}?table=many", folder=tmp_path, progress=lambda _, count: told.append(count))
    assert (part.rows, rows(part)[-1][:2]) == (200_000, (200_000, "200000"))
    assert told == sorted(told)
    assert told[-1] == 200_000
    first = part.path.read_bytes()
    assert read_one(f"{url}?table=many", folder=tmp_path).path.read_bytes() == first


def test_a_password_is_never_shown(url: str, tmp_path: Path) -> None:
    wrong = url.replace(quote(PASSWORD, safe=""), "wr0ng-%40-secret")
    found = refusal(f"{wrong}?table=people", folder=tmp_path)
    assert found.code == "R110"
    assert "password authentication failed" in found.arguments["reason"]
    for text in (str(found), one_line(found, "zh"), one_line(found, "en")):
        assert "wr0ng" not in text


def test_table_that_may_not_be_read(url: str, tmp_path: Path) -> None:
    stranger = url.replace(f"{USER}:{quote(PASSWORD, safe='')}", "stranger:x")
    found = refusal(f"{stranger}?table=people", folder=tmp_path)
    assert found.code == "R102"
    assert "permission denied" in found.arguments["reason"]


def test_nothing_can_be_written(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "_SETTINGS", ("INSERT INTO many VALUES (0, 'x')",))
    found = refusal(f"{url}?table=people", folder=tmp_path)
    assert "read-only transaction" in found.arguments["reason"]


def test_server_that_is_not_there(tmp_path: Path) -> None:
    found = refusal("postgresql://clerk:s3cret@127.0.0.1:1/roll?table=people", folder=tmp_path)
    assert found.code == "R110"
    assert found.position.file == "postgresql://127.0.0.1:1/roll"
    assert "s3cret" not in str(found)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://clerk:s3cret@[::1/roll",
        "postgresql://clerk:s3cret@h:x/roll",
        "postgresql://h/roll?password=s3cret&x=y",
        "postgresql://clerk:s3cret?@h/roll",
        "postgresql://clerk:s3cret?s3cret@h/roll?table=t",
        "postgresql://clerk:s/s3cret@s3cret?x@h/roll",
        "POSTGRESQL://clerk:s3cret@[::1/roll",
    ],
)
def test_address_that_is_none(address: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_one(address, folder=tmp_path)
    assert caught.value.diagnostics[0].code == "R110"
    assert "s3cret" not in str(caught.value.diagnostics)


@pytest.mark.parametrize("address", ["mysql://clerk:s3cret@h/roll", "https://clerk:s3cret@h/roll.csv?password=s3cret"])
def test_other_addresses_are_not_read_nor_repeated_with_their_password(address: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_one(address, folder=tmp_path)
    (found,) = caught.value.diagnostics
    assert (found.code, found.arguments["kind"]) == ("R105", address.partition("clerk")[0])
    assert "s3cret" not in str(found)


def test_scheme_in_capitals() -> None:
    address = address_of("PostgreSQL://clerk:s3cret@h/Roll")
    assert (address.url, address.shown) == (
        "postgresql://clerk:s3cret@h/Roll?connect_timeout=15",
        "postgresql://h/Roll",
    )


def test_our_own_parameter_is_taken_off() -> None:
    given = "postgresql://clerk:s%3Acret@db.example:5433/roll?sslmode=require&table=a.%22b%22&connect_timeout=3"
    assert address_of(given) == Address(
        url="postgresql://clerk:s%3Acret@db.example:5433/roll?sslmode=require&connect_timeout=3",
        shown="postgresql://db.example:5433/roll",
        table='a."b"',
        secrets=("s%3Acret", "s:cret"),
    )
    assert address_of("postgresql:///roll").url == "postgresql:///roll?connect_timeout=15"
    with_at = "postgresql://h/roll?password=a@b&connect_timeout=3"
    assert (address_of(with_at).url, address_of(with_at).shown) == (with_at, "postgresql://h/roll")
