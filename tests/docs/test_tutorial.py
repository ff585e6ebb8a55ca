"""The tutorial, done step by step: it prints what it says, and ends with the files under examples/tutorial."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Page

FINISHED = ROOT / "examples" / "tutorial"


@pytest.mark.parametrize(("name", "language"), [("tutorial.md", "en"), ("tutorial.zh.md", "zh")])
def test_the_tutorial_does_what_it_says(name: str, language: str, tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    folder.mkdir()
    page = Page(ROOT / "docs" / name, folder, language)

    page.run()

    assert not page.faults, "\n\n".join(page.faults)
    written = {path.relative_to(folder / "my") for path in (folder / "my").rglob("*.yaml")}
    assert written == {path.relative_to(FINISHED) for path in FINISHED.rglob("*.yaml")}
    for path in written:
        assert (folder / "my" / path).read_text() == (FINISHED / path).read_text(), f"{path} differs from what ships"
