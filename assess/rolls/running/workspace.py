"""The folder of a run in the making: whether it may be used, what is taken over in it, and how the run ends.

`.work/` stands in it from the first moment of a run until the last, and `.work/plan.json` as soon as there is anything
that is worth going on with. So a folder holds a finished run just if it has a manifest and no `.work/plan.json`.

A finished run that is to be replaced stands in `.work/before/` until the new one is finished. Where that cannot even
begin, because a file, the mapping or a register does not fit, it is put back. Of what was replaced, reports that people
had gone on working in stay, in `earlier-1/`, `earlier-2/` and so on.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.rolls.alone import LOCK, alone
from assess.rolls.reporting.folder import BEFORE, DATA, MANIFEST, PLAN, RunFolder, changed_reports
from assess.rolls.running.inputs import INPUT, KEPT

WORK, _BEFORE = BEFORE.split("/")
_SHARES = "shares"
_NOT_FOR_OTHERS = 0o770
"""Of a new folder, less what the umask takes: a roll is full of ID numbers. One that is there stays as it is."""
_DONE_WITH, _REPORTS = ".work-done", ".reports-*"
_EARLIER = "earlier-"
_NO_PLACE_FOR_RESULTS = (
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG),
    *(errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.ELOOP),
)
"""No right to write, a name that no system takes, a file where a folder should be."""


@contextmanager
def usable(out: Path) -> Iterator[None]:
    """Before anything is done in the folder: that it cannot be used at all is told as such (R438), and not as a report
    that could not be written, which `--resume` would mend."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_PLACE_FOR_RESULTS:
            raise
        reason = os.strerror(errno.ENOTDIR if error.errno == errno.EEXIST else error.errno or 0)
        raise Refused([Diagnostic("R438", Position(str(out)), {"path": str(out), "reason": reason})]) from None


