"""A register read: any source that a roll may be, its columns found by their headers, its cells checked one by one."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlglot import exp

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.engines.sql.nodes import cast, choice, every, is_known, is_unknown, negated, number, plus, rest, some, whole
from assess.rolls.finding_rows import column, concatenated, named, unknown
from assess.rolls.parquet_files import by_chinese_clocks, part_rows
from assess.rolls.queries import copied, run, table, union, without_rows
from assess.rolls.reading.kinds import shown_source
from assess.rolls.registers.headers import Columns, columns_of, roles_of
from assess.rolls.registers.kinds import Kind, kind_of
from assess.rolls.registers.register import Register
from assess.rolls.registers.sheets import sheets_of_register
from assess.rolls.registers.unused import lost_dates, of_something_else, unused_columns
from assess.rolls.registers.values import is_plain, plain_value, values_of
from assess.rolls.roll import Part, Unreadable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NUMBERS_OF_PERSONS = 10**8
_BATCH = 20_000
_ENTRIES = (
    ("source", "VARCHAR"), ("row", "BIGINT"), ("person", "BIGINT"), ("name", "VARCHAR"), ("start", "INTEGER"),
    ("end", "INTEGER"), ("amount", "BIGINT"), ("word", "TINYINT"),
)  # fmt: skip
_FAULTS = (
    ("part", "INTEGER"), ("source", "VARCHAR"), ("row", "BIGINT"), ("number", "INTEGER"), ("header", "VARCHAR"),
    ("role", "VARCHAR"), ("found", "VARCHAR"), ("code", "VARCHAR"), ("arguments", "VARCHAR"),
)  # fmt: skip
_UNUSUAL = {
    "number": "INTEGER", "text": "VARCHAR", "value": "BIGINT", "said": "VARCHAR", "code": "VARCHAR",
    "arguments": "VARCHAR",
}  # fmt: skip
_NOT_NEEDED = ("name", "amount")
"""Roles that an entry can be compared without."""


def read_register(
    kind: str,
    source: str,
    workdir: Path,
    *,
    threads: int | None = None,
    memory: str | None = None,
    by_path: bool = False,
    mapped: Mapping[str, str] | None = None,
) -> Register:
    """Reads the register at `source` (whatever a roll may be read from) into two Parquet files in `workdir`.

    `kind`: `deaths`, `roll:低保` … `threads`, `memory` (`"2GB"`): DuckDB's limits. `by_path`: it is called by its whole
    path, since another has a file of the same name. `mapped`: see `columns_of`. Raises Refused where the kind is not
    known, the source cannot be
    read, a needed column is missing, or no row at all can be used. A row that cannot be read stops nothing: it stands
    in `Register.unreadable`.
    """
    from assess.rolls.reading import read_roll

    found, name = kind_of(kind)
    staged = workdir / f"{_stem(found, name, source)}-staged"
    try:
        read = read_roll([source], staged, threads=threads, memory=memory, pass_over=True, by_path=by_path)
        parts = sheets_of_register(found, read)
        return register_of(found, name, source, parts, workdir, threads=threads, memory=memory, mapped=mapped)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def register_of(
    kind: Kind,
    name: str,
    source: str,
    parts: Sequence[Part],
    workdir: Path,
    *,
    threads: int | None = None,
    memory: str | None = None,
    mapped: Mapping[str, str] | None = None,
) -> Register:
    """The register that these parts hold. Raises Refused."""
    mapped = mapped or {}
    columns = [columns_of(kind, part.source, [each.header for each in part.columns], mapped) for part in parts]
    stem = _stem(kind, name, source)
    path, faults = workdir / f"{stem}.parquet", workdir / f"{stem}-faults.parquet"
    with _connected(workdir, threads, memory) as connection:
        lost = [one for part, found in zip(parts, columns, strict=True)
                for one in lost_dates(connection, kind, name, part, found, mapped)]  # fmt: skip
        if lost:
            raise Refused([*lost, *of_something_else(kind, shown_source(source), parts)])
        run(connection, table("entries", without_rows(dict(_ENTRIES))))
        run(connection, table("faults", without_rows(dict(_FAULTS))))
        for index, (part, found) in enumerate(zip(parts, columns, strict=True)):
            _take_unreadable(connection, index, part.source, part.unreadable)
            _Reading(connection, kind, index, part, found).take()
        order = [column(each) for each in ("person", "source", "row")]
        run(connection, copied(exp.select(*_columns(_ENTRIES)).from_("entries").order_by(*order), path))
        order = [column(each) for each in ("part", "row", "number", "code")]
        run(connection, copied(exp.select(*_columns(_FAULTS)[1:]).from_("faults").order_by(*order), faults))
        entries, incomplete = _counts(connection)
    rows = sum(part.rows + len(part.unreadable) for part in parts)
    register = Register(
        kind, name, source, path, rows, entries, rows - entries, incomplete, faults, _headers(columns),
        _unused(parts, columns),
        tuple(Diagnostic("R517", note.position, note.arguments) if note.code == "R158" else note
              for part in parts for note in part.notes)
        + tuple(of_something_else(kind, shown_source(source), parts)),
    )  # fmt: skip
    if rows and not entries:
        first = next(register.unreadable())
        arguments = {"rows": str(rows), "first": f"{first.column}: {first.found}" if first.found else first.column}
        raise Refused([Diagnostic("R509", Position(register.shown), arguments), first.problem])
    return register


def _connected(workdir: Path, threads: int | None = None, memory: str | None = None) -> DuckDBPyConnection:
    """A DuckDB in memory, which spills into `workdir` and never looks for extensions outside."""
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(workdir / ".registers"),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if threads is not None:
        settings["threads"] = threads
    if memory is not None:
        settings["memory_limit"] = memory
    return by_chinese_clocks(duckdb.connect(":memory:", config=settings))


def _stem(kind: Kind, name: str, source: str) -> str:
    """The same for the same register, so that a run that is taken up again finds it."""
    digest = hashlib.sha256(f"{name}\n{source}".encode()).hexdigest()[:12]
    return f"register-{kind.id}-{digest}"


def _columns(table: tuple[tuple[str, str], ...]) -> list[exp.Expr]:
    return [column(name) for name, _ in table]


def _headers(columns: Iterable[Columns]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for each in columns:
        for role, several in each.items():
            found.setdefault(role, {}).update((one.header, None) for one in several)
    return {role: tuple(headers) for role, headers in found.items()}


def _unused(parts: Sequence[Part], columns: Sequence[Columns]) -> tuple[str, ...]:
    """What no part takes anything from; a header that one part uses and another does not is among the used."""
    used = {one.header for found in columns for several in found.values() for one in several}
    headers = (header for part, found in zip(parts, columns, strict=True) for header in unused_columns(part, found))
    return tuple(dict.fromkeys(header for header in headers if header not in used))


def _counts(connection: DuckDBPyConnection) -> tuple[int, int]:
    """How many entries there are, and how many of them lack a cell that could not be read."""
    entries = exp.select(exp.Count(this=exp.Star())).from_("entries")
    soft = exp.select(column("source"), column("row")).from_("faults").where(_is_soft()).distinct()
    flawed = exp.select(exp.Count(this=exp.Star())).from_(
        exp.select(column("source"), column("row")).from_("entries").intersect(soft).subquery("flawed")
    )
    return _one(connection, entries), _one(connection, flawed)


def _is_soft() -> exp.Expr:
    return exp.In(this=column("role"), expressions=[exp.Literal.string(role) for role in _NOT_NEEDED])


def _one(connection: DuckDBPyConnection, query: exp.Expr) -> int:
    found = run(connection, query).fetchone()
    return int(found[0]) if found else 0


def _take_unreadable(connection: DuckDBPyConnection, index: int, source: str, unreadable: Iterable[Unreadable]) -> None:
    """Rows that the reader could not bring into the Parquet file."""
    for each in unreadable:
        problem = each.problem
        values = [
            index, source, each.row, problem.position.column, each.column, "", each.found, problem.code,
            json.dumps(problem.arguments, ensure_ascii=False),
        ]  # fmt: skip
        insertion = exp.insert(exp.values([tuple(exp.Placeholder() for _ in values)]), "faults")
        connection.execute(insertion.sql("duckdb"), values)


class _Cell(NamedTuple):
    """A column of the part: its role, its header and number, which alternative of the role it is. `stops`: nothing is
    drawn any more in the month that it holds."""

    role: str
    header: str
    number: int
    alternative: int
    stops: bool = False

    @property
    def text(self) -> exp.Column:
        return column(f"text{self.number}")

    @property
    def value(self) -> exp.Column:
        return column(f"value{self.number}")

    @property
    def fault(self) -> exp.Column:
        return column(f"fault{self.number}")

    @property
    def arguments(self) -> exp.Column:
        return column(f"arguments{self.number}")


@dataclass(frozen=True)
class _Reading:
    """One part on its way into the tables `entries` and `faults`."""

    connection: DuckDBPyConnection
    kind: Kind
    index: int
    part: Part
    columns: Columns

    @property
    def cells(self) -> list[_Cell]:
        return [
            _Cell(role, one.header, one.number, one.alternative, roles_of(self.kind.id)[role][one.alternative].stops)
            for role, several in self.columns.items()
            for one in several
        ]

    def take(self) -> None:
        self._collect_texts()
        run(self.connection, table("unusual", without_rows(_UNUSUAL)))
        faulty = [cell for cell in self.cells if self._read_unusual(cell)]
        run(self.connection, table("typed", self._typed()))
        faults = [self._faults_of_cell(cell) for cell in faulty] + self._faults_of_rows()
        if faults:
            run(self.connection, exp.insert(union(faults), "faults", copy=False))
        run(self.connection, exp.insert(self._entries(), "entries", copy=False))

    def _collect_texts(self) -> None:
        """The rows with the texts of the columns that count."""
        source, row, _ = part_rows(self.part.path, staged=self.part.staged)
        texts = [named(cast(column(cell.header), "VARCHAR"), cell.text.name) for cell in self.cells]
        run(self.connection, table("texts", exp.select(named(cast(row, "BIGINT"), "row"), *texts).from_(source)))

    def _read_unusual(self, cell: _Cell) -> bool:
        """Texts that are not written in the canonical way are read by the definition, each once, in batches. Is any of
        them at fault?"""
        unusual = exp.select(cell.text).distinct(copy=False).from_("texts", copy=False)
        unusual = unusual.where(is_known(cell.text), negated(is_plain(cell.role, cell.text)), copy=False)
        waiting = run(self.connection.cursor(), unusual)
        is_faulty = False
        while batch := waiting.fetchmany(_BATCH):
            read = values_of(cell.role, cell.header, (text for (text,) in batch))
            is_faulty |= any(one.fault for _, one in read)
            lists: list[list[object]] = [
                [cell.number] * len(read),
                [text for text, _ in read],
                [one.value if isinstance(one.value, int) else None for _, one in read],
                [one.value if isinstance(one.value, str) else None for _, one in read],
                [one.fault.code if one.fault else None for _, one in read],
                [json.dumps(one.fault.arguments, ensure_ascii=False) if one.fault else None for _, one in read],
            ]
            placeholders = [exp.Explode(this=cast(exp.Placeholder(), f"{type_}[]")) for type_ in _UNUSUAL.values()]
            self.connection.execute(exp.insert(exp.select(*placeholders), "unusual").sql("duckdb"), lists)
        return is_faulty

    def _typed(self) -> exp.Select:
        """Of every cell its text, its value and its fault."""
        selected: list[exp.Expr] = [column("row", "texts")]
        query = exp.select().from_("texts")
        for cell in self.cells:
            alias = f"unusual{cell.number}"
            text = column(cell.text.name, "texts")
            matches = every([column("number", alias).eq(number(cell.number)), column("text", alias).eq(text)])
            query = query.join(exp.to_table("unusual").as_(alias), on=matches, join_type="left", copy=False)
            read = column("said" if cell.role == "name" else "value", alias)
            selected += [
                named(text, cell.text.name),
                named(
                    choice((is_plain(cell.role, text), plain_value(cell.role, text)), otherwise=read), cell.value.name
                ),
                named(column("code", alias), cell.fault.name),
                named(column("arguments", alias), cell.arguments.name),
            ]
        return query.select(*selected, copy=False)

    # faults

    def _fault(self, cell: _Cell, code: exp.Expr, found: exp.Expr, arguments: exp.Expr, where: exp.Expr) -> exp.Select:
        values = {
            "part": number(self.index), "source": exp.Literal.string(self.part.source), "row": column("row"),
            "number": number(cell.number), "header": exp.Literal.string(cell.header),
            "role": exp.Literal.string(cell.role), "found": found, "code": code, "arguments": arguments,
        }  # fmt: skip
        selected = [named(cast(values[name], type_), name) for name, type_ in _FAULTS]
        return exp.select(*selected).from_("typed", copy=False).where(where, copy=False)

    def _faults_of_cell(self, cell: _Cell) -> exp.Select:
        return self._fault(cell, cell.fault, cell.text, cell.arguments, is_known(cell.fault))

    def _faults_of_rows(self) -> list[exp.Select]:
        """Needed cells that are empty, and days that cannot both be right."""
        nothing = exp.Literal.string("")
        found = []
        for role, code in (("id_number", "R505"), ("start", "R506")):
            if role in self.kind.needs:
                cells = [cell for cell in self.cells if cell.role == role]
                empty = [is_unknown(cell.value) for cell in cells] + [is_unknown(cell.fault) for cell in cells]
                found.append(self._fault(cells[0], exp.Literal.string(code), nothing, exp.null(), every(empty)))
        months = [cell for cell in self.cells if cell.role == "month"]
        if months:  # a row for each month, so that one without a month is not about all time
            dated = [cell for cell in self.cells if cell.role in ("month", "start", "end")]
            empty = [is_unknown(node) for cell in dated for node in (cell.value, cell.fault)]
            found.append(self._fault(months[0], exp.Literal.string("R506"), nothing, exp.null(), every(empty)))
        start, end, person = self._value("start"), self._value("end"), self._value("id_number")
        starts = [cell for cell in self.cells if cell.role in ("start", "month")]
        ends = [cell for cell in self.cells if cell.role == "end"]
        if starts:
            birth = rest(whole(person, number(1000)), number(_NUMBERS_OF_PERSONS))
            early = _is_before(start, birth)
            found.append(self._fault(starts[0], exp.Literal.string("R508"), _day(start), exp.null(), early))
        if starts and ends:
            both = concatenated(_day(start), " – ", _day(end))
            found.append(self._fault(ends[0], exp.Literal.string("R507"), both, exp.null(), _is_before(end, start)))
        return found

    # entries

    def _value(self, role: str, *, last: bool = False) -> exp.Expr:
        """What the row says in this role: the first of its columns that says something. A month is both ends. `last`:
        of an end, the last month that is drawn."""
        cells = [cell for cell in self.cells if cell.role == role]
        if role == "amount" and len(cells) > 1:
            return _in_all(cells)
        if role in ("start", "end"):
            cells = [cell for cell in self.cells if cell.role == "month"] + cells
        if not cells:
            return unknown("VARCHAR" if role == "name" else "BIGINT")
        values = [_month_before(cell.value) if last and cell.stops else cell.value for cell in cells]
        return exp.Coalesce(this=values[0], expressions=values[1:])

    def _word(self) -> exp.Expr:
        cells = [cell for cell in self.cells if cell.role == "start"]
        branches = [(is_known(cell.value), number(cell.alternative)) for cell in cells]
        return choice(*branches) if branches else exp.null()

    def _entries(self) -> exp.Select:
        """The rows without any fault that forbids to compare them."""
        values = {
            "source": exp.Literal.string(self.part.source), "row": column("row"), "person": self._value("id_number"),
            "name": self._value("name"), "start": self._value("start"), "end": self._value("end", last=True),
            "amount": self._value("amount"), "word": self._word(),
        }  # fmt: skip
        grave = (
            exp.select(column("row"))
            .from_("faults")
            .where(every([column("part").eq(number(self.index)), negated(_is_soft())]))
        )
        selected = [named(cast(values[name], type_), name) for name, type_ in _ENTRIES]
        return exp.select(*selected).from_("typed").where(negated(exp.In(this=column("row"), query=grave.subquery())))


def _in_all(cells: Sequence[_Cell]) -> exp.Expr:
    """The sum of the amounts that the row states; unknown where it states none, or one that cannot be read."""
    total: exp.Expr = number(0)
    for cell in cells:
        total = plus(total, exp.Coalesce(this=cell.value, expressions=[number(0)]))
    unreadable = some([is_known(cell.fault) for cell in cells])
    nothing = every([is_unknown(cell.value) for cell in cells])
    return choice((some([unreadable, nothing]), exp.null()), otherwise=total)


def _day(day: exp.Expr) -> exp.Expr:
    """`YYYYMMDD` as a person writes it; a month without a day as `YYYY-MM`."""
    digits = cast(day, "VARCHAR")
    parts = [
        exp.Substring(this=digits, start=number(first), length=number(length)) for first, length in ((1, 4), (5, 2))
    ]
    month = concatenated(parts[0], "-", parts[1])
    last = exp.Substring(this=digits, start=number(7), length=number(2))
    return choice((last.eq("00"), month), otherwise=concatenated(month, "-", last))


def _month_before(day: exp.Expr) -> exp.Expr:
    """The month before that of a day, unless the day lies within the month: that one was drawn until then."""
    month = whole(day, number(100))
    before = choice((rest(month, number(100)).eq(number(1)), month.copy() - 89), otherwise=month.copy() - 1)
    return choice((rest(day, number(100)) > 1, day.copy()), otherwise=exp.Paren(this=before) * 100)


def _is_before(day: exp.Expr, other: exp.Expr) -> exp.Expr:
    """Is it certainly before the other? Where one of them is only a month, their months are compared."""
    months = whole(day, number(100)) < whole(other, number(100))
    days = [rest(each, number(100)) > 0 for each in (day, other)]
    return some([months, every([*days, exp.LT(this=day, expression=other)])])
