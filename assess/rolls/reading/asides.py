"""Rows under a header that are nobody: totals, signatures at the foot, a header or title that comes again, the numbers
of the columns, and rows kept free for people to come.

The former are told by a row's first words: the first cell, among the first five columns, that holds anything but a
number; a total also where it stands for the name, or anywhere in a row that names nobody. But offices write remarks in
front of people, too, and a row in which a person stands is never set aside for its words. The latter have a running
number at most, and formulas that come to nought.

A row that names nobody and says nothing of the kind counts as somebody's; that there are such rows is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assess.diagnostics.diagnostic import Diagnostic
from assess.rolls.cells.tidy import tidied, without_blanks
from assess.rolls.reading.faults import note, unreadable
from assess.rolls.reading.header import Header
from assess.rolls.reading.text import BLANKS, is_blank, is_number
from assess.rolls.roll import Unreadable

FIRST = 5
"""A row's first words stand in one of so many columns."""

HINT = (
    r"计|页|[:：﹕︓]|空白|无正文|续表|共\s*[0-9０-９]|[表报制核批办责管][\s　]*(?:人|单位|部门|领导)"
    r"|[Tt][Oo][Tt][Aa][Ll]|[Ss][Uu][Mm]"
)
"""Found in the first words of every total, signature or page number; the same to Python and to DuckDB's RE2."""

LISTED = 10
"""So many rows are told by their numbers."""

_HINT = re.compile(HINT)
_FIRST_OF_HINT = re.compile(
    "[计页:：﹕︓空无续共表报制核批办责管TtSs]"
)  # a class alone is searched for ten times as fast
_SCOPE = r"(?:其中:)?[^:,。;]{0,20}?"
"""Whose total it is: of a page, of a place, of a kind of people."""
_TOTAL = re.compile(_SCOPE + r"(?:总?合计|总计|小计|共计|累计)(?:[:(\d].*|人数.*|户数.*|金额.*)?", re.DOTALL)
_COUNT = re.compile(r"(?:以上|本[页表村镇乡]|全[省市区县镇乡村])?(?:总共|共)\d+[人户名].*", re.DOTALL)
_ENGLISH_TOTAL = re.compile(r"(?:grand |sub-?)?totals?:?|sum:?", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(?:填表|填报|制表|制单|编制|审核|复核|审批|经办|负责|主管|分管|单位|导出|打印|联系|日期|盖章|注|备注|说明)"
    r"[^:]{0,8}:.*",
    re.DOTALL,
)
_SIGNATORY = re.compile(
    r"(?:填表|填报|制表|编制|审核|复核|审批|经办|负责|主管|分管)(?:人|单位|部门|领导)(?:\((?:签[字名章]|盖章)\))?"
)
_PAGE = re.compile(r"第\d+页.*|续表(?:\(.*\))?|\(?以下(?:空白|无正文)\)?。?", re.DOTALL)

_LIKE_AN_ID = re.compile(
    r"[0-9]{14,17}[0-9X](?:\.0*)?|[0-9](?:\.[0-9]+)?E\+?1[4-7]|(?=.{15,20}\Z)[0-9]{3,}[*#●○•·X]{2,}[0-9X]*",
    re.IGNORECASE,
)
"""An identity number, also one that a spreadsheet or a mask has damaged: then the row is a person and gets a fault."""
_WRAPPING = re.compile(r"[\s=\"'`’‘“”]")
_NUMBERS = re.compile(r"身份|证件号|^id[_ ]?(?:number|no|card)|^(?:resident|national|card)[_ ]?id|^sfzh", re.IGNORECASE)
"""Headers of identity numbers; not a bare `id`, which in databases is a running number."""
_RUNNING = re.compile(r"序号|行号|顺序号|号|no\.?|serial number|#|index", re.IGNORECASE)
NOUGHT = r"0+(?:\.0*)?|=.*"
"""What a formula shows of a row kept free, or itself where it has no result; the same to Python and to RE2."""
_NOUGHT = re.compile(NOUGHT, re.DOTALL)
COLUMN_NUMBER = r"[(（]?(?:[0-9]{1,2}(?:\.0)?|[甲乙丙丁戊己庚辛壬癸])[)）]?"
"""What stands under the header of names, or of identity numbers, where the columns are numbered; the same to Python and
to RE2."""
UNNAMED = r"[-－—–―/\\]*"
"""What stands for a name where there is none; the same to Python and to RE2."""
_UNNAMED = re.compile(UNNAMED)
_COLUMN_NUMBER = re.compile(COLUMN_NUMBER)
_LONGEST_NUMBER, _FEWEST_NUMBERS = 6, 3
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_NAMES = re.compile(r"姓名|名字|^name$|\bname\b", re.IGNORECASE)
_AMOUNTS = re.compile(r"金|标准|津贴|补贴|补助|费|元|待遇|^paid\.|amount|allowance|subsidy|\bpaid\b", re.IGNORECASE)
_LIKE_A_NAME = re.compile(
    r"(?!.*(?:人民币|大写|[元圆]整))[^\W\d_]{2,}(?:[ ·•‧・][^\W\d_]+)*|[^\W\d_](?:[ ·•‧・][^\W\d_]+)+"
)
_COUNTED = re.compile(r"共?[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+(?:余|多)?[人户名位元圆条笔].*")


