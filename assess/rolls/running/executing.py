"""The shares of a run on an executor: threads of this process, or the workers of a Dask cluster."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.rolls.running.call import Progress
from assess.rolls.shares.plan import CheckPlan, Share
from assess.rolls.shares.share import Done, do_share, done_before

_RETRIES = 5
"""How often a share is tried again whose worker was lost."""


@contextmanager
def executor_of(threads: int, cluster: str | None) -> Iterator[Executor]:
    """Threads by default; the cluster behind a scheduler's address where one is given. Raises Refused (R414, R415)."""
    if cluster is None:
        with ThreadPoolExecutor(threads, thread_name_prefix="share") as pool:
            yield pool
        return
    try:
        from distributed import Client
    except ImportError:
        raise Refused([Diagnostic("R414", Position("--cluster"), {"package": "distributed"})]) from None
    try:
        client = Client(cluster, timeout="20s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        arguments = {"cluster": cluster, "reason": " ".join(str(error).split()) or type(error).__name__}
        raise Refused([Diagnostic("R415", Position("--cluster"), arguments)]) from None
    try:
        yield client.get_executor(retries=_RETRIES, pure=False)
    finally:
        client.close()


def do_shares(
    plan: CheckPlan, plan_hash: str, folder: Path, executor: Executor, memory: int, progress: Progress
) -> tuple[Done, ...]:
    """Does every share that is not done yet; what came of all of them, in order.

    A share that fails does not keep the others from being done, unless the disk is full. Raises Refused at the end
    (R410 disk full, R411 unreadable, R413 out of memory); what is finished stays and is taken over by a later run.
    """
    shares = plan.shares()
    total = sum(share.rows for share in shares)
    done = {share.number: before for share in shares if (before := done_before(plan_hash, share, folder)) is not None}
    taken_over = rows = sum(one.rows for one in done.values())
    progress.rows(rows, total, taken_over)
    waiting: dict[Future[Done], Share] = {}
    problems: list[Diagnostic] = []
    try:
        for share in shares:
            if share.number not in done:
                waiting[executor.submit(do_share, plan, plan_hash, share, folder, memory)] = share
        while waiting:
            finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in finished:
                share = waiting.pop(future)
                error = future.exception()
                if error is None:
                    done[share.number] = future.result()
                    rows += share.rows
                    progress.rows(rows, total, taken_over)
                    continue
                problem = problem_of(error, plan, share)
                problems.append(problem)
                if problem.code == "R410":
                    raise Refused(problems)
    finally:
        for future in waiting:
            future.cancel()
    if problems:
        raise Refused(sorted(problems, key=lambda one: one.position))
    return tuple(done[share.number] for share in shares)


def problem_of(error: BaseException, plan: CheckPlan, share: Share) -> Diagnostic:
    """Why a share could not be done, in words."""
    import duckdb

    reason = " ".join(str(error).split())[:300]
    part = plan.parts[share.part]
    arguments = {"source": part.source, "first": str(share.first + 1), "last": str(share.last), "reason": reason}
    place = Position(part.source, share.first + 1, 1)
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or "No space left" in reason or "disk quota" in reason.lower():
        return Diagnostic("R410", place, arguments)
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError):
        return Diagnostic("R413", place, arguments)
    if isinstance(error, duckdb.Error | OSError):
        return Diagnostic("R411", place, arguments)
    raise error


def rows_of(done: Sequence[Done]) -> int:
    return sum(one.rows for one in done)
