"""Faults that no ruleset shows by itself: unreadable files, forms, supplied values, dates that rules do not reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.diagnostics import Diagnostics, one_line
from assess.forms.loading import form_of
from assess.language.edition import Edition, edition_of
from assess.language.program import Program
from assess.language.source import read_file, read_text
from assess.language.supplied import read_supplied, with_supplied
from assess.library import Library

RULESET = """\
ruleset: north
version: "1"
label: {zh: 北村, en: North village}
sources:
  notice:
    title: {zh: 北村通知, en: North village notice}
    issuer: {zh: 北村, en: North village}
    issued: 2020-06-01
    status: in_force
    clauses:
      "1": {zh: 干草每月发放, en: hay is given every month}
parameters:
  hay_rate:
    label: {zh: 干草标准, en: rate for hay}
    unit: CNY/month
    reviewed_until: 2024-12-31
    values:
      - {from: 2021-01-01, value: 100, cite: notice §1, confidence: published, published: 2021-03-01}
      - {from: 2022-01-01, until: 2022-12-31, value: 110, cite: notice §1, confidence: published}
      - {from: 2024-01-01, value: 120, cite: notice §1, confidence: published}
decisions:
  hay:
    label: {zh: 干草, en: hay}
    cite: notice §1
    unit: CNY/month
    amount: hay_rate
  gate:
    label: {zh: 大门, en: gate}
    cite: notice §1
    from: 2021-01-01
    until: 2022-12-31
    published: 2021-02-01
    condition: hay_rate > 50
"""
FORM = """\
form: shearing
version: "1"
label: {{zh: 剪毛, en: shearing}}
confidence: published
source: {{id: notice, title: {{zh: 通知, en: notice}}, issuer: {{zh: 北村, en: North village}}}}
scales:
  ease:
    - {{value: 0, zh: 难, en: hard}}
    - {{value: 2, zh: 易, en: easy}}
sections:
  - id: first
    label: {{zh: 一, en: one}}
    questions:
      - {{id: calm, label: {{zh: 温顺, en: calm}}, type: integer, minimum: 0, maximum: 2, options: ease}}
      - {question}
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "rulesets" / "north.yaml").write_text(RULESET, encoding="utf-8")
    return Library((tmp_path,))


@pytest.fixture
def program(library: Library) -> Program:
    return library.program("north")


def codes(diagnostics: Diagnostics) -> list[str]:
    return [fault.code for fault in diagnostics]


def test_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "gbk.yaml"
    path.write_bytes("label: 北村".encode("gbk"))
    diagnostics = Diagnostics()
    assert read_file(path, "gbk.yaml", diagnostics) is None
    assert codes(diagnostics) == ["Y106"]


def test_file_that_cannot_be_opened(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert read_file(tmp_path / "gone.yaml", "gone.yaml", diagnostics) is None
    (fault,) = diagnostics
    assert one_line(fault, "en") == (
        "gone.yaml: error Y107 unreadable: the file cannot be opened: there is no such file; "
        "Check its name, its place and the permission to read it."
    )


def test_empty_file() -> None:
    diagnostics = Diagnostics()
    assert read_text("# nothing yet\n", "empty.yaml", diagnostics) is None
    assert codes(diagnostics) == ["Y108"]


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 50_000, "? " * 50_000, "{a: " * 50_000])
def test_endless_nesting_does_not_crash_the_reader(text: str) -> None:
    diagnostics = Diagnostics()
    assert read_text(text, "deep.yaml", diagnostics) is None
    assert codes(diagnostics) == ["Y110"]


def test_control_character_is_pointed_at() -> None:
    diagnostics = Diagnostics()
    assert read_text("a: 1\n北村: x\x07\n", "bell.yaml", diagnostics) is None
    assert [str(fault.position) for fault in diagnostics] == ["bell.yaml:2:6"]


