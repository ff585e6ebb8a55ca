"""One kind of fault: its code and name, how grave it is, and what it says in Chinese and in English."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assess.diagnostics.words import TABLES

SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of fault. Message and remedy are `str.format` templates over the diagnostic's arguments.

    `{found:type}` puts the argument into the reader's words with the table `type` of `assess.diagnostics.words`;
    `{rows:# row is|# rows are}` agrees with a number, which stands for `#`. An argument named `near` is not for
    templates: where it is not empty, the remedy opens with «did you mean …».
    """

    code: str
    name: str
    severity: str
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str
    why_zh: str = ""
    why_en: str = ""

    def message(self, language: str, arguments: Mapping[str, str]) -> str:
        """What is wrong, in `zh` or `en`."""
        return _Filled(language).vformat(self.message_zh if language == "zh" else self.message_en, (), arguments)

    def remedy(self, language: str, arguments: Mapping[str, str]) -> str:
        """What to do about it, in `zh` or `en`; opens with the nearest known name, where there is one."""
        remedy = _Filled(language).vformat(self.remedy_zh if language == "zh" else self.remedy_en, (), arguments)
        near = arguments.get("near")
        if not near:
            return remedy
        return f"是不是“{near}”？{remedy}" if language == "zh" else f"Did you mean “{near}”? {remedy}".rstrip()


class _Filled(string.Formatter):
    """Fills a template. An argument that is not given shows as «…», so that a report never fails on its own text."""

    def __init__(self, language: str) -> None:
        self._language = language

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "…")

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            one, several = format_spec.split("|")
            return (one if str(value) == "1" else several).replace("#", str(value))
        return TABLES[format_spec](str(value), self._language) if format_spec else str(value)
