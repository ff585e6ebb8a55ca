"""The one function that does a share: it reads, evaluates, reconciles and writes it whole.

It may be run again at any time, by any worker, and leaves the same bytes. What it writes appears only when all of it is
there: files are made in a folder aside, which is renamed at the end.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from assess.diagnostics.diagnostic import Diagnostic
from assess.engines.sql.nodes import column
from assess.engines.sql.stages import Stages
from assess.language.dates import iso
from assess.rolls.cells import Cell, placed
from assess.rolls.roll import ROW
from assess.rolls.shares.deciding import REJECTED_STATUS
from assess.rolls.shares.facts import (
    FACTS,
    REJECTED,
    SOURCE,
    LookUp,
    Plain,
    careful_query,
    fault_name,
    plain_columns,
    plain_query,
    raw_name,
    rejected_cells,
    source_query,
    texts_query,
    value_type,
)
from assess.rolls.shares.plan import CheckPlan, PlannedColumn, Share

if TYPE_CHECKING:
    import duckdb

DONE = "done.json"
DECISIONS, PEOPLE, REJECTS, FINDINGS, SCREENED = "decisions", "people", "rejects", "findings", "screened"
_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a share. `statuses`: rows by status, of several months the worst. `decisions`: how many there are.
    `files`: the size of each in bytes.
    """

    plan: str
    share: int
    rows: int
    statuses: dict[str, int]
    decisions: int
    rejected_rows: int
    findings: int
    careful: bool
    seconds: float
    files: dict[str, int]


def do_share(
    plan: CheckPlan, plan_hash: str, share: Share, folder: Path, memory: int, temp: Path | None = None
) -> Done:
    """Does the share into `folder/<number>/`. `memory`: bytes that the database may take.

    Raises OSError or duckdb.Error where a file cannot be read or written; nothing is left behind then.
    """
    import duckdb

    started = time.monotonic()
    place = Path(tempfile.mkdtemp(prefix=f".{share.name}-", dir=folder))
    try:
        config: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1,
            "memory_limit": f"{memory // 2**20}MiB",
            "temp_directory": str(temp or place / "spill"),
        }
        with duckdb.connect(config=config) as connection:
            came_of_it = _Work(plan, share, place, connection).done()
        shutil.rmtree(place / "spill", ignore_errors=True)
        seconds = time.monotonic() - started
        files = {path.name: path.stat().st_size for path in sorted(place.iterdir())}
        done = Done(plan_hash, share.number, share.rows, *came_of_it, seconds, files)
        (place / DONE).write_text(json.dumps(asdict(done)), encoding="utf-8")
        return _put_in_place(done, share, place, folder)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _put_in_place(done: Done, share: Share, place: Path, folder: Path) -> Done:
    """What another worker did of the same share, thought to be lost, stays: it may be read already."""
    final = folder / share.name
    for _ in range(3):
        before = done_before(done.plan, share, folder)
        if before is not None:
            shutil.rmtree(place)
            return before
        try:
            if final.exists():  # of another plan, or not whole
                shutil.rmtree(final)
            os.rename(place, final)
            return done
        except OSError as error:  # another worker was faster
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
                raise
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(final))


def done_before(plan_hash: str, share: Share, folder: Path) -> Done | None:
    """What an earlier run of the same plan did of the share; None where it has to be done."""
    try:
        content = json.loads((folder / share.name / DONE).read_text(encoding="utf-8"))
        done = Done(**content)
        whole = all((folder / share.name / name).stat().st_size == size for name, size in done.files.items())
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    same = done.plan == plan_hash and done.share == share.number and done.rows == share.rows
    return done if same and whole else None


