"""A look into the XML of a worksheet for what calamine does not tell: which cells hold an error, or a formula that
nobody worked out, how far they reach, and what a person who opens the sheet does not see, or sees struck out.

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
_WIDE = (re.compile(rb'r="([A-Z]{2,9})[0-9]'), re.compile(rb"r='([A-Z]{2,9})[0-9]"))
"""No program writes more than three letters, but calamine makes room for as many as a damaged file speaks of."""
_NARROW = 26
"""The columns of one letter."""
_ROW = re.compile(rb"""row\s[^>]*?\br=["']([0-9]+)["']""")
_ERRORS = (b't="e"', b"t='e'")
MOST_COLUMNS = 2**14
"""Of a sheet; a damaged file may speak of more."""
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_ROW_TAG = re.compile(rb"<(?:[A-Za-z]\w*:)?row\s[^>]*>")
_COLUMN_TAG = re.compile(rb"<(?:[A-Za-z]\w*:)?col\s[^>]*>")
_NUMBERS = {name: re.compile(rb"\b" + name.encode() + rb"""=["'][A-Z]*([0-9]+)["']""") for name in ("r", "min", "max")}
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
    `hidden_rows`, `hidden_columns`: their numbers from 1, whatever hides them, a filter, a folded outline or a hand.
    `struck_out`: the numbers of rows in which a cell with content is struck out.
    """

    rows: int = 0
    columns: int = _NARROW
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck_out: set[int] = field(default_factory=set)

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
    """How far the cells of a worksheet reach, its errors, what is hidden and struck out. Raises what zipfile and expat
    raise."""
    seen = Seen()
    letters: set[bytes] = set()
    has_errors = False
    with zipfile.ZipFile(path) as workbook, workbook.open(file) as sheet:
        rest = b""
        struck_out = _cells_of_styles(styles_struck_out(workbook))
        while block := sheet.read(_BLOCK):
            text = rest + block
            if _HIDDEN.search(text):
                _note_hidden(text, seen)
            if struck_out is not None:
                seen.struck_out.update(number for tag in struck_out.findall(text) if (number := _number(tag, "r")))
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


def _note_hidden(text: bytes, seen: Seen) -> None:
    for tag in _ROW_TAG.findall(text):
        if _HIDDEN.search(tag) and (number := _number(tag, "r")):
            seen.hidden_rows.add(number)
    for tag in _COLUMN_TAG.findall(text):
        first, last = _number(tag, "min"), _number(tag, "max")
        if _HIDDEN.search(tag) and first and last:
            seen.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))


def _cells_of_styles(styles: frozenset[int]) -> re.Pattern[bytes] | None:
    """Finds the cells with content that have one of the styles; None where there are none."""
    if not styles:
        return None
    numbers = b"|".join(str(style).encode() for style in sorted(styles))
    return re.compile(rb"""<(?:[A-Za-z]\w*:)?c\s(?:[^>]*\s)?s=["'](?:%b)["'][^>]*(?<!/)>""" % numbers)


def _number(tag: bytes, name: str) -> int | None:
    """The number in an attribute of a tag: the row, of a cell's place. None where there is none; rows and cells may
    leave out where they stand, but programs that hide or strike them out do not."""
    found = _NUMBERS[name].search(tag)
    return int(found[1]) if found else None


def styles_struck_out(workbook: zipfile.ZipFile) -> frozenset[int]:
    """The styles of cells, by their numbers, whose letters are struck out. Raises what zipfile and expat raise."""
    if "xl/styles.xml" not in workbook.namelist():
        return frozenset()
    content = workbook.read("xl/styles.xml")
    if b"strike" not in content:
        return frozenset()
    children = {element.tag.rpartition("}")[2]: list(element) for element in ElementTree.fromstring(content)}
    fonts = {str(number) for number, font in enumerate(children.get("fonts", [])) if any(map(_strikes, font))}
    return frozenset(number for number, style in enumerate(children.get("cellXfs", [])) if style.get("fontId") in fonts)


def _strikes(element: ElementTree.Element) -> bool:
    return element.tag.endswith("}strike") and element.get("val", "1") not in ("0", "false")


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
