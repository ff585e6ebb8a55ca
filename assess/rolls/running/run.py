"""A check of a roll, from the call to the finished folder.

    read the roll → bind its columns → plan → shares → put together → compare the whole → report

Until the manifest stands, the folder holds an unfinished run: its shares are in `.work/`, its inputs in `input/`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Sequence
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, Refused
from assess.diagnostics.position import Position
from assess.language.program import Program
from assess.language.supplied import read_supplied
from assess.library import Library
from assess.rolls.mapping import Mapping, identity_mapping, read_mapping
from assess.rolls.reading import read_roll
from assess.rolls.registers.months import Months
from assess.rolls.registers.reading import read_register
from assess.rolls.registers.register import Register
from assess.rolls.registers.register_facts import not_asked
from assess.rolls.reporting.folder import MANIFEST, RunFolder, cannot_write
from assess.rolls.reporting.manifest import Manifest, Timings
from assess.rolls.reporting.store import Limits
from assess.rolls.reporting.writing import write_reports
from assess.rolls.running.call import Call, Progress, Silent
from assess.rolls.running.executing import do_shares, executor_of
from assess.rolls.running.inputs import INPUT, PARAMETERS, Kept, check_unchanged, keep, load_kept
from assess.rolls.running.planning import Planned, make_plan
from assess.rolls.running.record import manifest_of
from assess.rolls.running.rejects import unreadable_rejects
from assess.rolls.running.second_pass import (
    database,
    join_findings,
    matched_people,
    merged,
    rejects_of,
    whole_roll_findings,
)
from assess.rolls.running.written import RUN, Written

WORK, SHARES, PLAN = ".work", ".work/shares", ".work/plan.json"


class Check:
    """One run. `warnings`: what was met on the way that forbids nothing."""

    def __init__(self, call: Call, library: Library, progress: Progress | None = None) -> None:
        self._call = call
        self._library = library
        self._progress: Progress = progress or Silent()
        self._seconds: dict[str, float] = {}
        self._started = datetime.now(timezone.utc)
        self._stage_since = time.monotonic()
        self._stage_name = ""
        self.warnings = Diagnostics()

    def run(self) -> Manifest:
        """Raises Refused where the roll cannot be checked; what is finished by then stays for `resume`."""
        try:
            return self._run()
        except OSError as error:
            raise cannot_write(error, self._call.out) from error

    def _run(self) -> Manifest:
        call = self._call
        program = self._program()
        mapping = identity_mapping() if call.mapping is None else read_mapping(call.mapping)
        resumed = self._prepared()
        self._stage("reading")
        kept = self._kept(resumed)
        bindings = [mapping.bind(part, program) for part in kept.parts]
        planned = make_plan(
            program, kept.parts, bindings, call.period, strict=call.strict, only=call.only, share_rows=call.share_rows
        )
        for edition in planned.editions:
            self.warnings.extend(edition.warnings)
        self._stage("registers")
        registers = self._registers(planned.program)
        self._stage("shares")
        plan_hash = self._hash(planned, kept, mapping)
        self._remember(plan_hash, resumed)
        folder = call.out / SHARES
        folder.mkdir(parents=True, exist_ok=True)
        with executor_of(call.threads, call.cluster) as executor:
            share_memory = max(call.memory // call.threads, 2**27)
            done = do_shares(planned.plan, plan_hash, folder, executor, share_memory, self._progress)
        self._stage("merging")
        work = call.out / WORK
        shares = planned.plan.shares()
        merged(shares, folder, work, len(planned.editions))
        self._stage("comparing")
        with database(work / "spill", call.threads, call.memory) as connection:
            others = whole_roll_findings(
                connection, planned, registers, self._months(), work, sum(part.rows for part in kept.parts)
            )
            join_findings(connection, shares, folder, others, work)
            matched = [(one, matched_people(connection, one, work)) for one in registers]
        self._stage("reporting")
        manifest = manifest_of(call, planned, kept, done, matched, mapping, self._library)
        rejects = [*unreadable_rejects(kept.parts, work), *rejects_of(shares, folder)]
        return self._finished(manifest, planned, mapping, rejects)

    def _program(self) -> Program:
        supplied = None
        if self._call.parameters is not None:
            diagnostics = Diagnostics()
            supplied = read_supplied(self._call.parameters, diagnostics)
            if supplied is None or diagnostics.has_errors:
                raise Refused(diagnostics)
        return self._library.program(self._call.ruleset, supplied)

    # the folder

    def _prepared(self) -> bool:
        """Makes the folder ready; true where an unfinished run in it is to be taken up again."""
        out, call = self._call.out, self._call
        place = Position(str(out))
        if out.exists() and not out.is_dir():
            raise Refused([Diagnostic("R406", place, {"folder": str(out), "file": out.name})])
        finished, unfinished = (out / MANIFEST).exists(), (out / WORK).exists()
        if finished and not call.force:
            raise Refused([Diagnostic("R405", place, {"folder": str(out)})])
        if unfinished and not finished and not call.resume and not call.force:
            raise Refused([Diagnostic("R407", place, {"folder": str(out)})])
        if not finished and not unfinished and out.exists():
            others = sorted(path.name for path in out.iterdir())
            if others:
                raise Refused([Diagnostic("R406", place, {"folder": str(out), "file": others[0]})])
        if call.resume and unfinished and not finished:
            return True
        if call.resume:
            self.warnings.report("R408", place, folder=str(out))
        if finished or unfinished:
            (out / MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(out / WORK, ignore_errors=True)
            shutil.rmtree(out / INPUT, ignore_errors=True)
        (out / WORK).mkdir(parents=True)
        (out / INPUT).mkdir()
        return False

    def _kept(self, resumed: bool) -> Kept:
        call = self._call
        kept = load_kept(call.out) if resumed else None
        if kept is not None:
            check_unchanged(kept)
        else:
            (call.out / INPUT).mkdir(exist_ok=True)
            parts = read_roll(
                call.sources, call.out / INPUT, table=call.table, sheets=call.sheets,
                threads=call.threads, memory=f"{call.memory // 2**20}MiB",
            )  # fmt: skip
            kept = keep(parts, call.out)
        if call.parameters is not None:
            shutil.copyfile(call.parameters, call.out / PARAMETERS)
        for part in kept.parts:
            self.warnings.extend(part.notes)
        return kept

    def _registers(self, program: Program) -> list[Register]:
        found = []
        place = self._call.out / WORK / "registers"
        place.mkdir(exist_ok=True)
        memory = f"{self._call.memory // 2**20}MiB"
        for kind, source in self._call.registers:
            register = read_register(kind, source, place, threads=self._call.threads, memory=memory)
            self.warnings.extend(register.notes)
            found.append(register)
        self.warnings.extend(not_asked(found, program))
        return found

    def _months(self) -> Months:
        days = self._call.period.days
        return Months(days[0] // 100, days[-1] // 100)

    # one run is told from another

    def _hash(self, planned: Planned, kept: Kept, mapping: Mapping) -> str:
        """Of everything that the shares depend on, but for where files stand."""
        plan = planned.plan
        content = {
            "versions": [version("duckdb"), version("sqlglot")],
            "ruleset": [planned.program.id, planned.program.hash, planned.program.supplied_by],
            "mapping": None if mapping.file is None else mapping.file.hash,
            "inputs": kept.digests,
            "editions": [[one.month, one.as_of, one.sql, one.guarded_sql] for one in plan.editions],
            "parts": [
                [part.source, part.rows, [[one.number, one.header, one.type, one.target] for one in part.columns]]
                for part in plan.parts
            ],
            "extra": dict(plan.extra),
            "share_rows": plan.share_rows,
        }
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()

    def _remember(self, plan_hash: str, resumed: bool) -> None:
        path = self._call.out / PLAN
        if resumed and path.exists():
            known = json.loads(path.read_text(encoding="utf-8")).get("plan")
            if known != plan_hash:
                arguments = {"folder": str(self._call.out)}
                raise Refused([Diagnostic("R409", Position(str(self._call.out)), arguments)])
            return
        aside = path.with_suffix(".aside")
        aside.write_text(json.dumps({"plan": plan_hash}), encoding="utf-8")
        aside.replace(path)

    # the end

    def _finished(self, manifest: Manifest, planned: Planned, mapping: Mapping, rejects: Sequence[Path]) -> Manifest:
        call = self._call
        run, work = RunFolder(call.out), call.out / WORK
        if call.mapping is not None:
            shutil.copyfile(call.mapping, work / run.mapping.name)
            (work / run.mapping.name).replace(run.mapping)
        for path in (run.decisions, run.people, run.findings):
            (work / path.name).replace(path)
        Written.of(call, planned).write(call.out / RUN)
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
        run.timings.write_text(timings.as_text(), encoding="utf-8")
        shutil.rmtree(work, ignore_errors=True)
        return manifest

    def _stage(self, name: str) -> None:
        now = time.monotonic()
        if self._stage_name:
            self._seconds[self._stage_name] = self._seconds.get(self._stage_name, 0.0) + now - self._stage_since
        self._stage_name, self._stage_since = name, now
        if name:
            self._progress.stage(name)
