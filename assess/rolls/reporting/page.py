"""`report.html`: what an office head wants to know of a run, in one file that loads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assess.language.types import Label
from assess.rolls.english import count_of
from assess.rolls.finding_columns import COLUMNS
from assess.rolls.findings import DIRECTIONS, FINDINGS, SEVERITIES, STAGES, FindingKind, in_order
from assess.rolls.reporting.charts import Chart, Given, Segment, bars, proportions
from assess.rolls.reporting.findings_csv import months_sql
from assess.rolls.reporting.manifest import FindingCount, Manifest, Reading, Resting, Warned, Words
from assess.rolls.reporting.masking import masked
from assess.rolls.reporting.rejects import NOBODYS
from assess.rolls.reporting.shown import shown_findings
from assess.rolls.reporting.sources import Sources
from assess.rolls.reporting.tally import BenefitTotal, Distribution, DistrictTotal, Tally
from assess.rolls.reporting.templates import environment
from assess.rolls.reporting.unbroken import with_options_unbroken
from assess.rolls.reporting.wording import AMOUNTS, SENTENCE, WAYS, Wording

if TYPE_CHECKING:
    from assess.rolls.reporting.store import Store

SHOWN = 10
"""How many findings of each kind the page shows; all of them are in the workbook."""
LONGEST = 400
"""How many characters of a cell the page shows, at most."""
CHARTED = 12
"""How many bars a chart of districts or kinds has at most."""
_NO_KIND = Label("", "")
_SHOWN_COLUMNS = (
    "district", "name", "id_number", "case", "month", "benefit", "paid", "due", "amount", "months", "sentence",
    "source", "row",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A kind of finding in the table: what was found of it, which may be nothing."""

    code: str
    label: str
    severity: str
    severity_word: str
    meaning: str
    advice: str
    count: FindingCount | None


@dataclass(frozen=True, slots=True)
class Sample:
    """Some findings of a kind, with the columns that it fills."""

    code: str
    label: str
    meaning: str
    advice: str
    headers: tuple[tuple[str, str], ...]
    """Name and words of each column."""
    rows: tuple[tuple[tuple[str, ...], str], ...]
    """The cells of each, and the clauses where its sentence does not say them."""
    count: int


def render_report(
    store: Store,
    manifest: Manifest,
    tally: Tally,
    language: str,
    workbooks: list[str],
    *,
    unmask: bool = False,
) -> str:
    """The page as text; `manifest` with its counts filled in. Raises OSError where the findings cannot be read."""
    page = ReportPage(manifest, tally, language, unmask)
    samples = [page.sample(store, one.code) for one in manifest.findings.by_code]
    html = environment().get_template("report.html.j2").render(
        page=page, manifest=manifest, tally=tally, samples=samples, workbooks=workbooks, language=language,
        choose=page.choose, shown=SHOWN, percent=percent,
    )  # fmt: skip
    return with_options_unbroken(html)


