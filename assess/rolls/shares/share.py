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
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from assess.engines.frames import LEAST_MEMORY
from assess.engines.sql.stages import Stages
from assess.rolls.cells import Cell
from assess.rolls.parquet_files import by_chinese_clocks, parquet_sql
from assess.rolls.roll import ROW
from assess.rolls.shares.by_frames import ByFrames, Queries
from assess.rolls.shares.carefully import LookUp, careful_query, texts_query, value_type
from assess.rolls.shares.copying import copy_sql
from assess.rolls.shares.deciding import REJECTED_STATUS
from assess.rolls.shares.facts import FACTS, SOURCE, source_query
from assess.rolls.shares.months import of_period
from assess.rolls.shares.part import PlannedColumn, Share
from assess.rolls.shares.plainly import Plain, plain_columns
from assess.rolls.shares.plan import LEAST_ROWS, CheckPlan
from assess.rolls.shares.rejects import IN_ORDER, Rejects, no_rejects

if TYPE_CHECKING:
    import duckdb

DONE = "done.json"
DECISIONS, PEOPLE, REJECTS, FINDINGS, SCREENED = "decisions", "people", "rejects", "findings", "screened"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a share. `statuses`: rows by status, of several months the worst. `decisions`: how many there are.
    `files`: the size of each in bytes. `by_frames`: data frames decided it, not the database.
    """

    plan: str
    share: int
    rows: int
    statuses: dict[str, int]
    decisions: int
    files: dict[str, int]
    by_frames: bool = False


def do_share(plan: CheckPlan, plan_hash: str, share: Share, folder: Path, memory: int) -> Done:
    """Does the share into `folder/<number>/`. `memory`: bytes that the database may take.

    Raises OSError or duckdb.Error where a file cannot be read or written; nothing is left behind then.
    """
    place = Path(tempfile.mkdtemp(prefix=f".{share.name}-", dir=folder))
    try:
        with closing(_Database(memory, place / "spill")) as database:
            work = _Work(plan, share, place, database, frames=memory >= LEAST_MEMORY)
            statuses, decisions = work.done()
        shutil.rmtree(place / "spill", ignore_errors=True)
        files = {path.name: path.stat().st_size for path in sorted(place.iterdir())}
        done = Done(plan_hash, share.number, share.rows, statuses, decisions, files, work.by_frames)
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


class _Database:
    """That of a share, opened when something is first asked of it: data frames may do all."""

    def __init__(self, memory: int, spill: Path) -> None:
        self._config: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1,
            "memory_limit": f"{memory // 2**20}MiB",
            "temp_directory": str(spill),
        }

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        return by_chinese_clocks(duckdb.connect(config=self._config))

    def close(self) -> None:
        if "connection" in vars(self):
            self.connection.close()


class _Unusual(Exception):
    """Some cell is not written plainly, or a value lies beyond its range."""


class _Work:
    def __init__(self, plan: CheckPlan, share: Share, place: Path, database: _Database, *, frames: bool) -> None:
        self._frames = frames and plan.frames is not None and share.rows >= LEAST_ROWS
        self.by_frames = False
        self._plan = plan
        self._share = share
        self._part = plan.parts[share.part]
        self._place = place
        self._database = database
        self._people = self._file(PEOPLE)

    def done(self) -> tuple[dict[str, int], int]:
        """Rows by status, and how many decisions there are."""
        statuses = self._plainly()
        if statuses is None:
            statuses = self._carefully()
        else:
            self._file(REJECTS).write_bytes(no_rejects())
        decisions = sum(statuses.values())
        if len(self._plan.editions) > 1 and not self._plan.by_month_column:
            statuses = self._statuses(by_row=True)
        self._write_findings()
        return statuses, decisions

    def _plainly(self) -> dict[str, int] | None:
        """Takes the share plainly: decisions by status. None where it holds anything unusual, or cannot be taken so at
        all; what is written then does not count."""
        import duckdb

        query = self._plan.plain_sql[self._share.part]
        if query is None:
            return None
        try:
            done = self._by_frames(query)
            wanted = self._all_decided() | {self._people: self._plan.people_sql}
            if not wanted.keys() <= done.files:
                self._open()
                self._run(f"CREATE TEMP VIEW {FACTS} AS {query}")
            for target, sql in wanted.items():
                if target not in done.files:
                    self._copy(sql, target)
        except (_Unusual, duckdb.InvalidInputException, duckdb.ConversionException, duckdb.OutOfRangeException):
            return None  # the careful way names what it is
        statuses = self._statuses() if done.statuses is None else dict(sorted(done.statuses.items()))
        if REJECTED_STATUS in statuses:
            return None
        self.by_frames = self._decisions(0) in done.files
        return statuses

    def _by_frames(self, facts_sql: str) -> ByFrames:
        """What data frames have done. Raises _Unusual."""
        if not self._frames:
            return ByFrames()
        from assess.engines.frames.query import Stopped
        from assess.rolls.shares.framed import written_by_frames

        findings = self._of_decisions() if len(self._plan.editions) == 1 else {}
        queries = Queries(facts_sql, self._all_decided(), (self._people, self._plan.people_sql), findings)
        try:
            return written_by_frames(self._part, self._share, queries, self._copy)
        except Stopped:
            raise _Unusual from None

    def _all_decided(self) -> dict[Path, str]:
        """The files of decisions, with their queries."""
        return {self._decisions(index): edition.sql for index, edition in enumerate(self._plan.editions)}

    def _of_decisions(self) -> dict[Path, str]:
        """The files made of decisions and people: those of the reconciliation and of the screening."""
        queries = {FINDINGS: self._plan.findings_sql, SCREENED: self._plan.screening_sql}
        return {self._file(name): sql for name, sql in queries.items() if sql is not None}

    def _open(self) -> None:
        """Gives the rows to the database."""
        self._run(f"CREATE OR REPLACE TEMP VIEW {SOURCE} AS {source_query(self._part, self._share).sql('duckdb')}")

    def _carefully(self) -> dict[str, int]:
        """Takes the share with its unusual texts read one by one: decisions by status."""
        for target in (*self._all_decided(), self._people, *self._of_decisions()):
            target.unlink(missing_ok=True)
        self._open()
        rejects = Rejects(self._plan, self._part, self._database.connection)
        stages = Stages([ROW, *(one.raw for one in self._part.columns)])
        plain = plain_columns(self._part, stages)
        look_ups = dict(self._look_ups(stages, plain, rejects))
        for look_up in look_ups.values():
            if look_up.joined or look_up.faulty:
                self._run(
                    f"CREATE TEMP TABLE {look_up.name} AS "
                    f"SELECT unnest(?::VARCHAR[]) AS text, unnest(?::{look_up.type}[]) AS value, "
                    "unnest(?::INT[]) AS fault, unnest(?::INT[]) AS month",
                    [look_up.texts, look_up.values, look_up.faults, look_up.months],
                )
        query = careful_query(self._plan.columns, self._part, stages, plain, look_ups)
        self._run(f"DROP VIEW IF EXISTS {FACTS}")
        self._run(f"CREATE TEMP TABLE {FACTS} AS {query.sql('duckdb')}")
        for index, edition in enumerate(self._plan.editions):
            self._copy(edition.guarded_sql, self._decisions(index))
        self._copy(self._plan.people_sql, self._people)
        rejects.insert(look_ups)
        self._copy(IN_ORDER, self._file(REJECTS))
        return self._statuses()

    def _look_ups(
        self, stages: Stages, plain: dict[int, Plain | None], rejects: Rejects
    ) -> Iterator[tuple[int, LookUp]]:
        """The unusual texts of each column, read."""
        for planned in self._part.columns:
            wanted = texts_query(planned, plain[planned.number])
            if wanted is None:
                continue
            query = stages.query(exp.to_table(SOURCE), wanted.expressions, wanted.args["where"].this)
            texts = sorted(text for (text,) in self._run(query.distinct(copy=False).sql("duckdb")).fetchall())
            look_up = LookUp(planned, value_type(planned))
            for text in texts:
                cell = self._read(planned, text)
                look_up.texts.append(text)
                look_up.values.append(cell.internal)
                look_up.months.append(cell.month)
                look_up.faults.append(None if cell.fault is None else rejects.number_of(cell.fault))
            yield planned.number, look_up

    def _read(self, planned: PlannedColumn, text: str) -> Cell:
        cell = planned.reader.read(text)
        if planned.target == "month" and self._plan.by_month_column and cell.internal is not None:
            months = [str(edition.month) for edition in self._plan.editions]
            return of_period(cell, text, planned.header, months)
        return cell

    # what is written

    def _decisions(self, index: int) -> Path:
        return self._file(f"{DECISIONS}-{index:04}")

    def _file(self, name: str) -> Path:
        return self._place / f"{name}.parquet"

    def _all_decisions(self) -> str:
        """The decisions of all dates, to stand after FROM."""
        return parquet_sql(*(self._decisions(index) for index in range(len(self._plan.editions))))

    def _statuses(self, *, by_row: bool = False) -> dict[str, int]:
        """Decisions by status; `by_row`: rows, each by the worst status of its months."""
        relation = self._all_decisions()
        if by_row:
            worst = "max_by(status, list_position(['decided', 'undetermined', 'rejected'], status))"
            relation = f"(SELECT {worst} AS status FROM {relation} GROUP BY source, row)"
        rows = self._run(f"SELECT status, count(*) FROM {relation} GROUP BY status").fetchall()
        return {str(status): count for status, count in sorted(rows)}

    def _write_findings(self) -> None:
        """Those that are not there yet."""
        left = {target: sql for target, sql in self._of_decisions().items() if not target.exists()}
        if left:
            self._run(f"CREATE TEMP VIEW decisions AS FROM {self._all_decisions()}")
            self._run(f"CREATE TEMP VIEW people AS FROM {parquet_sql(self._people)}")
        for target, sql in left.items():
            self._copy(sql, target)

    def _copy(self, sql: str, target: Path) -> None:
        self._run(copy_sql(sql, target))

    def _run(self, sql: str, arguments: list[Any] | None = None) -> duckdb.DuckDBPyConnection:
        return self._database.connection.execute(sql, arguments)
