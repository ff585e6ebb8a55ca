"""A look into the XML of a worksheet for what calamine does not tell: which cells hold an error, or a formula that
nobody worked out, and how far they reach.

calamine gives an error cell (`#REF!`) as an empty one, which would make «unknown» of a broken formula, and likewise a
formula without a result, as programs write them that cannot calculate: an amount would become «nothing paid». And it
lays a sheet out as a full rectangle, so that one forgotten cell in the last column of the last row ends the process.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

_BLOCK = 1 << 20
_OVERLAP = 1 << 14
"""More than a cell with a formula takes (which may have 8192 characters)."""
_WIDE = (re.compile(rb'r="([A-Z]{2,3})[0-9]'), re.compile(rb"r='([A-Z]{2,3})[0-9]"))
_NARROW = 26
"""The columns of one letter."""
_ROW = re.compile(rb"""row\s[^>]*?\br=["']([0-9]+)["']""")
_ERRORS = (b't="e"', b"t='e'")
_SUSPECTS = (
    *(re.compile(begin + rb"(?:<v ?/>|<v>\s*</v>)?\s*</c>") for begin in (rb"</f>\s*", rb"<f[^<>]*/>\s*")),
    re.compile(rb":f[ />]"),
)
"""What is found fast, and must be there where a formula has no result."""
_PREFIX = rb"(?:[A-Za-z]\w*:)?"
_WITHOUT_A_RESULT = re.compile(
    rb"""<%(p)sc(?=[\s>])(?![^<>]*\bt=["']str["'])[^<>]*>\s*"""
    rb"""<%(p)sf(?:\s[^<>]*)?(?:/>|>[^<]*</%(p)sf>)\s*(?:<%(p)sv\s*/>|<%(p)sv>\s*</%(p)sv>)?\s*</%(p)sc>""".replace(
        b"%(p)s", _PREFIX
    )
)
"""A cell with a formula and no value. One whose result is the empty text says so by its type, `str`."""


@dataclass(slots=True)
class Seen:
    """`rows`, `columns`: how far cells reach; no fewer columns than have one letter are told.

    `errors`: the texts of error cells by (row, column), from 0; of a formula without a result, the formula.
    """

    rows: int = 0
    columns: int = _NARROW
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def without_result(self) -> list[tuple[int, int]]:
        """Where the formulas without a result stand."""
        return sorted(place for place, text in self.errors.items() if text.startswith("="))


def worksheet_files(path: Path) -> dict[str, str]:
    """The file inside the workbook that holds each sheet, by the sheet's name. Raises what zipfile and expat raise."""
    with zipfile.ZipFile(path) as workbook:
        relations = ElementTree.fromstring(workbook.read("xl/_rels/workbook.xml.rels"))
        targets = {one.get("Id"): one.get("Target", "") for one in relations}
        root = ElementTree.fromstring(workbook.read("xl/workbook.xml"))
        files = {}
        for element in root.iter():
            if element.tag.endswith("}sheet"):
                ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
                target = targets.get(ids[0]) if ids else None
                if target:
                    name = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
                    files[element.get("name", "")] = posixpath.normpath(name)
        return files


def look_into(path: Path, file: str) -> Seen:
    """How far the cells of a worksheet reach, and its errors. Raises what zipfile and expat raise."""
    seen = Seen()
    letters: set[bytes] = set()
    has_errors = False
    with zipfile.ZipFile(path) as workbook, workbook.open(file) as sheet:
        rest = b""
        while block := sheet.read(_BLOCK):
            text = rest + block
            for pattern in _WIDE:
                letters.update(pattern.findall(text))
            last_row = _ROW.search(text, text.rfind(b"row "))
            seen.rows = max(seen.rows, int(last_row[1])) if last_row else seen.rows
            has_errors = has_errors or any(sign in text for sign in _ERRORS) or _lacks_results(text)
            rest = text[-_OVERLAP:]
    seen.columns = max(map(_column_number, letters), default=_NARROW)
    if has_errors:
        seen.errors = _errors(path, file)
    return seen


def _lacks_results(text: bytes) -> bool:
    return any(one.search(text) for one in _SUSPECTS) and _WITHOUT_A_RESULT.search(text) is not None


def _column_number(letters: bytes) -> int:
    """`A` → 1, `XFD` → 16384."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def column_letters(number: int) -> str:
    """1 → `A`, 16384 → `XFD`."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _errors(path: Path, file: str) -> dict[tuple[int, int], str]:
    reader = _ErrorReader()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    with zipfile.ZipFile(path) as workbook, workbook.open(file) as sheet:
        while block := sheet.read(_BLOCK):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    return reader.found


class _ErrorReader:
    """Follows rows and cells, which may leave out where they stand; keeps the value of each error cell, and each
    formula without a result."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self._row = self._column = -1
        self._in_error = self._in_value = self._in_formula = False
        self._may_lack_result = False
        self._formula: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            letters = attributes.get("r", "").rstrip("0123456789").encode()
            self._column = _column_number(letters) - 1 if letters else self._column + 1
            self._in_error = attributes.get("t") == "e"
            self._may_lack_result, self._formula = attributes.get("t") != "str", None
        elif name == "v":
            self._in_value = True
        elif name == "f":
            self._in_formula, self._formula = True, ""

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "v":
            self._in_value = False
        elif name == "f":
            self._in_formula = False
        elif name == "c" and self._formula is not None and self._may_lack_result:
            self.found[self._row, self._column] = f"={self._formula or '?'}"

    def text(self, content: str) -> None:
        if self._in_formula:
            self._formula = (self._formula or "") + content
        elif self._in_value:
            if content.strip():
                self._formula = None  # it has a result
            if self._in_error:
                place = (self._row, self._column)
                self.found[place] = self.found.get(place, "") + content
