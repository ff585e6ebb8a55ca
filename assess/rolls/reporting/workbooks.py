"""`findings.xlsx`: a summary, then a sheet per kind of finding that an office can filter, print and work off."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.language.types import Label
from assess.rolls.findings import DIRECTIONS, FINDINGS
from assess.rolls.reporting.findings_csv import months_sql
from assess.rolls.reporting.formats import LINE, Formats, height_of, lines_of
from assess.rolls.reporting.long_sheets import LONGEST, LongSheet, are_plain, fill, is_plain
from assess.rolls.reporting.manifest import Manifest
from assess.rolls.reporting.masking import masked_label
from assess.rolls.reporting.rejects_sheet import rejects_sheets, write_rejects_sheet
from assess.rolls.reporting.sheet_columns import SheetColumn, columns_of
from assess.rolls.reporting.sheets import SheetPlan, workbooks
from assess.rolls.reporting.shown import Shown, shown_findings
from assess.rolls.reporting.sources import Sources
from assess.rolls.reporting.store import text
from assess.rolls.reporting.summary_sheet import write_continuation, write_summary
from assess.rolls.reporting.tally import Tally
from assess.rolls.reporting.wording import Wording

if TYPE_CHECKING:
    from assess.rolls.reporting.store import Store

Progress = Callable[[int], None]
"""Is told how many more findings have been written."""
PROGRESS_ROWS = 10_000
WRAPPED_ROWS = 20_000
"""Up to so many rows sentences are broken into lines and empty cells ruled; a longer sheet would open too slowly. Its
rows are put together by the database."""
_ARROW = 2
"""What the arrow of a filter takes of a header."""
_NEVER_BROKEN = ("id_number",)
_OUTCOMES = (
    Label("属实", "confirmed"),
    Label("不属实", "not confirmed"),
    Label("已停发", "stopped"),
    Label("已追回", "recovered"),
    Label("已补发", "paid"),
    Label("继续核查", "looking further"),
)
_TO_FILL_IN = (Label("核查结果", "outcome"), Label("备注", "remarks"))


def write_workbooks(
    store: Store,
    folder: Path,
    manifest: Manifest,
    tally: Tally,
    plans: tuple[SheetPlan, ...],
    language: str,
    *,
    unmask: bool = False,
    progress: Progress | None = None,
) -> list[tuple[Path, int]]:
    """Writes all workbooks into the folder; returns each with its number of findings. Raises OSError."""
    written = []
    cells = _Cells.of(store, manifest, language, unmask=unmask)
    for number in range(1, workbooks(plans) + 1):
        own = tuple(plan for plan in plans if plan.workbook == number)
        path = folder / ("findings.xlsx" if number == 1 else f"findings-{number}.xlsx")
        long_sheets = []
        with _workbook(path, manifest, language) as book:
            formats = Formats.of(book)
            first = book.add_worksheet("汇总" if language == "zh" else "Summary")
            for place, plan in enumerate(own, start=2):
                columns = columns_of(plan.code, manifest, tally, language)
                sheet = _sheet(book, formats, plan, columns, manifest, language)
                relation = cells.relation(plan, columns)
                if plan.rows > WRAPPED_ROWS and cells.is_plain(store, plan, columns):
                    _write_pattern(sheet, formats, columns)
                    long_sheets.append(
                        LongSheet(place, plan.rows, relation, tuple(column.kind == "text" for column in columns))
                    )
                else:
                    _write_rows(sheet, formats, plan, columns, store.rows(f"SELECT * FROM {relation}"), progress)
            if number == 1:
                rejects = rejects_sheets(tally)
                for one in rejects:
                    sheet = write_rejects_sheet(
                        book, formats, one, store, language, Sources.of(manifest, language), unmask=unmask
                    )
                    _printed(sheet, one.title(language), one.name(language), manifest, language)
                write_summary(first, formats, manifest, tally, plans, rejects, language)
            else:
                write_continuation(first, formats, number, plans, language)
        if long_sheets:
            fill(path, long_sheets, store, progress or (lambda _: None))
        written.append((path, sum(plan.rows for plan in own)))
    return written


@contextmanager
def _workbook(path: Path, manifest: Manifest, language: str) -> Iterator[Any]:
    """A workbook that keeps no rows in memory. Its dates are those of the period, so that two runs give the same."""
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    book.use_zip64()
    title, note = (
        ("名册核对结果", "日期是所核对的日子（逐月核对的，是最后一个月的末日），不是制作这份文件的时间。")
        if language == "zh"
        else ("Check of a roll", "The date is the day checked (of months, the last day), not when this file was made.")
    )
    book.set_properties({"title": title, "comments": note, "created": _day_checked(manifest)})
    try:
        yield book
        book.close()
    except XlsxWriterException as error:
        inner = error.args[0] if error.args else None
        raise inner if isinstance(inner, OSError) else OSError(5, str(error)) from error


def _day_checked(manifest: Manifest) -> datetime:
    """The day decided on; of several months, their last day."""
    period = manifest.period
    if period.as_of is not None:
        return datetime.fromisoformat(period.as_of)
    first = datetime.fromisoformat(f"{period.last_month}-01")
    return first.replace(day=monthrange(first.year, first.month)[1])


@dataclass(frozen=True, slots=True)
class _Cells:
    """What stands in the cells. `words`: of columns that hold codes, what is shown for each, by the column."""

    words: dict[str, dict[str, str]]
    language: str
    found: Shown

    @classmethod
    def of(cls, store: Store, manifest: Manifest, language: str, *, unmask: bool) -> _Cells:
        sources = Sources.of(manifest, language)

        def values(column: str) -> list[str]:
            found = store.rows(f"SELECT DISTINCT {column} FROM findings WHERE {column} IS NOT NULL ORDER BY {column}")
            return [value for (value,) in found]

        words: dict[str, dict[str, str]] = {
            "direction": {code: label.in_language(language) for code, label in DIRECTIONS.items()},
            "benefit": {one.name: one.label.in_language(language) for one in manifest.decisions},
            "cite": {cite: manifest.clauses_in_words(cite, language) for cite in values("cite")},
            "source": {name: sources.shown(name if unmask else masked_label(name)) for name in values("source")},
        }
        return cls(words, language, shown_findings(store, unmask=unmask))

    def relation(self, plan: SheetPlan, columns: list[SheetColumn]) -> str:
        """The rows of a sheet in order, to stand after FROM; a column of text or of numbers for each column."""
        cells = ", ".join(f"{self._cell(column.name)} AS c{index}" for index, column in enumerate(columns))
        return f"(SELECT {cells} FROM {self._findings(plan)})"

    def is_plain(self, store: Store, plan: SheetPlan, columns: list[SheetColumn]) -> bool:
        """Are all texts written as they stand?"""
        texts = [column.name for column in columns if column.kind == "text"]
        words = [word for name in texts for word in self.words.get(name, {}).values()]
        return all(map(is_plain, words)) and are_plain(store, self._findings(plan), [f'"{name}"' for name in texts])

    def _cell(self, name: str) -> str:
        if name == "month":
            return months_sql(self.language)
        words = self.words.get(name)
        if words is None:
            return self.found.shown[name]
        whens = "".join(f" WHEN {text(code)} THEN {text(word)}" for code, word in words.items() if word != code)
        return f'CASE "{name}"{whens} ELSE "{name}" END' if whens else f'"{name}"'

    def _findings(self, plan: SheetPlan) -> str:
        return f"(FROM {self.found.relation} WHERE code = {text(plan.code)} LIMIT {plan.rows} OFFSET {plan.first})"


def _sheet(
    book: Any, formats: Formats, plan: SheetPlan, columns: list[SheetColumn], manifest: Manifest, language: str
) -> Any:
    """A sheet with its header, and no rows yet."""
    sheet = book.add_worksheet(plan.name(language))
    kind = FINDINGS.get(plan.code)
    if kind is not None:
        sheet.set_tab_color({"act": "#8c1d1d", "check": "#c98a00", "note": "#a9b1bc"}[kind.severity])
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.header, formats.head)
    for index, label in enumerate(_TO_FILL_IN, start=len(columns)):
        sheet.set_column(index, index, 10 if index == len(columns) else 16)
        sheet.write_string(0, index, label.in_language(language), formats.head_to_fill)
    headers = ((column.header, column.width) for column in columns)
    sheet.set_row(0, LINE * min(2, max(lines_of(header, width - _ARROW) for header, width in headers)) + 2)
    named = next((index for index, column in enumerate(columns) if column.name == "name"), -1)
    sheet.freeze_panes(1, named + 1)
    sheet.autofilter(0, 0, plan.rows, len(columns) + len(_TO_FILL_IN) - 1)
    outcomes = [label.in_language(language) for label in _OUTCOMES]
    sheet.data_validation(1, len(columns), plan.rows, len(columns), {"validate": "list", "source": outcomes})
    title = plan.code if kind is None else kind.label.in_language(language)
    _printed(sheet, title, plan.name(language), manifest, language)
    return sheet


def _format(formats: Formats, column: SheetColumn, *, wraps: bool) -> Any:
    if column.kind != "text":
        return {"money": formats.money, "count": formats.plain}[column.kind]
    return formats.wrapped if wraps and column.name not in _NEVER_BROKEN else formats.text


def _write_pattern(sheet: Any, formats: Formats, columns: list[SheetColumn]) -> None:
    for index, column in enumerate(columns):
        sheet.write_blank(1, index, None, _format(formats, column, wraps=False))


def _write_rows(
    sheet: Any,
    formats: Formats,
    plan: SheetPlan,
    columns: list[SheetColumn],
    rows: Iterator[tuple[Any, ...]],
    progress: Progress | None,
) -> None:
    """Writes rows cell by cell, sentences broken into lines and empty cells ruled where there are not too many."""
    wraps = plan.rows <= WRAPPED_ROWS
    writers = [
        (index, column.kind == "text", _format(formats, column, wraps=wraps)) for index, column in enumerate(columns)
    ]
    broken = [(index, columns[index].width) for index, _, format_ in writers if format_ is formats.wrapped]
    for row, values in enumerate(rows, start=1):
        lines = max((lines_of(values[index] or "", width) for index, width in broken), default=1)
        if lines > 1:
            sheet.set_row(row, height_of(lines))
        for (index, is_text, format_), value in zip(writers, values, strict=True):
            if value is None:
                if wraps:
                    sheet.write_blank(row, index, None, format_)
            elif is_text:
                sheet.write_string(row, index, value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…", format_)
            else:
                sheet.write_number(row, index, value, format_)
        if wraps:
            for index in range(len(columns), len(columns) + len(_TO_FILL_IN)):
                sheet.write_blank(row, index, None, formats.wrapped)
        if progress is not None and (row % PROGRESS_ROWS == 0 or row == plan.rows):
            progress(row % PROGRESS_ROWS or PROGRESS_ROWS)


def _printed(sheet: Any, title: str, name: str, manifest: Manifest, language: str) -> None:
    """How a sheet of details prints: across, as wide as the page, its header and a title on every page."""
    wording = Wording(manifest, language)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C&14{_escaped(title)}&R&9{_escaped(wording.ruleset)} {_escaped(wording.period)}")
    sheet.set_footer(f"&L{_escaped(name)}&R&P / &N")


def _escaped(text: str) -> str:
    """A text in a header or footer, where `&` begins an instruction; a digit after a size would be read into it."""
    return (" " if text[:1].isdigit() else "") + text.replace("&", "&&")
