"""What a check found of a row, as it stands beside the decision on the row: in text, in JSON, and on a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assess.cli.output import entry

if TYPE_CHECKING:
    from assess.rolls.explaining import Beside


@dataclass(frozen=True, slots=True)
class RowBeside:
    """Satisfies `assess.cli.results.Beside`."""

    page: Beside

    def content(self, language: str) -> dict[str, Any]:
        return {"roll": self.page.content(language)}

    def lines(self, language: str) -> Iterator[str]:
        zh, row = language == "zh", self.page
        yield row.heading(language)
        yield ""
        findings = row.findings(language)
        if findings:
            yield f"核对发现的问题（{len(findings)} 项）" if zh else f"What the check found ({len(findings)})"
            for label, nature, sentence in findings:
                yield f"  {label}" + (f"（{nature}）" if zh else f" ({nature})") * bool(nature)
                yield from entry("", sentence, 0)
        else:
            yield from (line.removeprefix("    ") for line in entry("", row.found_nothing(language), 0))
        payments = row.payments(language)
        if payments:
            yield ""
            yield "实发与应发（元）" if zh else "Paid and due (yuan)"
            for label, paid, due, registered in payments:
                said = f"实发 {paid}，应发 {due}" if zh else f"paid {paid}, due {due}"
                if registered:
                    said += f"；按登记应发 {registered}" if zh else f"; due as a register has it: {registered}"
                yield f"  {label}{'：' if zh else ': '}{said}"
        unchecked = row.unchecked(language)
        if unchecked:
            yield ""
            yield "没有与应发核对" if zh else "Not checked against what is due"
            for label, why in unchecked:
                yield from (line.removeprefix("  ") for line in entry("", f"{label}{'：' if zh else ': '}{why}", 0, 2))
        note = row.note(language)
        if note:
            yield ""
            yield from (line.removeprefix("    ") for line in entry("", note, 0))
