"""Reasons in the law's words, Chinese and English: a comparison as a sentence, a formula worked, a clause by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assess.decisions.explanation import ParameterUse, Reason
from assess.decisions.values import for_person
from assess.engines.meaning import Value
from assess.language import expression as e
from assess.language.dates import iso
from assess.language.law import Citation
from assess.language.program import Decision, Floor, Program
from assess.language.types import Boolean, Date, Enumeration, Number, Type

_COMPARE = {
    "zh": {"=": "是", "!=": "不是", "<": "低于", "<=": "不超过", ">": "高于", ">=": "不低于"},
    "en": {"=": "is", "!=": "is not", "<": "is below", "<=": "is at most", ">": "is above", ">=": "is at least"},
}
_NUMBERS = {"zh": {"=": "等于", "!=": "不等于"}, "en": {"=": "equals", "!=": "does not equal"}}
_DATES = {
    "zh": {"<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"},
    "en": {"<": "is before", "<=": "is not after", ">": "is after", ">=": "is not before"},
}
_LEVELS = {  # a later level may be the worse one, so neither high nor low
    "zh": {"<": "未达到", "<=": "不超过", ">": "超过", ">=": "达到或超过"},
    "en": {"<": "is short of", "<=": "is at most", ">": "is beyond", ">=": "is at least"},
}
_AGREEMENT = {"zh": {"=": "与{0}一致", "!=": "与{0}不一致"}, "en": {"=": "agrees with {0}", "!=": "differs from {0}"}}
_FUNCTIONS = {
    "zh": {
        "years between": "从{0}到{1}的整年数", "months between": "从{0}到{1}的整月数", "year": "{0}所在的年",
        "month": "{0}所在的月", "add months": "{0}之后{1}个月", "starts with": "{0}以{1}开头",
        "resident id valid": "{0}的校验码正确", "resident id birth date": "{0}里的出生日期",
        "resident id sex": "{0}里的性别",
    },
    "en": {
        "years between": "whole years from {0} to {1}", "months between": "whole months from {0} to {1}",
        "year": "year of {0}", "month": "month of {0}", "add months": "{1} months after {0}",
        "starts with": "{0} begins with {1}", "resident id valid": "the check character of {0} is right",
        "resident id birth date": "the birth date inside {0}", "resident id sex": "the sex inside {0}",
    },
}  # fmt: skip
_SHIFTS = {
    "zh": {
        "": "", "start of year": "当年年初", "end of year": "当年年末", "start of month": "当月初",
        "end of month": "当月末", "start of previous year": "上年年初", "end of previous year": "上年年末",
        "start of previous month": "上月初", "end of previous month": "上月末",
    },
    "en": {
        "": "", "start of year": "at the start of the year", "end of year": "at the end of the year",
        "start of month": "at the start of the month", "end of month": "at the end of the month",
        "start of previous year": "at the start of the year before",
        "end of previous year": "at the end of the year before",
        "start of previous month": "at the start of the month before",
        "end of previous month": "at the end of the month before",
    },
}  # fmt: skip
_NUMBERED = re.compile(r"([A-Z]\.?)?[0-9]+(\.[0-9]+)*")
CONFIDENCE = {
    "zh": {"published": "已公布", "assumed": "推定", "placeholder": "占位"},
    "en": {"published": "published", "assumed": "assumed", "placeholder": "placeholder"},
}


class Phrases:
    """Puts the expressions of one program into words of one language (`zh` or `en`)."""

    def __init__(self, program: Program, language: str) -> None:
        self.program = program
        self.language = language
        # By identity, since nodes are large to compare; each is kept beside its words, so that its id stays its own.
        self._subjects: dict[int, tuple[e.Expression, str]] = {}
        self._requirements: dict[tuple[int, bool], tuple[e.Expression, str]] = {}

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, program: Program, language: str) -> Phrases:
        """The phrases of a program, made once: what a rule says does not change from case to case."""
        return cls(program, language)

    def choose(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    # names

    def subject(self, node: e.Expression) -> str:
        """What an expression is about, by its label; the formula itself where it has none."""
        found = self._subjects.get(id(node))
        if found is None:
            found = self._subjects[id(node)] = (node, self._subject(node))
        return found[1]

    def _subject(self, node: e.Expression) -> str:
        if isinstance(node, e.Fact):
            return self.program.inputs[node.name].label.in_language(self.language)
        if isinstance(node, e.Result):
            decision = self.program.decisions[node.name]
            if decision.hidden:  # a step of a combination: what is drawn of a benefit
                benefit = self.program.decisions.get(node.name.rsplit(".", 1)[-1], decision)
                return benefit.label.in_language(self.language)
            return decision.label.in_language(self.language)
        if isinstance(node, e.ParameterValue):
            label = self.program.parameters[node.name].label.in_language(self.language)
            shift = _SHIFTS[self.language][node.shift]
            return self.choose(f"{shift}{label}", f"{label} {shift}".strip())
        if isinstance(node, e.AsOf):
            return self.choose("评定基准日", "the as-of date")
        if isinstance(node, e.Constant):
            return self._literal(node)
        if isinstance(node, e.Rescale | e.RoundTo | e.Absolute | e.Named):
            return self.subject(node.operand)
        if isinstance(node, e.Call):
            return _FUNCTIONS[self.language][node.function].format(*(self.subject(one) for one in node.arguments))
        if isinstance(node, e.StepLevel):
            inner = self.subject(node.operand)
            worse = node.steps > 0
            return self.choose(
                f"{inner}{'加重' if worse else '减轻'}一级", f"one level {'worse' if worse else 'better'} than {inner}"
            )
        if isinstance(node, e.Add | e.Multiply | e.Extreme | e.CountTrue | e.Choose | e.Quotient):
            return self._formula(node)
        return self.requirement(node) if isinstance(node.type, Boolean) else node.source

    def _literal(self, node: e.Constant) -> str:
        """A share as it was written; anything else in words."""
        return node.source if node.source.endswith("%") else for_person(node.value, node.type, self.language)

    def _formula(self, node: e.Expression) -> str:
        if isinstance(node, e.Add):
            first, *rest = zip(node.operands, node.signs, strict=True)
            text = f"{'-' if first[1] < 0 else ''}{self.subject(first[0])}"
            return text + "".join(f" {'+' if sign > 0 else '-'} {self.subject(one)}" for one, sign in rest)
        if isinstance(node, e.Multiply):
            return f"{self.subject(node.left)} × {self.subject(node.right)}"
        if isinstance(node, e.Quotient):
            return f"{self.subject(node.left)} ÷ {self.subject(node.right)}"
        if isinstance(node, e.Extreme):
            word = self.choose(
                {"min": "最低者", "max": "最高者"}[node.which], {"min": "least", "max": "greatest"}[node.which]
            )
            inside = self.choose("、", ", ").join(self.subject(one) for one in node.operands)
            return self.choose(f"{inside}中的{word}", f"the {word} of {inside}")
        if isinstance(node, e.CountTrue):
            inside = self.choose("；", "; ").join(self.requirement(one) for one in node.operands)
            return self.choose(f"（{inside}）中成立的项数", f"how many of these hold ({inside})")
        assert isinstance(node, e.Choose)
        return self.choose(
            f"{self.requirement(node.condition)}时为{self.subject(node.then)}，否则为{self.subject(node.otherwise)}",
            f"{self.subject(node.then)} where {self.requirement(node.condition)}, else {self.subject(node.otherwise)}",
        )

    def value(self, node: e.Expression, value: Value) -> str:
        """A value found, in words; the wording of a scored answer where the form has one."""
        text = for_person(value, node.type, self.language)
        if isinstance(node, e.Fact) and value is not None and isinstance(node.type, Number):
            options = dict(self.program.inputs[node.name].options)
            label = options.get(int(value))
            if label is not None:
                words = label.in_language(self.language)
                return self.choose(f"{text}（{words}）", f"{text} ({words})")
        return text

    def really(self, node: e.Expression, value: Value) -> str:
        """What was found where the condition asks for something: `实为“特困人员”`, `实为86岁`, `未知`."""
        said = self.value(node, value)
        if value is None:
            return said
        quoted = f"“{said}”" if isinstance(node.type, Enumeration) else said
        return self.choose(f"实为{quoted}", f"found: {said}")

    def found_elsewhere(self, decision: Decision, value: Value, *, named: bool = False) -> str:
        """What is said of a result that the case states: `按认定结果：完全丧失（不由本次评估得出）`.

        `named`: with the decision's name, for the explanation of another one that rests on it.
        """
        text = for_person(value, decision.type, self.language)
        label = decision.label.in_language(self.language)
        return self.choose(
            f"{f'“{label}”' if named else ''}按认定结果：{text}（不由本次评估得出）",
            f"{f'{label}, ' if named else ''}as found elsewhere: {text} (not worked out here)",
        )

    def floor(self, floor: Floor, as_of: int | None) -> str:
        """What is said of an amount that is the least due; by when it must be reached, as long as that is to come."""
        reached = ""
        if floor.reached_by is not None and as_of is not None and as_of < floor.reached_by:
            day = iso(floor.reached_by)
            reached = self.choose(f"，须在 {day} 前达到", f", to be reached by {day}")
        return self.choose(f"这是最低标准{reached}", f"this is the minimum{reached}")

    # conditions

    def requirement(self, node: e.Expression, want: bool = True) -> str:
        """What a condition asks for: `社会救助类别是特困人员`. With `want` False: the opposite."""
        found = self._requirements.get((id(node), want))
        if found is None:
            found = self._requirements[(id(node), want)] = (node, self._requirement(node, want))
        return found[1]

    def _requirement(self, node: e.Expression, want: bool) -> str:
        if isinstance(node, e.Named):
            label = self.choose(node.label_zh, node.label_en)
            return label if want else self.choose(f"不属于“{label}”的情形", f"not “{label}”")
        if isinstance(node, e.Not):
            return self.requirement(node.operand, not want)
        if isinstance(node, e.Compare):
            return self._comparison(node, want)
        if isinstance(node, e.Within):
            return self._interval(node, want)
        if isinstance(node, e.OneOf):
            return self._membership(node, want)
        if isinstance(node, e.And | e.Or):
            every = isinstance(node, e.And) == want
            parts = [self._bracketed_requirement(part, want, every) for part in node.operands]
            return self.choose("，并且" if every else "，或者", "; and " if every else "; or ").join(parts)
        if isinstance(node, e.AtLeast):
            parts_text = self.choose("；", "; ").join(self.requirement(part) for part in node.operands)
            count = node.count
            if want:
                return self.choose(
                    f"至少有{count}项成立：{parts_text}", f"at least {count} of these hold: {parts_text}"
                )
            return self.choose(f"成立的不到{count}项：{parts_text}", f"fewer than {count} of these hold: {parts_text}")
        if isinstance(node, e.Constant):
            return self.choose(
                "一律成立" if node.value is want else "一律不成立", "always" if node.value is want else "never"
            )
        if isinstance(node, e.Choose):
            when = self.requirement(node.condition)
            then, otherwise = self.requirement(node.then, want), self.requirement(node.otherwise, want)
            return self.choose(f"{when}的，{then}；否则，{otherwise}", f"where {when}: {then}; otherwise: {otherwise}")
        if isinstance(node, e.Call) and isinstance(node.type, Boolean):
            text = self.subject(node)
            return text if want else self.choose(f"不满足：{text}", f"not: {text}")
        subject = self.subject(node)
        return self.choose(f"{subject}：{'是' if want else '否'}", f"{subject}: {'yes' if want else 'no'}")

    def _bracketed_requirement(self, node: e.Expression, want: bool, every: bool) -> str:
        """A part of an «all» or «any»; in brackets where it is the other of the two."""
        text = self.requirement(node, want)
        mixed = isinstance(node, e.And | e.Or) and (isinstance(node, e.And) == want) != every
        return self.choose(f"（{text}）", f"({text})") if mixed else text

    def _comparison(self, node: e.Compare, want: bool) -> str:
        opposite = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
        operator = node.operator if want else opposite[node.operator]
        kind = node.left.type
        special = {Date: _DATES, Number: _NUMBERS, Enumeration: _LEVELS}.get(type(kind), {})
        words = {**_COMPARE[self.language], **special.get(self.language, {})}
        left, right = self.subject(node.left), self._threshold(node.right, kind)
        if operator in ("=", "!=") and not isinstance(node.right, e.Constant | e.ParameterValue):
            agreement = _AGREEMENT[self.language][operator].format(right)
            return self.choose(f"{left}{agreement}", f"{left} {agreement}")
        return self.choose(f"{left}{words[operator]}{right}", f"{left} {words[operator]} {right}")

    def _threshold(self, node: e.Expression, kind: Type) -> str:
        """What something is held against: a bare number with the unit of its subject, an option in quotes."""
        if isinstance(node, e.Rescale) and isinstance(node.operand, e.Constant):
            node = node.operand
        if isinstance(node, e.Constant):
            unit = kind.unit if isinstance(kind, Number) else None
            if isinstance(node.type, Number) and node.type.unit is None and unit is not None:
                own = node.type
                return for_person(node.value, Number(own.denominator, own.minimum, own.maximum, unit), self.language)
            text = self.subject(node)
            return self.choose(f"“{text}”", f"“{text}”") if isinstance(kind, Enumeration) else text
        if isinstance(node, e.ParameterValue) and isinstance(kind, Enumeration):
            return self.choose(f"所定的级别（{self.subject(node)}）", f"the level set ({self.subject(node)})")
        return self.subject(node)

    def _membership(self, node: e.OneOf, want: bool) -> str:
        *first, last = [self._threshold(choice, node.operand.type) for choice in node.choices]
        choices = self.choose("、", ", ").join(first)
        choices = self.choose(f"{choices}或{last}", f"{choices} or {last}") if first else last
        is_zh, is_en = ("是", "is") if want else ("不是", "is not")
        return self.choose(
            f"{self.subject(node.operand)}{is_zh}{choices}", f"{self.subject(node.operand)} {is_en} {choices}"
        )

    def _interval(self, node: e.Within, want: bool) -> str:
        subject = self.subject(node.operand)
        low = "" if node.low is None else self._threshold(node.low, node.operand.type)
        if isinstance(node.low, e.Constant) and isinstance(node.high, e.Constant):
            low = self.subject(node.low)  # the unit stands once, after the upper end
        high = "" if node.high is None else self._threshold(node.high, node.operand.type)
        open_low = "" if node.low_closed else self.choose("（不含）", " (excluded)")
        open_high = "" if node.high_closed else self.choose("（不含）", " (excluded)")
        not_zh, not_en = ("", "") if want else ("不", "not ")
        return self.choose(
            f"{subject}{not_zh}在{low}{open_low}到{high}{open_high}之间",
            f"{subject} is {not_en}from {low}{open_low} to {high}{open_high}",
        )

    def found(self, reason: Reason) -> str:
        """What was found of a condition's subject: `社会救助类别：低保对象`; empty where the condition says it all."""
        node = reason.node
        if isinstance(node, e.Named | e.Not):
            return self.found(reason.parts[0])
        if isinstance(node, e.And | e.Or | e.AtLeast) or (
            isinstance(node, e.Choose) and isinstance(node.type, Boolean)
        ):
            parts = dict.fromkeys(self.found(part) for part in reason.parts)
            return self.choose("；", "; ").join(part for part in parts if part)
        if isinstance(node, e.Compare | e.Within | e.OneOf):
            sides = [reason.parts[0]]
            if isinstance(node, e.Compare) and not isinstance(node.right, e.Constant):
                sides.append(reason.parts[1])
            return self.choose("，", ", ").join(self.stated(side) for side in sides)
        if isinstance(node, e.Constant):
            return ""
        return self.stated(reason)

    def stated(self, reason: Reason) -> str:
        """`周岁年龄：86岁`."""
        node = reason.node
        if isinstance(node, e.Rescale):
            return self.stated(reason.parts[0])
        return self.choose(
            f"{self.subject(node)}：{self.value(node, reason.value)}",
            f"{self.subject(node)}: {self.value(node, reason.value)}",
        )

    # formulas

    def worked(self, reason: Reason) -> str:
        """A formula with its figures: `照料护理比例 30% × 上年年末最低工资标准 2490.00 元/月`."""
        node = reason.node
        if isinstance(node, e.Constant):
            return self._literal(node)
        if isinstance(node, e.Rescale):
            inner = self.worked(reason.parts[0])
            unit = getattr(node.type, "unit", None)
            source = getattr(node.operand.type, "unit", None)
            if unit is not None and source is not None and unit != source:
                return f"{inner} {'× 12' if node.factor == 12 else '÷ 12'}"
            if "/" in node.source and reason.parts[0].node.source != node.source:
                return f"{inner} ÷ {node.source.rsplit('/', 1)[1].strip()}"
            return inner
        if isinstance(node, e.RoundTo | e.Absolute | e.Named):
            return self.worked(reason.parts[0])
        if isinstance(node, e.Multiply):
            return f"{self._bracketed(reason.parts[0])} × {self._bracketed(reason.parts[1])}"
        if isinstance(node, e.Add):
            text = ""
            for part, sign in zip(reason.parts, node.signs, strict=True):
                text += f" {'+' if sign > 0 else '-'} {self.worked(part)}"
            return text.removeprefix(" + ").strip()
        if isinstance(node, e.Extreme):
            inside = self.choose("，", ", ").join(self.worked(part) for part in reason.parts)
            word = self.choose({"min": "取最低", "max": "取最高"}[node.which], node.which)
            return f"{word}({inside})"
        if isinstance(node, e.Choose):
            if reason.parts[0].value is not None:
                return self.worked(reason.parts[1 if reason.parts[0].value else 2])
            return self.subject(node)
        if isinstance(node, e.Fact | e.Result | e.ParameterValue):
            subject, value = self.subject(node), for_person(reason.value, node.type, self.language)
            return self.choose(f"{subject} {value}", f"{value} ({subject})")
        return self.stated(reason)

    def _bracketed(self, reason: Reason) -> str:
        text = self.worked(reason)
        node = reason.node
        while isinstance(node, e.Rescale | e.RoundTo):
            node = node.operand
        return f"({text})" if isinstance(node, e.Add) else text

    # law and figures

    def citation(self, citation: Citation) -> str:
        """`常政办发〔2023〕37号 二(二)4：照料护理标准……`."""
        return f"{self.short_citation(citation)}{self.choose('：', ': ')}{self.paraphrase(citation)}"

    def paraphrase(self, citation: Citation) -> str:
        """What the clause says, in short."""
        return self.program.sources[citation.source].clauses[citation.clause].label.in_language(self.language)

    def place(self, citation: Citation) -> str:
        """Where the clause stands: `二(二)4`, in English `II(ii)4`; empty where only a keyword names it."""
        clause = self.program.sources[citation.source].clauses[citation.clause]
        if clause.place:
            return self.choose(clause.place, _place_in_english(clause.place))
        return f"§{clause.key}" if _NUMBERED.fullmatch(clause.key) else ""

    def short_citation(self, citation: Citation) -> str:
        source = self.program.sources[citation.source]
        draft = {
            "draft": self.choose("（征求意见稿）", " (draft)"),
            "repealed": self.choose("（已废止）", " (repealed)"),
        }
        name = source.number or source.title.in_language(self.language)
        return f"{name}{draft.get(source.status, '')} {self.place(citation)}".rstrip()

    def short_citations(self, cite: Iterable[Citation | str]) -> str:
        """Clauses by their short names, in one line; text that names no clause is left out."""
        parsed = [Citation.parse(one) if isinstance(one, str) else one for one in cite]
        return self.choose("、", ", ").join(self.short_citation(one) for one in parsed if one is not None)

    def parameter(self, use: ParameterUse) -> str:
        """The figure read, the day it was looked up for, since when it holds, and who says so."""
        reading = use.reading
        parameter, entry = reading.parameter, reading.entry
        label = parameter.label.in_language(self.language)
        day = iso(reading.day)
        if entry is None or (use.value is None and entry.value is None):
            return self.choose(
                f"{label}：{day} 的数值尚未公布或未录入，可用 --parameters 文件提供",
                f"{label}: no value for {day} is published or entered; supply it with a --parameters file",
            )
        value = for_person(use.value, parameter.type, self.language)
        if entry.supplied:
            origin = self.choose(f"由文件 {entry.origin} 提供", f"supplied by the file {entry.origin}")
        else:
            origin = self.choose("、", ", ").join(self.short_citation(one) for one in entry.cite)
        if parameter.overrides is not None and not entry.supplied:
            origin += self.choose(
                f"，代替 {parameter.overrides} 的同名标准", f", in place of the figure of {parameter.overrides}"
            )
        doubt = (
            ""
            if entry.confidence == "published"
            else self.choose(f"，{CONFIDENCE['zh'][entry.confidence]}值", f", {CONFIDENCE['en'][entry.confidence]}")
        )
        since = (
            ""
            if entry.supplied and entry.valid_from <= 18000101
            else self.choose(f"，自 {iso(entry.valid_from)} 起", f", from {iso(entry.valid_from)}")
        )
        return self.choose(
            f"{label} {value}（{day} 时有效{since}，{origin}{doubt}）",
            f"{label} {value} (in force on {day}{since}; {origin}{doubt})",
        )


_ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


def _place_in_english(place: str) -> str:
    """Where a clause stands, by the numbering of Chinese instruments: `二(二)4` is II(ii)4, `附录C` is Annex C."""
    text = place.replace("附录", "Annex ").replace("附件", "Annex ").replace("、", ", ")
    text = re.sub(r"第([0-9一二三四五六七八九十]+)条", lambda found: f"Art. {_numeral(found[1], arabic=True)}", text)
    text = re.sub(r"[（(]([一二三四五六七八九十]+)[)）]", lambda found: f"({_numeral(found[1]).lower()})", text)
    return re.sub(r"[一二三四五六七八九十]+", lambda found: _numeral(found[0]), text)


def _numeral(chinese: str, *, arabic: bool = False) -> str:
    if chinese not in _ORDINALS:
        return chinese
    index = _ORDINALS.index(chinese)
    return str(index + 1) if arabic else _ROMAN[index]
