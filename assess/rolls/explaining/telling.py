"""What a check found of a row, put beside the decision on it: in words, and as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assess.rolls.explaining.found import Found, Payment, RowFinding
from assess.rolls.explaining.unchecked import Unchecked
from assess.rolls.findings import DIRECTIONS, FINDINGS, SEVERITIES
from assess.rolls.reporting.manifest import Manifest
from assess.rolls.reporting.masking import masked, masked_label


@dataclass(frozen=True, slots=True)
class Beside:
    """`found` in the words of the manifest. `masks`: ID numbers are hidden. `is_rejected`: the row was not checked.
    `not_checked`: the benefits of it that were not held against what is due."""

    found: Found
    manifest: Manifest
    masks: bool = True
    is_rejected: bool = False
    not_checked: tuple[Unchecked, ...] = ()

    def heading(self, language: str) -> str:
        """Whose row it is, and where it stands."""
        place = self.found.place
        row = f"{place.source} 第 {place.row} 行" if language == "zh" else f"{place.source}, row {place.row}"
        return self._shown(" · ".join(one for one in (row, place.name, place.district, place.month) if one))

    def findings(self, language: str) -> list[tuple[str, str, str]]:
        """Each finding: what it is called, its nature, and its sentence."""
        found = []
        for one in self.found.findings:
            kind = FINDINGS.get(one.code)
            label = one.code if kind is None else kind.label.in_language(language)
            nature = "" if kind is None else SEVERITIES[kind.nature(one.direction)].in_language(language)
            if one.elsewhere is not None:
                place = self._place(one.elsewhere)
                stands = f"记在 {place}" if language == "zh" else f"found at {place}"
                nature += ("，" if language == "zh" else "; ") * bool(nature) + stands
            found.append((label, nature, self._sentence(one, language)))
        return found

    def found_nothing(self, language: str) -> str:
        if self.is_rejected:
            return (
                "这一行未能处理，没有核对；原因见下。"
                if language == "zh"
                else "This row was rejected and not checked; why stands below."
            )
        if self.not_checked:
            return (
                "这次核对没有发现这一行有问题；但有的待遇没有与应发核对，不能就此当作没有问题，原因见下。"
                if language == "zh"
                else "The check found nothing on this row; but not all of its benefits were checked against what is "
                "due, so it is not to be taken for being in order; why stands below."
            )
        return "这次核对没有发现这一行有问题。" if language == "zh" else "The check found nothing on this row."

    def unchecked(self, language: str) -> list[tuple[str, str]]:
        """Each benefit that was not held against what is due, and why, unless a finding says so."""
        return [
            (self.manifest.benefit_label(one.benefit, language), one.why.in_language(language))
            for one in self.not_checked
            if not one.finding_says
        ]

    def payments(self, language: str) -> list[tuple[str, str, str, str]]:
        """Each benefit: its label, what is paid, what is due by the row alone, and what is due by registers."""
        return [
            (
                self.manifest.benefit_label(one.benefit, language),
                _yuan(one.paid, language),
                _yuan(one.due, language),
                ("；" if language == "zh" else "; ").join(_registered(one, language)),
            )
            for one in self.found.payments
        ]

    def note(self, language: str) -> str:
        """That the decision knows no registers; empty where none speaks of the person."""
        if not self.found.by_registers:
            return ""
        if not self.found.finds_registers:
            return (
                "死亡登记上有此人。以下的决定只按名册所填，没有采用登记。"
                if language == "zh"
                else "The register of deaths has this person. The decision below goes by the roll alone and not by it."
            )
        return (
            "其他登记上有此人。以下的决定只按名册所填，没有采用登记；与发现的问题不一致的，先核实发现的问题。"
            if language == "zh"
            else "Other registers list this person. The decision below goes by the roll alone and not by them; where "
            "it "
            "differs from what was found, verify that first."
        )

    def content(self, language: str) -> dict[str, Any]:
        """The same as data."""
        place = self.found.place
        return {
            "source": self._place(place.source),
            "row": place.row,
            "month": place.month,
            "name": place.name and self._shown(place.name),
            "district": place.district and self._shown(place.district),
            "findings": [self._finding(one, language) for one in self.found.findings],
            "payments": [self._payment(one, language) for one in self.found.payments],
            "by_registers": self.found.by_registers,
        }

    def _finding(self, one: RowFinding, language: str) -> dict[str, Any]:
        kind = FINDINGS.get(one.code)
        return {
            "code": one.code,
            "label": None if kind is None else kind.label.in_language(language),
            "severity": None if kind is None else kind.nature(one.direction),
            "register": one.is_of_register,
            "elsewhere": None if one.elsewhere is None else self._place(one.elsewhere),
            "month": one.month,
            "months": one.months,
            "which_months": one.which_months,
            "benefit": one.benefit,
            "paid": _text(one.paid),
            "due": _text(one.due),
            "amount": _text(one.amount),
            "direction": one.direction if one.direction in DIRECTIONS else None,
            "says": self._sentence(one, language),
        }

    def _payment(self, one: Payment, language: str) -> dict[str, Any]:
        return {
            "decision": one.benefit,
            "label": self.manifest.benefit_label(one.benefit, language),
            "paid": _text(one.paid),
            "due": _text(one.due),
            "due_by_registers": _text(one.registered),
            "not_checked": next(
                (other.why.in_language(language) for other in self.not_checked if other.benefit == one.benefit), None
            ),
        }

    def _sentence(self, one: RowFinding, language: str) -> str:
        return self._shown(one.sentence(language))

    def _shown(self, text: str) -> str:
        return masked(text) if self.masks else text

    def _place(self, text: str) -> str:
        return masked_label(text) if self.masks else text


def _yuan(amount: Decimal | None, language: str) -> str:
    if amount is None:
        return "无法认定" if language == "zh" else "undecided"
    return f"{amount:,.2f}"


def _registered(payment: Payment, language: str) -> Iterator[str]:
    if payment.registered is not None:
        yield f"{payment.registered:,.2f}"
    for one in payment.together:
        if language == "zh":
            yield f"{one.due:,.2f}（{one.months} 个月合计，实发 {one.paid:,.2f}）"
        else:
            yield f"{one.due:,.2f} for {one.months} months together ({one.paid:,.2f} paid)"


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