@dataclass(frozen=True, slots=True)
class Aside:
    """Why a row is nobody: the code of its fault, the cell that tells (its index from 0) and the words in it."""

    code: str
    index: int
    found: str


class Asides:
    """Tells the rows that are nobody, for a table with this header."""

    def __init__(self, header: Header) -> None:
        self._again: dict[tuple[str, ...], int] = {}
        for cells in (*header.raw, *(cells for _, cells in header.titles)):
            stripped = _stripped(cells)
            first = next((index for index, cell in enumerate(stripped) if cell), None)
            if first is not None and not is_number(stripped[first]):
                self._again[stripped] = first
        headers = [without_blanks(tidied(name)) for name in header.names]
        self._names = [index for index, name in enumerate(headers) if _NAMES.search(name)]
        self._amounts = [
            index for index, name in enumerate(headers) if index not in self._names and _AMOUNTS.search(name)
        ]
        numbers = [index for index, name in enumerate(headers) if _NUMBERS.search(name)]
        self._who = sorted({*self._names, *numbers})
        self.telling = tuple(numbers or self._names)
        """The columns, by their index from 0, of which a person fills in one: for the number, or else the name."""
        self.by_names = not numbers
        self._running = {index for index, name in enumerate(headers) if _RUNNING.fullmatch(name)}
        self._first_cells = sorted({(first, cells[first]) for cells, first in self._again.items()})

    def of(self, cells: Sequence[str]) -> Aside | None:
        """Why the row is nobody, or None where it is somebody."""
        for index, text in self._first_cells:
            if index < len(cells) and text in cells[index] and _stripped(cells) in self._again:
                return Aside("R139", index, text)
        if self._who and not any(index < len(cells) and cells[index].strip(BLANKS) for index in self._who):
            free = self._kept_free(cells)
            if free is not None:
                return free
        if self._numbers_columns(cells):
            index = next(index for index, cell in enumerate(cells) if cell.strip(BLANKS))
            return Aside("R142", index, cells[index].strip(BLANKS))
        return self._by_first_words(cells) or self._total_without_a_person(cells)

    def names_nobody(self, cells: Sequence[str]) -> bool:
        """Does the row leave the columns of names and numbers empty? Never where the table has none."""
        return bool(self._who) and all(
            index >= len(cells) or _UNNAMED.fullmatch(cells[index].strip(BLANKS)) for index in self._who
        )

    def _total_without_a_person(self, cells: Sequence[str]) -> Aside | None:
        """A total that stands for the name behind that of the town, or anywhere where nobody is named."""
        total = next((index for index in self._who if index < len(cells) and _is_total(cells[index])), None)
        if total is not None:
            others = (cells[index] for index in self._who if index != total and index < len(cells))
            if any(map(_is_a_name, others)):
                return None
        elif self.names_nobody(cells):
            total = next((index for index, cell in enumerate(cells) if _is_total(cell)), None)
        if total is None or self._has_a_person(cells, total):
            return None
        return Aside("R138", total, cells[total].strip(BLANKS))

    def _by_first_words(self, cells: Sequence[str]) -> Aside | None:
        first = cells[:FIRST]
        words = "\n".join(first)
        if not (_FIRST_OF_HINT.search(words) and _HINT.search(words)):
            return None
        for index, cell in enumerate(first):
            if not (is_blank(cell) or is_number(cell.strip(BLANKS))):
                aside = _by_words(index, cell)
                return None if aside is None or self._has_a_person(cells, index) else aside
        return None

    def _kept_free(self, cells: Sequence[str]) -> Aside | None:
        """A row without name and number in which nothing is filled in but its running number and what comes to
        nought."""
        filled = [(index, cell.strip(BLANKS)) for index, cell in enumerate(cells) if cell.strip(BLANKS)]
        if not filled or not all(
            is_number(cell) if index in self._running else _NOUGHT.fullmatch(cell) for index, cell in filled
        ):
            return None
        return Aside("R141", *filled[0])

    def _numbers_columns(self, cells: Sequence[str]) -> bool:
        """Do the cells count the columns: 1, 2, 3, or first 甲, 乙, 丙 for those of words? Nobody is called so."""
        if not self.telling or self.telling[0] >= len(cells) or len(cells[self.telling[0]]) > _LONGEST_NUMBER:
            return False
        if not _COLUMN_NUMBER.fullmatch(cells[self.telling[0]].strip(BLANKS)):
            return False
        filled = [cell for one in cells if (cell := one.strip(BLANKS).strip("()（）").removesuffix(".0"))]
        if filled[0] == "栏次":
            del filled[0]
        stems = sum(cell in _STEMS for cell in filled)
        wanted = [*_STEMS[:stems], *(str(number) for number in range(1, len(filled) - stems + 1))]
        return len(filled) >= _FEWEST_NUMBERS and filled == wanted

    def _has_a_person(self, cells: Sequence[str], words: int) -> bool:
        """Does somebody stand in the row: an identity number anywhere, or a name and an amount in their columns?
        `words`: the cell that looks like no person."""
        if any(_LIKE_AN_ID.fullmatch(_WRAPPING.sub("", unicodedata.normalize("NFKC", cell))) for cell in cells):
            return True
        return any(index != words and index < len(cells) and _is_a_name(cells[index]) for index in self._names) and any(
            index != words and index < len(cells) and _is_an_amount(cells[index]) for index in self._amounts
        )

    def candidates(self, columns: Sequence[str]) -> str:
        """A condition in SQL that holds for every row that `of` tells, and for few others.

        `columns`: the column of each place of the header, as SQL; those that hold nothing at all may be missing
        (an empty text stands for them).
        """
        from assess.rolls.reading.sql import quoted_text

        conditions = [
            f"regexp_matches({column}, {quoted_text(HINT)})"
            for index, column in enumerate(columns)
            if column and (index < FIRST or index in self._who)
        ]  # what stands further right is asked for only where nobody is named
        conditions += [
            f"contains({columns[index]}, {quoted_text(text)})"
            for index, text in self._first_cells
            if index < len(columns) and columns[index]
        ]
        if unnamed := self.names_nobody_in_sql(columns):
            conditions.append(f"({unnamed})")
        if self.telling and columns[self.telling[0]]:
            cell = columns[self.telling[0]]
            bare = f"trim({cell}, {quoted_text(BLANKS)})"
            numbered = f"regexp_full_match({bare}, {quoted_text(COLUMN_NUMBER)})"
            conditions.append(f"(length({cell}) <= {_LONGEST_NUMBER} AND {numbered})")
        return " OR ".join(conditions) or "false"

    def names_nobody_in_sql(self, columns: Sequence[str]) -> str:
        """`names_nobody` as a condition in SQL; the empty text where none of the columns is there."""
        from assess.rolls.reading.sql import quoted_text

        blanks, pattern = quoted_text(BLANKS), quoted_text(UNNAMED)
        return " AND ".join(
            f"regexp_full_match(trim(coalesce({columns[index]}, ''), {blanks}), {pattern})"
            for index in self._who
            if columns[index]
        )


