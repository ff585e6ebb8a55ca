"""E: what comes up while a case is decided."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
