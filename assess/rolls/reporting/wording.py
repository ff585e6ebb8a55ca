"""What several reports say in the same words: the period, an input, a register, a district, how sure a figure is."""

from __future__ import annotations

from assess.decisions.phrases import CONFIDENCE
from assess.language.types import Label
from assess.rolls.as_typed import as_typed
from assess.rolls.english import count_of
from assess.rolls.reporting.describing import register_label
from assess.rolls.reporting.manifest import FindingCount, InputUsed, Manifest, NoFigure, Reading, RegisterUsed
from assess.rolls.reporting.masking import masked, masked_label
from assess.rolls.reporting.rejects import NOBODYS, OTHER_MONTH
from assess.rolls.reporting.tally import DistrictTotal

AMOUNTS: dict[str, Label] = {
    "recover": Label("应追回（元）", "to recover (yuan)"),
    "pay": Label("应补发（元）", "to pay (yuan)"),
    "other": Label("涉及金额（元）", "at stake (yuan)"),
}
"""What the amount at stake is called where all findings of a kind go the same way."""
ROLES_OF_REGISTERS: dict[str, Label] = {
    "id_number": Label("身份证号", "ID number"),
    "name": Label("姓名", "name"),
    "start": Label("开始", "beginning"),
    "end": Label("结束", "end"),
    "month": Label("月份", "month"),
    "amount": Label("金额", "amount"),
}
WAYS: dict[str, Label] = {
    "recover": Label("应追回", "to recover"),
    "pay": Label("应补发", "to pay"),
    "other": Label("其他", "otherwise"),
}
SENTENCE = Label("说明", "what was found")

_CANNOT_BE_DECIDED = "paid_undetermined"
_BY_WHAT_IS_DUE = frozenset(
    {"not_entitled", "overpaid", "above_floor", "underpaid", "unpaid", "not_drawn_together", "placeholder"}
)
"""The kinds that are found only where it is decided what is due."""