class ReportPage(Wording):
    """What the template shows."""

    def __init__(self, manifest: Manifest, tally: Tally, language: str, unmask: bool) -> None:
        super().__init__(manifest, language)
        self.tally = tally
        self.unmask = unmask
        self.sources = Sources.of(manifest, language)

    @property
    def by_month(self) -> str:
        """A word on what is counted where several months were checked; else empty."""
        if self.manifest.period.as_of is not None:
            return ""
        return self.choose(
            "各月分别计数：一人核对几个月就计几次。",
            " Each month counts: a person is counted once for each month checked.",
        )

    # totals

    @property
    def pay(self) -> Decimal:
        return sum((one.pay for one in self.manifest.findings.by_code), Decimal("0.00"))

    def findings_to(self, way: str) -> str:
        """How many findings there are with an amount that goes this way."""
        count = self.tally.directed.get(way, 0)
        return self.choose(f"{count:,} 条", count_of(count, "finding"))

    @property
    def all_findings(self) -> int:
        return sum(one.findings for one in self.manifest.findings.by_code)

    def statuses(self) -> tuple[Segment, ...]:
        counts = self.manifest.counts
        parts = (
            ("yes", counts.decided, self.choose("已作出决定", "decided")),
            ("open", counts.undetermined, self.choose("待定", "undetermined")),
            ("no", counts.rejected, self.choose("未能处理", "rejected")),
        )
        return proportions([(tone, number, f"{words} {number:,}") for tone, number, words in parts])

    def benefit_bars(self) -> list[tuple[str, str, tuple[Segment, ...]]]:
        """Of each benefit that the roll pays: its label, how far it is decided in words, and as a bar."""
        words = {"yes": self.choose("已认定", "decided"), "open": self.choose("待定", "undetermined")}
        bars_ = []
        for one, (label, said) in zip(self.manifest.benefits, self.benefits_paid(), strict=True):
            parts = (("yes", one.decided), ("open", one.undetermined))
            bars_.append((label, said, proportions([(tone, n, f"{words[tone]} {n:,}") for tone, n in parts])))
        return bars_

    # findings

    def stages(self) -> list[tuple[str, list[FindingRow]]]:
        """The kinds found or looked for, by the stage that finds them."""
        found = {one.code: one for one in self.manifest.findings.by_code}
        codes = in_order([*found, *self.manifest.checked])
        stages = []
        for stage, label in STAGES.items():
            rows = [self._row(code, found.get(code)) for code in codes if _stage(code) == stage]
            if rows:
                stages.append((label.in_language(self.language), rows))
        return stages

    def _row(self, code: str, count: FindingCount | None) -> FindingRow:
        kind = FINDINGS.get(code)
        label, meaning, advice = self._texts(code, kind)
        severity = kind.severity if kind else "note"
        return FindingRow(
            code, label, severity, SEVERITIES[severity].in_language(self.language), meaning, advice, count
        )

    def _texts(self, code: str, kind: FindingKind | None) -> tuple[str, str, str]:
        texts = (kind.label, kind.meaning, kind.advice) if kind else (Label(code, code), _NO_KIND, _NO_KIND)
        label, meaning, advice = (text.in_language(self.language) for text in texts)
        return label, meaning, advice

    def sample(self, store: Store, code: str) -> Sample:
        """The findings of a kind with the largest amounts; among equals, those that stand first in the roll."""
        types = {column.name: column for column in COLUMNS}
        filled = self.tally.widths[code]
        names = [
            name
            for name in (f"sentence_{self.language}" if name == "sentence" else name for name in _SHOWN_COLUMNS)
            if name in filled
            and not (name == "amount" and not self.tally.amounts(code))
            and not (name == "source" and len(self.manifest.inputs) == 1)
        ]
        found = shown_findings(store, unmask=self.unmask)
        wanted = ", ".join(
            months_sql(self.language) if name == "month" else found.shown[name] for name in (*names, "cite")
        )
        query = f"""
            SELECT {wanted} FROM {found.relation} WHERE code = ?
            ORDER BY amount DESC, source, "row", month, benefit, sentence_zh LIMIT {SHOWN}
        """
        rows = tuple(
            (
                tuple(self._cell(name, value) for name, value in zip(names, row[:-1], strict=True)),
                self._clauses(str(row[-1] or ""), str(row[names.index(f"sentence_{self.language}")])),
            )
            for row in store.all(query, [code])
        )
        label, meaning, advice = self._texts(code, FINDINGS.get(code))
        headers = tuple((name, self._header(code, name, types[name].label)) for name in names)
        count = next(one.findings for one in self.manifest.findings.by_code if one.code == code)
        return Sample(code, label, meaning, advice, headers, rows, count)

    def _clauses(self, cite: str, sentence: str) -> str:
        """The clauses by the names that people use; none where the sentence says them itself."""
        named = [self.manifest.clauses_in_words(one, self.language) for one in cite.split("; ") if one]
        return "" if all(one in sentence for one in named) else self.manifest.clauses_in_words(cite, self.language)

    def _header(self, code: str, name: str, label: Label) -> str:
        if name == "source":
            return self.sources.header
        if name.startswith("sentence"):
            label = SENTENCE
        elif name == "amount" and len(self.tally.amounts(code)) == 1:
            label = AMOUNTS[self.tally.amounts(code)[0]]
        return label.in_language(self.language)

    def _cell(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        if name == "benefit":
            return self.manifest.benefit_label(value, self.language)
        if name == "source":
            return self.sources.shown(str(value))
        if isinstance(value, Decimal):
            return f"{value:,.2f}"
        return _cut(str(value))

    # charts

    def charts(self) -> Iterator[Chart]:
        """Amounts at stake by kind and by district."""
        legend = [(way, DIRECTIONS[way].in_language(self.language)) for way in ("recover", "pay")]
        codes = sorted(
            (one for one in self.manifest.findings.by_code if one.recover or one.pay),
            key=lambda one: -(one.recover + one.pay),
        )
        if codes:
            title = self.choose("涉及金额（元），按问题", "Amounts at stake (yuan), by finding")
            yield bars(title, [self._amounts(self._label(one.code), one) for one in codes[:CHARTED]], legend)
        districts = [one for one in self.tally.districts if one.recover or one.pay]
        if len(districts) > 1:
            title = self.choose("涉及金额（元），按地区", "Amounts at stake (yuan), by district")
            given = [self._amounts(self.district(one, self.tally.other_districts), one) for one in districts[:CHARTED]]
            yield bars(title, given, legend)

    def _label(self, code: str) -> str:
        kind = FINDINGS.get(code)
        return code if kind is None else kind.sheet.in_language(self.language)

    def _amounts(self, label: str, one: FindingCount | DistrictTotal) -> Given:
        """A bar of what is to recover and what is to pay, which are not one number."""
        given = (("recover", one.recover), ("pay", one.pay))
        said = {way: f"{WAYS[way].in_language(self.language)} {amount:,.2f}" for way, amount in given if amount}
        lines = tuple(said.values()) if len(said) > 1 else tuple(f"{amount:,.2f}" for _, amount in given if amount)
        amounts = tuple((way, amount, said.get(way, "")) for way, amount in given)
        return Given(label, amounts, self.choose("，", ", ").join(said.values()), lines)

    def distributions(self) -> Iterator[Chart]:
        """How many rows have each value of the chosen decisions."""
        for one in self.tally.distributions:
            if one.decision.kind == "enumeration":
                yield self._distribution(one)

    def _distribution(self, one: Distribution) -> Chart:
        total = sum(count for _, count in one.counts) + one.open
        labels = {option.code: option.label.in_language(self.language) for option in one.decision.options}
        given = [
            Given(labels[code], (("plain", count, f"{count:,}"),), self._share(count, total))
            for code, count in one.counts
        ]
        if one.open:
            words = self.choose("待定", "undetermined")
            given.append(Given(words, (("open", one.open, f"{one.open:,}"),), self._share(one.open, total)))
        return bars(one.decision.label.in_language(self.language), given)

    def _share(self, count: int, total: int) -> str:
        share = percent(count, total)
        return self.choose(f"{count:,}（{share}）", f"{count:,} ({share})")

    def yes_or_no(self) -> list[tuple[str, int, int, int]]:
        """Decisions that are true or false: label, yes, no, undetermined."""
        return [
            (one.decision.label.in_language(self.language), counts["true"], counts["false"], one.open)
            for one, counts in ((one, dict(one.counts)) for one in self.tally.distributions)
            if one.decision.kind == "boolean"
        ]

    # districts by kind

    def matrix(self) -> tuple[list[tuple[str, str]], list[tuple[DistrictTotal, list[Decimal]]]]:
        """The kinds with amounts, each with where these go, so that no figure mixes the ways; and for each district its
        amounts."""
        columns = [
            (one.code, way)
            for one in self.manifest.findings.by_code
            for way in ("recover", "pay", "other")
            if getattr(one, way)
        ]
        rows = [
            (one, [one.codes[code][way] if code in one.codes else Decimal(0) for code, way in columns])
            for one in self.tally.districts
            if one.codes
        ]
        ways = {way: label.in_language(self.language) for way, label in WAYS.items()}
        return [(self._label(code), ways[way]) for code, way in columns], rows if len(rows) > 1 else []

    # benefits

    @staticmethod
    def amount(value: Decimal | None) -> str:
        """An amount, with a dash for none."""
        return "–" if value is None else f"{value:,.2f}"

    def benefit_cells(self, one: BenefitTotal) -> list[str]:
        """What the table of benefits says of one."""
        counts = [one.eligible, one.decided, one.open]
        paid_to = "–" if one.payments is None else f"{one.payments:,}"
        amounts = [self.amount(value) for value in (one.due, one.paid, one.difference, one.paid_open)]
        return [*(f"{count:,}" for count in counts), *amounts[:1], paid_to, *amounts[1:]]

    # figures

    def resting(self) -> tuple[int, int]:
        """How many results were decided, and how many at most rest on values that nobody published."""
        return sum(one.decided for one in self.manifest.resting), sum(one.resting for one in self.manifest.resting)

    def doubtful(self) -> list[tuple[str, Resting, str]]:
        """The decisions that may rest on such values: label, numbers, which values."""
        labels = {one.name: one.label.in_language(self.language) for one in self.manifest.readings}
        return [
            (
                self.manifest.benefit_label(one.decision, self.language),
                one,
                self.choose("、", ", ").join(labels.get(name, name) for name in one.readings),
            )
            for one in self.manifest.resting
            if one.resting
        ]

    def sure(self, one: Reading) -> bool:
        return one.confidence == "published"

    # what was told on the way

    def told_on_the_way(self) -> list[tuple[Warned, str]]:
        """Warnings first; what is the same of several files once, with all of them."""
        places: dict[tuple[str, Words, Words], list[str]] = {}
        first: dict[tuple[str, Words, Words], Warned] = {}
        for one in sorted(self.manifest.warnings, key=lambda one: one.severity != "warning"):
            key = (one.code, one.message, one.remedy)
            first.setdefault(key, one)
            places.setdefault(key, []).append(one.place)
        between = self.choose("、", ", ")
        return [(one, _cut(between.join(places[key]))) for key, one in first.items()]

    # rejects

    def rejects(self, *, nobodys: bool) -> list[tuple[str, int, dict[str, str]]]:
        """By reason: code, number, the first of them in words; of people's rows, or of rows that are nobody's."""
        found = []
        for one in self.tally.rejects:
            if (one.code in NOBODYS) != nobodys:
                continue
            source = self.masked(self.sources.shown(str(one.example["source"])))
            row = one.example["row"]
            example = {
                "place": self.choose(f"{source} 第 {row} 行", f"{source} row {row}"),
                "column": self.masked(str(one.example["column"] or "")),
                "found": str(one.example["found"] or ""),
                "message": str(one.example[f"message_{self.language}"]),
                "remedy": str(one.example[f"remedy_{self.language}"]),
            }
            if not self.unmask:
                example |= {name: masked(example[name]) for name in ("found", "message", "remedy")}
            found.append((one.code, one.count, {name: _cut(text) for name, text in example.items()}))
        return found


def _cut(text: str) -> str:
    """A text of which a page can show all, or its beginning."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def percent(part: int, whole: int) -> str:
    """`33.5%`; whatever is not nothing is not shown as nothing, nor as all what is not all."""
    if not whole or not part:
        return "0%"
    if part == whole:
        return "100%"
    shown = min(max(round(1000 * part / whole), 1), 999)
    return f"{shown // 10}.{shown % 10}%"


def _stage(code: str) -> str:
    kind = FINDINGS.get(code)
    return "reconciling" if kind is None else kind.stage
