"""What is read, what is refused, and what is left in the folder."""

from __future__ import annotations

import gzip
import os
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

from assess.diagnostics import one_line
from assess.diagnostics.diagnostic import Refused
from assess.rolls.reading import read_roll
from assess.rolls.reading.staging import Staging
from tests.rolls.reading.helpers import read, refusal, rows, written

ROLL = "姓名,年龄\n张三,84\n"


def test_several_sources_in_their_order(tmp_path: Path) -> None:
    first, second = (written(tmp_path / name, ROLL) for name in ("b.csv", "a.csv"))
    parts = read_roll([str(first), str(second)], tmp_path / "staged")
    assert [(part.source, part.path.name, part.origin) for part in parts] == [
        ("b.csv", "001-b.csv.parquet", first),
        ("a.csv", "002-a.csv.parquet", second),
    ]
    assert sorted(path.name for path in (tmp_path / "staged").iterdir()) == ["001-b.csv.parquet", "002-a.csv.parquet"]


def test_text_under_other_names(tmp_path: Path) -> None:
    for name in ("roll", "roll.TXT", "roll.tsv", "roll.xls"):
        (part,) = read(written(tmp_path / name, ROLL))
        assert rows(part) == [(2, "张三", "84")]


def test_nothing_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "roll.csv").code == "R101"
    assert refusal(tmp_path / "roll-*.csv").code == "R101"
    assert refusal(f"{tmp_path}/roll.db?table=t", folder=tmp_path).code == "R101"


def test_not_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path / "roll.csv", ROLL)
    monkeypatch.setattr(Path, "open", refuse)
    found = refusal(path)
    assert found.code == "R102"
    assert "没有权限" in one_line(found, "zh")


def test_pipe(tmp_path: Path) -> None:
    """It is refused without being opened: to open it would wait for whoever writes into it, and take from it what is
    read first."""
    os.mkfifo(tmp_path / "roll.csv")
    found = refusal(tmp_path / "roll.csv")
    assert found.code == "R105"
    assert "a pipe or a device, not a file" in one_line(found, "en")


def test_empty_file(tmp_path: Path) -> None:
    for name in ("roll.csv", "roll.xlsx", "roll.parquet"):
        assert refusal(written(tmp_path / name, b"")).code == "R103"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("roll.pdf", b"%PDF-1.7\n"),
        ("roll.csv.gz", gzip.compress(ROLL.encode(), mtime=0)),
        ("roll.xls", b"<html><table><tr><td>x</td></tr></table></html>"),
        ("roll.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>'),
        ("roll.json", b'[{"a": 1}]'),
        ("roll.bin", bytes(range(256))),
        ("roll", b"\0\1\2\3" * 50),
        ("roll.csv", b"\0" * 5000),
        ("roll.xlsx", b"\0\1\2\3" * 50),
        ("roll.docx", b"a,b\n1,2\n"),
    ],
)
def test_unknown_kind(tmp_path: Path, name: str, content: bytes) -> None:
    assert refusal(written(tmp_path / name, content)).code == "R105"


def test_the_same_table_twice(tmp_path: Path) -> None:
    """Once by its name, once as the only one that there is."""
    with duckdb.connect(tmp_path / "roll.db") as connection:
        connection.execute("CREATE TABLE roll AS SELECT 1 AS age")
    for given in ([f"{tmp_path}/roll.db?table=roll", f"{tmp_path}/roll.db"], [f"{tmp_path}/roll.db"] * 2):
        with pytest.raises(Refused) as caught:
            read_roll(given, tmp_path / "staged")
        assert caught.value.diagnostics[0].code == "R118"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_under_the_name_of_a_workbook(tmp_path: Path, encoding: str) -> None:
    """Somebody renamed an export; what was meant is not guessed."""
    content = ("姓名,年龄\n" + "某甲,80\n" * 1000).encode(encoding)
    for name in ("roll.xlsx", "roll.ODS"):
        found = refusal(written(tmp_path / name, content))
        assert (found.code, found.arguments["suffix"]) == ("R121", name[4:].lower())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("text", ["a,b\n1,2\n", "姓名\t身份证号\n某甲\t320402194001010018\n" * 200])
