"""Keeping an interview's answers in a case file: written whole after every answer, so that none is lost."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assess.cases.frame import RawCase
from assess.cases.reading import read_cases
from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.forms.answers import Raw
from assess.forms.checking import check_case
from assess.forms.definition import Form
from assess.forms.interview import Interview
from assess.forms.sheet import CaseFrame, Filled, filled_sheet
from assess.language.law import Input
from assess.language.source import Mapping as Tree


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Where the answers are kept, with what stands above them and the answers to other forms.

    `inputs` gives labels to the facts of `others`.
    """

    path: Path
    frame: CaseFrame
    others: Mapping[str, Raw]
    inputs: Mapping[str, Input]
    language: str

    def text(self, interview: Interview, as_of: int, remark: str) -> str:
        """The whole file with the interview's answers."""
        relevant = {question.id for question in interview.relevant()}
        not_asked = frozenset(name for name in interview.answers if name not in relevant)
        filled = Filled(interview.answers, not_asked, self.others)
        frame = replace(self.frame, as_of=as_of)
        return filled_sheet(interview.form, frame, filled, self.inputs, remark, self.language)

    def save(self, text: str) -> None:
        """Writes the file aside and renames it, so that an interruption leaves the old one or the new one whole."""
        path = self.path.resolve()
        aside = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with aside.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileNotFoundError):
                aside.chmod(path.stat().st_mode & 0o777)
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise


def case_in(path: Path) -> RawCase:
    """The one case of the file. Raises Refused where there is another number of them."""
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        cases = list(read_cases(str(path), nothing))
    if len(cases) != 1:
        raise Refused([Diagnostic("A214", Position(str(path)), {"count": str(len(cases))})])
    return cases[0]


def refuse_faults(case: RawCase, form: Form, others: Mapping[str, Input]) -> None:
    """Raises Refused where the case has faults. `others`: the facts that it may state beside the form's."""
    faults = [found for found in check_case(case, [form], others).problems if found.severity == "error"]
    if faults:
        raise Refused(faults)


def states_its_id(case: RawCase) -> bool:
    """Whether the file itself names the case."""
    return isinstance(case.tree, Tree) and "case" in case.tree.entries and case.id != ""