class Workspace:
    """`out`: the folder named by `--out`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.work = out / WORK
        self.shares = self.work / _SHARES
        self.plan = out / PLAN
        self.before = self.work / _BEFORE
        self.input = out / INPUT

    def begun(self, *, resume: bool) -> bool:
        """Is there a run to be taken up again? What `resume` asks for and the folder does not have is no fault."""
        return resume and self.plan.exists()

    @contextmanager
    def opened(self, *, resume: bool, force: bool) -> Iterator[None]:
        """The folder, ready to work in and held by this process alone.

        Raises Refused where it holds a finished run (R405), files that belong to none (R406), an unfinished run that is
        not to be resumed (R407), or one that is going on (R418); and where nothing may be written there (R438).
        """
        with ExitStack() as held:
            with usable(self.out):
                self._refuse(resume=resume, force=force)
                self.out.parent.mkdir(parents=True, exist_ok=True)
                self.out.mkdir(_NOT_FOR_OTHERS, exist_ok=True)
                self.work.mkdir(exist_ok=True)
                held.enter_context(alone(self.work, self.out))
            try:
                with usable(self.out):
                    self._make_ready(resume=resume, force=force)
                yield
            except BaseException:
                if self.before.exists() and not self.plan.exists():
                    self._put_back()
                    shutil.rmtree(self.work, ignore_errors=True)
                raise

    def _make_ready(self, *, resume: bool, force: bool) -> None:
        if not self.plan.exists():  # of a run that was killed before it could begin
            self._put_back()
        if self._finished() and not force:  # meanwhile, by the process that held the folder
            shutil.rmtree(self.work, ignore_errors=True)
            raise Refused([Diagnostic("R405", Position(str(self.out)), {"folder": str(self.out)})])
        self._tidy()
        if not self.begun(resume=resume):
            if self._finished():
                self._set_aside()
            self._throw_away(read=force)
        self.input.mkdir(exist_ok=True)
        self.shares.mkdir(exist_ok=True)

    def close(self) -> list[Diagnostic]:
        """The end of a run that came to its end. In one step, so that nothing half removed is taken over. Tells which
        reports of the one that it replaces are kept (R436)."""
        kept = self._keep_worked_on()
        self.work.rename(self.out / _DONE_WITH)
        shutil.rmtree(self.out / _DONE_WITH, ignore_errors=True)
        return kept

    def _keep_worked_on(self) -> list[Diagnostic]:
        """What people noted in a workbook stands nowhere else, so that no check replaces it."""
        changed = changed_reports(self.before) if self.before.exists() else []
        if not changed:
            return []
        number = 1
        while (self.out / f"{_EARLIER}{number}").exists():
            number += 1
        kept = self.out / f"{_EARLIER}{number}"
        kept.mkdir()
        for path in changed:
            path.rename(kept / path.name)
        return [Diagnostic("R436", Position(str(kept / path.name)), {"file": path.name}) for path in changed]

    def forget(self) -> None:
        """What is done is of no use: the next run begins anew, whether or not it is to resume."""
        for path in (self.out / MANIFEST, self.plan):
            path.unlink(missing_ok=True)

    def _finished(self) -> bool:
        return (self.out / MANIFEST).exists() and not self.plan.exists()

    def _refuse(self, *, resume: bool, force: bool) -> None:
        out = self.out
        place = Position(str(out))
        if out.exists() and not out.is_dir():
            raise Refused([Diagnostic("R406", place, {"folder": str(out), "file": out.name})])
        if not out.exists() or force:
            self._refuse_others()
            return
        if not self.work.exists():
            if self._finished():
                shutil.rmtree(out / _DONE_WITH, ignore_errors=True)
                raise Refused([Diagnostic("R405", place, {"folder": str(out)})])
            self._refuse_others()
        elif self.plan.exists() and not resume:
            with alone(self.work, out):  # one that is going on is not to be resumed
                raise Refused([Diagnostic("R407", place, {"folder": str(out)})])

    def _refuse_others(self) -> None:
        """Results are not mixed with files of which nobody knows whose they are."""
        if self.work.exists() or (self.out / MANIFEST).exists() or not self.out.exists():
            return
        others = sorted(path.name for path in self.out.iterdir())
        if others:
            arguments = {"folder": str(self.out), "file": others[0]}
            raise Refused([Diagnostic("R406", Position(str(self.out)), arguments)])

    def _tidy(self) -> None:
        """Removes what a run that was killed had only begun to write, or to remove."""
        for path in (self.out / _DONE_WITH, *self.out.glob(_REPORTS)):
            shutil.rmtree(path, ignore_errors=True)

    def _set_aside(self) -> None:
        """The results of a finished run; its manifest first, without which the rest is not taken for whole."""
        self.before.mkdir()
        for path in (*self._results(), self.input):
            if path.exists():
                path.rename(self.before / path.name)

    def _put_back(self) -> None:
        """What was set aside, its manifest last."""
        if not self.before.exists():
            return
        for path in sorted(self.before.iterdir(), key=lambda path: path.name == MANIFEST):
            if path.is_dir():
                shutil.rmtree(self.out / path.name, ignore_errors=True)
            path.replace(self.out / path.name)
        self.before.rmdir()

    def _results(self) -> list[Path]:
        """The files that a finished run may have in the folder itself."""
        run = RunFolder(self.out)
        reports = [run.findings_csv, run.rejects_csv, run.report, *run.workbooks()]
        return [run.manifest, run.timings, *(self.out / name for name in DATA), *reports]

    def _throw_away(self, *, read: bool) -> None:
        """All of an earlier run; first what would make another one take the rest for whole. `read`: its inputs too."""
        run = RunFolder(self.out)
        for path in (run.manifest, self.plan, run.timings):
            path.unlink(missing_ok=True)
        if read:
            (self.out / KEPT).unlink(missing_ok=True)
            shutil.rmtree(self.input, ignore_errors=True)
        for path in sorted(self.work.iterdir()):
            if path.name in (LOCK, _BEFORE):
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in self._results():
            path.unlink(missing_ok=True)
