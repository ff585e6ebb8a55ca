"""The columns of a register that nothing is taken from, and what may be lost with them: the day somebody's time begins
or ends. Without it whole months would be claimed that were lawfully paid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.engines.sql.nodes import cast, is_known, number
from assess.rolls.finding_rows import column, named
from assess.rolls.parquet_files import part_rows
from assess.rolls.queries import run
from assess.rolls.registers.headers import IGNORED, Columns, normal, roles_of, said_of
from assess.rolls.registers.kinds import Kind
from assess.rolls.registers.values import values_of
from assess.rolls.roll import Column, Part

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_OF_TIME = re.compile(
    r"日期|时间|何时|年月|月份|止|起讫|期限|刑期|停发|结束|届满|期满|到期|date|month|time|until|expir|since"
)
_OF_AN_END = re.compile(r"止|停|终|结束|截|届满|期满|到期|刑满|释放|出监|出狱|end|until|expir")
_OF_NEITHER = re.compile(r"出生|生日|填表|填报|制表|打印|导出|更新|录入|数据|birth|updated|exported|printed")
"""Days that are no one's beginning and no one's end."""
_BEFORE = re.compile(
    r"入|收|申请|受理|审批|批准|审核|认定|鉴定|评估|事故|受伤|发生|参保|参加|犯罪|逮捕|拘留|羁押|判决|宣判|生效|开始|起"
)
"""Days that may be somebody's beginning, and are not the end."""
_LOOKED_AT, _NAMED = 50, 5
"""So many texts of a column are looked at; so many of the headers that are known are named."""
_SUBJECT = {
    "ltci": re.compile(r"长护|长期护理|护理|失能|保险|待遇|享受|ltci|insur|care|benefit"),
    "work_injury": re.compile(r"工伤|职业病|伤残|护理|保险|待遇|享受|injur|insur|care|benefit"),
}
_IN_SENTENCE = {"start": ("开始", "beginning"), "end": ("结束", "end")}


def unused_columns(part: Part, columns: Columns) -> tuple[str, ...]:
    """The headers of the columns that have no role."""
    used = {one.number for several in columns.values() for one in several}
    return tuple(one.header for number, one in enumerate(part.columns, start=1) if number not in used)


def lost_dates(
    connection: DuckDBPyConnection, kind: Kind, name: str, part: Part, columns: Columns, mapped: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """That no column is the beginning or the end, though one that is not used may be it (R518). A register that has
    no such column at all is in order: everybody in it is in it for good."""
    lacking = [role for role in ("start", "end") if role in roles_of(kind.id) and role not in columns]
    if not lacking or "month" in columns:
        return
    used = {one.number for several in columns.values() for one in several}
    left = [
        one
        for number, one in enumerate(part.columns, start=1)
        if number not in used and said_of(one.header, mapped) != IGNORED
    ]
    suspects = [one for one in left if _may_be(lacking, one.header) and _is_of_time(connection, part, one)]
    if suspects:
        zh, en = zip(*(_IN_SENTENCE[role] for role in lacking), strict=True)
        known = chain.from_iterable(one.headers[:_NAMED] for role in lacking for one in roles_of(kind.id)[role])
        called = f"{kind.id}:{name}" if name else kind.id
        likely = "end" if "start" not in lacking or _OF_AN_END.search(normal(suspects[0].header)) else "start"
        yield Diagnostic(
            "R518",
            Position(part.source),
            {
                "register_zh": kind.label.zh, "register_en": kind.label.en, "wanted_zh": "、".join(zh),
                "wanted_en": " or ".join(en), "headers_zh": "、".join(one.header for one in suspects),
                "headers_en": ", ".join(one.header for one in suspects), "known": ", ".join(known),
                "line": f"registers: {{{called}: {{{suspects[0].header}: {likely}}}}}",
            },
        )  # fmt: skip


def _may_be(lacking: Sequence[str], header: str) -> bool:
    """Can it be one of those that are lacking, by its name?"""
    name = normal(header)
    if _OF_AN_END.search(name):
        return True
    if _OF_NEITHER.search(name):
        return False
    return "start" in lacking or not _BEFORE.search(name)


def _is_of_time(connection: DuckDBPyConnection, part: Part, one: Column) -> bool:
    """Does its name speak of time, or does it hold days or months?"""
    if _OF_TIME.search(normal(one.header)) or one.type.upper().startswith(("DATE", "TIMESTAMP")):
        return True
    source, _, _ = part_rows(part.path, staged=part.staged)
    texts = exp.select(named(cast(column(one.header), "VARCHAR"), "text")).distinct().from_(source)
    texts = exp.select(column("text")).from_(texts.subquery("texts")).where(is_known(column("text")))
    found = [text for (text,) in run(connection, texts.limit(number(_LOOKED_AT))).fetchall() if text.strip()]
    dates = [text for text, read in values_of("start", one.header, found) if read.value is not None]
    return len(dates) * 2 > len(found)


def of_something_else(kind: Kind, file: str, parts: Sequence[Part]) -> Iterator[Diagnostic]:
    """That neither the file nor any column speaks of the insurance whose list it is said to be (R519)."""
    subject = _SUBJECT.get(kind.id)
    headers = [one.header for part in parts for one in part.columns]
    if subject is None or any(subject.search(normal(text)) for text in (*headers, *(part.source for part in parts))):
        return
    yield Diagnostic(
        "R519",
        Position(file),
        {
            "register_zh": kind.label.zh, "register_en": kind.label.en,
            "headers_zh": "、".join(dict.fromkeys(headers)), "headers_en": ", ".join(dict.fromkeys(headers)),
        },
    )  # fmt: skip
