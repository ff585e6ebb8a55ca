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
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, Refused
from assess.diagnostics.position import Position
from assess.engines.frames import LEAST_MEMORY, frames_version, limit_threads, may_have_frames
from assess.language.program import Program
from assess.language.supplied import Supplied, read_supplied
from assess.library import Library
from assess.rolls.mapping import Mapping, identity_mapping, read_mapping
from assess.rolls.reading import read_roll
from assess.rolls.reading.kinds import shown_source
from assess.rolls.registers.mapped import mapped_columns, mapped_in_vain, naming_lines, of_register, rolls_not_given
from assess.rolls.registers.months import Months
from assess.rolls.registers.reading import read_register
from assess.rolls.registers.register import Register
from assess.rolls.registers.register_facts import not_asked
from assess.rolls.reporting.folder import RunFolder, cannot_write, earlier_results
from assess.rolls.reporting.manifest import Findings, Manifest, Timings
from assess.rolls.reporting.store import Limits
from assess.rolls.roll import Part
from assess.rolls.running.beforehand import refuse_beforehand
from assess.rolls.running.call import Call, Progress, Silent
from assess.rolls.running.comparable import in_vain
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
    refuse_written_meanwhile,
    stamps_of,
)
from assess.rolls.running.libraries import version_of
from assess.rolls.running.of_one_month import of_one_month
from assess.rolls.running.over_time import told_once
from assess.rolls.running.planning import Planned, is_for_frames, make_plan
from assess.rolls.running.processes import Processes, framed_within
from assess.rolls.running.record import RegisterCompared, manifest_of, register_digest
from assess.rolls.running.rejects import all_rejects, register_rejects
from assess.rolls.running.rules_kept import keep_rules
from assess.rolls.running.second_pass import (
    Merging,
    Whole,
    database,
    join_findings,
    matched_people,
    months_without_rows,
    not_compared,
    people_without_a_number,
    rejects_of,
    whole_roll_findings,
    write_the_dead,
)
from assess.rolls.running.unread import unread_rows
from assess.rolls.running.untouched import kept_files
from assess.rolls.running.workspace import Workspace
from assess.rolls.running.written import RUN, Written

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
        registers, register_digests = self._registers(mapping)
        self.warnings.extend(not_asked(registers, program.id, planned.facts_read))
        self.warnings.extend(in_vain(registers, planned))
        self._stage("shares")
        plan_hash = self._hash(planned, kept, mapping)
        self._remember(plan_hash, resumed)
        self._keep_given(program, mapping, supplied)
        folder = space.shares.absolute()  # workers elsewhere have another working directory
        threads = threads_within(call.memory, call.threads, planned.plan.least_memory)
        processes = None if planned.plan.frames is None else self._processes
        if planned.plan.frames is not None and call.cluster is None and call.memory >= LEAST_MEMORY:
            threads = framed_within(call.memory, threads)  # so that the memory is no reason to decide another way
        work, shares = space.work, planned.plan.shares()
        unread = unread_rows(kept.parts, planned.plan.months_of_unread)
        with Merging(folder, work, len(planned.editions)) as merging:
            with workers_of(threads, call.cluster, processes) as workers:
                memory = call.memory // threads
                done = do_shares(planned.plan, plan_hash, folder, workers, memory, self._progress, merging.take)
            self._stage("merging")
            merging.finish(unread)
        self._stage("comparing")
        with database(work / "spill", call.threads, call.memory) as connection:
            rows = sum(part.rows for part in kept.parts)
            whole = Whole(planned, tuple(registers), self._months(), work, rows, call.memory, call.threads)
            self.warnings.extend(months_without_rows(connection, whole))
            compared = whole_roll_findings(connection, whole)
            joined = join_findings(connection, whole, shares, folder, compared)
            matched = [matched_people(connection, one, work) for one in registers]
            dead = write_the_dead(connection, registers, work)
            without_number = people_without_a_number(connection, work, kept.parts) if registers else None
            rejects = all_rejects(connection, kept.parts, rejects_of(shares, folder), work)
        rejects += register_rejects(registers, work)
        self._stage("reporting")
        self._refuse_overwritten(kept)
        self.warnings.extend(not_compared(registers, without_number, joined))
        compared_with = [RegisterCompared(*each) for each in zip(registers, register_digests, matched, strict=True)]
        manifest = manifest_of(
            call, planned, kept, done, compared_with, mapping, self._library, without_number, self.warnings
        )
        manifest = manifest.model_copy(update={"findings": Findings(recover_once=joined.recover_once)})
        return self._finished(manifest, planned, kept, rejects, dead)

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

    def _registers(self, mapping: Mapping) -> tuple[list[Register], list[str]]:
        """Each with the SHA-256 of what it was read from."""
        found, digests = [], []
        mapped = mapped_columns(mapping.file)
        place = self._workspace.work / "registers"
        place.mkdir(exist_ok=True)
        memory = f"{self._call.memory // 2**20}MiB"
        names = Counter(shown_source(source) for _, source in self._call.registers)
        for kind, source in self._call.registers:
            by_path = names[shown_source(source)] > 1
            before = stamps_of(source)
            try:
                register = read_register(
                    kind, source, place, threads=self._call.threads, memory=memory, by_path=by_path,
                    mapped=of_register(mapped, kind),
                )  # fmt: skip
            except Refused as refused:
                raise naming_lines(refused, mapping.file, kind) from None
            self.warnings.extend(register.notes)
            found.append(register)
            digests.append(register_digest(register))
            refuse_written_meanwhile(before)
        in_vain_mapped = list(mapped_in_vain(mapping.file, found))
        if in_vain_mapped:
            raise Refused(in_vain_mapped)
        self.warnings.extend(rolls_not_given(mapping.file, [kind for kind, _ in self._call.registers]))
        return found, digests

    def _months(self) -> Months:
        days = self._call.period.days
        return Months(days[0] // 100, days[-1] // 100)

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
        self, manifest: Manifest, planned: Planned, kept: Kept, rejects: Sequence[Path], dead: Path | None
    ) -> Manifest:
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
        from assess.rolls.reporting.writing import write_reports  # what pages are made with is loaded when there is one

        limits = Limits(f"{call.memory // 2**20}MiB", call.threads)
        manifest = write_reports(run, manifest, call.language, call.unmask, rejects=rejects, limits=limits)
        self._stage("")
        total = sum(self._seconds.values())
        rows = manifest.counts.input
        timings = Timings(
            started=self._started.isoformat(timespec="seconds"),
            seconds={name: round(seconds, 3) for name, seconds in self._seconds.items()},
            rows_per_second=round(rows / total, 1) if total else None,
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
