"""The first sheet of a workbook of findings: what was checked, by which rules, what was found, and on which sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assess.language.types import Label
from assess.rolls.findings import FINDINGS, SEVERITIES
from assess.rolls.reporting.formats import Formats, height_of, lines_of
from assess.rolls.reporting.manifest import FindingCount, Manifest
from assess.rolls.reporting.rejects_sheet import RejectsSheet
from assess.rolls.reporting.sheets import SheetPlan, workbooks
from assess.rolls.reporting.tally import Tally
from assess.rolls.reporting.wording import Wording

_WIDTHS = (24, 11, 11, 11, 17, 17, 17, 17, 32, 36)
"""Counts of thirty million rows fit into the second to fourth column, amounts of billions into the fifth to eighth; a
number that does not fit is shown as ####."""

NONE = "–"
"""What stands where there is no number."""


class _Page:
    """Writes one row after the other, as a workbook that keeps nothing in memory asks for."""

    def __init__(self, sheet: Any, formats: Formats, language: str) -> None:
        self.sheet = sheet
        self.formats = formats
        self.language = language
        self.row = 0
        sheet.hide_gridlines(2)
        for index, width in enumerate(_WIDTHS):
            sheet.set_column(index, index, width)

    def choose(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def line(self, text: str, format_: Any = None, height: float | None = None) -> None:
        if height is not None:
            self.sheet.set_row(self.row, height)
        self.sheet.write_string(self.row, 0, text, format_)
        self.row += 1

    def heading(self, text: str) -> None:
        self.row += 1
        self.line(text, self.formats.heading, 22)

    def table(self, title: str, *labels: tuple[str, str] | None) -> None:
        """A heading, and the heads of the columns below it, each in both languages; None: a column without a head, such
        as one that the text of another runs into."""
        self.heading(title)
        self._head([self.choose(*label) if label else "" for label in labels])

    def _head(self, labels: Sequence[str]) -> None:
        self.fit(dict(enumerate(labels)))
        for index, label in enumerate(labels):
            self.sheet.write_string(self.row, index, label, self.formats.head)
        self.row += 1

    def pair(self, label: str, text: str) -> None:
        """A label and what it stands for, across the sheet."""
        self.sheet.write_string(self.row, 0, label, self.formats.soft)
        self.sheet.write_string(self.row, 1, text, self.formats.said)
        self.row += 1

    def cells(self, cells: Sequence[object], *, total: bool = False, zeros: bool = False) -> None:
        """Texts and numbers side by side: a whole number is a count, any other number an amount. An amount of nothing
        is a dash, unless `zeros`."""
        formats = self.formats
        amount = formats.money_total if total else formats.money if zeros else formats.total
        self.fit({index: value for index, value in enumerate(cells) if isinstance(value, str)})
        for index, value in enumerate(cells):
            if value is None:
                continue
            if value == NONE:
                self.sheet.write_string(self.row, index, value, formats.dash)
            elif isinstance(value, str):
                self.sheet.write_string(self.row, index, value, formats.strong if total else formats.wrapped)
            elif isinstance(value, int):
                self.sheet.write_number(self.row, index, value, formats.count_total if total else formats.count)
            else:
                self.sheet.write_number(self.row, index, value, amount)
        self.row += 1

    def fit(self, texts: dict[int, str], widths: Sequence[int] = _WIDTHS) -> None:
        """Makes the row as high as its texts need; not every program does so by itself."""
        lines = max((lines_of(text, widths[index]) for index, text in texts.items()), default=1)
        if lines > 1:
            self.sheet.set_row(self.row, height_of(lines))


def write_summary(
    sheet: Any,
    formats: Formats,
    manifest: Manifest,
    tally: Tally,
    plans: tuple[SheetPlan, ...],
    rejects: Sequence[RejectsSheet],
    language: str,
) -> None:
    """The whole summary; `manifest` with its counts filled in. `rejects`: the sheets of rows that were not taken."""
    page = _Page(sheet, formats, language)
    wording = Wording(manifest, language)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    page.line(page.choose("名册核对结果", "Check of a roll"), formats.title, 30)
    page.line(f"{wording.ruleset} · {wording.period}", formats.soft)
    _checked(page, manifest, wording)
    _counts(page, manifest, wording)
    _findings(page, manifest, wording, plans)
    page.line(wording.how_to_explain, formats.soft)
    _rejects(page, tally, rejects)
    _benefits(page, tally, wording)
    _districts(page, tally, wording)
    _figures(page, manifest, wording)
    _left_out(page, manifest, wording)


def write_continuation(sheet: Any, formats: Formats, number: int, plans: tuple[SheetPlan, ...], language: str) -> None:
    """The first sheet of a further workbook: what it continues, and the sheets in it."""
    page = _Page(sheet, formats, language)
    page.line(page.choose("名册核对结果（续）", "Check of a roll (continued)"), formats.title, 30)
    of = workbooks(plans)
    text = page.choose(
        f"第 {number} 个文件，共 {of} 个；汇总在第一个文件 findings.xlsx 里。",
        f"File {number} of {of}; the summary is in the first, findings.xlsx.",
    )
    page.line(text, formats.soft)
    title = page.choose("本文件的工作表", "Sheets of this file")
    page.table(title, ("工作表", "sheet"), None, ("条数", "findings"))
    for plan in plans:
        if plan.workbook == number:
            name = plan.name(language)
            sheet.write_url(page.row, 0, f"internal:'{name}'!A1", formats.link, name)
            sheet.write_number(page.row, 2, plan.rows, formats.count)
            page.row += 1


def _checked(page: _Page, manifest: Manifest, wording: Wording) -> None:
    choose = page.choose
    page.heading(choose("核对了什么", "What was checked"))
    for one in manifest.inputs:
        page.pair(choose("名册", "roll"), wording.input(one))
    for register in manifest.registers:
        page.pair(choose("比对的登记", "register"), wording.register(register))
        if register.columns:
            page.pair("", wording.columns_of_register(register))
    page.pair(choose("规则集", "ruleset"), f"{manifest.ruleset.id} {manifest.ruleset.version}")
    page.pair(choose("规则校验值", "hash of the rules"), f"SHA-256 {manifest.ruleset.sha256}")
    if manifest.parameters_file is not None:
        page.pair(choose("另行提供的标准", "figures supplied"), wording.masked(manifest.parameters_file.name))
    if manifest.mapping is not None:
        page.pair(choose("列的对应", "mapping of columns"), wording.masked(manifest.mapping.name))
    page.pair(choose("期间", "period"), wording.period)
    if wording.only:
        page.pair(choose("只作的决定", "decided only"), wording.only)
    if wording.same_every_month:
        page.pair(choose("月份", "months"), wording.same_every_month)
    page.pair(choose("超出核对期的标准", "figures past their review"), wording.strictness)


def _counts(page: _Page, manifest: Manifest, wording: Wording) -> None:
    counts = manifest.counts
    page.heading(page.choose("行数", "Rows"))
    page.cells([page.choose("输入的行", "rows of input"), counts.input])
    page.cells([page.choose("＝ 已作出决定", "= decided"), counts.decided])
    page.cells(
        [page.choose("＋ 待定（还缺事实或标准）", "+ undetermined (facts or figures missing)"), counts.undetermined]
    )
    page.cells([page.choose("＋ 未能处理（见 rejects.csv）", "+ rejected (see rejects.csv)"), counts.rejected])
    if wording.other_months:
        page.line(wording.other_months, page.formats.soft)
    if wording.set_aside:
        page.line(wording.set_aside, page.formats.soft)
    if wording.before_benefits:
        page.line(wording.before_benefits, page.formats.soft)
    for label, decided in wording.benefits_paid():
        page.pair(label, decided)


def _rejects(page: _Page, tally: Tally, sheets: Sequence[RejectsSheet]) -> None:
    """What could not be taken, by reason; then the rows that are nobody's."""
    for sheet in sheets:
        heads = ("代码", "code"), ("处数", "cells"), ("第一处", "the first one"), *[None] * 6
        page.table(sheet.title(page.language), *heads)
        for one in tally.rejects:
            if sheet.has(one.code):
                said = one.message(unmask=False).in_language(page.language)
                page.sheet.write_string(page.row, 0, one.code, page.formats.wrapped)
                page.sheet.write_number(page.row, 1, one.count, page.formats.count)
                page.sheet.write_string(page.row, 2, said)
                page.row += 1
        name = sheet.name(page.language)
        page.sheet.write_url(page.row, 0, f"internal:'{name}'!A1", page.formats.link, name)
        if sheet.left_out:
            left_out = f"{sheet.left_out:,}"
            page.sheet.write_string(
                page.row, 1,
                page.choose(
                    f"另有 {left_out} 处没有列出，全部在 rejects.csv 里",
                    f"{left_out} more are not on the sheet; rejects.csv has them all",
                ),
            )  # fmt: skip
        page.row += 1


def _benefits(page: _Page, tally: Tally, wording: Wording) -> None:
    if not tally.benefits:
        return
    page.table(
        page.choose("各项待遇", "Benefits"),
        ("待遇", "benefit"), ("符合条件", "eligible"), ("已认定", "decided"), ("待定", "undetermined"),
        ("应发（元）", "due (yuan)"), ("正在发放", "paid to"), ("实发（元）", "paid (yuan)"),
        ("实发减应发（元）", "paid less due (yuan)"), ("实发但无法认定（元）", "paid and not decided (yuan)"),
    )  # fmt: skip
    for one in tally.benefits:
        numbers = [one.eligible, one.decided, one.open, one.due, one.payments, one.paid, one.difference, one.paid_open]
        label = one.decision.label.in_language(page.language)
        page.cells([label, *(NONE if number is None else number for number in numbers)], zeros=True)
    page.line(wording.about_benefits, page.formats.soft)


def _findings(page: _Page, manifest: Manifest, wording: Wording, plans: tuple[SheetPlan, ...]) -> None:
    choose = page.choose
    page.table(
        choose("发现的问题", "What was found"),
        ("问题", "finding"), ("性质", "nature"), ("条数", "findings"), ("涉及行数", "rows"),
        ("应追回（元）", "to recover (yuan)"), ("应补发（元）", "to pay (yuan)"),
        ("其他涉及金额（元）", "otherwise at stake (yuan)"), ("工作表", "sheet"), ("含义", "meaning"),
        ("怎么办", "what to do"),
    )  # fmt: skip
    found = {one.code: one for one in manifest.findings.by_code}
    for code in (*found, *(code for code in manifest.checked if code not in found)):
        _finding(page, wording, code, found.get(code), [plan for plan in plans if plan.code == code])
    every = list(found.values())
    page.cells(
        [
            choose("合计", "total"), None, sum(one.findings for one in every), None,
            sum(one.recover for one in every), sum(one.pay for one in every), sum(one.other for one in every),
        ],
        total=True,
    )  # fmt: skip
    if wording.nothing_checked or wording.partly_judged:
        page.line(wording.sentence(wording.nothing_checked or wording.partly_judged), page.formats.strong)
    if wording.people_found:
        rows = manifest.findings.rows
        page.line(
            choose(
                f"有问题的 {rows:,} 行{wording.people_found}。",
                f"{wording.rows_found}.",
            ),
            page.formats.soft,
        )
    once = manifest.findings.recover_once
    page.line(
        choose(
            f"同一笔发放可能属于几类问题；每笔只计一次，应追回合计 {once:,.2f} 元。",
            f"A payment may be in several findings; with each counted once, {once:,.2f} yuan are to be recovered.",
        ),
        page.formats.soft,
    )
    of = workbooks(plans)
    if of > 1 or any(plan.number > 1 for plan in plans):
        page.line(
            choose(
                f"一张工作表装不下的，续在名称带序号的工作表里；全部明细共 {of} 个文件，findings.csv 里也有全部明细。",
                f"What a sheet cannot hold goes on in sheets with a number; there are {of} files in all, and "
                "findings.csv has everything too.",
            ),
            page.formats.strong,
        )


def _finding(page: _Page, wording: Wording, code: str, count: FindingCount | None, plans: list[SheetPlan]) -> None:
    kind = FINDINGS.get(code)
    nothing = Label("", "")
    label, meaning, advice = (kind.label, kind.meaning, kind.advice) if kind else (Label(code, code), nothing, nothing)
    severity = SEVERITIES[kind.severity] if kind else nothing
    in_words = [label.in_language(page.language), severity.in_language(page.language)]
    row = page.row
    numbers: list[object] = [*([0, 0] if wording.was_checked(code) else [NONE, NONE]), 0.0, 0.0, 0.0]
    if count is not None:
        rows = wording.rows_of_kind(count) if count.people else count.rows
        numbers = [count.findings, rows, count.recover, count.pay, count.other]
    said = [meaning.in_language(page.language), advice.in_language(page.language)]
    further = max(len(plans), 1)
    page.cells([*in_words, *numbers, None, *said])
    page.row = row
    if not plans:
        page.sheet.write_blank(page.row, 7, None, page.formats.wrapped)
    for plan in plans:
        name = plan.name(page.language)
        here = plan.workbook == 1
        target = f"internal:'{name}'!A1" if here else f"external:{plan.file}#'{name}'!A1"
        page.sheet.write_url(page.row, 7, target, page.formats.link, name if here else f"{plan.file}：{name}")
        page.row += 1
    page.row = row + further


def _districts(page: _Page, tally: Tally, wording: Wording) -> None:
    if [one.name for one in tally.districts] in ([], [None]):
        return
    page.table(
        page.choose("按地区", "By district"),
        ("地区", "district"), ("条数", "findings"), None, None, ("应追回（元）", "to recover (yuan)"),
        ("应补发（元）", "to pay (yuan)"), ("其他涉及金额（元）", "otherwise at stake (yuan)"),
    )  # fmt: skip
    for one in tally.districts:
        name = wording.district(one, tally.other_districts)
        page.cells([name, one.findings, None, None, one.recover, one.pay, one.other])


def _figures(page: _Page, manifest: Manifest, wording: Wording) -> None:
    if not manifest.readings:
        return
    page.table(
        page.choose("所用标准和口径", "Figures and readings used"),
        ("标准或口径", "figure"), ("可信程度", "confidence"), ("取值日期", "as on"),
        ("起始日期", "in force from"), ("取值", "value"), None, None, ("出处", "source"), None, ("说明", "note"),
    )  # fmt: skip
    for one in manifest.readings:
        value = "" if one.value is None else one.value.in_language(page.language)
        note = "" if one.note is None else one.note.in_language(page.language)
        cite = one.cite.in_language(page.language)
        widths = (*_WIDTHS[:4], sum(_WIDTHS[4:7]), 0, 0, sum(_WIDTHS[7:9]), 0, _WIDTHS[9])
        page.fit({0: one.label.in_language(page.language), 4: value, 7: cite, 9: note}, widths)
        first = [one.label.in_language(page.language), wording.confidence(one), one.day, one.since or ""]
        for index, text in enumerate(first):
            page.sheet.write_string(page.row, index, text, page.formats.wrapped)
        page.sheet.merge_range(page.row, 4, page.row, 6, value or wording.no_value, page.formats.wrapped)
        page.sheet.merge_range(page.row, 7, page.row, 8, cite, page.formats.wrapped)
        page.sheet.write_string(page.row, 9, note, page.formats.wrapped)
        page.row += 1


def _left_out(page: _Page, manifest: Manifest, wording: Wording) -> None:
    if not manifest.not_checked:
        return
    page.heading(page.choose("没有核对的，及原因", "What was not checked, and why"))
    for one in manifest.not_checked:
        subject, reason = wording.masked(one.subject.in_language(page.language)), one.reason.in_language(page.language)
        page.line(page.choose(f"{subject}：{reason}", f"{subject}: {reason}"))
