"""Every other page of the documentation does what it shows, and no page links to what is not there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Page, blocks_of

TESTED_ELSEWHERE = {"README.md", "README.zh.md", "docs/tutorial.md", "docs/tutorial.zh.md"}
PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md"))
    if path.parent.name != "diagnostics"
)
WITH_COMMANDS = [
    name
    for name in PAGES
    if name not in TESTED_ELSEWHERE
    and any(block.language == "console" for block in blocks_of((ROOT / name).read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_a_page_prints_what_the_program_prints(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(ROOT / "examples", folder / "examples")
    page = Page(ROOT / name, folder, "zh" if name.endswith(".zh.md") else "en")

    page.run()

    assert not page.faults, "\n\n".join(page.faults)


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL))
    here = (ROOT / name).parent

    missing = [target for target in targets if ":" not in target and not (here / target.split("#")[0]).exists()]

    assert not missing


@pytest.mark.parametrize("name", PAGES)
def test_files_named_in_the_text_exist(name: str) -> None:
    text = re.sub(r"```.*?```", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    named = re.findall(r"`((?:assess|benchmarks|docs|examples|forms|rulesets|scripts|tests)/[\w./-]+)`", text)

    missing = [path for path in named if not (ROOT / path).exists()]

    assert not missing
