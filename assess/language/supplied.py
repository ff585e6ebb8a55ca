"""Parameter values that an office supplies or corrects (`--parameters FILE`), laid over the shipped ones.

```yaml
parameters:
  dibao_standard:
    - {from: 2024-07-01, value: 1000, confidence: published, note: {zh: …, en: …}}
  base_multiple: 1.35        # without a date: holds on every day, in place of all shipped values
```

A supplied value takes the place of the shipped one with the same `from`, or stands beside the others. It counts as
`assumed`, so that what rests on it is marked provisional, unless the file says `confidence: published`. `value: null`
says that nobody knows the value from that day on; without a date there is no such thing, since a name with nothing
behind it is more often an oversight.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.diagnostics.position import Position
from assess.language.dates import number_of
from assess.language.models import Model, surface_of
from assess.language.resolved import ParameterEntry, Resolved
from assess.language.source import Node, find, read_file
from assess.language.surface import Confidence, LabelText, ScalarValue
from assess.language.types import EARLIEST_DATE, Label


class SuppliedEntryText(Model):
    """A value from a day on."""

    valid_from: date = Field(alias="from")
    until: date | None = None
    value: ScalarValue | dict[str, ScalarValue | None] | None
    confidence: Confidence = "assumed"
    published: date | None = None
    note: LabelText | None = None


SuppliedValues = Annotated[list[SuppliedEntryText], Field(min_length=1)] | ScalarValue | dict[str, ScalarValue | None]
"""Dated values, one value for every day, or one for every day by key."""


class SuppliedText(Model):
    """A parameters file."""

    parameters: dict[str, SuppliedValues] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Supplied:
    """A parameters file that has been read. `content`: its bytes, where it is a file."""

    name: str
    hash: str
    text: SuppliedText
    tree: Node
    content: bytes = b""


def read_supplied(path: Path, diagnostics: Diagnostics) -> Supplied | None:
    """The file's content; None, with diagnostics, where it cannot be read as one."""
    tree = read_file(path, str(path), diagnostics)
    text = None if tree is None else surface_of(SuppliedText, tree, diagnostics)
    if tree is None or text is None:
        return None
    content = path.read_bytes()
    return Supplied(path.name, hashlib.sha256(content).hexdigest(), text, tree, content)


def supplied_of(values: dict[str, Any], name: str, position: Position) -> Supplied:
    """Undated values from memory, as an example in a ruleset gives them."""
    from assess.language.source import Scalar

    text = SuppliedText.model_validate({"parameters": values})
    digest = hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()
    return Supplied(name, digest, text, Scalar(position, "", None))


def with_supplied(resolved: Resolved, supplied: Supplied, diagnostics: Diagnostics) -> Resolved:
    """The ruleset with the supplied values in place. Unknown parameters are reported."""
    parameters = dict(resolved.parameters)
    for name, given in supplied.text.parameters.items():
        _, position = find(supplied.tree, ("parameters", name))
        if name not in parameters:
            diagnostics.report("P111", position, name=name, near=nearest(name, parameters))
            continue
        if isinstance(given, list):
            entries = list(parameters[name].entries)
            places: dict[int, Position] = {}
            for index, one in enumerate(given):
                _, place = find(supplied.tree, ("parameters", name, index))
                start = number_of(one.valid_from)
                if start in places:
                    diagnostics.report("D102", place, name=name, other=places[start])
                if one.until is not None and one.until < one.valid_from:
                    diagnostics.report("D103", find(supplied.tree, ("parameters", name, index, "until"))[1])
                places[start] = place
                new = ParameterEntry(
                    start, None if one.until is None else number_of(one.until), one.value, (), one.confidence,
                    start if one.published is None else number_of(one.published), supplied.name, place,
                    None if one.note is None else Label(one.note.zh, one.note.en), True,
                )  # fmt: skip
                entries = sorted(
                    [entry for entry in entries if entry.valid_from != start] + [new], key=lambda e: e.valid_from
                )
        else:
            entries = [
                ParameterEntry(
                    EARLIEST_DATE, None, given, (), "assumed", EARLIEST_DATE, supplied.name, position, None, True
                )
            ]
        parameters[name] = replace(parameters[name], entries=tuple(entries))
    return replace(resolved, parameters=parameters)
