"""The README and its Chinese twin: their commands print what they show, and the two show the same commands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Page, blocks_of, steps_of

README, TWIN = "README.md", "README.zh.md"


@pytest.mark.parametrize(("name", "language"), [(README, "en"), (TWIN, "zh")])
def test_the_readme_prints_what_the_program_prints(name: str, language: str, tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(ROOT / "examples", folder / "examples")
    page = Page(ROOT / name, folder, language, through_the_shell=name == README)

    page.run()

    assert not page.faults, "\n\n".join(page.faults)


def test_the_twins_show_the_same_commands() -> None:
    assert _commands(README) == _commands(TWIN)


def test_the_tutorials_show_the_same_commands() -> None:
    assert _commands("docs/tutorial.md") == _commands("docs/tutorial.zh.md")


@pytest.mark.parametrize("name", [README, TWIN])
def test_it_opens_with_the_two_commands_that_set_everything_up(name: str) -> None:
    first = next(blocks_of((ROOT / name).read_text(encoding="utf-8")))

    assert [line.split("#")[0].strip() for line in first.lines] == ["make demo", "make test"]


def _commands(name: str) -> list[str]:
    blocks = blocks_of((ROOT / name).read_text(encoding="utf-8"))
    return [step.command for block in blocks if block.language == "console" for step in steps_of(block)]
