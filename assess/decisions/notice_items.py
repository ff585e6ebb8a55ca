"""What a notice says about one decision: amount, reasons, law, and what would have to be known or changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assess.decisions.doubts import Doubts, doubts, in_words, sure
from assess.decisions.drawn import beside_others, rule_in_words
from assess.decisions.grounds import grounds, is_leaf, obstacles
from assess.decisions.phrases import Phrases
from assess.decisions.resting import stated_behind
from assess.decisions.result import CaseResult, DecisionResult
from assess.decisions.values import decimal_text, for_person, possible_for_person
from assess.engines.bounds import size
from assess.language import expression as e
from assess.language.law import Citation
from assess.language.program import Floor
from assess.language.types import Boolean, Enumeration, Number

_PERIODS = {"CNY/month": ("每月", "a month"), "CNY/year": ("每年", "a year")}
_MOST_NAMED = 6
_STILL_MISSING = {
    "person": ("还缺的情况：{}。", "Still missing: {}."),
    "assessor": ("还缺的评估项目：{}（由评估员评估）。", "Still to be assessed: {} (by the assessor)."),
    "office": ("还须查明：{}（由经办机构查明）。", "Still to be found out: {} (by the office)."),
}
"""What is said of missing answers, by who can tell them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing decided, refused or still open. `amount` is empty where the label says it all."""

    label: str
    amount: str
    reasons: tuple[str, ...]
    law: str
    confirm: str
    doubts: tuple[str, ...]


class Items:
    """Makes the items of one case's notice."""

    def __init__(self, result: CaseResult, phrases: Phrases) -> None:
        self.result = result
        self.phrases = phrases
        self.choose = phrases.choose
        self.language = phrases.language
        self._sure = sure(result)

    def granted(self, one: DecisionResult) -> Item:
        """A benefit or service that is had: why, and how the amount is worked out."""
        assert one.explanation is not None
        reasons = []
        met = grounds(one.explanation, self.result, self.phrases)
        if met:
            joined = self.choose("；", "; ").join(met)
            reasons.append(self.choose(f"您符合条件：{joined}。", f"You qualify: {joined}."))
        formula = None if one.decision.name in self.result.stated else one.explanation.formula
        if formula is not None and isinstance(one.decision.type, Number) and not isinstance(formula.node, e.Constant):
            reasons.append(self._worked(one))
        if one.floor is not None:
            reasons.append(self._floor(one.floor))
        beside = beside_others(one.decision.name, self.result)
        if beside is None:
            return self._item(one, self._amount(one), reasons)
        due, said = self._amount(one), rule_in_words(beside.rule, self.phrases)
        if beside.is_open:
            zh = f"单独计算为{due}；按规定{said}，其他待遇还没有确定，这一项能否领取要等确定以后。"
            en = (
                f"By itself it comes to {due}; {said} under the rules. The others are not decided yet, and until they "
                "are, it is open whether you draw this one."
            )
            amount = self.choose("待定", "open")
        else:
            zh = f"单独计算为{due}；按规定{said}，所以这一项不另发。"
            en = f"By itself it comes to {due}; {said} under the rules, so it is not paid as well."
            amount = self.choose("不另发", "not paid as well")
        reasons.append(self.choose(zh, en))
        item = self._item(one, amount, reasons)
        cite = () if one.explanation is None else one.explanation.cite
        return replace(item, law=self.law(dict.fromkeys((*cite, *beside.rule.cite))))

    def _worked(self, one: DecisionResult) -> str:
        assert one.explanation is not None
        assert one.explanation.formula is not None
        text = self.phrases.worked(one.explanation.formula)
        value = for_person(one.outcome.value, one.decision.type, self.language)
        sum_ = text if value in text and is_leaf(one.explanation.formula) else f"{text} = {value}"
        exact = one.explanation.formula
        rounded = (
            isinstance(exact.node.type, Number)
            and isinstance(one.decision.type, Number)
            and exact.value is not None
            and int(exact.value) * one.decision.type.denominator
            != int(one.outcome.value or 0) * exact.node.type.denominator
        )
        if rounded:
            sum_ = self.choose(f"{text}，取整后为 {value}", f"{text}, rounded to {value}")
        return self.choose(f"计算方法：{sum_}。", f"How the amount is worked out: {sum_}.")

    def _floor(self, floor: Floor) -> str:
        text = self.phrases.floor(floor, self.result.as_of)
        return self.choose(
            f"{text}；公布的标准更高的，以公布的为准。",
            f"{text[:1].upper()}{text[1:]}; where a higher amount is published, that amount applies.",
        )

    def _amount(self, one: DecisionResult) -> str:
        """`每月 747.00 元`; empty for a service that is simply due."""
        type_ = one.decision.type
        if isinstance(type_, Boolean):
            return ""
        period = _PERIODS.get(one.decision.unit or "")
        if period is not None and isinstance(type_, Number) and one.outcome.value is not None:
            figure = decimal_text(int(one.outcome.value), type_)
            least = "" if one.floor is None else self.choose("不低于 ", "at least ")
            return self.choose(f"{period[0]}{least or ' '}{figure} 元", f"{least}{figure} yuan {period[1]}")
        return for_person(one.outcome.value, type_, self.language)

    def total(self, one: DecisionResult) -> Item:
        """What a combination of benefits comes to."""
        part = self.choose("其中有的待遇是暂定的", "a part of it is provisional")
        item = self._item(one, self._amount(one), [], doubtful=False)
        doubtful = self._doubts(one)
        return replace(item, doubts=(part,)) if doubtful.uses or doubtful.sources else item

    def refused(self, one: DecisionResult) -> Item:
        """A benefit, service or duty that is not had: what it would take."""
        assert one.explanation is not None
        ways = obstacles(one.explanation, self.result, self.phrases)
        reasons = []
        if len(ways) == 1:
            reasons.append(self.choose(f"还须符合的条件：{ways[0]}。", f"To qualify you would need: {ways[0]}."))
        elif ways:
            reasons.append(self.choose("还须符合下列情形之一：", "To qualify you would need one of these:"))
            reasons.extend(self.choose(f"（{n}）{way}。", f"({n}) {way}.") for n, way in enumerate(ways, start=1))
        amount = self._amount(one) if isinstance(one.decision.type, Enumeration) else ""
        return self._item(one, amount, reasons)

    def finding(self, one: DecisionResult) -> Item:
        """A level, a score, a recognition."""
        value = for_person(one.outcome.value, one.decision.type, self.language)
        return self._item(one, self._amount(one) or value, [])

    def still_open(self, one: DecisionResult) -> Item:
        """What cannot be settled yet: what it may come to, and what is missing."""
        reasons = []
        if one.outcome.eligible:
            reasons.append(
                self.choose("您符合条件，但金额还不能确定。", "You qualify, but the amount cannot be determined yet.")
            )
        reasons.extend(self._still_possible(one))
        missing = one.missing
        reasons.extend(() if missing is None else self._facts_missing(missing.facts))
        if missing is not None and missing.parameters:
            parameters = self.phrases.program.parameters
            found = dict.fromkeys(parameters[key[0]].label.in_language(self.language) for key in missing.parameters)
            names = self.choose("；", "; ").join(found)
            reasons.append(
                self.choose(
                    f"还缺的标准：{names}（由经办机构查明，不需要您提供）。",
                    f"Figures still missing: {names} (for the office to find; you need not supply them).",
                )
            )
        if not reasons:
            reasons.extend(self._silence(one))
        return self._item(one, "", reasons, doubtful=False)

    def replaced(self, one: DecisionResult) -> Item:
        """What is open and need not be settled: it only leads to what was found elsewhere."""
        return self._item(
            one,
            "",
            [
                self.choose(
                    "由这一项得出的结果，以认定结果为准，不需要您补充。",
                    "The result that depends on it is taken from a finding made elsewhere; you need not supply "
                    "anything for it.",
                )
            ],
            doubtful=False,
        )

    def _silence(self, one: DecisionResult) -> list[str]:
        """Why nothing is missing and yet nothing is decided: the rules do not speak of such a case."""
        rows = () if one.explanation is None else one.explanation.rows
        said = [row.row.because.in_language(self.language) for row in rows if row.row.because is not None]
        if said:
            return [self.choose(f"{text}。", f"{text}.") for text in said]
        return [
            self.choose(
                "所依据的规定没有涉及这种情形，由经办机构确定。",
                "The rules do not cover such a case; the office will settle it.",
            )
        ]

    def _still_possible(self, one: DecisionResult) -> list[str]:
        if one.possible is None:
            return []
        text = possible_for_person(one.possible, one.decision.type, self.language)
        if size(one.possible) == 1 and text:
            zh, en = f"结果都会是“{text}”", f"the result will be “{text}”"
            if isinstance(one.decision.type, Boolean):
                met = True in one.possible if isinstance(one.possible, frozenset) else False
                zh, en = ("您都符合条件", "you qualify") if met else ("您都不符合条件", "you do not qualify")
            return [
                self.choose(
                    f"无论所缺的情况如何，{zh}；补齐后即可作出决定。",
                    f"Whatever the missing answers, {en}; the decision is made once they are given.",
                )
            ]
        if not text or isinstance(one.decision.type, Boolean):
            return []
        return [self.choose(f"可能的结果：{text}。", f"Possible results: {text}.")]

    def label(self, one: DecisionResult) -> str:
        """The name, fit to begin a line."""
        label = one.decision.label.in_language(self.language)
        return label[:1].upper() + label[1:]

    def _item(self, one: DecisionResult, amount: str, reasons: list[str], *, doubtful: bool = True) -> Item:
        decision = one.decision
        unsure = in_words(self._doubts(one), self.phrases) if doubtful else []
        return Item(
            self.label(one),
            amount,
            (*reasons, *self._found_elsewhere(one)),
            "" if one.explanation is None else self.law(one.explanation.cite),
            "" if decision.judged_by is None else decision.judged_by.in_language(self.language),
            tuple(unsure),
        )

    def _doubts(self, one: DecisionResult) -> Doubts:
        """What may still change it. A figure that does not matter here is no doubt to the person."""
        if not one.provisional:
            return Doubts((), ())
        found = doubts(one.decision.name, self.result)
        return replace(found, uses=()) if one.decision.name in self._sure else found

    def _found_elsewhere(self, one: DecisionResult) -> list[str]:
        """That it was found elsewhere, or which results found elsewhere it rests on. Of those that nobody has found,
        what is missing tells where it matters."""
        if one.decision.name in self.result.stated:
            if one.outcome.value is None:
                return [
                    self.choose(
                        "这一项以认定结果为准，目前还没有认定。",
                        "It goes by a finding made elsewhere, and there is none yet.",
                    )
                ]
            texts = [self.phrases.found_elsewhere(one.decision, one.outcome.value)]
        else:
            texts = [
                self.phrases.found_elsewhere(other.decision, other.outcome.value, named=True)
                for other in stated_behind(one, self.result)
                if other.outcome.value is not None
            ]
        return [self.choose(f"{text}。", f"{text[:1].upper()}{text[1:]}.") for text in texts]

    def _facts_missing(self, names: tuple[str, ...]) -> list[str]:
        """What is missing, parted by who can tell it."""
        inputs = self.phrases.program.inputs
        said = []
        for answered_by, (zh, en) in _STILL_MISSING.items():
            those = tuple(name for name in names if inputs[name].answered_by == answered_by)
            if those:
                said.append(self.choose(zh, en).format(self._labels(those)))
        return said

    def _labels(self, names: tuple[str, ...]) -> str:
        """The questions' labels; of many only the first, since all stand together further down."""
        shown = [self.phrases.program.inputs[name].label.in_language(self.language) for name in names[:_MOST_NAMED]]
        text = self.choose("；", "; ").join(shown)
        if len(names) == len(shown):
            return text
        return self.choose(f"{text}等{len(names)}项，见下", f"{text}; {len(names)} in all, listed below")

    def law(self, cite: Iterable[Citation]) -> str:
        """Instruments by title and number, each once, with the places of the clauses."""
        places: dict[str, dict[str, None]] = {}
        for citation in cite:
            places.setdefault(citation.source, {})[self.phrases.place(citation)] = None
        texts = []
        for id_, found in places.items():
            source = self.phrases.program.sources[id_]
            title = source.title.in_language(self.language)
            where = self.choose("、", ", ").join(place for place in found if place)
            number = "" if not source.number else self.choose(f"（{source.number}）", f" ({source.number})")
            draft = self.choose("（征求意见稿）", " (draft)") if source.status == "draft" else ""
            texts.append(self.choose(f"《{title}》{number}{draft}{where}", f"{title}{number}{draft} {where}".rstrip()))
        return self.choose("；", "; ").join(texts)
