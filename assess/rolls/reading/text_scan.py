"""Looks once through a delimited file: how its characters are encoded, how many lines it has, and whether anything in
it asks for care. Nothing but one block is held at a time.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assess.rolls.reading.faults import refused

BLOCK = 4 << 20
_FEW = 5
"""So many lines that cannot be decoded are never too many; beyond that, one line in ten is."""
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SPACE_AFTER_QUOTE = re.compile(rb'" +[,;|\t\r\n]')


@dataclass(slots=True)
class Scan:
    """What was seen. `encoding`: Python's name; `bom`: how many bytes of a byte order mark come first.

    `lines`: line feeds, and a last line without one; `blank_end`: how many of them are blank ones at the end.
    `odd`: something the quick way must not be trusted with. `crlf`: lines end with CR LF. `undecodable`: so many are.
    """

    encoding: str
    bom: int
    lines: int
    blank_end: int
    odd: bool
    crlf: bool
    undecodable: int


def scan(path: Path, source: str) -> Scan:
    """Raises Refused where too much of the file can be decoded neither as UTF-8 nor as GB18030; OSError."""
    with path.open("rb") as file:
        head = file.read(4)
    if head[:2] in _UTF_16:
        return _utf_16(path, source, _UTF_16[head[:2]])
    bom = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    found = _Lines()
    bad = _Undecodable("utf-8")
    for block in _blocks(path, bom):
        found.take(block)
        bad.take(block)
    encoding = "utf-8"
    if bad.lines and not bom:
        other = _Undecodable("gb18030")
        for block in _blocks(path, bom):
            other.take(block)
        if other.lines < bad.lines:
            encoding, bad = "gb18030", other
    if bad.lines > max(_FEW, found.lines // 10):
        raise refused("R115", source, line=bad.first_line, byte=bom + bad.first_byte, line_number=bad.first_line)
    return Scan(
        encoding=encoding,
        bom=bom,
        lines=found.lines,
        blank_end=found.blank_end,
        odd=found.odd or bad.lines > 0,
        crlf=found.crlf > 0,
        undecodable=bad.lines,
    )


def _utf_16(path: Path, source: str, encoding: str) -> Scan:
    """Bytes tell nothing about lines here: the careful way reads it, and refuses it where it cannot be decoded."""
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    with path.open("rb") as file:
        file.read(2)
        while True:
            block = file.read(BLOCK)
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                raise refused("R115", source, byte=2 + read + error.start, line_number="?") from None
            if not block:
                break
            read += len(block)
    return Scan(encoding, bom=2, lines=0, blank_end=0, odd=True, crlf=False, undecodable=0)


def _blocks(path: Path, skip: int) -> Iterator[bytes]:
    """The file in blocks that end with a line, as long as lines are not longer than a block."""
    with path.open("rb") as file:
        file.seek(skip)
        while block := file.read(BLOCK):
            yield block + (file.readline(BLOCK) if not block.endswith(b"\n") else b"")


class _Lines:
    def __init__(self) -> None:
        self.blank_end = 0
        self.odd = False
        self._feeds = 0
        self.crlf = 0
        self._ends_open = False

    @property
    def lines(self) -> int:
        return self._feeds + self._ends_open

    def take(self, block: bytes) -> None:
        feeds = block.count(b"\n")
        crlf = block.count(b"\r\n")
        if self.blank_end and block.strip(b"\r\n"):
            self.odd = True  # blank lines in the middle
            self.blank_end = 0
        starts_blank = block.startswith((b"\n", b"\r\n"))
        if starts_blank or b"\n\n" in block or b"\n\r\n" in block:
            content = block.rstrip(b"\r\n")
            if b"\n\n" in content or b"\n\r\n" in content or (starts_blank and content):
                self.odd = True
            self.blank_end += block[len(content) :].count(b"\n") - bool(content)
        if block.count(b"\r") != crlf or b"\0" in block or (b'" ' in block and _SPACE_AFTER_QUOTE.search(block)):
            self.odd = True
        self._feeds += feeds
        self.crlf += crlf
        self._ends_open = not block.endswith(b"\n")
        if self.crlf not in (0, self._feeds):
            self.odd = True


class _Undecodable:
    """Counts the lines of a file that an encoding cannot make sense of."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self.lines = 0
        self.first_line = 0
        self.first_byte = 0
        self._bytes_before = 0
        self._lines_before = 0

    def take(self, block: bytes) -> None:
        try:
            block.decode(self._encoding)
        except UnicodeDecodeError:
            self._line_by_line(block)
        self._bytes_before += len(block)
        self._lines_before += block.count(b"\n")

    def _line_by_line(self, block: bytes) -> None:
        start = self._bytes_before
        for number, line in enumerate(block.splitlines(keepends=True), start=self._lines_before + 1):
            try:
                line.decode(self._encoding)
            except UnicodeDecodeError as error:
                if not self.lines:
                    self.first_line, self.first_byte = number, start + error.start
                self.lines += 1
            start += len(line)
