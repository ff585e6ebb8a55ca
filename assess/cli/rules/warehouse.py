"""What `assess rules sql` prints: a query, under a head that says whose rules it holds and which table it needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assess import __version__
from assess.diagnostics.catalogue import CATALOGUE
from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, Refused, nearest
from assess.diagnostics.position import Position
from assess.language.dates import iso
from assess.language.edition import Edition, edition_of
from assess.language.program import Program
from assess.language.supplied import Supplied, read_supplied

if TYPE_CHECKING:
    from assess.engines.sql.warehouse import WarehouseQuery


def supplied_by(path: Path | None) -> Supplied | None:
    """The figures of the file; None without one. Raises Refused where it has faults."""
    if path is None:
        return None
    diagnostics = Diagnostics()
    supplied = read_supplied(path, diagnostics)
    if supplied is None or diagnostics.has_errors:
        raise Refused(diagnostics)
    return supplied


def edition_asked_for(program: Program, as_of: int, only: tuple[str, ...], *, strict: bool) -> Edition:
    """The program on the date. Raises Refused where one of `only` is no decision of it."""
    visible = [one.name for one in program.decisions.values() if not one.hidden]
    unknown = [
        Diagnostic("X103", Position("--only"), {"name": name, "ruleset": program.id, "near": nearest(name, visible)})
        for name in only
        if name not in visible
    ]
    if unknown:
        raise Refused(unknown)
    return edition_of(program, as_of, strict=strict, only=tuple(dict.fromkeys(only)) or None)


def written_query(edition: Edition, dialect: str, table: str, language: str, *, conditions: bool) -> str:
    """Head and query. Raises Refused where the query cannot be made, or where SQLGlot is not installed (R416)."""
    from assess.rolls.libraries import needed

    needed("assess rules sql", "sqlglot")
    from assess.engines.sql.warehouse import WarehouseQuery

    query = WarehouseQuery.of(edition, dialect, table, language, conditions=conditions)
    # a name may hold the end of a line, and what follows it must not become SQL
    head = "".join(f"-- {' '.join(line.splitlines())}".rstrip() + "\n" for line in _Head(query, language).lines())
    return f"{head}{query.sql}\n"


class _Head:
    def __init__(self, query: WarehouseQuery, language: str) -> None:
        self._query = query
        self._edition = query.edition
        self._language = language

    def _choose(self, zh: str, en: str) -> str:
        return zh if self._language == "zh" else en

    def lines(self) -> Iterator[str]:
        program, day = self._edition.program, iso(self._edition.as_of)
        yield f"{program.label.in_language(self._language)}  [{program.id} {program.version}]"
        yield f"sha256:{program.hash}"
        if program.supplied_by is not None:
            name, digest = program.supplied_by
            yield self._choose(f"单位提供的数值：{name}", f"figures supplied: {name}") + f" sha256:{digest}"
        dialect = self._query.dialect
        yield self._choose(
            f"按 {day} 的规定评定。assess {__version__} 写成，{dialect} 语法。",
            f"Decides by the rules of {day}. Written by assess {__version__}, for {dialect}.",
        )
        yield from self._doubts()
        yield ""
        yield from self._table()
        yield ""
        yield from self._results()

    def _doubts(self) -> Iterator[str]:
        """Figures that are not published, and those past their last review."""
        unknown, assumed = [], []
        for reading in self._edition.readings.values():
            found = reading.value
            values = list(found.values()) if isinstance(found, dict) else [found]
            if values.count(None) == len(values):
                unknown.append(reading.parameter.name)
            elif reading.provisional:
                assumed.append(reading.parameter.name)
        if unknown:
            names = ", ".join(dict.fromkeys(unknown))
            yield self._choose(f"没有数值的标准：{names}", f"Figures without a value: {names}")
        if assumed:
            names = ", ".join(dict.fromkeys(assumed))
            yield self._choose(f"未经公布的数值：{names}", f"Figures that are not published: {names}")
        for warning in self._edition.warnings:
            yield CATALOGUE[warning.code].message(self._language, warning.arguments)

    def _table(self) -> Iterator[str]:
        """The table of facts, as a statement that makes it."""
        from assess.engines.sql.dialects import type_in
        from assess.engines.sql.nodes import column

        yield self._choose(
            "事实表须有下列各列，也可以有别的列；不明的填 NULL：",
            "The table of facts must have these columns and may have others; what is unknown is NULL:",
        )
        dialect = self._query.dialect
        yield f"CREATE TABLE {self._query.table} ("
        case = self._choose("个案编号", "what tells the case")
        columns = [("case", type_in(dialect, "TEXT"), case)]
        for one in self._query.columns:
            words = one.label.in_language(self._language)
            if one.codes:
                words += self._choose("：", ": ") + ", ".join(one.codes)
            columns.append((one.name, one.type, words))
        names = [column(name).sql(dialect) for name, _, _ in columns]
        types = [type_ + ("," if index < len(columns) - 1 else "") for index, (_, type_, _) in enumerate(columns)]
        widths = max(map(len, names)), max(map(len, types))
        for name, type_, (_, _, words) in zip(names, types, columns, strict=True):
            yield f"  {name:<{widths[0]}} {type_:<{widths[1]}} -- {' '.join(words.split())}"
        yield ");"

    def _results(self) -> Iterator[str]:
        yield self._choose("结果每案一行：", "The result has a row per case:")
        lines = {
            "status": self._choose(
                "decided 已决定；undetermined 未决定，事实不全；rejected 退回，某项事实不合格式",
                "decided; undetermined, as facts are missing; rejected, as a fact is not in order",
            ),
            "<table>.row": self._choose("所中的行，从 0 数起", "the row that hit, counted from 0"),
            "<amount>.eligible": self._choose("是否享受", "whether it is due at all"),
        }
        if self._query.conditions:
            lines["<table>.condition.<n>"] = self._choose(
                "第 n 行的条件：1 成立，0 不成立，NULL 不明", "the condition of row n: 1 true, 0 false, NULL unknown"
            )
        width = max(map(len, lines))
        for name, words in lines.items():
            yield f"  {name:<{width}}  {words}"
