"""X: the call and the command line."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="X101",
        name="unknown-ruleset",
        severity="error",
        message_zh="没有叫“{ruleset}”的规则集",
        message_en="there is no ruleset “{ruleset}”",
        remedy_zh="现有：{known}。",
        remedy_en="There are: {known}.",
        why_zh="按名称相近的规则集作决定是不允许的。",
        why_en="Nothing is decided under a ruleset that only has a similar name.",
    ),
)
