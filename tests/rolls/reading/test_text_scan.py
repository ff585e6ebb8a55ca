"""One look through a file tells its encoding, its lines, and whether it can go the quick way."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.rolls.reading import text_scan
from assess.rolls.reading.text_scan import Scan, scan
from tests.rolls.reading.helpers import written


@pytest.fixture(autouse=True, params=[4 << 20, 7], ids=["one block", "blocks of seven bytes"])
def _block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_scan, "BLOCK", request.param)


def seen(folder: Path, content: bytes) -> Scan:
    return scan(written(folder / "roll.csv", content), "roll.csv")


@pytest.mark.parametrize(
    ("content", "encoding", "bom"),
    [
        (b"a,b\n1,2\n", "utf-8", 0),
        ("姓名,备注\n张三,无\n".encode(), "utf-8", 0),
        ("\ufeff姓名,备注\n张三,无\n".encode(), "utf-8", 3),
        ("姓名,备注\n张三,无\n".encode("gb18030"), "gb18030", 0),
        ("姓名\n𠮷\n".encode("gb18030"), "gb18030", 0),
        ("\ufeff姓名,备注\n".encode("utf-16-le"), "utf-16-le", 2),
        ("\ufeff姓名,备注\n".encode("utf-16-be"), "utf-16-be", 2),
    ],
)
def test_encoding(tmp_path: Path, content: bytes, encoding: str, bom: int) -> None:
    found = seen(tmp_path, content)
    assert (found.encoding, found.bom, found.undecodable) == (encoding, bom, 0)


def test_a_damaged_line_does_not_change_the_encoding(tmp_path: Path) -> None:
    lines = ["姓名,备注", *(f"张三{number},无" for number in range(30))]
    for encoding in ("utf-8", "gb18030"):
        content = "\n".join(lines).encode(encoding).replace("张三7".encode(encoding), b"\xff\xff7")
        found = seen(tmp_path, content)
        assert (found.encoding, found.undecodable, found.odd) == (encoding, 1, True)


def test_line_that_neither_encoding_knows_is_one_of_utf_8(tmp_path: Path) -> None:
    found = seen(tmp_path, b"name,note\nx,\xff\ny,2\n")
    assert (found.encoding, found.undecodable, found.odd) == ("utf-8", 1, True)


def test_neither_encoding(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        seen(tmp_path, b"name\nx\n" + b"caf\xe9,\n" * 9)
    (found,) = caught.value.diagnostics
    assert (found.code, found.position.line) == ("R115", 3)
    assert found.arguments == {"line_number": "3", "byte": "10"}


def test_half_a_character_at_the_end_of_utf_16(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        seen(tmp_path, "\ufeff姓名,".encode("utf-16-le") + b"\x34")
    assert caught.value.diagnostics[0].code == "R115"


@pytest.mark.parametrize(
    ("content", "lines", "blank_end", "crlf"),
    [
        (b"a,b\n1,2\n", 2, 0, False),
        (b"a,b\n1,2", 2, 0, False),
        (b"a,b\r\n1,2\r\n", 2, 0, True),
        (b"a,b\n1,2\n\n\n", 4, 2, False),
        (b"a,b\r\n1,2\r\n\r\n", 3, 1, True),
        (b'a,b\n"1","2"\n', 2, 0, False),
    ],
)
def test_plain_file(tmp_path: Path, content: bytes, lines: int, blank_end: int, crlf: bool) -> None:
    found = seen(tmp_path, content)
    assert (found.odd, found.lines, found.blank_end, found.crlf) == (False, lines, blank_end, crlf)


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n\n1,2\n",
        b"\na,b\n1,2\n",
        b"a,b\r\n\r\n1,2\r\n",
        b"a,b\n1,\x002\n",
        b"a,b\r1,2\r",
        b"a,b\r\n1,2\n",
        b"a,b\n1,2\r\n",
        b'a,b\n"1" ,2\n',
    ],
)
def test_what_asks_for_care(tmp_path: Path, content: bytes) -> None:
    assert seen(tmp_path, content).odd