def _is_total(cell: str) -> bool:
    if is_blank(cell) or not _FIRST_OF_HINT.search(cell) or is_number(cell.strip(BLANKS)):
        return False
    found = _by_words(0, cell)
    return found is not None and found.code == "R138"


def _stripped(cells: Iterable[str]) -> tuple[str, ...]:
    """The cells without blanks around them, and without empty ones at the end."""
    stripped = [cell.strip(BLANKS) for cell in cells]
    while stripped and not stripped[-1]:
        stripped.pop()
    return tuple(stripped)


def _is_a_name(cell: str) -> bool:
    name = tidied(cell)
    return bool(_LIKE_A_NAME.fullmatch(name)) and not _COUNTED.fullmatch(name) and _by_words(0, name) is None


def _is_an_amount(cell: str) -> bool:
    return is_number(without_blanks(tidied(cell)).strip("¥元圆"))


def _by_words(index: int, cell: str) -> Aside | None:
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell))
    if _TOTAL.fullmatch(words) or _COUNT.fullmatch(words) or _ENGLISH_TOTAL.fullmatch(cell.strip(BLANKS)):
        return Aside("R138", index, cell.strip(BLANKS))
    if _SIGNATURE.fullmatch(words) or _SIGNATORY.fullmatch(words) or _PAGE.fullmatch(words):
        return Aside("R140", index, cell.strip(BLANKS))
    return None


def unreadable_of(aside: Aside, source: str, row: int, headers: Sequence[str]) -> Unreadable:
    column = headers[aside.index] if aside.index < len(headers) else ""
    return unreadable(aside.code, source, row, aside.found, column=column, index=aside.index + 1)


def set_aside_notes(source: str, set_aside: Sequence[Unreadable]) -> tuple[Diagnostic, ...]:
    """Tells of the rows of a source that are nobody's; nothing where there are none."""
    if not set_aside:
        return ()
    numbers = ", ".join(str(one.row) for one in set_aside[:LISTED]) + (" …" if len(set_aside) > LISTED else "")
    first = set_aside[0]
    return (note("R160", source, line=first.row, count=len(set_aside), rows=numbers, found=first.found),)


def unnamed_notes(source: str, unnamed: Sequence[int], count: int, rows: int) -> tuple[Diagnostic, ...]:
    """Tells of the rows, of so many, that count as somebody's and name nobody: `unnamed`, the first of `count`. Nothing
    where no row names anybody: names were left out of such a roll."""
    if not count or count >= rows:
        return ()
    numbers = ", ".join(map(str, unnamed[:LISTED])) + (" …" if count > LISTED else "")
    return (note("R167", source, line=unnamed[0], count=count, rows=numbers),)
