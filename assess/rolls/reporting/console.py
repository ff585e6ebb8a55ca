"""What the console says of a run, from its manifest alone: counts, findings and rejects by code, and the files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assess.rolls.english import count_of
from assess.rolls.findings import FINDINGS
from assess.rolls.reporting.folder import MANIFEST, TIMINGS, digest
from assess.rolls.reporting.manifest import Manifest
from assess.rolls.reporting.page import percent
from assess.rolls.reporting.rejects import NOBODYS
from assess.rolls.reporting.wording import Wording

FILES = (
    ("report.html", "报告", "report"),
    ("findings.xlsx", "问题明细（工作簿）", "findings to work through"),
    ("findings.csv", "问题明细", "findings"),
    ("rejects.csv", "未能处理的行", "rejected rows"),
    ("decisions.parquet", "逐行决定", "decisions, row by row"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the columns from `numbers` on hold numbers."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: int


Block = str | Table
"""A line of text, or a table."""


def summary(manifest: Manifest, folder: Path, language: str) -> Iterator[Block]:
    """The summary of a finished run, block by block."""
    wording = Wording(manifest, language)
    choose, counts = wording.choose, manifest.counts
    yield f"{wording.ruleset}  [{manifest.ruleset.id} {manifest.ruleset.version}]  {wording.period}"
    if wording.only:
        yield choose(f"只作这些决定：{wording.only}", f"decided only: {wording.only}")
    if manifest.parameters_file is not None:
        supplied = wording.masked(manifest.parameters_file.name)
        yield choose(f"部分标准由文件 {supplied} 提供", f"some figures are supplied by {supplied}")
    yield choose(
        f"输入 {counts.input:,} 行 = 已作出决定 {counts.decided:,} + 待定 {counts.undetermined:,}"
        f" + 未能处理 {counts.rejected:,}",
        f"input {count_of(counts.input, 'row')} = decided {counts.decided:,} + undetermined {counts.undetermined:,}"
        f" + rejected {counts.rejected:,}",
    )
    yield from (
        line for line in (wording.other_months, wording.set_aside, wording.sentence(wording.same_every_month)) if line
    )
    yield from _benefits(wording)
    yield from _registers(wording)
    yield ""
    yield from _findings(manifest, wording)
    yield from _rejects(manifest, wording)
    decided = sum(one.decided for one in manifest.resting)
    resting = sum(one.resting for one in manifest.resting)
    if resting:
        share = percent(resting, decided)
        rest = "rests" if resting == 1 else "rest"
        yield choose(
            f"已作出的 {decided:,} 项结果中，至多 {resting:,} 项（{share}）依据推定或占位的标准。",
            f"Of {count_of(decided, 'result')}, at most {resting:,} ({share}) {rest} on assumed values or "
            "placeholders.",
        )
        yield ""
    yield from _files(manifest, folder, wording)


def _benefits(wording: Wording) -> Iterator[Block]:
    """How far what is paid could be decided, benefit by benefit."""
    decided, in_all = wording.decided_of_benefits()
    if in_all and wording.manifest.counts.undetermined:
        share = percent(decided, in_all)
        yield wording.choose(
            f"应发多少逐行逐项认定（应发为零的也算）：共 {in_all:,} 项，已认定 {decided:,} 项（{share}）。",
            f"What is due, be it nothing, is decided in {decided:,} of {in_all:,} cases ({share}), one a row and "
            f"benefit.",
        )
    if wording.before_benefits:
        yield wording.before_benefits
    for label, said in wording.benefits_paid():
        yield f"  {label}{wording.choose('：', ': ')}{said}"


def _registers(wording: Wording) -> Iterator[Block]:
    """Which columns of the registers count: of one that nobody thought of, nothing else would tell."""
    for one in wording.manifest.registers:
        if one.columns:
            name, file = wording.register_name(one), wording.masked(one.file)
            of = wording.choose(f"{name}（{file}）", f"{name} ({file})")
            yield f"{of}{wording.choose('，', ', ')}{wording.columns_of_register(one)}"


def _findings(manifest: Manifest, wording: Wording) -> Iterator[Block]:
    choose, language = wording.choose, wording.language
    found = manifest.findings
    if not found.by_code:
        yield wording.sentence(wording.nothing_found)
        yield ""
        return
    rows = [
        [
            one.code,
            FINDINGS[one.code].label.in_language(language) if one.code in FINDINGS else one.code,
            f"{one.findings:,}",
            *([] if found.people is None else [f"{one.people or 0:,}"]),
            *(f"{amount:,.2f}" if amount else "–" for amount in (one.recover, one.pay, one.other)),
        ]
        for one in found.by_code
    ]
    every = [sum(getattr(one, name) for one in found.by_code) for name in ("recover", "pay", "other")]
    total = f"{sum(one.findings for one in found.by_code):,}"
    people = [] if found.people is None else [f"{found.people:,}"]
    rows.append(
        [choose("合计", "total"), "", total, *people, *(f"{amount:,.2f}" if amount else "–" for amount in every)]
    )
    headers = [
        choose("代码", "code"), choose("问题", "finding"), choose("条数", "findings"),
        *([] if found.people is None else [choose("人数", "people")]),
        choose("应追回（元）", "to recover"), choose("应补发（元）", "to pay"), choose("其他（元）", "otherwise"),
    ]  # fmt: skip
    yield Table(headers, rows, 2)
    yield choose(
        f"有问题的 {found.rows:,} 行{wording.people_found}；同一笔发放只计一次，应追回 {found.recover_once:,.2f} 元。",
        f"{wording.rows_found}; to recover, each payment counted once: {found.recover_once:,.2f} yuan.",
    )
    yield ""


def _rejects(manifest: Manifest, wording: Wording) -> Iterator[Block]:
    choose = wording.choose
    rows = [
        [one.code, one.message.in_language(wording.language), f"{one.rejects:,}"]
        for one in manifest.rejects
        if one.code not in NOBODYS
    ]
    if not rows:
        return
    headers = [
        choose("代码", "code"),
        choose("未能处理（第一处）", "rejected (the first one)"),
        choose("处数", "cells"),
    ]
    yield Table(headers, rows, 2)
    yield ""


def _files(manifest: Manifest, folder: Path, wording: Wording) -> Iterator[Block]:
    there = [one.name for one in manifest.outputs]
    workbooks = [name for name in there if name.endswith(".xlsx")]
    for name, zh, en in FILES:
        if name not in there:
            continue
        shown = str(folder / name)
        if name == "findings.xlsx" and len(workbooks) > 1:
            shown += wording.choose(f" 等 {len(workbooks)} 个文件", f" and {len(workbooks) - 1} more")
        yield f"{wording.choose(zh, en)}{wording.choose('：', ': ')}{shown}"
    if (folder / MANIFEST).is_file():
        label = wording.choose("manifest.json 的 SHA-256（抄下可备查）：", "SHA-256 of manifest.json, to write down: ")
        yield f"{label}{digest(folder / MANIFEST)}"


def when_it_was_run(manifest: Manifest, folder: Path, language: str) -> str:
    """When the check was made and by which versions, as far as the folder still tells."""
    choose, made_by = Wording(manifest, language).choose, manifest.versions.shown
    try:
        started = datetime.fromisoformat(json.loads((folder / TIMINGS).read_text(encoding="utf-8"))["started"])
    except (OSError, ValueError, KeyError, TypeError):
        return f"{choose('核对于：', 'checked: ')}{made_by}"
    # no hash protects this file: the manifest would not be the same for two runs of the same
    when = f"{started.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return choose(
        f"核对于：{when}（{TIMINGS} 所记，没有校验） · {made_by}",
        f"checked: {when} (as {TIMINGS} has it, which no hash protects) · {made_by}",
    )
