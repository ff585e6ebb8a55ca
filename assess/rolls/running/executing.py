"""The shares of a run on an executor: threads of this process, or the workers of a Dask cluster."""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from assess import __version__
from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.engines.frames import frames_version
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.roll import ROW
from assess.rolls.running.call import Progress
from assess.rolls.running.faults import Cause, cause_of, reason_of
from assess.rolls.running.libraries import version_of
from assess.rolls.shares.part import PlannedPart, Share
from assess.rolls.shares.plan import CheckPlan
from assess.rolls.shares.share import Done, do_share, done_before

_ADDRESS = re.compile(r"(?:tcp|tls)://(?:\[[0-9A-Fa-f:.%]+\]|[^\s:/@\[\]]+):(?P<port>[0-9]{1,5})/?", re.ASCII)
_TO_CONNECT = "20s"
_PATIENCE = 60.0
"""Seconds that a cluster may be without any worker."""
_LOOKED_AFTER = 5.0
"""Seconds between two looks at whether there are any."""


class OtherVersions(Exception):
    """A worker on which the same share might come to other bytes."""


class FolderUnseen(OSError):
    """A worker that does not have the folder of the run, or may not write into it."""


@dataclass(frozen=True)
class Workers:
    """Who does the shares. `any_left`: whether there is anybody at all to do them."""

    executor: Executor
    any_left: Callable[[], bool] = lambda: True


def check_address(cluster: str) -> None:
    """Raises Refused (R432) where this is no address of a scheduler; whether anybody listens is not looked at."""
    found = _ADDRESS.fullmatch(cluster)
    if found is None or not 0 < int(found["port"]) < 2**16:
        raise Refused([Diagnostic("R432", Position("--cluster"), {"cluster": cluster})])


