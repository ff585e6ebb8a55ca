"""A: the facts and answers of cases."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
