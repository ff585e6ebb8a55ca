"""C: what is proved of decision tables."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="C105",
        name="otherwise-not-last",
        severity="error",
        message_zh="otherwise 之后还有别的行",
        message_en="there are rows after otherwise",
        remedy_zh="把 otherwise 移到最后。",
        remedy_en="Move otherwise to the end.",
        why_zh="otherwise 说的是其余一切情形，其后的行没有意义。",
        why_en="Otherwise means all that is left, so that no row can follow.",
    ),
)
