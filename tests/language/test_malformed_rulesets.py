"""Every ruleset in `rulesets/bad` is refused for the fault its first lines name, where it stands; its counterpart in
`rulesets/good` has none.

`# expect: CODE line:column` names a fault of the file, `# expect: CODE` one that stands outside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

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


def found_in(loaded: Loaded, file: str, codes: set[str]) -> Iterator[str]:
    """Every error, and what else bears one of the codes, as `expected` writes them."""
    for fault in loaded.diagnostics:
        if fault.severity == "error" or fault.code in codes:
            here = fault.position.file == file
            yield f"{fault.code} {fault.position.line}:{fault.position.column}" if here else fault.code


@pytest.mark.parametrize("name", BAD)
def test_bad_ruleset_is_refused_where_its_fault_stands(name: str, tmp_path: Path) -> None:
    path = RULESETS / "bad" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    wanted = expected(text)
    loaded = load(path, tmp_path)
    assert sorted(found_in(loaded, f"rulesets/{path.name}", {one[:4] for one in wanted})) == wanted
    for language in ("zh", "en"):
        assert for_person(loaded.diagnostics, language, {f"rulesets/{path.name}": text})
    assert as_json(loaded.diagnostics)


@pytest.mark.parametrize("name", GOOD)
def test_good_ruleset_has_no_fault(name: str, tmp_path: Path) -> None:
    loaded = load(RULESETS / "good" / f"{name}.yaml", tmp_path)
    assert for_person(loaded.diagnostics, "en") == ""
    assert loaded.program is not None


def test_every_bad_ruleset_has_a_good_counterpart() -> None:
    assert len(BAD) >= 65
    assert set(GOOD) - {COMMON.stem} == set(BAD)


@pytest.mark.parametrize("name", BAD)
def test_bad_ruleset_names_what_is_expected(name: str) -> None:
    assert expected((RULESETS / "bad" / f"{name}.yaml").read_text(encoding="utf-8"))


SLIPS = (
    "null", "true", "-1", "0.001", "[]", "{}", "''", '"bare"', "hay", "sheep", "shelter", "2020-01-01", "1e5",
    "999999999999999999999", "30%", "hay_rate at end of year", "not(", "/ 0", "as_of", "count()", "floor(shelter)",
    "one worse than meadow", "years between(settled_on, as_of)", "[1..3]", "herding-act §1", "decimal(1 / sheep, 2)",
    "at least 0 of (dog)", "resident id sex(herder_id)", "{any: [dog]}", "{lush: 1}", "：", "&a", "!!int",
)  # fmt: skip
"""What a slip of the hand may put in the place of a word."""


@pytest.mark.parametrize("seed", range(200))
def test_slip_of_the_hand_is_reported_and_never_raises(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    name = f"{chance.choice(GOOD)}.yaml"
    words = re.findall(r"\w+|[^\w\s]|\s+", (RULESETS / "good" / name).read_text("utf-8"))
    place = chance.randrange(len(words))
    words[place] = chance.choice((*SLIPS, "", words[place] * 2))
    path = tmp_path / name
    path.write_text("".join(words), encoding="utf-8")
    loaded = load(path, tmp_path)
    for_person(loaded.diagnostics, "zh")
    assert loaded.program is not None or loaded.diagnostics.has_errors