def threads_within(memory: int, threads: int, least: int) -> int:
    """So many of the threads as can do a share each, that needs at least so many bytes, without going beyond the
    memory."""
    return min(threads, max(memory // least, 1))


@contextmanager
def workers_of(threads: int, cluster: str | None, processes: Executor | None = None) -> Iterator[Workers]:
    """Threads by default, or the processes that are there in their place; the cluster behind a scheduler's address
    where one is given. Raises Refused (R414, R415, and R430 where a worker that is there already has other versions, or
    none; of those that come later a share tells)."""
    if cluster is None:
        with processes or ThreadPoolExecutor(threads, thread_name_prefix="share") as executor:
            yield Workers(executor)
        return
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise Refused([Diagnostic("R414", Position("--cluster"), {"package": "distributed"})]) from None
    check_address(cluster)
    with _quiet("distributed", "tornado", "asyncio"):
        if cluster.startswith("tls://") and not _has_certificates(distributed):
            arguments = {"cluster": cluster, "reason": "distributed.comm.tls"}
            raise Refused([Diagnostic("R415", Position("--cluster"), arguments)])
        try:
            client = distributed.Client(cluster, timeout=_TO_CONNECT, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            arguments = {"cluster": cluster, "reason": reason_of(error)}
            raise Refused([Diagnostic("R415", Position("--cluster"), arguments)]) from None
        try:
            _refuse_others(client)
            yield Workers(client.get_executor(pure=False), lambda: client.nthreads() != {})
        finally:
            client.close()


def _refuse_others(client: Any) -> None:
    """Before anything is sent: a worker without this program can take no share, and Dask would wait for it in vain."""
    wanted = ", ".join(versions())
    # a worker that cannot even find the function it is to run breaks the connection, so that it is to import first
    for asked in (partial(client.run, import_module, __name__), partial(client.run, versions)):
        for worker, found in sorted(asked(on_error="return").items()):
            if isinstance(found, ImportError):
                there = reason_of(found)
            elif isinstance(found, tuple):
                there = ", ".join(found)
            else:  # it could import, or went away; whether that matters, its shares will tell
                continue
            if there != wanted:
                arguments = {"wanted": wanted, "reason": f"{worker}: {there}"}
                raise Refused([Diagnostic("R430", Position("--cluster"), arguments)])


def _has_certificates(distributed: Any) -> bool:
    """Does the configuration of Dask say what to prove itself by? A client that finds out for itself does not end."""
    return distributed.Security().get_connection_args("client").get("ssl_context") is not None


@contextmanager
def _quiet(*libraries: str) -> Iterator[None]:
    """Nothing of what the libraries log is shown: tracebacks, for one. What matters of it is told in words."""
    known = [*libraries, *logging.root.manager.loggerDict]
    names = [name for name in dict.fromkeys(known) if name.partition(".")[0] in libraries]
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def versions() -> tuple[str, ...]:
    """Of everything that the bytes of a share depend on, beside its plan."""
    return (f"assess {__version__}", f"duckdb {version_of('duckdb')}")


def do_share_alike(
    wanted: tuple[str, ...], plan: CheckPlan, plan_hash: str, share: Share, folder: Path, memory: int
) -> Done:
    """`do_share`, on a worker that has the same versions as whoever puts the shares together, and the same folder.
    Raises OtherVersions, FolderUnseen."""
    if versions() != wanted:
        raise OtherVersions(", ".join(versions()))
    if plan.frames is not None and frames_version() != plan.frames:
        raise OtherVersions(frames_version() or f"{plan.frames.partition(' ')[0]} –")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        number = errno.EACCES if folder.exists() else errno.ENOENT
        raise FolderUnseen(number, os.strerror(number), str(folder))
    return do_share(plan, plan_hash, share, folder, memory)


def do_shares(
    plan: CheckPlan,
    plan_hash: str,
    folder: Path,
    workers: Workers,
    memory: int,
    progress: Progress,
    take: Callable[[Share], None] = lambda share: None,
) -> tuple[Done, ...]:
    """Does every share that is not done yet; what came of all of them, in order. `take` is given each share, in order
    too, once it and those before it are done.

    A share that fails does not keep the others from being done, unless there is no sense in going on. Raises Refused at
    the end (R410 disk full, R411 unreadable, R413 out of memory, R430 other versions, R431 workers lost, R437 folder
    not seen); what is finished stays and is taken over by a later run.
    """
    shares = plan.shares()
    total = sum(share.rows for share in shares)
    _tidy(folder)
    done = {share.number: before for share in shares if (before := done_before(plan_hash, share, folder)) is not None}
    taken_over = rows = sum(one.rows for one in done.values())
    progress.rows(rows, total, taken_over)
    waiting: dict[Future[Done], Share] = {}
    problems: list[Diagnostic] = []
    taken = 0
    try:
        for share in shares:
            if share.number not in done:
                future = workers.executor.submit(do_share_alike, versions(), plan, plan_hash, share, folder, memory)
                waiting[future] = share
        taken = _take_on(shares, taken, done, take)
        for future in _as_finished(waiting, workers):
            share = waiting.pop(future)
            error = CancelledError("") if future.cancelled() else future.exception()
            if error is None:
                done[share.number] = future.result()
                rows += share.rows
                progress.rows(rows, total, taken_over)
                taken = _take_on(shares, taken, done, take)
                continue
            problem = problem_of(error, plan, share)
            problems.append(problem)
            if problem.code in _NO_SENSE_IN_GOING_ON:
                raise Refused(problems)
    finally:
        for future in waiting:
            future.cancel()
    if problems:
        raise Refused(sorted(problems, key=lambda one: one.position))
    return tuple(done[share.number] for share in shares)


def _take_on(shares: Sequence[Share], taken: int, done: Mapping[int, Done], take: Callable[[Share], None]) -> int:
    """Goes on with taking the shares in order, as far as they are done; how many are taken then."""
    while taken < len(shares) and shares[taken].number in done:
        take(shares[taken])
        taken += 1
    return taken


_NO_SENSE_IN_GOING_ON = ("R410", "R430", "R431", "R437")


def _tidy(folder: Path) -> None:
    """Removes what workers that were killed had begun to write."""
    for path in folder.glob(".*-*"):
        shutil.rmtree(path, ignore_errors=True)


def _as_finished(waiting: dict[Future[Done], Share], workers: Workers) -> Iterator[Future[Done]]:
    """The futures as they are finished, several at once in the order of their shares. Raises Refused (R431) where there
    has been nobody to do them for a while.
    """
    seen = time.monotonic()
    while waiting:
        finished, _ = wait(waiting, timeout=_LOOKED_AFTER, return_when=FIRST_COMPLETED)
        if finished or workers.any_left():
            seen = time.monotonic()
        elif time.monotonic() - seen > _PATIENCE:
            arguments = {"reason_zh": "已没有工作进程", "reason_en": "no workers are left"}
            raise Refused([Diagnostic("R431", Position("--cluster"), arguments)])
        yield from sorted(finished, key=lambda future: waiting[future].number)


def problem_of(error: BaseException, plan: CheckPlan, share: Share) -> Diagnostic:
    """Why a share could not be done, in words. Raises the error itself where it is a fault of the program."""
    part = plan.parts[share.part]
    reason = reason_of(error)
    first, last = _as_seen(part, share)
    arguments = {"source": part.source, "first": str(first), "last": str(last), "reason": reason}
    place = Position(part.source, first, 1)
    if isinstance(error, OtherVersions | ImportError):
        wanted = {"wanted": ", ".join([*versions(), *([plan.frames] if plan.frames else [])]), "reason": reason}
        return Diagnostic("R430", Position("--cluster"), wanted)
    if isinstance(error, CancelledError):
        arguments = {"reason_zh": "调度器没有了回应", "reason_en": "the scheduler does not answer any more"}
        return Diagnostic("R431", Position("--cluster"), arguments)
    if type(error).__name__ == "KilledWorker":
        return Diagnostic("R431", Position("--cluster"), {"reason_zh": reason, "reason_en": reason})
    if isinstance(error, FolderUnseen) and os.access(error.filename, os.W_OK):  # from here, it can be used
        # .work/shares is in the folder that the person knows
        unseen = {"folder": str(Path(error.filename).parents[1]), "reason": str(error.strerror)}
        return Diagnostic("R437", Position("--cluster"), unseen)
    codes = {Cause.DISK_FULL: "R410", Cause.OUT_OF_MEMORY: "R413", Cause.FILE: "R411"}
    cause = cause_of(error)
    if cause is None:
        raise error
    return Diagnostic(codes[cause], place, arguments)


def _as_seen(part: PlannedPart, share: Share) -> tuple[int, int]:
    """The first and the last row of a share, as the person sees them; by their place in the file where that cannot be
    read."""
    import duckdb

    places = share.first + 1, share.last
    if not part.staged:
        return places
    query = f'SELECT min("{ROW}"), max("{ROW}") FROM {parquet_sql(part.path, numbered=True)}'
    try:
        with duckdb.connect() as connection:
            inside = [share.first, share.last - 1]
            found = connection.execute(f"{query} WHERE file_row_number BETWEEN ? AND ?", inside).fetchone()
    except (OSError, duckdb.Error):
        return places
    return places if found is None or found[0] is None else (int(found[0]), int(found[1]))
