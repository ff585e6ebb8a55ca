"""Every ruleset in `rulesets/bad` is refused for the fault its first lines name, where it stands; its counterpart in
`rulesets/good` is not.

`# expect: CODE line:column` names a fault of the file, `# expect: CODE` one that stands outside it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assess.diagnostics import as_json, for_person
from assess.library import Library, Loaded

RULESETS = Path(__file__).parent / "rulesets"
COMMON = RULESETS / "good" / "meadowland.yaml"
BAD = sorted(path.stem for path in (RULESETS / "bad").glob("*.yaml"))
GOOD = sorted(path.stem for path in (RULESETS / "good").glob("*.yaml"))


def expected(text: str) -> list[str]:
    """The faults that the first lines name, as `CODE line:column` or `CODE`."""
    return sorted(re.findall(r"^# expect: (\w\d{3}(?: \d+:\d+)?)$", text, re.MULTILINE))


def load(path: Path, folder: Path) -> Loaded:
    """The ruleset, read in a library that holds only it and the ruleset that all build on."""
    (folder / "rulesets").mkdir()
    for each in (COMMON, path):
        (folder / "rulesets" / each.name).write_bytes(each.read_bytes())
    return Library((folder,)).load(path.stem)


@pytest.mark.parametrize("name", BAD)
def test_bad_ruleset_is_refused_where_its_fault_stands(name: str, tmp_path: Path) -> None:
    path = RULESETS / "bad" / f"{name}.yaml"
    loaded = load(path, tmp_path)
    found = [
        f"{fault.code} {fault.position.line}:{fault.position.column}" if fault.position.file.endswith(path.name)
        else fault.code
        for fault in loaded.diagnostics
        if fault.severity == "error"
    ]  # fmt: skip
    assert sorted(found) == expected(path.read_text(encoding="utf-8"))
    for language in ("zh", "en"):
        assert for_person(loaded.diagnostics, language, {f"rulesets/{path.name}": path.read_text(encoding="utf-8")})
    assert as_json(loaded.diagnostics)


@pytest.mark.parametrize("name", GOOD)
def test_good_ruleset_has_no_fault(name: str, tmp_path: Path) -> None:
    loaded = load(RULESETS / "good" / f"{name}.yaml", tmp_path)
    assert for_person((fault for fault in loaded.diagnostics if fault.severity == "error"), "en") == ""
    assert loaded.program is not None


def test_every_bad_ruleset_has_a_good_counterpart() -> None:
    assert len(BAD) >= 65
    assert set(GOOD) - {COMMON.stem} == set(BAD)


@pytest.mark.parametrize("name", BAD)
def test_bad_ruleset_names_what_is_expected(name: str) -> None:
    assert expected((RULESETS / "bad" / f"{name}.yaml").read_text(encoding="utf-8"))