class Wording:
    """A manifest put into one language, `zh` or `en`."""

    def __init__(self, manifest: Manifest, language: str) -> None:
        self.manifest = manifest
        self.language = language

    def choose(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def sentence(self, words: str) -> str:
        """The words with a capital letter and a full stop; nothing for nothing."""
        return words and self.choose(f"{words}。", f"{words[0].upper()}{words[1:]}.")

    def masked(self, text: str) -> str:
        """A name that somebody gave (a file's, a register's, a district's), unless numbers were asked for in full."""
        return text if self.manifest.unmasked else masked_label(text)

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
    def same_every_month(self) -> str:
        """That a roll without months was taken to pay alike in all of them; else empty."""
        if not self.manifest.same_every_month:
            return ""
        return self.choose(
            "名册没有月份列，按每月发放相同计算",
            "the roll does not say for which month a row is: each amount is taken as paid in every month",
        )

    @property
    def set_aside(self) -> str:
        """How many rows are nobody's, by what they are; empty where there are none."""
        counts = {one.code: one.rejects for one in self.manifest.rejects if one.code in NOBODYS}
        if not counts:
            return ""
        each = self.choose("、", ", ").join(
            f"{NOBODYS[code].in_language(self.language)} {count:,}" for code, count in counts.items()
        )
        every = sum(counts.values())
        return self.choose(
            f"另有非人员行 {every:,} 行，没有算在内：{each}",
            f"set aside as nobody's, not counted: {count_of(every, 'row')} ({each})",
        )

    @property
    def other_months(self) -> str:
        """How many of the rows that were not taken are only for other months than those checked; else empty."""
        rows = sum(one.rejects for one in self.manifest.rejects if one.code == OTHER_MONTH)
        if not rows:
            return ""
        return self.choose(
            f"未能处理的行里，{rows:,} 行不属于所核对的月份，没有核对",
            f"of the rejected rows, {count_of(rows, 'is', 'are')} not of the months checked, and not looked at",
        )

    @property
    def rows_of(self) -> Label:
        """What is counted of decisions: rows, or the months of rows."""
        several = self.manifest.period.as_of is None
        return Label("行次", "row-months") if several else Label("行", "rows")

    def rows_in_english(self, count: int) -> str:
        return count_of(count, self.rows_of.en.removesuffix("s"))

    def benefits_paid(self) -> list[tuple[str, str]]:
        """Of each benefit that the roll pays: its label; how far it is decided what is due; what figure lacks."""
        rows = self.rows_of.in_language(self.language)
        found = []
        for one in self.manifest.benefits:
            decided = self.choose(
                f"{one.decided:,} {rows}已认定，{one.undetermined:,} {rows}待定",
                f"decided on {self.rows_in_english(one.decided)}, undetermined on {one.undetermined:,}",
            )
            lacking = [self.no_figure(lack) for lack in self.manifest.no_figure if lack.decision == one.decision]
            label = self.manifest.benefit_label(one.decision, self.language)
            found.append((label, self.choose("；", "; ").join([decided, *lacking])))
        return found

    def decided_of_benefits(self) -> tuple[int, int]:
        """Of all that the roll pays, benefit by benefit: of how many rows it is decided what is due, and how many there
        are."""
        decided = sum(one.decided for one in self.manifest.benefits)
        return decided, decided + sum(one.undetermined for one in self.manifest.benefits)

    @property
    def nothing_checked(self) -> str:
        """That no row could be checked, so that nothing can have been found; else empty."""
        counts = self.manifest.counts
        if not counts.rejected or counts.decided or counts.undetermined:
            return ""
        return self.choose(
            "没有一行能核对，所以无从发现问题；先改正未能处理的行",
            "not one row could be checked, so nothing can have been found; correct the rejected rows first",
        )

    @property
    def nothing_found(self) -> str:
        """What is said where there is no finding at all. What is paid and cannot be judged is not in order by that."""
        if self.nothing_checked:
            return self.nothing_checked
        decided, in_all = self.decided_of_benefits()
        if decided == in_all:
            return self.choose("没有发现问题", "nothing was found")
        if not decided:
            return self.choose(
                "名册所发待遇应发多少都没有认定，多发、少发无从核对；其他方面没有发现问题",
                "of nothing that the roll pays is it decided what is due, so that too much or too little could not be "
                "looked for; nothing else was found",
            )
        return self.choose(
            f"应发多少已认定的 {decided:,} 项中没有发现问题；其余 {in_all - decided:,} 项没有认定，没有核对",
            f"nothing was found where it is decided what is due ({decided:,} of {in_all:,}, one a row and benefit); "
            "the rest could not be checked",
        )

    @property
    def partly_judged(self) -> str:
        """That the findings by what is due do not speak of all that the roll pays; else empty."""
        decided, in_all = self.decided_of_benefits()
        if decided == in_all or self.nothing_checked:
            return ""
        return self.choose(
            f"名册所发待遇按每行每种一项计，共 {in_all:,} 项，{in_all - decided:,} 项应发多少没有认定，没有与应发核对；"
            "其中是否有多发、少发，要补齐所缺的事实或标准才知道",
            f"in {in_all - decided:,} of {in_all:,} cases, one a row and benefit that the roll pays, it is not decided "
            "what is due; whether too much or too little is paid there can be told only when the missing facts or "
            "figures are supplied",
        )

    def none_found(self, code: str) -> str:
        """What is said of a kind that was looked for; nothing can be said of what was not checked."""
        if not self.was_checked(code):
            by_figure = code == _CANNOT_BE_DECIDED and not self.nothing_checked
            return (
                self.choose("不逐行列出，缺标准", "not listed by row: a figure lacks")
                if by_figure
                else self.choose("无从核对", "not checked")
            )
        decided, in_all = self.decided_of_benefits()
        if code in _BY_WHAT_IS_DUE and decided != in_all:
            return self.choose("已认定的没有发现", "none where decided")
        return self.choose("没有发现", "none found")

    def was_checked(self, code: str) -> bool:
        """Could anything of the kind be found? Where nobody's amount can be told, that is said once and not of rows."""
        if self.nothing_checked:
            return False
        if code == _CANNOT_BE_DECIDED:
            return not any(one.rows for one in self.manifest.no_figure)
        decided, in_all = self.decided_of_benefits()
        return code not in _BY_WHAT_IS_DUE or decided > 0 or not in_all

    @property
    def people_found(self) -> str:
        """How many people the findings are of, where they are counted: `，按身份证号计 31 人`; else empty."""
        people = self.manifest.findings.people
        if not people:
            return ""
        return self.choose(f"，按身份证号计 {people:,} 人", f", of {people_in_english(people)} by their ID numbers")

    @property
    def rows_found(self) -> str:
        """How many rows have findings, and of how many people, in English."""
        rows = self.manifest.findings.rows
        return f"{count_of(rows, 'row has', 'rows have')} findings{self.people_found}"

    def rows_of_kind(self, one: FindingCount) -> str:
        """How many rows, and how many people where each may be found month after month."""
        if not one.people:
            return f"{one.rows:,}"
        return self.choose(f"{one.rows:,}（{one.people:,} 人）", f"{one.rows:,} ({people_in_english(one.people)})")

    @property
    def only(self) -> str:
        """The decisions asked for, where not all were; else empty."""
        names = (self.manifest.benefit_label(one, self.language) for one in self.manifest.only)
        return self.choose("、", ", ").join(names)

    @property
    def why_undetermined(self) -> str:
        """Why a row may be undetermined though all that is paid on it is decided, or the other way round; empty where
        nothing is to explain."""
        if self._more_open_than_rows:
            return self.choose(
                "各项待遇看应发多少能否认定，这还取决于与之就高或不得同享的待遇，所以待定可以多于待定的行数",
                "of the benefits paid it counts whether it is decided what is due, which rests on those too that they "
                "are not drawn beside; so more may be undetermined than rows are",
            )
        if not self.manifest.counts.undetermined or not self.manifest.benefits:
            return ""
        asked = bool(self.manifest.only)
        zh = f"一行只要有一项{'所要的' if asked else ''}决定还缺事实或标准就是待定"
        en = f"a row is undetermined as soon as one decision {'asked for ' if asked else ''}is"
        if self._counts_unpaid:
            zh, en = f"{zh}，名册没有发放的待遇也算", f"{en}, be it on a benefit that the roll does not pay"
        return self.choose(zh, en)

    @property
    def before_benefits(self) -> str:
        """The same, as it leads to the list of the benefits paid."""
        if self._more_open_than_rows:
            return self.choose(
                "下列各项看应发多少能否认定，这还取决于与之就高或不得同享的待遇，所以待定可以多于上面的行数：",
                "Of those paid it counts whether it is decided what is due, which rests on the benefits too that they "
                "are not drawn beside; so more rows may be undetermined than above:",
            )
        said = self.why_undetermined
        return said and self.choose(f"{said}；名册发放的各项：", f"{self.sentence(said)[:-1]}; of those paid:")

    @property
    def _more_open_than_rows(self) -> bool:
        undetermined = self.manifest.counts.undetermined
        several = self.manifest.period.as_of is None
        return not several and any(one.undetermined > undetermined for one in self.manifest.benefits)

    @property
    def _counts_unpaid(self) -> bool:
        """Is a benefit that the roll does not pay among the decisions asked for?"""
        paid = {one.decision for one in self.manifest.benefits}
        asked = self.manifest.only or [one.name for one in self.manifest.decisions if one.goal]
        return any(one.role == "benefit" and one.name in {*asked} - paid for one in self.manifest.decisions)

    def no_figure(self, one: NoFigure) -> str:
        """Why nobody's amount can be told, what is paid all the same, and what to do."""
        figures = self.choose("、", ", ").join(f"“{figure.in_language(self.language)}”" for figure in one.figures)
        rows = self.rows_of.in_language(self.language)
        when = ""
        if one.months:
            when = (
                one.months[0]
                if len(one.months) == 1
                else self.choose("{0} 至 {1}", "{0} to {1}").format(one.months[0], one.months[-1])
            )
        said = self.choose(f"没有{figures}的数值", f"there is no value for {figures}")
        if when:
            said = self.choose(f"{when} {said}", f"{said} ({when})")
        if not one.rows:
            return self.choose(
                f"{said}，符合条件的应发多少无法认定；用 --parameters 文件提供后再核对",
                f"{said}: what is due to those who qualify cannot be decided; supply it in a --parameters file and "
                "check again",
            )
        return self.choose(
            f"{said}，{one.rows:,} {rows}所发 {one.amount:,.2f} 元无法认定；用 --parameters 文件提供后再核对",
            f"{said}: {one.amount:,.2f} yuan paid on {self.rows_in_english(one.rows)} cannot be decided; supply it in "
            "a --parameters file and check again",
        )

    @property
    def about_benefits(self) -> str:
        """What the sums of what is due and paid are over."""
        return self.choose(
            "应发、实发只含应发已认定的行，两边是同样的行；其余行（待定、未能处理）的实发在最后一列。“–”：没有已认定的行，"
            "符合条件的数额都待定，或名册没有发放金额。",
            "What is due and paid is summed over the same rows, those on which it is decided what is due; what is paid "
            "on the others (undetermined, rejected) stands in the last column. “–”: no row is decided, none of "
            "those who qualify, or the roll does not say what is paid.",
        )

    @property
    def how_to_explain(self) -> str:
        """How to see what is missing on a row, once for all."""
        source = self.manifest.inputs[0].name if self.manifest.inputs else "FILE"
        if self.masked(source) != source:
            source = self.choose("文件名", "FILE")  # a masked one would not be found
        row = as_typed(f"{source}{self.choose(':行号', ':ROW')}")
        return self.choose(
            f"某一行缺什么事实、为什么这样认定：assess roll explain 结果文件夹 {row}",
            f"what a row lacks, and why it came out so: assess roll explain FOLDER {row}",
        )

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
        name = self.masked(one.name)
        return self.choose(f"{name}，{one.rows:,} 行{encoding}", f"{name}, {count_of(one.rows, 'row')}{encoding}")

    def register_name(self, one: RegisterUsed) -> str:
        return self.masked(register_label(one.kind).in_language(self.language))

    def register(self, one: RegisterUsed) -> str:
        label, file = self.register_name(one), self.masked(one.file)
        if not one.rows:
            return self.choose(
                f"{label}（{file}）：该登记没有人，等于没有比对",
                f"{label} ({file}): nobody is in it, nothing is compared",
            )
        return self.choose(
            f"{label}（{file}），{one.rows:,} 行，名册上有 {one.matched:,} 人在内",
            f"{label} ({file}), {count_of(one.rows, 'row')}; "
            f"{count_of(one.matched, 'person of the roll is', 'people of the roll are')} in it",
        )

    def columns_of_register(self, one: RegisterUsed) -> str:
        """Which of its columns are used for what, and which are not used."""
        equals, between = self.choose("＝", " = "), self.choose("、", " / ")
        used = self.choose("，", ", ").join(
            f"{ROLES_OF_REGISTERS[role].in_language(self.language)}{equals}{between.join(map(self.masked, headers))}"
            for role, headers in one.columns.items()
        )
        ignored = self.choose("、", ", ").join(map(self.masked, one.ignored))
        return self.choose(
            f"用到的列：{used}；没有用到的列：{ignored or '无'}",
            f"columns used: {used}; not used: {ignored or 'none'}",
        )

    def district(self, one: DistrictTotal, others: int) -> str:
        if one.name is None:
            return self.choose("（未填地区）", "(no district)")
        if one.name == "" and others:
            return self.choose(f"其余 {others:,} 个地区", count_of(others, "other district"))
        return one.name if self.manifest.unmasked else masked(one.name)

    def confidence(self, one: Reading) -> str:
        if one.confidence == "missing":
            return self.choose("缺", "missing")
        return CONFIDENCE[self.language][one.confidence]


def people_in_english(count: int) -> str:
    return count_of(count, "person", "people")
