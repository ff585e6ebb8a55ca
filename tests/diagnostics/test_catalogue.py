"""The catalogue says everything in both languages, fits the places that raise its codes, and every code is raised."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.diagnostics.catalogue import CATALOGUE, LETTERS, SEVERITIES, Entry
from tests.diagnostics.raised_elsewhere import RAISED_ELSEWHERE

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"[A-Z]\d{3}")
ENTRIES = [pytest.param(entry, id=entry.code) for entry in CATALOGUE.values()]


def texts(entry: Entry) -> dict[str, str]:
    fields = [f"{part}_{language}" for part in ("message", "remedy", "why") for language in ("zh", "en")]
    return {field: getattr(entry, field) for field in fields}


def arguments_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def told(template: str) -> set[str]:
    """The arguments that the template shows; one given in both languages counts as one."""
    return {re.sub(r"(^|_)(zh|en)$", "", name) for name in arguments_of(template)}


def calls_that_raise() -> Iterator[tuple[str, str, set[str]]]:
    """Code, place and argument names of every `report(…)` and `_refuse(…)` in the package that spells them out."""
    for path in sorted((ROOT / "assess").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if re.search(r"\b(report|_refuse)\b", text) is None:
            continue  # to parse all of the package takes a second
        for node in ast.walk(ast.parse(text)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            first, name = node.args[0], node.func.attr
            if not (isinstance(first, ast.Constant) and CODE.fullmatch(str(first.value))):
                continue
            given = {keyword.arg for keyword in node.keywords}
            if name in ("report", "_refuse") and None not in given:
                arguments = {str(argument) for argument in given} | ({"text"} if name == "_refuse" else set())
                yield str(first.value), f"{path.relative_to(ROOT)}:{node.lineno}", arguments


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_says_everything_in_both_languages(entry: Entry) -> None:
    assert entry.severity in SEVERITIES
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.name)
    for field, text in texts(entry).items():
        assert text.strip() == text != "", field
        if field.endswith("_zh"):
            assert re.search("[一-鿿]", text), field
        else:
            assert not re.search("[一-鿿]", text), field
    assert told(entry.message_zh + entry.remedy_zh) == told(entry.message_en + entry.remedy_en)
    assert "near" not in arguments_of(entry.message_zh + entry.message_en + entry.remedy_zh + entry.remedy_en)


def test_codes_and_names_are_unique_and_stand_under_their_letter() -> None:
    entries = [(letter, entry) for letter, (_, _, group) in LETTERS.items() for entry in group]
    assert len(entries) == len(CATALOGUE) == len({entry.name for _, entry in entries})
    assert all(entry.code.startswith(letter) and CODE.fullmatch(entry.code) for letter, entry in entries)
    for _, _, group in LETTERS.values():
        assert [entry.code for entry in group] == sorted(entry.code for entry in group)


@pytest.mark.parametrize(
    ("code", "place", "given"),
    [pytest.param(*call, id=f"{call[0]}-{call[1]}") for call in calls_that_raise()],
)
def test_templates_use_only_what_is_given(code: str, place: str, given: set[str]) -> None:
    entry = CATALOGUE[code]
    wanted = set().union(*(arguments_of(text) for field, text in texts(entry).items() if not field.startswith("why")))
    assert wanted <= given, place


def test_every_code_in_the_package_is_in_the_catalogue_and_the_other_way_round() -> None:
    catalogue = ROOT / "assess" / "diagnostics" / "catalogue"
    used = {
        found
        for path in (ROOT / "assess").rglob("*.py")
        if catalogue not in path.parents
        for found in re.findall(r"[\"']([A-Z]\d{3})[\"']", path.read_text(encoding="utf-8"))
    }
    assert used == set(CATALOGUE)


def codes_of_the_corpora() -> set[str]:
    """The codes that the first lines of a malformed ruleset or case name."""
    return {
        code
        for folder in (ROOT / "tests/language/rulesets/bad", ROOT / "tests/cases/malformed")
        for path in folder.glob("*.yaml")
        for code in re.findall(r"^# expect: (\w\d{3})", path.read_text("utf-8", errors="replace"), re.MULTILINE)
    }


@pytest.mark.parametrize("code", sorted(CATALOGUE.keys() - codes_of_the_corpora()))
def test_every_code_is_raised_by_a_test(code: str) -> None:
    if code not in RAISED_ELSEWHERE:
        pytest.fail(f"no test raises {code}: write a malformed ruleset or case, or register the test that does")
    file, *_, name = RAISED_ELSEWHERE[code].split("::")
    text = (ROOT / file).read_text(encoding="utf-8")
    functions = {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
    assert name in functions
    assert code in text, f"{file} does not speak of {code}"