def test_text_of_wide_characters_without_a_mark(tmp_path: Path, encoding: str, text: str) -> None:
    mark = b"\0\0\xfe\xff" if encoding == "utf-32-be" else b""
    assert refusal(written(tmp_path / "roll.csv", mark + text.encode(encoding))).code == "R122"


def test_text_with_a_zero_byte_is_no_wide_text(tmp_path: Path) -> None:
    roll = written(tmp_path / "roll.csv", b"name,age\nA\0,80\nB,81\n")
    (part,) = read_roll([str(roll)], tmp_path / "staged")
    assert part.rows + len(part.unreadable) == 2


def test_archives_are_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "rolls.zip", "w") as archive:
        archive.writestr("roll.csv", ROLL)
    assert refusal(tmp_path / "rolls.zip").code == "R105"
    assert refusal(written(tmp_path / "roll.zip", b"PK\x03\x04 and no more")).code == "R106"


def test_the_same_roll_twice(tmp_path: Path) -> None:
    path = written(tmp_path / "roll.csv", ROLL)
    with pytest.raises(Refused) as caught:
        read_roll([str(path), f"{tmp_path}/../{tmp_path.name}/roll.csv"], tmp_path / "staged")
    assert caught.value.diagnostics[0].code == "R118"
    os.link(path, tmp_path / "linked.csv")
    with pytest.raises(Refused) as caught:
        read_roll([str(path), str(tmp_path / "linked.csv")], tmp_path / "staged")
    assert caught.value.diagnostics[0].code == "R118"
    with pytest.raises(Refused) as caught:
        read_roll(["postgresql://clerk:s3cret@h/d?table=t"] * 2, tmp_path / "staged")
    assert caught.value.diagnostics[0].position.file == "postgresql://h/d"


def test_choice_of_what_is_not_there(tmp_path: Path) -> None:
    path = written(tmp_path / "roll.csv", ROLL)
    assert refusal(path, table="people").code == "R107"
    assert refusal(path, sheets=["Sheet1"]).code == "R109"
    assert refusal(f"{path}?table=people", folder=tmp_path).code == "R107"


@pytest.mark.parametrize(
    ("library", "name"), [("duckdb", "roll.csv"), ("python_calamine", "roll.xlsx"), ("psycopg", "postgresql://h/d")]
)
def test_library_that_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, name: str
) -> None:
    if name.endswith("xlsx"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("xl/workbook.xml", "")
    elif name.endswith("csv"):
        written(tmp_path / name, ROLL)
    monkeypatch.setitem(sys.modules, library, None)
    found = refusal(name if "://" in name else str(tmp_path / name), folder=tmp_path)
    assert found.code == "R416"
    assert "pip install 'assess[rolls]'" in one_line(found, "en")


FULL = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full to stand for a full disk")


@FULL
@pytest.mark.parametrize("scratch", ["001-roll.csv.parquet", "001.rows.csv", "001.utf-8.csv"])
def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scratch: str) -> None:
    """Whatever is being written when the disk is full: the reading ends, and leaves nothing half written."""

    def open_beside_a_full_disk(self: Staging, source: str) -> None:
        opened(self, source)
        (self.scratch / scratch).symlink_to("/dev/full")

    opened = Staging.open
    monkeypatch.setattr(Staging, "open", open_beside_a_full_disk)
    damaged = "x\n" if scratch == "001.rows.csv" else ""
    path = written(tmp_path / "roll.csv", ROLL * 1 + "李四,85\n" * 200_000 + damaged, "gb18030")
    assert refusal(path).code == "R112"
    assert list((tmp_path / "staged").iterdir()) == []


def test_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    path = written(tmp_path / "roll.csv", ROLL)
    written(tmp_path / "staged", "a file where the folder should be")
    assert refusal(path).code == "R113"


def test_limits_that_duckdb_does_not_take(tmp_path: Path) -> None:
    assert refusal(written(tmp_path / "roll.csv", ROLL), memory="much").code == "R111"


def test_what_an_interrupted_call_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / "staged" / ".reading" / "001.rows.csv"
    left.parent.mkdir(parents=True)
    left.write_text("half")
    read(written(tmp_path / "roll.csv", ROLL))
    assert not left.parent.exists()