def test_supplied_value_of_an_unknown_parameter(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    path.write_text("parameters:\n  hay_rat: 130\n", encoding="utf-8")
    diagnostics = Diagnostics()
    supplied = read_supplied(path, diagnostics)
    resolved = library.load("north").resolved
    assert supplied is not None
    assert resolved is not None
    with_supplied(resolved, supplied, diagnostics)
    assert [(fault.code, fault.position.line, fault.position.column) for fault in diagnostics] == [("P111", 2, 3)]
    assert [fault.arguments["near"] for fault in diagnostics] == ["hay_rate"]


@pytest.mark.parametrize(
    ("as_of", "known_at", "code"),
    [
        (2020_12_31, None, "P201"),
        (2021_02_01, 2021_02_15, "P202"),
        (2023_01_01, None, "P203"),
        (2025_01_01, None, "P204"),
    ],
)
def test_parameter_that_has_no_value_on_the_day(program: Program, as_of: int, known_at: int | None, code: str) -> None:
    assert edition_of(program, as_of, known_at).unavailable["hay"].code == code


def test_lenient_look_up_past_the_review_only_warns(program: Program) -> None:
    edition: Edition = edition_of(program, 2025_01_01, strict=False)
    assert "hay" in edition.active
    assert [(warning.code, warning.severity) for warning in edition.warnings] == [("P205", "warning")]


@pytest.mark.parametrize(
    ("as_of", "known_at", "code"),
    [(2020_12_31, None, "D201"), (2023_01_01, None, "D202"), (2021_06_01, 2021_01_15, "D203")],
)
def test_decision_that_is_not_in_force_on_the_day(
    program: Program, as_of: int, known_at: int | None, code: str
) -> None:
    assert edition_of(program, as_of, known_at).unavailable["gate"].code == code


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("Q101", "{id: calm, label: {zh: 温顺, en: calm}, type: boolean}"),
        ("Q102", "{id: quiet, label: {zh: 安静, en: quiet}, type: integer, minimum: 0, maximum: 2, options: eas}"),
        ("Q103", "{id: quiet, label: {zh: 安静, en: quiet}, type: choice}"),
        ("Q104", "{id: quiet, label: {zh: 安静, en: quiet}, type: integer, minimum: 3, maximum: 2}"),
        ("Q105", "{id: quiet, label: {zh: 安静, en: quiet}, type: integer, minimum: 0, maximum: 3, options: ease}"),
        ("Q106", "{id: quiet, label: {zh: 安静, en: quiet}, type: boolean, only_if: clam > 0}"),
        ("Q108", "{id: quiet, label: {zh: 安静, en: quiet}, type: boolean, minimum: 0}"),
    ],
)
def test_faulty_question(code: str, question: str) -> None:
    diagnostics = Diagnostics()
    tree = read_text(FORM.format(question=question), "forms/shearing.yaml", diagnostics)
    assert tree is not None
    assert form_of(tree, diagnostics) is None
    assert [(fault.code, fault.position.line) for fault in diagnostics] == [(code, 15)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "Q107",
            FORM.format(question="{id: shearer, label: {zh: 剪毛人, en: shearer}, type: person}")
            + "      - {id: paid, label: {zh: 已付, en: paid}, type: boolean, only_if: shearer}\n",
        ),
        ("Q109", FORM.format(question="{id: quiet, label: {zh: 安静, en: quiet}, type: boolean}").replace(
            "scales:\n", "scales:\n  unused: [{value: 0, zh: 无, en: none}]\n")),
        ("Q110", FORM.format(question="{id: quiet, label: {zh: 安静, en: quiet}, type: boolean}") + (
            "  - id: first\n    label: {zh: 二, en: two}\n    questions:\n"
            "      - {id: fed, label: {zh: 已喂, en: fed}, type: boolean}\n")),
    ],
)  # fmt: skip
def test_faulty_form(code: str, text: str) -> None:
    diagnostics = Diagnostics()
    tree = read_text(text, "forms/shearing.yaml", diagnostics)
    assert tree is not None
    assert form_of(tree, diagnostics) is None
    assert codes(diagnostics) == [code]


def test_form_without_fault() -> None:
    diagnostics = Diagnostics()
    question = "{id: quiet, label: {zh: 安静, en: quiet}, type: boolean, only_if: calm > 0}"
    tree = read_text(FORM.format(question=question), "forms/shearing.yaml", diagnostics)
    assert tree is not None
    assert form_of(tree, diagnostics) is not None
    assert codes(diagnostics) == []
