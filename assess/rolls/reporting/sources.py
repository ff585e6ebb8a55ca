"""What a source is called where a person reads it: a sheet by its name alone, where all of a roll stand in one file; a
register by what it is."""

from __future__ import annotations

from dataclasses import dataclass

from assess.language.types import Label
from assess.rolls.finding_columns import COLUMNS
from assess.rolls.reporting.describing import register_label
from assess.rolls.reporting.formats import text_width
from assess.rolls.reporting.manifest import Manifest

_SHEET = Label("工作表", "sheet")
_FILE = next(one.label for one in COLUMNS if one.name == "source")


@dataclass(frozen=True, slots=True)
class Sources:
    """`shared`: what the names of all sources of the roll begin with, such as `roll.xlsx:`; else empty."""

    names: tuple[str, ...]
    shared: str
    registers: tuple[str, ...]
    language: str

    @classmethod
    def of(cls, manifest: Manifest, language: str) -> Sources:
        names = tuple(one.name for one in manifest.inputs)
        files = {name.rpartition(":")[0] for name in names}
        shared = f"{files.pop()}:" if len(files) == 1 and len(names) > 1 and "" not in files else ""
        kinds = tuple(dict.fromkeys(one.kind for one in manifest.registers))
        return cls(names, shared, kinds, language)

    @property
    def is_needed(self) -> bool:
        """Is there more than one source of the roll to tell apart?"""
        return len(self.names) > 1

    @property
    def header(self) -> str:
        return (_SHEET if self.shared else _FILE).in_language(self.language)

    @property
    def width(self) -> int:
        return max((text_width(self.shown(name)) for name in self.names), default=0)

    def shown(self, source: str) -> str:
        """The source of a row of the roll, or of a register (`deaths=deaths.csv`)."""
        for kind in self.registers:
            if source.startswith(f"{kind}="):
                label = register_label(kind).in_language(self.language)
                return f"{label}{'：' if self.language == 'zh' else ': '}{source.removeprefix(f'{kind}=')}"
        return source.removeprefix(self.shared)