class _Work:
    def __init__(self, plan: CheckPlan, share: Share, place: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self._plan = plan
        self._share = share
        self._part = plan.parts[share.part]
        self._place = place
        self._connection = connection
        self._faults: list[Diagnostic] = []

    def done(self) -> tuple[dict[str, int], int, int, int, bool]:
        self._run(f"CREATE TEMP VIEW {SOURCE} AS {source_query(self._part, self._share).sql('duckdb')}")
        careful = not self._plainly()
        if careful:
            self._carefully()
        decisions = sum(self._statuses().values())
        statuses = self._statuses(by_row=len(self._plan.editions) > 1 and not self._plan.by_month_column)
        rejected = self._write_rejects(careful)
        self._write_people()
        findings = self._write_findings()
        return statuses, decisions, rejected, findings, careful

    def _plainly(self) -> bool:
        """Takes the share plainly; false where it holds anything unusual, or cannot be taken so at all."""
        import duckdb

        query = plain_query(self._plan, self._part)
        if query is None:
            return False
        self._run(f"CREATE OR REPLACE TEMP VIEW {FACTS} AS {query.sql('duckdb')}")
        try:
            for index, edition in enumerate(self._plan.editions):
                self._copy(edition.sql, self._decisions(index))
        except (duckdb.ConversionException, duckdb.OutOfRangeException):
            return False  # a value beyond its range, which the careful way names
        return REJECTED_STATUS not in self._statuses()

    def _carefully(self) -> None:
        stages = Stages([ROW, *(raw_name(one) for one in self._part.columns)])
        plain = plain_columns(self._part, stages)
        look_ups = dict(self._look_ups(stages, plain))
        for look_up in look_ups.values():
            if look_up.joined or look_up.faulty:
                self._run(
                    f"CREATE TEMP TABLE {look_up.name} AS "
                    f"SELECT unnest(?::VARCHAR[]) AS text, unnest(?::{look_up.type}[]) AS value, "
                    "unnest(?::INT[]) AS fault",
                    [look_up.texts, look_up.values, look_up.faults],
                )
        query = careful_query(self._plan, self._part, stages, plain, look_ups)
        self._run(f"DROP VIEW IF EXISTS {FACTS}")
        self._run(f"CREATE TEMP TABLE {FACTS} AS {query.sql('duckdb')}")
        self._faulty = look_ups
        for index, edition in enumerate(self._plan.editions):
            self._copy(edition.guarded_sql, self._decisions(index))

    def _look_ups(self, stages: Stages, plain: dict[int, Plain | None]) -> Iterator[tuple[int, LookUp]]:
        """The unusual texts of each column, read."""
        for planned in self._part.columns:
            wanted = texts_query(planned, plain[planned.number])
            if wanted is None:
                continue
            query = stages.query(exp.to_table(SOURCE), wanted.expressions)
            query = query.distinct().where(wanted.args["where"].this)
            texts = sorted(text for (text,) in self._run(query.sql("duckdb")).fetchall())
            look_up = LookUp(planned, value_type(self._plan, planned))
            for text in texts:
                cell = self._read(planned, text)
                look_up.texts.append(text)
                look_up.values.append(cell.internal)
                look_up.faults.append(None if cell.fault is None else self._number_of(cell.fault))
            yield planned.number, look_up

    def _read(self, planned: PlannedColumn, text: str) -> Cell:
        cell = planned.reader.read(text)
        if planned.target == "month" and self._plan.by_month_column and cell.fault is None:
            months = [edition.month for edition in self._plan.editions]
            if cell.internal is not None and cell.internal not in months:
                arguments = {"found": text, "first": str(months[0]), "last": str(months[-1]), "column": planned.header}
                return Cell(fault=Diagnostic("R402", placed_nowhere(), arguments))
        return cell

    def _number_of(self, fault: Diagnostic) -> int:
        self._faults.append(fault)
        return len(self._faults) - 1

    # what is written

    def _decisions(self, index: int) -> Path:
        return self._place / f"{DECISIONS}-{index:04}.parquet"

    def _statuses(self, *, by_row: bool = False) -> dict[str, int]:
        """Decisions by status; `by_row`: rows, each by the worst status of its months."""
        files = str(self._place / f"{DECISIONS}-*.parquet")
        relation = "read_parquet(?)"
        if by_row:
            worst = "max_by(status, list_position(['decided', 'undetermined', 'rejected'], status))"
            relation = f"(SELECT {worst} AS status FROM read_parquet(?) GROUP BY source, row)"
        rows = self._run(f"SELECT status, count(*) FROM {relation} GROUP BY status", [files]).fetchall()
        return {str(status): count for status, count in sorted(rows)}

    def _write_rejects(self, careful: bool) -> int:
        """One line per cell at fault, by row; and one per date that lies after the day decided on."""
        self._run(
            "CREATE TEMP TABLE rejects (source VARCHAR, row BIGINT, number INT, column_name VARCHAR, code VARCHAR, "
            "found VARCHAR, message_zh VARCHAR, message_en VARCHAR, remedy_zh VARCHAR, remedy_en VARCHAR)"
        )
        if careful:
            self._insert_cell_faults()
            self._insert_late_dates()
            self._insert_without_month()
        self._copy(
            'SELECT source, row, column_name AS "column", code, found, message_zh, message_en, remedy_zh, remedy_en '
            "FROM rejects ORDER BY row, number, code",
            self._place / f"{REJECTS}.parquet",
        )
        found = self._run("SELECT count(DISTINCT row) FROM rejects").fetchone()
        return 0 if found is None else int(found[0])

    def _insert_cell_faults(self) -> None:
        from assess.diagnostics.catalogue import CATALOGUE

        if not self._faults:
            return
        told = [
            (
                fault.code,
                CATALOGUE[fault.code].message("zh", fault.arguments),
                CATALOGUE[fault.code].message("en", fault.arguments),
                CATALOGUE[fault.code].remedy("zh", fault.arguments),
                CATALOGUE[fault.code].remedy("en", fault.arguments),
            )
            for fault in self._faults
        ]
        self._run(
            "CREATE TEMP TABLE faults AS SELECT unnest(range(?)) AS fault, unnest(?::VARCHAR[]) AS code, "
            "unnest(?::VARCHAR[]) AS message_zh, unnest(?::VARCHAR[]) AS message_en, "
            "unnest(?::VARCHAR[]) AS remedy_zh, unnest(?::VARCHAR[]) AS remedy_en",
            [len(told), *(list(texts) for texts in zip(*told, strict=True))],
        )
        for planned, query in rejected_cells(self._part, self._faulty):
            self._run(
                "INSERT INTO rejects SELECT ?, cells.row, ?, ?, code, cells.found, message_zh, message_en, remedy_zh, "
                f"remedy_en FROM ({query.sql('duckdb')}) AS cells JOIN faults USING (fault)",
                [self._part.source, planned.number, planned.header],
            )

    def _insert_late_dates(self) -> None:
        """Dates after the day decided on (A126), as `assess evaluate` refuses them; by the first day they are after."""
        first = min(edition.as_of for edition in self._plan.editions)
        for name in self._plan.not_after:
            planned = self._part.column(name)
            if planned is None:
                continue
            late = (
                exp.select(column(ROW), column(name))
                .from_(exp.to_table(FACTS))
                .where(exp.GT(this=column(name), expression=exp.Literal.number(first)))
                .where(exp.Not(this=column(REJECTED)))
            )
            assert planned.known is not None
            label = planned.known.label
            rows = [
                (row, Diagnostic("A126", placed_nowhere(), {
                    "fact": name, "zh": label.zh, "en": label.en, "found": iso(day), "as_of": iso(first),
                }))
                for row, day in self._run(late.sql("duckdb")).fetchall()
            ]  # fmt: skip
            self._insert(rows, planned)

    def _insert_without_month(self) -> None:
        planned = self._part.column("month")
        if not self._plan.by_month_column or planned is None:
            return
        query = (
            exp.select(column(ROW))
            .from_(exp.to_table(FACTS))
            .where(exp.Is(this=column("__month"), expression=exp.Null()))
            .where(
                exp.Is(this=column(fault_name(planned)), expression=exp.Null()) if self._has_faults(planned) else "true"
            )
        )
        rows = [
            (row, Diagnostic("R403", placed_nowhere(), {"column": planned.header}))
            for (row,) in self._run(query.sql("duckdb")).fetchall()
        ]
        self._insert(rows, planned)

    def _has_faults(self, planned: PlannedColumn) -> bool:
        look_up = self._faulty.get(planned.number)
        return look_up is not None and look_up.faulty

    def _insert(self, rows: list[tuple[int, Diagnostic]], planned: PlannedColumn) -> None:
        from assess.diagnostics.catalogue import CATALOGUE

        if not rows:
            return
        lines = []
        for row, fault in rows:
            entry = CATALOGUE[fault.code]
            texts = [entry.message("zh", fault.arguments), entry.message("en", fault.arguments)]
            texts += [entry.remedy("zh", fault.arguments), entry.remedy("en", fault.arguments)]
            found = fault.arguments.get("found")
            lines.append([self._part.source, row, planned.number, planned.header, fault.code, found, *texts])
        self._connection.executemany("INSERT INTO rejects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", lines)

    def _write_people(self) -> None:
        self._copy(self._plan.extra["people_sql"], self._place / f"{PEOPLE}.parquet")

    def _write_findings(self) -> int:
        """Of the reconciliation and of the screening, each in a file of its own."""
        queries = {FINDINGS: self._plan.extra.get("findings_sql"), SCREENED: self._plan.extra.get("screening_sql")}
        files = str(self._place / f"{DECISIONS}-*.parquet")
        self._run(f"CREATE TEMP VIEW decisions AS SELECT * FROM read_parquet('{_quoted(files)}')")
        people = str(self._place / f"{PEOPLE}.parquet")
        self._run(f"CREATE TEMP VIEW people AS SELECT * FROM read_parquet('{_quoted(people)}')")
        count = 0
        for name, sql in queries.items():
            if sql is not None:
                target = self._place / f"{name}.parquet"
                self._copy(sql, target)
                found = self._run("SELECT count(*) FROM read_parquet(?)", [str(target)]).fetchone()
                count += 0 if found is None else int(found[0])
        return count

    def _copy(self, sql: str, target: Path) -> None:
        """DuckDB declares a column REQUIRED where it knows that nothing in it is NULL: the schema would depend on the
        rows. It cannot know so beside a row of NULLs that never comes."""
        never = "SELECT NULL AS row WHERE random() < 0"
        self._run(f"COPY (FROM ({sql}) UNION ALL BY NAME {never}) TO '{_quoted(str(target))}' ({_PARQUET})")

    def _run(self, sql: str, arguments: list[Any] | None = None) -> duckdb.DuckDBPyConnection:
        return self._connection.execute(sql, arguments)


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def placed_nowhere() -> Any:
    from assess.rolls.cells import NOWHERE

    return NOWHERE


__all__ = [
    "DECISIONS",
    "DONE",
    "FINDINGS",
    "PEOPLE",
    "REJECTS",
    "SCREENED",
    "Done",
    "do_share",
    "done_before",
    "placed",
]
