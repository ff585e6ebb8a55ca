"""What kind of source something is: told by what it holds, and by its name only where that leaves it open."""

from __future__ import annotations

import codecs
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from assess.rolls.reading.faults import DAMAGE, reason_of, refused
from assess.rolls.reading.own_parquet import parquet_files_in
from assess.rolls.reading.postgresql import address_of, is_address, without_password

_WITH_PARAMETER = re.compile(r"(?P<path>.+)\?(?P<key>table|sheet)=(?P<value>.+)", re.DOTALL)
_TEXT_SUFFIXES = ("", ".csv", ".tsv", ".tab", ".txt", ".dat", ".asc", ".xls")  # many a «.xls» is text with tabs
_SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".ods", ".et")
"""The names of what is no text; a text that was only renamed often has one of them."""
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ", "xz"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"ARROW1", "Arrow"),
)
_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+://)", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*(<!doctype|<html|<table|<\?xml|<meta)", re.IGNORECASE)
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to read: a file, or a table of a server.

    `shown`: what the person calls it. `within`: the table or sheet that its address names.
    """

    kind: str
    given: str
    shown: str
    path: Path | None = None
    within: str | None = None


def file_itself(path: Path) -> object:
    """The same for whatever names lead to a file, by links of either kind too."""
    try:
        status = path.stat()
    except OSError:
        return path
    return (status.st_dev, status.st_ino) if status.st_ino else path.resolve()


def shown_source(given: str) -> str:
    """What a source is called where it stands makes no difference: its file's name, with the table or sheet asked for;
    a server without the password."""
    if is_address(given):
        address = address_of(given)
        return address.shown if address.table is None else f"{address.shown}?table={address.table}"
    parameter = _WITH_PARAMETER.fullmatch(given)
    if parameter is None or Path(given).exists():
        return Path(given).name or given
    return f"{Path(parameter['path']).name}?{parameter['key']}={parameter['value']}"


def found_sources(given: str) -> list[Found]:
    """What stands behind a path, a pattern, a folder of Parquet files or a URL.

    Raises Refused where there is nothing, nothing that may be read, or nothing of a known kind.
    """
    if is_address(given):
        return [Found("postgresql", given, address_of(given).shown)]
    if another := _URL.match(given):
        raise refused("R105", without_password(given), kind=another["scheme"])
    try:
        return _found_files(given)
    except OSError as error:  # a folder on the way that is closed to this person; a name that is too long
        raise refused("R102", given, reason=error.strerror or str(error)) from None


def _found_files(given: str) -> list[Found]:
    path, within = Path(given), None
    parameter = _WITH_PARAMETER.fullmatch(given)
    if parameter and not path.exists():
        path, within = Path(parameter["path"]), parameter["value"]
    if path.is_dir():
        members = parquet_files_in(path)
        if not members:
            raise refused("R105", given, kind="-")
        return [Found("parquet", given, f"{path.name}/{one.relative_to(path).as_posix()}", one) for one in members]
    if not path.exists() and re.search(r"[*?\[]", path.name):
        matching = sorted(one for one in path.parent.glob(path.name) if one.is_file())
        if not matching:
            raise refused("R101", given)
        return [_found_file(one, str(one), None) for one in matching]
    return [_found_file(path, given, within)]


def _found_file(path: Path, given: str, within: str | None) -> Found:
    try:
        if path.exists() and not path.is_file():  # a file is read more than once, which a pipe cannot be
            raise refused("R105", given, kind="pipe")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise refused("R101", given) from None
    except OSError as error:
        raise refused("R102", given, reason=error.strerror or str(error)) from None
    if not head:
        raise refused("R103", given)
    return Found(_kind(path, head, given), given, path.name, path, within)


def _kind(path: Path, head: bytes, given: str) -> str:
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"SQLite format 3\0"):
        return "sqlite"
    if head[8:12] == b"DUCK":
        return "duckdb"
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path, given)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xls"  # or an encrypted .xlsx, or another old office file: calamine knows
    for mark, kind in _OTHERS:
        if head.startswith(mark):
            raise refused("R105", given, kind=kind)
    suffix = path.suffix.lower()
    if _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        raise refused("R105", given, kind="HTML/XML")
    if suffix in _SPREADSHEETS and _is_text(head):
        raise refused("R121", given, suffix=suffix)
    if suffix in _TEXT_SUFFIXES and _is_wide_text(head):
        raise refused("R122", given)
    utf_16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if suffix not in _TEXT_SUFFIXES or (head.count(b"\0") * 10 > len(head) and not utf_16):
        raise refused("R105", given, kind=suffix or "-")
    return "delimited"


def _is_text(head: bytes) -> bool:
    """As far as the beginning tells. Its last character may be cut."""
    return b"\0" not in head and any(_decoded(head, encoding) is not None for encoding in ("utf-8", "gb18030"))


def _is_wide_text(head: bytes) -> bool:
    """UTF-16 without the mark that says so, or UTF-32. What is not Chinese has its zeros in every second byte."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return True
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        return False
    zeros = head[::2].count(0), head[1::2].count(0)
    if max(zeros) * 20 < len(head) or min(zeros) * 10 > max(zeros):
        return False
    text = _decoded(head, "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le")
    return text is not None and "\n" in text and "\0" not in text


def _decoded(head: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return None


def _kind_of_zip(path: Path, given: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype") if "mimetype" in names else b""
    except (*DAMAGE, OSError) as error:
        raise refused("R106", given, reason=reason_of(error)) from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    raise refused("R105", given, kind=path.suffix.lower() if path.suffix.lower() not in ("", ".xlsx") else "ZIP")
