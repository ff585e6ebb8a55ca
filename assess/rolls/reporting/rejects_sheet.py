"""The sheets of a workbook for what could not be taken: rows that are rejected, and rows that are nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assess.language.types import Label
from assess.rolls.reporting.formats import Formats, height_of, lines_of
from assess.rolls.reporting.rejects import NOBODYS, REJECT_LABELS, shown_reject_sql
from assess.rolls.reporting.shown import shown_rejects
from assess.rolls.reporting.sources import Sources
from assess.rolls.reporting.tally import Tally

if TYPE_CHECKING:
    from assess.rolls.reporting.store import Store

ROWS = 100_000
"""How many are listed, at most; `rejects.csv` has all of them."""
_REJECTED = Label("未能处理", "Rejected")
_NOBODYS = Label("非人员行", "Nobody's")
_TITLES = (
    Label("未能处理的内容", "What could not be taken"),
    Label("非人员行（没有算在内）", "Rows that are nobody's"),
)
_NAME = Label("姓名", "name")
_REMARKS = Label("备注", "remarks")
_WIDTHS = {
    "name": 10, "source": 22, "row": 6, "column": 16, "found": 22, "message": 42, "remedy": 42, "code": 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RejectsSheet:
    """The rejects of people's rows, or (`nobodys`) the rows that are nobody's: `rows` are listed, `left_out` not."""

    nobodys: bool
    rows: int
    left_out: int = 0

    def name(self, language: str) -> str:
        return (_NOBODYS if self.nobodys else _REJECTED).in_language(language)

    def title(self, language: str) -> str:
        return _TITLES[self.nobodys].in_language(language)

    def has(self, code: str) -> bool:
        return (code in NOBODYS) == self.nobodys


def rejects_sheets(tally: Tally) -> tuple[RejectsSheet, ...]:
    """The sheets that there is anything for."""
    found = []
    for nobodys in (False, True):
        count = sum(one.count for one in tally.rejects if (one.code in NOBODYS) == nobodys)
        if count:
            found.append(RejectsSheet(nobodys, min(count, ROWS), max(0, count - ROWS)))
    return tuple(found)


def write_rejects_sheet(
    book: Any, formats: Formats, sheet: RejectsSheet, store: Store, language: str, sources: Sources, *, unmask: bool
) -> Any:
    """Writes the sheet and returns it. Where there is one source, and no register, it needs no column."""
    has_name = "name" in store.columns("decisions") and not sheet.nobodys
    names = [
        name
        for name in _WIDTHS
        if not (name == "name" and not has_name)
        and not (name == "source" and not sources.is_needed and not sources.registers)
    ]
    page = book.add_worksheet(sheet.name(language))
    labels = [*((_NAME if name == "name" else REJECT_LABELS[name]) for name in names), _REMARKS]
    for index, label in enumerate(labels):
        width = _WIDTHS[names[index]] if index < len(names) else 16
        page.set_column(index, index, width)
        fill_in = label is _REMARKS
        page.write_string(0, index, label.in_language(language), formats.head_to_fill if fill_in else formats.head)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, sheet.rows, len(names))
    for number, values in enumerate(_rows(store, sheet, names, language, has_name=has_name, unmask=unmask), start=1):
        lines = 1
        for index, (name, value) in enumerate(zip(names, values, strict=True)):
            if name == "row":
                page.write_number(number, index, value, formats.plain)
            elif not value:
                page.write_blank(number, index, None, formats.wrapped)
            else:
                value = sources.shown(value) if name == "source" else value
                page.write_string(number, index, value, formats.wrapped)
                lines = max(lines, lines_of(value, _WIDTHS[name]))
        page.write_blank(number, len(names), None, formats.wrapped)
        if lines > 1:
            page.set_row(number, height_of(lines))
    return page


def _rows(
    store: Store, sheet: RejectsSheet, names: list[str], language: str, *, has_name: bool, unmask: bool
) -> Iterator[tuple[Any, ...]]:
    """The rejects in the order of the roll, with the person's name where the row gives one."""
    found = shown_rejects(store, unmask=unmask)
    person = '"name"' if unmask else shown_reject_sql("name", '"name"')
    columns = [f"{name}_{language}" if name in ("message", "remedy") else name for name in names]
    wanted = [person if name == "name" else found.shown[name] for name in columns]
    among = f"{'' if sheet.nobodys else 'NOT'} IN ({', '.join('?' * len(NOBODYS))})"
    query = f"""
        WITH placed AS (SELECT *, row_number() OVER () AS place FROM {found.relation}),
        listed AS (
            SELECT * FROM placed WHERE code {among} ORDER BY place LIMIT {sheet.rows}
        )
    """
    people = ""
    if has_name:
        query += """, people AS (
            SELECT source, "row", min(name) AS name FROM decisions WHERE status = 'rejected' GROUP BY ALL
        )"""
        people = 'LEFT JOIN people USING (source, "row")'
    query += f"SELECT {', '.join(wanted)} FROM listed {people} ORDER BY place"
    return store.rows(query, list(NOBODYS))
