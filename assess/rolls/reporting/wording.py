"""What several reports say in the same words: the period, an input, a register, a district, how sure a figure is."""

from __future__ import annotations

from assess.decisions.phrases import CONFIDENCE
from assess.language.types import Label
from assess.rolls.reporting.describing import register_label
from assess.rolls.reporting.manifest import InputUsed, Manifest, Reading, RegisterUsed
from assess.rolls.reporting.tally import DistrictTotal

AMOUNTS: dict[str, Label] = {
    "recover": Label("应追回（元）", "to recover (yuan)"),
    "pay": Label("应补发（元）", "to pay (yuan)"),
    "other": Label("涉及金额（元）", "at stake (yuan)"),
}
"""What the amount at stake is called where all findings of a kind go the same way."""
SENTENCE = Label("说明", "what was found")


class Wording:
    """A manifest put into one language, `zh` or `en`."""

    def __init__(self, manifest: Manifest, language: str) -> None:
        self.manifest = manifest
        self.language = language

    def choose(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    @property
    def ruleset(self) -> str:
        return self.manifest.ruleset.label.in_language(self.language)

    @property
    def period(self) -> str:
        period = self.manifest.period
        if period.as_of is not None:
            return self.choose(f"基准日 {period.as_of}", f"as of {period.as_of}")
        first, last = period.first_month, period.last_month
        return self.choose(f"{first} 至 {last}，逐月核对", f"{first} to {last}, month by month")

    @property
    def strictness(self) -> str:
        if self.manifest.strict:
            return self.choose("不使用（严格）", "not used (strict)")
        return self.choose("继续使用并提示（宽松）", "used, with a warning (lenient)")

    @property
    def no_value(self) -> str:
        return self.choose("没有数值", "no value")

    def input(self, one: InputUsed) -> str:
        encoding = "" if one.encoding is None else self.choose(f"，编码 {one.encoding}", f", {one.encoding}")
        return self.choose(f"{one.name}，{one.rows:,} 行{encoding}", f"{one.name}, {one.rows:,} rows{encoding}")

    def register_name(self, one: RegisterUsed) -> str:
        return register_label(one.kind).in_language(self.language)

    def register(self, one: RegisterUsed) -> str:
        label = self.register_name(one)
        return self.choose(
            f"{label}（{one.file}），{one.rows:,} 行，名册上有 {one.matched:,} 人在内",
            f"{label} ({one.file}), {one.rows:,} rows; {one.matched:,} people of the roll are in it",
        )

    def district(self, one: DistrictTotal, others: int) -> str:
        if one.name is None:
            return self.choose("（未填地区）", "(no district)")
        if one.name == "" and others:
            return self.choose(f"其余 {others:,} 个地区", f"{others:,} other districts")
        return one.name

    def confidence(self, one: Reading) -> str:
        if one.confidence == "missing":
            return self.choose("缺", "missing")
        return CONFIDENCE[self.language][one.confidence]
