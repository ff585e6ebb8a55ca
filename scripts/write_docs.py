"""Writes the generated pages under docs/: one page per diagnostic, with an index.

    python scripts/write_docs.py

What a page shows comes from the catalogue and from the rulesets of `tests/language/rulesets`: the one in `bad` that is
expected to raise the code is what to avoid, its counterpart in `good` what to prefer.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from string import Formatter

from assess.diagnostics import for_person
from assess.diagnostics.catalogue import CATALOGUE, LETTERS, Entry
from assess.library import Library

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
RULESETS = ROOT / "tests" / "language" / "rulesets"
CONTEXT = 3
LONGEST = 100
_NOTICE = "<!-- written by scripts/write_docs.py; do not edit -->\n\n"
_SEVERITIES = {"error": "错误 · error", "warning": "警告 · warning", "note": "提示 · note"}


def main() -> None:
    """Writes every page, and removes those of diagnostics that are no more."""
    pages = diagnostic_pages()
    folder = DOCS / "diagnostics"
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.md"):
        if path not in pages:
            path.unlink()
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")


def diagnostic_pages() -> dict[Path, str]:
    """The text of every page of docs/diagnostics, by its path."""
    folder = DOCS / "diagnostics"
    pages = {folder / f"{entry.code}.md": diagnostic_page(entry) for entry in CATALOGUE.values()}
    return {folder / "README.md": diagnostic_index(), **pages}


def diagnostic_index() -> str:
    parts = [
        f"{_NOTICE}# 诊断 · Diagnostics\n\n"
        "规则集、表单、案件和命令中可能发现的每一种问题，各有一页，说明是什么、怎样改、为什么。\n\n"
        "Every fault that can be found in a ruleset, a form, a case or a call, with a page that says what it is, "
        "what to do, and why.\n"
    ]
    for letter, (chinese, english, entries) in LETTERS.items():
        if entries:
            parts.append(f"\n## {letter}: {chinese} · {english}\n\n| | | 中文 | English |\n|---|---|---|---|\n")
            parts += [
                f"| [{entry.code}]({entry.code}.md) | `{entry.name}` | {_cell(_shown(entry.message_zh))} "
                f"| {_cell(_shown(entry.message_en))} |\n"
                for entry in entries
            ]
    return "".join(parts)


def diagnostic_page(entry: Entry) -> str:
    chinese, english, _ = LETTERS[entry.code[0]]
    rows = [
        ("是什么 · What", entry.message_zh, entry.message_en),
        ("怎样改 · How to avoid", entry.remedy_zh, entry.remedy_en),
        ("为什么 · Why", entry.why_zh, entry.why_en),
    ]
    text = (
        f"{_NOTICE}# {entry.code} {entry.name}\n\n{_SEVERITIES[entry.severity]} — {chinese} · {english}\n\n"
        "| | 中文 | English |\n|---|---|---|\n"
        + "".join(f"| {head} | {_cell(_shown(zh))} | {_cell(_shown(en))} |\n" for head, zh, en in rows)
    )
    example = bad_example(entry.code)
    return text if example is None else text + _example(example, entry.code)


def bad_example(code: str) -> Path | None:
    """The ruleset to show: named like the diagnostic where there is one, else the first that raises the code alone."""
    found = [
        path
        for path in sorted((RULESETS / "bad").glob("*.yaml"))
        if code in re.findall(r"^# expect: (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    return min(found, key=lambda path: (path.stem != CATALOGUE[code].name, path.stem), default=None)


def _example(bad: Path, code: str) -> str:
    good = RULESETS / "good" / bad.name
    avoid, prefer = _differing(_lines_of(bad), _lines_of(good))
    texts = {language: _printed(bad, code, language) for language in ("zh", "en")}
    link = f"../../{bad.relative_to(ROOT).as_posix()}"
    return (
        f"\n## 避免 · Avoid\n\n```yaml\n{avoid}\n```\n\n"
        f"程序的回答（全文见 [{bad.name}]({link})） · What the program prints (the whole of [{bad.name}]({link})):\n\n"
        f"```text\n{texts['zh']}\n```\n\n```text\n{texts['en']}\n```\n"
        f"\n## 应写 · Prefer\n\n```yaml\n{prefer}\n```\n"
    )


def _lines_of(path: Path) -> list[str]:
    """The lines of the ruleset, without the comments on its first lines."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]


def _differing(bad: list[str], good: list[str]) -> tuple[str, str]:
    """The lines of each that differ from the other's, with a few lines around them."""
    groups = list(SequenceMatcher(None, bad, good, autojunk=False).get_grouped_opcodes(CONTEXT))
    avoid = [[_short(line) for line in bad[group[0][1] : group[-1][2]]] for group in groups]
    prefer = [[_short(line) for line in good[group[0][3] : group[-1][4]]] for group in groups]
    return "\n…\n".join("\n".join(part) for part in avoid), "\n…\n".join("\n".join(part) for part in prefer)


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _printed(path: Path, code: str, language: str) -> str:
    """What the program says of the ruleset: the faults of this code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "rulesets"
        folder.mkdir()
        for each in (RULESETS / "good" / "meadowland.yaml", path):
            (folder / each.name).write_bytes(each.read_bytes())
        diagnostics = Library((Path(name),)).load(path.stem).diagnostics
    sources = {f"rulesets/{path.name}": path.read_text(encoding="utf-8")}
    return for_person((found for found in diagnostics if found.code == code), language, sources)


def _shown(template: str) -> str:
    """The template with its arguments as ‹words›."""
    shown = []
    for text, name, form, _ in Formatter().parse(template):
        shown.append(text)
        if name is not None:
            of_many = (form or "").partition("|")[2]  # `{rows:# row|# rows}`: the words for several
            shown.append(of_many.replace("#", f"‹{name}›") if of_many else f"‹{name}›")
    return "".join(shown)


def _cell(text: str) -> str:
    """Text that can stand in a cell of a Markdown table."""
    return "".join(_escaped(text))


def _escaped(text: str) -> Iterator[str]:
    inside_code = False
    for character in text:
        if character == "`":
            inside_code = not inside_code
        yield f"\\{character}" if character == "|" or (character in "*_<[" and not inside_code) else character


if __name__ == "__main__":
    main()
