"""R4: running a check of a roll."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="R401",
        name="not-expressible-in-columns",
        severity="error",
        message_zh="列引擎表达不了“{name}”里的写法：{construct}",
        message_en="the column engine cannot express what “{name}” uses: {construct}",
        remedy_zh="用 assess evaluate 逐个评定，或用 --only 只要其他决定（规则集 {ruleset}）。",
        remedy_en="Decide case by case with assess evaluate, or ask for other decisions with --only (ruleset {ruleset}).",
        why_zh="表达不了的规则不能悄悄略过：略过一条，金额就可能错。",
        why_en="A rule that cannot be expressed is never passed over: without it an amount may be wrong.",
    ),
)
