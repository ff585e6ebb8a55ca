"""A case's result as text for a terminal: goals first, each with its reasons; every leaf with `full`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from assess.decisions.drawn import beside_in_words
from assess.decisions.explanation import Explanation, Reason, RowReason
from assess.decisions.phrases import Phrases
from assess.decisions.resting import stated_behind
from assess.decisions.result import DECIDED, REJECTED, UNDETERMINED, CaseResult, DecisionResult
from assess.decisions.values import at_least, for_person, number_for_person, possible_for_person
from assess.decisions.whynot import changes, neighbours
from assess.diagnostics.rendering import for_person as diagnostics_for_person
from assess.engines.bounds import size
from assess.language import expression as e
from assess.language.dates import iso
from assess.language.program import Amount, Floor, Program, Table
from assess.language.types import Boolean, Number

_MARKS = {True: "✓", False: "✗", None: "?"}
_STATUS = {
    "zh": {DECIDED: "已决定", UNDETERMINED: "有待定项", REJECTED: "退回"},
    "en": {DECIDED: "decided", UNDETERMINED: "undetermined", REJECTED: "rejected"},
}
_ROUNDING = {
    "zh": {"up": "向上取到", "down": "向下取到", "half_up": "四舍五入到", "half_even": "四舍六入五成双到"},
    "en": {
        "up": "rounded up to", "down": "rounded down to", "half_up": "rounded half up to",
        "half_even": "rounded half even to",
    },
}  # fmt: skip
_ROLES = ("benefit", "service", "duty", None, "screening")
_NEAR = 5
_WIDTH = 100


def render_text(result: CaseResult, program: Program, language: str, *, full: bool = False) -> str:
    """The result as lines of text, without a closing line break."""
    return "\n".join(_Text(result, program, language, full).lines())


class _Text:
    def __init__(self, result: CaseResult, program: Program, language: str, full: bool) -> None:
        self.result = result
        self.program = program = result.under(program)
        self.language = language
        self.full = full
        self.phrases = Phrases.of(program, language)
        self.choose = self.phrases.choose

    def lines(self) -> Iterator[str]:
        program, result = self.program, self.result
        yield f"{program.label.in_language(self.language)}  [{program.id} {program.version}]"
        yield self._headline()
        if program.supplied_by is not None:
            yield self.choose(
                f"部分标准由文件 {program.supplied_by[0]} 提供",
                f"some figures are supplied by {program.supplied_by[0]}",
            )
        if result.problems:
            yield ""
            yield diagnostics_for_person(result.problems, self.language)
        shown = result.visible()
        goals = sorted((one for one in shown if one.goal), key=lambda one: _ROLES.index(one.decision.role))
        if len(goals) > 3:
            yield ""
            yield self.choose("结论", "In short")
            for one in goals:
                yield from self._brief(one)
            yield ""
            yield self.choose("理由", "Why")
        for one in goals:
            yield ""
            yield from self._decision(one)
        others = [one for one in shown if not one.goal]
        if others:
            yield ""
            yield self.choose("据以作出上述决定的各项结果", "What these rest on")
            for one in others:
                if self.full:
                    yield from ("  " + line for line in self._decision(one))
                else:
                    yield from self._brief(one)

    def _headline(self) -> str:
        result = self.result
        parts = [self.choose(f"个案 {result.case}", f"case {result.case}")]
        if result.as_of is not None:
            parts.append(self.choose(f"基准日 {iso(result.as_of)}", f"as of {iso(result.as_of)}"))
        if result.known_at is not None:
            parts.append(self.choose(f"按 {iso(result.known_at)} 所知", f"as known on {iso(result.known_at)}"))
        status = _STATUS[self.language][result.status]
        goals = [one for one in result.decisions.values() if one.goal]
        if goals and result.status != DECIDED:
            open_ = sum(one.status == UNDETERMINED for one in goals)
            if open_:
                status += self.choose(f"（{len(goals)}项中{open_}项待定）", f" ({open_} of {len(goals)} open)")
        parts.append(self.choose(f"结果：{status}", f"result: {status}"))
        return " · ".join(parts)

    # one decision

    def _decision(self, one: DecisionResult) -> Iterator[str]:
        yield f"■ {self._title(one)}"
        explanation = one.explanation
        if explanation is None:
            assert one.problem is not None
            return
        for index, citation in enumerate(explanation.cite):
            yield from self._entry(self.choose("依据", "law") if index == 0 else "", self.phrases.citation(citation))
        overridden = one.decision.overrides
        if overridden is not None:
            text = self.choose(
                f"本地规定（{one.decision.ruleset}）代替 {overridden.ruleset} 的同名规定",
                f"the local rule of {one.decision.ruleset} takes the place of the one of {overridden.ruleset}",
            )
            yield from self._entry("", text)
        if one.decision.name in self.result.stated:
            found = self.phrases.found_elsewhere(one.decision, one.outcome.value)
            yield from self._entry(self.choose("认定", "stated"), found)
        else:
            yield from self._reasons(explanation)
        for other in stated_behind(one, self.result):
            found = self.phrases.found_elsewhere(other.decision, other.outcome.value, named=True)
            yield from self._entry(self.choose("认定", "stated"), found)
        if explanation.outcome.eligible is False:
            yield from self._would_need(explanation)
        if isinstance(explanation.active.version.body, Table):
            yield from self._near(explanation)
        beside = beside_in_words(one, self.result, self.phrases)
        if beside:
            yield from self._entry(self.choose("同享", "beside others"), beside)
        yield from self._combination(explanation)
        yield from self._ties(one, explanation)
        for use in explanation.parameters:
            yield from self._entry(self.choose("标准", "figure"), self.phrases.parameter(use))
        if one.floor is not None:
            yield from self._entry(self.choose("下限", "floor"), self._floor(one.floor))
        if one.status == UNDETERMINED:
            yield from self._open(one)
        for label, words in (
            (self.choose("说明", "note"), one.decision.note),
            (self.choose("须确认", "to confirm"), one.decision.judged_by),
        ):
            if words is not None:
                yield from self._entry(label, words.in_language(self.language))

    def _title(self, one: DecisionResult) -> str:
        label = one.decision.label.in_language(self.language)
        colon = self.choose("：", ": ")
        if one.status == REJECTED:
            figure = one.problem is not None and one.problem.code.startswith("P")
            why = self.choose(
                "该日没有可用的标准，不能作出决定" if figure else "该日没有有效的规定，不能作出决定",
                "no figure for that day" if figure else "no rule in force on that day",
            )
            return f"{label}{colon}{why}"
        if one.status == UNDETERMINED:
            return f"{label}{colon}{self.choose('待定', 'undetermined')}"
        value = for_person(one.outcome.value, one.decision.type, self.language)
        if one.outcome.eligible is False:
            value = self.choose("不享受", "not eligible")
        elif one.floor is not None:
            value = at_least(value, self.language)
        doubt = self.choose("（暂定：所依据的部分内容尚待确认）", "  (provisional: part of its basis is unconfirmed)")
        return f"{label}{colon}{value}{doubt if one.provisional else ''}"

    def _floor(self, floor: Floor) -> str:
        text = self.phrases.floor(floor, self.result.as_of)
        if floor.published_as is None:
            return text
        return text + self.choose(
            f"；公布的标准用 --parameters 文件提供（{floor.published_as}）",
            f"; supply the published amount with a --parameters file ({floor.published_as})",
        )

    def _brief(self, one: DecisionResult) -> Iterator[str]:
        text = self._title(one)
        if one.decision.name in self.result.stated:
            text += self.choose("（按认定结果，不由本次评估得出）", " (as found elsewhere, not worked out here)")
        if one.status == UNDETERMINED and one.possible is not None:
            still = possible_for_person(one.possible, one.decision.type, self.language)
            if still and size(one.possible) == 1:
                text += self.choose(f"（无论所缺的情况如何，都是“{still}”）", f" (whatever the answers: {still})")
            elif still and isinstance(one.decision.type, Boolean):
                text += self.choose("（可能是“是”，也可能是“否”）", f" (may be {still})")
            elif still:
                text += self.choose(f"（可能是{still}）", f" (may be {still})")
            elif one.missing is not None and one.missing.parameters:
                names = self._parameter_names(one)
                text += self.choose(f"（缺少{names}）", f" (no figure for {names})")
        yield from _wrapped(f"  {text}", "    ")

    def _parameter_names(self, one: DecisionResult) -> str:
        assert one.missing is not None
        names = dict.fromkeys(key[0] for key in one.missing.parameters)
        return self.choose("、", ", ").join(
            self.program.parameters[name].label.in_language(self.language) for name in names
        )

    # reasons

    def _reasons(self, explanation: Explanation) -> Iterator[str]:
        body = explanation.active.version.body
        condition = self.choose("条件", "condition")
        if isinstance(body, Amount):
            if explanation.eligibility is not None:
                yield from self._conditions(condition, explanation.eligibility)
            if explanation.formula is not None:
                yield from self._entry(self.choose("计算", "sum"), self._worked(explanation, body))
        elif isinstance(body, Table):
            for row in explanation.rows:
                yield from self._row(row, explanation)
            if self.full:
                for row in explanation.passed:
                    yield from self._row(row, explanation)
        elif explanation.formula is not None:
            if isinstance(body.expression.type, Boolean):
                yield from self._conditions(condition, explanation.formula)
            elif explanation.active.version.combination is None:
                worked = self.phrases.worked(explanation.formula)
                yield from self._entry(self.choose("计算", "sum"), worked)

    def _worked(self, explanation: Explanation, body: Amount) -> str:
        formula, outcome = explanation.formula, explanation.outcome
        assert formula is not None
        text = self.phrases.worked(formula)
        if outcome.value is None:
            return text
        type_ = explanation.active.decision.type
        total = for_person(outcome.value, type_, self.language)
        if isinstance(formula.node, e.Constant):
            return total
        rounding = body.rounding
        exact_type = formula.node.type
        assert isinstance(exact_type, Number)
        assert isinstance(type_, Number)
        if rounding is not None and formula.value is not None:
            exact = int(formula.value) * type_.denominator == int(outcome.value) * exact_type.denominator
            if not exact:
                step = number_for_person(
                    rounding.step_numerator, Number(rounding.step_denominator, 0, 0, type_.unit), self.language
                )
                before = number_for_person(int(formula.value), exact_type, self.language)
                word = _ROUNDING[self.language][rounding.mode]
                return self.choose(
                    f"{text} = {before}，{word} {step}，为 {total}", f"{text} = {before}, {word} {step}: {total}"
                )
        alone = isinstance(formula.node, e.Fact | e.Result | e.ParameterValue)
        return text if alone else f"{text} = {total}"

    def _row(self, row: RowReason, explanation: Explanation) -> Iterator[str]:
        number = self.choose(f"第{row.place + 1}行", f"row {row.place + 1}")
        if row.condition is None:
            text = self.choose("以上各行都不符合", "none of the rows above")
            yield from self._entry(number, f"{_MARKS[row.holds]} {text}")
        else:
            yield from self._conditions(number, row.condition)
        if row.row.because is not None and explanation.outcome.value is None:
            yield from self._entry("", row.row.because.in_language(self.language))

    def _conditions(self, label: str, reason: Reason) -> Iterator[str]:
        if self.full:
            yield from self._tree(label, reason, 0)
            return
        for index, leaf in enumerate(_deciding(reason)):
            requirement = self.phrases.requirement(leaf.node)
            found = self._found(leaf)
            shown = "" if not found or found == requirement else self.choose(f"（{found}）", f" ({found})")
            yield from self._entry(label if index == 0 else "", f"{_MARKS[_truth(leaf)]} {requirement}{shown}")

    def _found(self, reason: Reason) -> str:
        inner = _innermost(reason)
        if isinstance(inner.node, e.And | e.Or | e.AtLeast):
            return self.choose("；", "; ").join(dict.fromkeys(self.phrases.found(leaf) for leaf in _deciding(inner)))
        if inner is reason and inner.parts and all(isinstance(part.node, e.Constant) for part in inner.parts[1:]):
            return self.phrases.really(inner.parts[0].node, inner.parts[0].value)
        if inner is reason and isinstance(inner.node, e.Fact | e.Result) and inner.value is not True:
            return self.phrases.really(inner.node, inner.value)
        return self.phrases.found(inner)

    def _tree(self, label: str, reason: Reason, depth: int) -> Iterator[str]:
        inner = reason.parts[0] if isinstance(reason.node, e.Named) else reason
        mark = _MARKS[_truth(reason)]
        if isinstance(inner.node, e.And | e.Or | e.AtLeast):
            count = getattr(inner.node, "count", 0)
            head = {
                e.And: self.choose("须全部符合", "all of"), e.Or: self.choose("符合其一即可", "any of"),
                e.AtLeast: self.choose(f"至少符合{count}项", f"at least {count} of"),
            }[type(inner.node)]  # fmt: skip
            if isinstance(reason.node, e.Named):
                head = f"{self.phrases.requirement(reason.node)}{self.choose('：', ': ')}{head}"
            yield from self._entry(label, f"{'  ' * depth}{mark} {head}")
            for part in inner.parts:
                yield from self._tree("", part, depth + 1)
            return
        found = self.phrases.found(reason)
        requirement = self.phrases.requirement(reason.node)
        shown = "" if not found or found == requirement else self.choose(f"（{found}）", f" ({found})")
        yield from self._entry(label, f"{'  ' * depth}{mark} {requirement}{shown}")

    def _would_need(self, explanation: Explanation) -> Iterator[str]:
        if explanation.eligibility is None:
            return
        ways = changes(explanation.eligibility, True, self.result)
        label = self.choose("如要享受", "would need")
        for index, way in enumerate(ways[: 4 if self.full else 2]):
            text = self.choose("；并且", "; and ").join(
                dict.fromkeys(self.phrases.requirement(change.reason.node, change.want) for change in way)
            )
            yield from self._entry(label if index == 0 else self.choose("或者", "or"), text)

    def _near(self, explanation: Explanation) -> Iterator[str]:
        for near in neighbours(explanation):
            if not self.full and abs(near.distance) > _NEAR:
                continue
            type_ = near.operand.node.type
            assert isinstance(type_, Number)
            gap = number_for_person(abs(near.distance), type_, self.language)
            subject = self.phrases.subject(near.operand.node)
            value = for_person(near.value, explanation.active.decision.type, self.language)
            text = self.choose(
                f"{subject}再{'高' if near.distance > 0 else '低'} {gap}，即为{value}",
                f"{gap} {'more' if near.distance > 0 else 'less'} in {subject} would make it {value}",
            )
            yield from self._entry(self.choose("临界", "close"), text)

    def _ties(self, one: DecisionResult, explanation: Explanation) -> Iterator[str]:
        """What decides among people of one tier, in order, with what was found; and what is missing of it."""
        words = {
            "first": self.choose("“是”的在先", "those with yes come first"),
            "lowest": self.choose("小的、早的在先", "the least or earliest come first"),
            "highest": self.choose("大的、晚的在先", "the greatest or latest come first"),
        }
        for index, tie in enumerate(explanation.active.version.ties):
            key = self.result.decisions[tie.decision]
            reason = None if key.explanation is None else key.explanation.formula
            if reason is not None:
                stated = self.phrases.stated(reason)
                text = self.choose(f"{stated}（{words[tie.direction]}）", f"{stated} ({words[tie.direction]})")
                yield from self._entry(self.choose("同级先后", "order within") if index == 0 else "", text)
        if one.status == DECIDED and one.missing is not None and one.missing.facts:
            labels = [self.program.inputs[name].label.in_language(self.language) for name in one.missing.facts]
            yield from self._entry(self.choose("排序还缺", "missing"), self.choose("、", ", ").join(labels))

    def _combination(self, explanation: Explanation) -> Iterator[str]:
        combination = explanation.active.version.combination
        if combination is None:
            return
        label = self.choose("组成", "parts")
        for benefit, drawn in combination.drawn:
            due, kept = self.result.decisions[benefit], self.result.decisions[drawn]
            if due.outcome.value == 0 and due.status == DECIDED:
                continue
            name = due.decision.label.in_language(self.language)
            text = f"{name} {for_person(kept.only_value, kept.decision.type, self.language)}"
            if kept.only_value == 0 and due.only_value != 0:
                was = for_person(due.outcome.value, due.decision.type, self.language)
                text = self.choose(
                    f"{name} 不另发（单独计算 {was}，按不得同时享受的规定处理）",
                    f"{name} not drawn beside another (by itself {was})",
                )
            yield from self._entry(label, text)
            label = ""
        for rule in combination.rules:
            if rule.kind == "together" and not self.full:
                continue
            for citation in rule.cite:
                yield from self._entry(self.choose("规则", "rule"), self.phrases.citation(citation))

    def _open(self, one: DecisionResult) -> Iterator[str]:
        if one.possible is not None:
            still = possible_for_person(one.possible, one.decision.type, self.language)
            if still:
                yield from self._entry(self.choose("仍可能", "still possible"), still)
        if one.missing is not None and one.missing.facts:
            labels = [self.program.inputs[name].label.in_language(self.language) for name in one.missing.facts]
            limit = len(labels) if self.full else 6
            text = self.choose("、", ", ").join(labels[:limit])
            if len(labels) > limit:
                text += self.choose(f" 等{len(labels)}项", f" and {len(labels) - limit} more")
            yield from self._entry(self.choose("还缺", "missing"), text)
        if one.missing is not None and one.missing.parameters:
            names = self._parameter_names(one)
            yield from self._entry(self.choose("还缺", "missing"), self.choose(f"标准：{names}", f"figures: {names}"))

    def _entry(self, label: str, text: str) -> Iterator[str]:
        width = 10 if self.language == "zh" else 16
        pad = " " * max(1, width - _display_width(label))
        yield from _wrapped(f"    {label}{pad}{text}", " " * (4 + width))


def _truth(reason: Reason) -> bool | None:
    return reason.value if reason.value is None or isinstance(reason.value, bool) else None


def _innermost(reason: Reason) -> Reason:
    return reason.parts[0] if isinstance(reason.node, e.Named) else reason


def _deciding(reason: Reason) -> list[Reason]:
    """The conditions that made it come out so: of an «all» that fails the failing ones, of an «any» that holds one."""
    node = reason.node
    if isinstance(node, e.And | e.Or | e.AtLeast):
        parts = list(reason.parts)
        if (isinstance(node, e.And) and reason.value is False) or (
            isinstance(node, e.AtLeast) and reason.value is False
        ):
            parts = [part for part in parts if part.value is False]
        elif isinstance(node, e.Or) and reason.value is True:
            parts = [part for part in parts if part.value is True][:1]
        elif isinstance(node, e.AtLeast) and reason.value is True:
            parts = [part for part in parts if part.value is True]
        elif reason.value is None:
            parts = [part for part in parts if part.value is None]
        return [leaf for part in parts for leaf in _deciding(part)]
    return [reason]


def _display_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _wrapped(text: str, indent: str) -> Iterator[str]:
    """The text in lines of at most `_WIDTH` columns; English breaks at blanks, Chinese anywhere but before a stop."""
    line = ""
    width = 0
    for word in _words(text):
        size = _display_width(word)
        if width + size > _WIDTH and line.strip() and word.strip():
            yield line.rstrip()
            line, width = indent, len(indent)
            word = word.lstrip()
            size = _display_width(word)
        line += word
        width += size
    if line.strip():
        yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    """Pieces that may stand on a line of their own; closing punctuation stays with what it closes."""
    piece = ""
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        if character in "，。；：、）】」〕》”！？,.;:)" or not piece:
            piece += character
        elif character == " " or wide or unicodedata.east_asian_width(piece[-1]) in "WF":
            if piece[-1] in "（【「〔《“(":
                piece += character
                continue
            yield piece
            piece = character
        else:
            piece += character
    if piece:
        yield piece
