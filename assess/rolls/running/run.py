"""A check of a roll, from the call to the finished folder.

    read the roll → bind its columns → plan → shares → put together → compare the whole → report

Until it is finished, the folder holds an unfinished run: its shares are in `.work/`, its inputs in `input/`.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, Refused
from assess.diagnostics.position import Position
from assess.engines.frames import LEAST_MEMORY, frames_version, limit_threads, may_have_frames
from assess.language.program import Program
from assess.language.supplied import Supplied, read_supplied
from assess.library import Library
from assess.rolls.mapping import Mapping, identity_mapping, read_mapping
from assess.rolls.reading import read_roll
from assess.rolls.reporting.folder import RunFolder, cannot_write, earlier_results
from assess.rolls.roll import Part
from assess.rolls.running.beforehand import refuse_beforehand
from assess.rolls.running.call import Call, Progress, Silent
from assess.rolls.running.executing import check_address, do_shares, threads_within, versions, workers_of
from assess.rolls.running.facts_nowhere import facts_nowhere
from assess.rolls.running.faults import Cause, cause_of, reason_of
from assess.rolls.running.inputs import (
    DEAD,
    INPUT,
    PARAMETERS,
    Kept,
    asked_for,
    can_be_taken_again,
    check_unchanged,
    keep,
    load_kept,
    overwritten,
    refuse_copies,
    stamps_of,
)
from assess.rolls.running.libraries import version_of
from assess.rolls.running.merging import Merging
from assess.rolls.running.of_one_month import of_one_month
from assess.rolls.running.over_time import told_once
from assess.rolls.running.planning import Planned, is_for_frames, make_plan
from assess.rolls.running.processes import Processes, framed_within
from assess.rolls.running.rules_kept import keep_rules
from assess.rolls.running.unread import unread_rows
from assess.rolls.running.workspace import Workspace

if TYPE_CHECKING:
    from assess.rolls.registers.register import Register
    from assess.rolls.reporting.manifest import Manifest
    from assess.rolls.shares.share import Done

_INTERRUPTED = "Query interrupted"
"""What DuckDB makes of a Ctrl-C while it works."""
_NO_THREAD = "can't start new thread"
"""What Python says where the system starts none, for the number of processes or for want of memory."""


class Check:
    """One run. `warnings`: what was met on the way that forbids nothing. `processes`: those that were begun before."""

    def __init__(
        self, call: Call, library: Library, progress: Progress | None = None, processes: Processes | None = None
    ) -> None:
        self._call = call
        self._library = library
        self._workspace = Workspace(call.out)
        self._progress: Progress = progress or Silent()
        self._seconds: dict[str, float] = {}
        self._started = datetime.now(UTC)
        self._stage_since = time.monotonic()
        self._stage_name = ""
        self._processes = processes
        self.warnings = Diagnostics()

    def run(self) -> Manifest:
        """Raises Refused where the roll cannot be checked; what is finished by then stays for `resume`, also where the
        run is interrupted (KeyboardInterrupt). Where it was to replace another, `warnings` then say where that is."""
        try:
            return self._checked()
        except BaseException as error:
            if not (isinstance(error, Refused) and any(one.code == "R418" for one in error.diagnostics)):
                with suppress(OSError):  # a folder that cannot be looked into has been told of
                    self.warnings.extend(earlier_results(self._call.out))
            raise
        finally:
            if self._processes is not None:
                self._processes.shutdown(cancel_futures=True)
                self._processes = None  # whoever runs it again begins others

    def _checked(self) -> Manifest:
        import duckdb

        call = self._call
        try:
            if call.cluster is not None:
                check_address(call.cluster)
            supplied = self._supplied()
            program = self._library.program(call.ruleset, supplied)
            mapping = identity_mapping() if call.mapping is None else read_mapping(call.mapping)
            refuse_beforehand(call, program)
            if mapping.file is not None:
                from assess.rolls.registers.mapped import mapped_columns

                mapped_columns(mapping.file)
            with self._workspace.opened(resume=call.resume, force=call.force):
                manifest = self._run(program, mapping, supplied)
                self.warnings.extend(self._workspace.close())
            return manifest
        except (OSError, MemoryError, duckdb.Error) as error:
            refusal = self._refusal(error)
            if refusal is None:
                raise
            raise refusal from error
        except RuntimeError as error:
            if str(error) == _INTERRUPTED:
                raise KeyboardInterrupt from error
            if str(error) == _NO_THREAD:
                raise Refused([Diagnostic("R439", Position(str(call.out)), {"threads": str(call.threads)})]) from error
            raise

    def _refusal(self, error: Exception) -> Refused | None:
        """What is told of a fault that no stage has told of; None for those of the program itself."""
        cause, place = cause_of(error), Position(str(self._call.out))
        if cause is None:
            return None
        if cause is Cause.OUT_OF_MEMORY:
            return Refused([Diagnostic("R419", place, {"reason": reason_of(error)})])
        if cause is Cause.DISK_FULL:
            return cannot_write(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), self._call.out)
        return cannot_write(error if isinstance(error, OSError) else OSError(reason_of(error)), self._call.out)

    def _run(self, program: Program, mapping: Mapping, supplied: Supplied | None) -> Manifest:
        call, space = self._call, self._workspace
        resumed = space.begun(resume=call.resume)
        if call.resume and not resumed:
            self.warnings.report("R408", Position(str(call.out)), folder=str(call.out))
        self._stage("reading")
        limit_threads(call.threads)
        kept = self._kept(resumed)
        bindings = mapping.bind_all(kept.parts, program)
        planned = make_plan(
            program, kept.parts, bindings, call.period, strict=call.strict, only=call.only, share_rows=call.share_rows
        )
        if len(call.period.days) == 1:
            refuse_copies(kept)
        self.warnings.extend(told_once([edition.warnings for edition in planned.editions]))
        self.warnings.extend(facts_nowhere(program, bindings, planned.editions))
        self.warnings.extend(of_one_month(planned.plan, kept.parts))
        self._stage("registers")
        registers, register_digests = self._registers(mapping, planned)
        self._stage("shares")
        plan_hash = self._hash(planned, kept, mapping)
        self._remember(plan_hash, resumed)
        self._keep_given(program, mapping, supplied)
        folder = space.shares.absolute()  # workers elsewhere have another working directory
        threads = threads_within(call.memory, call.threads, planned.plan.least_memory)
        processes = None if planned.plan.frames is None else self._processes
        if planned.plan.frames is not None and call.cluster is None and call.memory >= LEAST_MEMORY:
            threads = framed_within(call.memory, threads)  # so that the memory is no reason to decide another way
        unread = unread_rows(kept.parts, planned.plan.months_of_unread)
        with Merging(folder, space.work, len(planned.editions)) as merging:
            with workers_of(threads, call.cluster, processes) as workers:
                memory = call.memory // threads
                done = do_shares(planned.plan, plan_hash, folder, workers, memory, self._progress, merging.take)
            self._stage("merging")
            merging.finish(unread)
        # What follows is loaded when it is its turn: shares can begin without it, and most faults are told before.
        self._stage("comparing")
        from assess.rolls.running.comparing import compare, not_compared

        compared = compare(call, planned, kept, registers, space.work, folder, self.warnings)
        self._stage("reporting")
        from assess.rolls.reporting.manifest import Findings
        from assess.rolls.running.record import RegisterCompared, manifest_of

        self._refuse_overwritten(kept)
        self.warnings.extend(not_compared(registers, compared.without_number, compared.joined))
        in_them = zip(registers, register_digests, compared.matched, strict=True)
        manifest = manifest_of(
            call, planned, kept, done, [RegisterCompared(*each) for each in in_them], mapping, self._library,
            compared.without_number, self.warnings,
        )  # fmt: skip
        manifest = manifest.model_copy(update={"findings": Findings(recover_once=compared.joined.recover_once)})
        return self._finished(manifest, planned, kept, done, compared.rejects, compared.dead)

    def _supplied(self) -> Supplied | None:
        """The figures of the office. What is written down of them is what was read here, whatever the file says later;
        so it is with the mapping."""
        if self._call.parameters is None:
            return None
        diagnostics = Diagnostics()
        supplied = read_supplied(self._call.parameters, diagnostics)
        if supplied is None or diagnostics.has_errors:
            raise Refused(diagnostics)
        return supplied

    # the folder

    def _kept(self, resumed: bool) -> Kept:
        call = self._call
        asked = asked_for(call.sources, call.table, call.sheets)
        kept = load_kept(call.out)
        if kept is not None and resumed:
            if kept.asked != asked:
                raise self._another_call()
            check_unchanged(kept)
        elif kept is None or kept.asked != asked or not can_be_taken_again(kept, call.sources):
            shutil.rmtree(call.out / INPUT)
            (call.out / INPUT).mkdir()
            before = stamps_of(*call.sources)
            parts = read_roll(
                call.sources, call.out / INPUT, table=call.table, sheets=call.sheets,
                threads=call.threads, memory=f"{call.memory // 2**20}MiB",
            )  # fmt: skip
            self._begin_processes(parts)
            with ThreadPoolExecutor(1) as loading:
                if is_for_frames(parts):
                    loading.submit(frames_version)  # its library loads while the files are read for their hashes
                kept = keep(parts, call.out, asked, before)
        self._begin_processes(kept.parts)
        for part in kept.parts:
            self.warnings.extend(part.notes)
        return kept

    def _begin_processes(self, parts: Sequence[Part]) -> None:
        """Starts those that will do shares beside this one, unless they are there already, or nothing is gained."""
        if self._processes is None and self._call.cluster is None and is_for_frames(parts):
            count = framed_within(self._call.memory, self._call.threads)
            self._processes = Processes(count) if count > 1 and may_have_frames() else None

    def _keep_given(self, program: Program, mapping: Mapping, supplied: Supplied | None) -> None:
        """Rules, mapping and figures, for explaining, as they were read; not before it is sure that this call goes on
        with the folder."""
        keep_rules(self._library, program, self._call.out)
        if mapping.file is not None:
            (self._workspace.work / RunFolder(self._call.out).mapping.name).write_bytes(mapping.file.content)
        place = self._call.out / PARAMETERS
        if supplied is None:
            place.unlink(missing_ok=True)
            return
        aside = place.with_suffix(".aside")
        aside.write_bytes(supplied.content)
        aside.replace(place)

    def _registers(self, mapping: Mapping, planned: Planned) -> tuple[list[Register], list[str]]:
        """Each with the SHA-256 of what it was read from."""
        if not self._call.registers and mapping.file is None:
            return [], []
        from assess.rolls.running.registers_given import registers_given

        place = self._workspace.work / "registers"
        return registers_given(self._call, mapping, planned, place, self.warnings)

    def _refuse_overwritten(self, kept: Kept) -> None:
        """Raises Refused (R427) where somebody wrote into a roll that is linked while it was read. Nobody knows which
        shares saw what, so that none is taken over."""
        other = overwritten(kept)
        if other is not None:
            self._workspace.forget()
            raise Refused([Diagnostic("R427", Position(other.source), {"file": str(other.origin or other.source)})])

    # one run is told from another

    def _hash(self, planned: Planned, kept: Kept, mapping: Mapping) -> str:
        """Of everything that the shares depend on, but for where files stand."""
        plan = planned.plan
        content = {
            "versions": [*versions(), f"sqlglot {version_of('sqlglot')}"],
            "ruleset": [planned.program.id, planned.program.hash, planned.program.supplied_by],
            "mapping": None if mapping.file is None else mapping.file.hash,
            "inputs": kept.digests,
            "editions": [[one.month, one.as_of, one.sql, one.guarded_sql] for one in plan.editions],
            "parts": [
                [part.source, part.rows, [[one.number, one.header, one.type, one.target] for one in part.columns]]
                for part in plan.parts
            ],
            "others": [plan.people_sql, plan.findings_sql, plan.screening_sql],
            "shares": [[share.part, share.first, share.last] for share in plan.shares()],
            "frames": plan.frames,
        }
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()

    def _remember(self, plan_hash: str, resumed: bool) -> None:
        path = self._workspace.plan
        known = _known_plan(path) if resumed else None
        if known is not None:
            if known != plan_hash:
                raise self._another_call()
            return
        aside = path.with_suffix(".aside")
        aside.write_text(json.dumps({"plan": plan_hash}), encoding="utf-8")
        aside.replace(path)

    def _another_call(self) -> Refused:
        return Refused([Diagnostic("R409", Position(str(self._call.out)), {"folder": str(self._call.out)})])

    # the end

    def _finished(
        self,
        manifest: Manifest,
        planned: Planned,
        kept: Kept,
        done: Sequence[Done],
        rejects: Sequence[Path],
        dead: Path | None,
    ) -> Manifest:
        from assess.rolls.reporting.manifest import Timings
        from assess.rolls.reporting.store import Limits
        from assess.rolls.reporting.writing import write_reports
        from assess.rolls.running.untouched import kept_files
        from assess.rolls.running.written import RUN, Written

        call = self._call
        run, work = RunFolder(call.out), self._workspace.work
        written = [run.decisions, run.people, run.findings, *([run.mapping] if call.mapping is not None else [])]
        for path in written:
            (work / path.name).replace(path)
        if dead is None:
            (call.out / DEAD).unlink(missing_ok=True)
        else:
            dead.replace(call.out / DEAD)
        Written.of(call, planned).write(call.out / RUN)
        manifest = manifest.model_copy(update={"kept": kept_files(call.out, kept)})
        limits = Limits(f"{call.memory // 2**20}MiB", call.threads)
        manifest = write_reports(run, manifest, call.language, call.unmask, rejects=rejects, limits=limits)
        self._stage("")
        total = sum(self._seconds.values())
        rows = manifest.counts.input
        timings = Timings(
            started=self._started.isoformat(timespec="seconds"),
            seconds={name: round(seconds, 3) for name, seconds in self._seconds.items()},
            rows_per_second=round(rows / total, 1) if total else None,
            rows_by_frames=sum(one.rows for one in done if one.by_frames),
        )
        (work / run.timings.name).write_text(timings.as_text(), encoding="utf-8")
        (work / run.timings.name).replace(run.timings)
        return manifest

    def _stage(self, name: str) -> None:
        now = time.monotonic()
        if self._stage_name:
            self._seconds[self._stage_name] = self._seconds.get(self._stage_name, 0.0) + now - self._stage_since
        self._stage_name, self._stage_since = name, now
        if name:
            self._progress.stage(name)


def _known_plan(path: Path) -> object:
    """The plan that was written down; None where it cannot be read, after a power cut for instance. Each share says
    itself of which plan it is."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return written.get("plan") if isinstance(written, dict) else None
