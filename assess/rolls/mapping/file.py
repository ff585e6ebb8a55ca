"""The mapping file of an office: which column of its roll means what.

```yaml
roll: 特困人员人员查询            # what the roll is called; optional
ruleset: jiangsu/changzhou       # whose facts and benefits the columns are; optional
columns:
  身份证号: id_number
  照料护理费用(元): {target: paid.tekun_care_standard, period: month}
  生活自理能力: {target: stated.self_care_ability, values: {全托: lost}}
derived:
  birth_date: {from: id_number}
constants:
  household_status: tekun
ignored: [开户银行, 联系电话]
registers:                       # columns of registers that the program does not know by their headers; optional
  工伤: {停发待遇时间: end}
```
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from assess.diagnostics.diagnostic import Diagnostics, Refused
from assess.diagnostics.position import Position
from assess.language.models import Model, surface_of
from assess.language.source import Node, find, read_text
from assess.language.surface import ScalarValue
from assess.rolls.cells import Period


class ColumnText(Model):
    """A column: what it holds, and how it writes it. `values`: words of this office and what they stand for."""

    target: str
    period: Period | None = None
    values: dict[str, ScalarValue | None] = Field(default_factory=dict)
    excel_serial: bool = False


class DerivedText(Model):
    """A fact that comes out of another column. `source`: the fact that it is taken from."""

    source: str = Field(alias="from")


class MappingText(Model):
    """A mapping file. A constant is the same for every row, or has a value for each file or sheet, by its name."""

    roll: str | None = None
    ruleset: str | None = None
    columns: dict[str, str | ColumnText] = Field(min_length=1)
    derived: dict[str, DerivedText] = Field(default_factory=dict)
    constants: dict[str, ScalarValue | dict[str, ScalarValue]] = Field(default_factory=dict)
    ignored: list[str] = Field(default_factory=list)
    registers: dict[str, dict[str, str]] = Field(default_factory=dict)

    def column(self, header: str) -> ColumnText:
        """The column of that header, in its long form."""
        found = self.columns[header]
        return ColumnText(target=found) if isinstance(found, str) else found


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping file that has been read. `content`: its bytes; `tree` knows where each part of it stands."""

    name: str
    content: bytes
    text: MappingText
    tree: Node

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def place(self, *path: str | int) -> Position:
        """Where the part at the path stands."""
        return find(self.tree, path)[1]


def read_mapping(path: Path) -> MappingFile:
    """The file's content. Raises Refused, with the line and column of every fault."""
    diagnostics = Diagnostics()
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        diagnostics.report("Y106", Position(str(path)), byte=error.start)
        raise Refused(diagnostics) from None
    except OSError as error:
        diagnostics.report("Y107", Position(str(path)), reason=error.strerror or str(error))
        raise Refused(diagnostics) from None
    return mapping_of(text, str(path), content)


def mapping_of(text: str, name: str, content: bytes | None = None) -> MappingFile:
    """The mapping that a text holds; `name` is shown in its faults, `content` is what the text was read from. Raises
    Refused."""
    diagnostics = Diagnostics()
    tree = read_text(text, name, diagnostics)
    found = None if tree is None else surface_of(MappingText, tree, diagnostics)
    if tree is None or found is None or diagnostics.has_errors:
        raise Refused(diagnostics)
    return MappingFile(name, text.encode() if content is None else content, found, tree)


def mapping_schema() -> dict[str, Any]:
    """The JSON Schema of a mapping file."""
    schema = MappingText.model_json_schema(by_alias=True)
    return {"$id": "https://assess.example/schema/mapping-1.json", **schema}
