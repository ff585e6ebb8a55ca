"""The committed pages under docs/diagnostics are those that `scripts/write_docs.py` writes."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "diagnostics"


@pytest.fixture(scope="module")
def write_docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_docs", ROOT / "scripts" / "write_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def wanted(write_docs: ModuleType) -> dict[Path, str]:
    """Every page, written once for all tests: each of its examples is run for it."""
    pages: dict[Path, str] = write_docs.diagnostic_pages()
    return pages


def test_pages_are_up_to_date(wanted: dict[Path, str]) -> None:
    assert {path.name for path in PAGES.glob("*")} == {path.name for path in wanted}, "run `make docs`"
    stale = [path.name for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make docs`"


def test_page_shows_what_to_avoid_what_is_printed_and_what_to_prefer(wanted: dict[Path, str]) -> None:
    page = wanted[PAGES / "N101.md"]
    for part in ("sheltre", "是不是“shelter”？", "Did you mean “shelter”?", "## 应写 · Prefer"):
        assert part in page


def test_arguments_are_shown_as_such_between_braces_too(wanted: dict[Path, str]) -> None:
    assert "values: {‹found›: 代码}" in wanted[PAGES / "R301.md"]
