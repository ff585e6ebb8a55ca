"""Every malformed case is refused for the fault it was made with, where that fault stands, and never by a traceback.

A YAML file names its faults in its first lines: `# expect: CODE line:column`, or `# expect: CODE` for the file as a
whole. JSON has no comments; its faults stand in `EXPECTED`.
"""

from __future__ import annotations

import io
import re
import string
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.cases.reading import read_cases
from assess.cli.main import cli
from assess.decisions.evaluation import Evaluator
from assess.decisions.result import CaseResult
from assess.diagnostics import CATALOGUE, Diagnostic, as_json, for_person
from assess.engines.interpreter import Interpreter
from assess.forms.checking import Checked, Checker
from assess.library import Library

HERE = Path(__file__).parent / "malformed"
LIBRARY = Path(__file__).parents[1] / "forms" / "library"
EXPECTED = {
    "number-in-quotes.json": ["A102 1:50"],
    "not-a-number.json": ["A102 1:50"],
    "exponent.json": ["A102 1:50"],
    "key-twice.json": ["Y103 1:65"],
    "cut-off.json": ["Y101 2:1"],
    "comma-at-the-end-of-line-missing.json": ["Y101 2:2"],
    "half-a-pair.json": ["Y101 1:68"],
    "tab-indented.json": ["A103 4:12"],
    "number.json": ["A204 1:1"],
    "empty-list.json": ["A211 1:1"],
    "number-in-quotes.jsonl": ["A102 1:1"],
    "not-a-number.jsonl": ["A213 1:1"],
    "infinity.jsonl": ["A213 1:1"],
    "exponent-400.jsonl": ["A103 1:1"],
    "exponent-beyond-all-bounds.jsonl": ["A213 1:1"],
    "exponent-of-a-billion.jsonl": ["A103 1:1"],
    "exponent-minus-a-billion.jsonl": ["A125 1:1"],
    "exponent-for-a-score.jsonl": ["A106 1:1"],
    "thousands-of-digits.jsonl": ["A213 1:1"],
    "negative-zero-point.jsonl": ["A106 1:1"],
    "key-twice.jsonl": ["A202 1:1"],
    "key-twice-deep.jsonl": ["A202 1:1"],
    "cut-off.jsonl": ["A203 1:64"],
    "comma-too-many.jsonl": ["A203 1:64" if sys.version_info < (3, 13) else "A203 1:63"],  # the comma itself
    "single-quotes.jsonl": ["A203 1:2"],
    "two-on-a-line.jsonl": ["A203 1:28"],
    "list-on-a-line.jsonl": ["A204 1:1"],
    "null-on-a-line.jsonl": ["A204 1:1"],
    "deep.jsonl": ["A209 1:1"],
    "twenty-one-deep.jsonl": ["A209 1:1"],
    "nested-value.jsonl": ["A102 1:1"],
    "half-a-pair.jsonl": ["A122 1:1"],
    "id-half-a-pair.jsonl": ["A208 1:1"],
    "no-day.jsonl": ["A108 1:1"],
    "empty-file.jsonl": ["Y108"],
    "one-bad-line.jsonl": ["A203 2:2"],
    "one-line-not-utf-8.jsonl": ["Y106 2:11"],
    "byte-order-mark.jsonl": ["A103 1:1"],
    "carriage-returns.jsonl": ["A103 2:1"],
    "missing-facts-and-wrong-date.jsonl": ["A205 1:1", "A206 1:1"],
}
WHOLE_AND_BAD = {
    "list-one-bad.yaml": ["a", "c"],
    "list-one-with-key-twice.yaml": ["a", "c"],
    "one-bad-line.jsonl": ["a", "c"],
    "one-line-not-utf-8.jsonl": ["a", "c"],
    "carriage-returns.jsonl": ["a"],
}
"""The cases of a file that are in order, beside the one that is not."""
CODES = {
    "A101", "A102", "A103", "A104", "A105", "A106", "A107", "A108", "A109", "A110",
    "A111", "A112", "A113", "A114", "A115", "A116", "A117", "A118", "A119", "A120",
    "A121", "A122", "A123", "A125", "A127", "A128", "A201", "A202", "A203", "A204",
    "A205", "A206", "A208", "A209", "A210", "A211", "A212", "A213", "A217",
}  # fmt: skip
"""Every fault that the facts and the frame of a case can have; A207 stands for a case that need not be wrong."""
NAMES = sorted(path.name for path in HERE.iterdir())
WITH_RESULTS = {name for name in NAMES if name.startswith("stated-")}
"""Cases that state results. Forms know nothing of decisions: their faults are found when they are decided."""


