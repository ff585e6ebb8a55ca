"""The columns of a sheet of findings: those that its kind fills, each as wide as what stands in it, within a page."""

from __future__ import annotations

from dataclasses import dataclass

from assess.rolls.finding_columns import COLUMNS
from assess.rolls.findings import DIRECTIONS
from assess.rolls.reporting.formats import text_width
from assess.rolls.reporting.manifest import Manifest
from assess.rolls.reporting.sources import Sources
from assess.rolls.reporting.tally import Tally
from assess.rolls.reporting.wording import AMOUNTS, SENTENCE

_ORDER = (
    "district", "name", "id_number", "case", "month", "benefit", "paid", "due", "amount", "direction", "months",
    "sentence", "cite", "source", "row",
)  # fmt: skip
_NARROWEST = {"name": 8, "id_number": 19, "month": 8, "row": 6, "paid": 9, "due": 9, "amount": 9}
_WIDEST = {
    "sentence": 50, "cite": 28, "benefit": 16, "district": 12, "source": 18, "case": 24, "name": 20, "direction": 12,
    "month": 20,
}  # fmt: skip
"""What is longer is broken into lines. All columns together, printed across A4, are to stay readable."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    name: str
    header: str
    width: int
    kind: str
    """`text`, `money` or `count`."""


def columns_of(code: str, manifest: Manifest, tally: Tally, language: str) -> list[SheetColumn]:
    """Those that say whom a finding is about come first."""
    known = {column.name: column for column in COLUMNS}
    widths, amounts, sources = tally.widths[code], tally.amounts(code), Sources.of(manifest, language)
    found = []
    for name in _ORDER:
        column = known[f"sentence_{language}" if name == "sentence" else name]
        if column.name not in widths or (name == "source" and not sources.is_needed):
            continue
        if (name == "amount" and not amounts) or (name == "direction" and len(amounts) < 2):
            continue
        kind = "money" if column.type.startswith("DECIMAL") else "text" if column.type == "VARCHAR" else "count"
        header, width = column.label.in_language(language), widths[column.name]
        if name == "sentence":
            header = SENTENCE.in_language(language)
        elif name == "source":
            header, width = sources.header, sources.width
        elif name == "amount" and len(amounts) == 1:
            header = AMOUNTS[amounts[0]].in_language(language)
        elif name == "benefit":
            width = max((text_width(manifest.benefit_label(one, language)) for one in _benefits(manifest)), default=8)
        elif name == "direction":
            width = max(text_width(one.in_language(language)) for one in DIRECTIONS.values())
        elif name == "cite":
            width = _WIDEST["cite"]
        width = min(max(width, _NARROWEST.get(name, 0)), _WIDEST.get(name, 40))
        found.append(SheetColumn(column.name, header, max(width, _header_width(header)) + 2, kind))
    return found


def _benefits(manifest: Manifest) -> list[str]:
    """The benefits that findings may be about: those paid, or else all that the rules know."""
    paid = [one.decision for one in manifest.benefits]
    return paid or [one.name for one in manifest.decisions if one.role == "benefit"]


def _header_width(header: str) -> int:
    """A header may take two lines; its longest word, or half of it, has to fit, with the filter's arrow."""
    if header.isascii():
        return max(len(word) for word in header.split()) + 2
    return max(6, text_width(header) // 2 + 2)