@pytest.fixture(scope="module")
def library() -> Library:
    return Library((LIBRARY,))


def expected(path: Path) -> list[str]:
    if path.suffix != ".yaml":
        return EXPECTED[path.name]
    content = path.read_bytes()
    text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "utf-8-sig", errors="replace")
    return re.findall(r"^# expect: (\w\d{3}(?: \d+:\d+)?)\r?$", text, re.MULTILINE) or ["Y108"]


def checked(path: Path, library: Library) -> list[Checked]:
    form = library.form("winter-grazing")
    assert form is not None
    others = {name: one for name, one in library.program("winter").inputs.items() if one.form is None}
    checker = Checker([form])
    return [checker.check(case, others) for case in read_cases(str(path), io.StringIO())]


def decided(path: Path, library: Library) -> list[CaseResult]:
    evaluator = Evaluator(library.program("winter"), Interpreter())
    return [evaluator.evaluate(case) for case in read_cases(str(path), io.StringIO())]


def problems_in(path: Path, library: Library) -> list[Diagnostic]:
    found = decided(path, library) if path.name in WITH_RESULTS else checked(path, library)
    return [problem for one in found for problem in one.problems]


def places(problems: list[Diagnostic], file: str) -> list[str]:
    assert {problem.position.file for problem in problems} == {file}
    return [str(problem.position).replace(file, problem.code).replace(":", " ", 1) for problem in problems]


def blanks(code: str) -> set[str]:
    """The arguments that the messages and remedies of a code leave room for."""
    entry = CATALOGUE[code]
    texts = (entry.message_zh, entry.message_en, entry.remedy_zh, entry.remedy_en)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_fault_of_facts_and_frames_is_among_them() -> None:
    assert len(NAMES) > 65
    assert {one[:4] for name in NAMES for one in expected(HERE / name) if one.startswith("A")} == CODES


@pytest.mark.parametrize("name", NAMES)
def test_malformed_case_is_refused_where_its_fault_stands(name: str, library: Library) -> None:
    path = HERE / name
    assert places(problems_in(path, library), str(path)) == expected(path)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITH_RESULTS])
def test_what_is_whole_is_accepted_by_the_form(name: str, library: Library) -> None:
    found = checked(HERE / name, library)
    assert [one.case.id for one in found if one.accepted] == WHOLE_AND_BAD.get(name, [])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_it_can_be_shown_in_both_languages(name: str, library: Library) -> None:
    problems = problems_in(HERE / name, library)
    assert all(for_person(problems, language).encode() for language in ("zh", "en"))
    assert as_json(problems)
    for problem in problems:
        assert blanks(problem.code) <= set(problem.arguments)
    for problem in problems:
        if "zh" in problem.arguments:  # a fault in an answer names the question by its label
            assert problem.arguments["zh"] in CATALOGUE[problem.code].message("zh", problem.arguments)


@pytest.mark.parametrize("name", NAMES)
def test_malformed_case_is_rejected_and_its_neighbours_are_decided(name: str, library: Library) -> None:
    results = decided(HERE / name, library)
    assert [one.case for one in results if one.status != "rejected"] == WHOLE_AND_BAD.get(name, [])
    assert any(one.status == "rejected" for one in results)


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".jsonl"])
def test_the_command_ends_in_words_and_the_exit_code_for_rejected(suffix: str) -> None:
    files = [str(HERE / name) for name in NAMES if name.endswith(suffix)]
    called = CliRunner().invoke(cli, ["--library", str(LIBRARY), "forms", "check", "--form", "winter-grazing", *files])
    assert called.exit_code == 2
    assert "Traceback" not in called.output
    assert isinstance(called.exception, SystemExit)
    assert all(f"{file}：个案" in called.output for file in files)
