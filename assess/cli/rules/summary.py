"""A ruleset in words, for whoever checks it against the notice: decisions with their clauses and rules, and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assess.cli.output import entry
from assess.decisions.phrases import CONFIDENCE, Phrases
from assess.decisions.values import for_person, unit_for_person
from assess.language import expression as e
from assess.language.dates import iso
from assess.language.law import Citation, Source
from assess.language.printing import exact
from assess.language.program import (
    Amount,
    Combination,
    Decision,
    Floor,
    Formula,
    Needs,
    Parameter,
    Program,
    Table,
    Version,
)
from assess.language.types import Boolean, Enumeration, Number

_ROLES = {
    "zh": {"benefit": "待遇（金额）", "service": "服务", "duty": "应办事项", "screening": "筛查"},
    "en": {"benefit": "benefit (money)", "service": "service", "duty": "duty", "screening": "screening"},
}
_STATUS = {
    "zh": {"draft": "征求意见稿", "in_force": "有效", "repealed": "已废止"},
    "en": {"draft": "draft", "in_force": "in force", "repealed": "repealed"},
}
_HITS = {
    "zh": {"unique": "恰有一行符合", "first": "自上而下，取第一个符合的", "collect": "符合的各行合并"},
    "en": {"unique": "exactly one row applies", "first": "the first row that applies", "collect": "all that apply"},
}
_AGGREGATES = {
    "zh": {"sum": "相加", "min": "取最小", "max": "取最大", "count": "计数"},
    "en": {"sum": "added up", "min": "the least", "max": "the greatest", "count": "counted"},
}
_ROUNDING = {
    "zh": {"up": "向上取到", "down": "向下取到", "half_up": "四舍五入到", "half_even": "四舍六入五成双到"},
    "en": {"up": "up to", "down": "down to", "half_up": "half up to", "half_even": "half even to"},
}
_PERIODS = {"zh": {"month": "按月", "year": "按年"}, "en": {"month": "each month", "year": "each year"}}


def summary(program: Program, language: str, only: str | None = None) -> str:
    """What the ruleset itself decides, with its instruments and figures; or one decision with the figures it reads."""
    return "\n".join(_Summary(program, language).lines(only))


class _Summary:
    def __init__(self, program: Program, language: str) -> None:
        self.program = program
        self.language = language
        self.phrases = Phrases(program, language)
        self.choose = self.phrases.choose

    def lines(self, only: str | None) -> Iterator[str]:
        program = self.program
        yield f"{program.label.in_language(self.language)}  [{program.id} {program.version}]"
        yield f"sha256:{program.hash}"
        if only is not None:
            yield ""
            yield from self._decision(program.decisions[only])
            yield from self._parameters(self._read_by(program.decisions[only]))
            return
        if len(program.lineage) > 1:
            bases = ", ".join(program.lineage[:-1])
            yield self.choose(f"基于 {bases}", f"builds on {bases}")
        yield from self._sources()
        own = [one for one in program.decisions.values() if one.ruleset == program.id and not one.hidden]
        yield ""
        yield self.choose(f"决定（{len(own)} 项）", f"Decisions ({len(own)})")
        for decision in own:
            yield ""
            yield from self._decision(decision)
        yield from self._parameters(one for one in program.parameters.values() if one.ruleset == program.id)
        yield from self._others()

    def _sources(self) -> Iterator[str]:
        yield ""
        yield self.choose("依据的文件", "Instruments")
        for source in self.program.sources.values():
            if source.ruleset == self.program.id:
                yield from entry(source.id, self._source(source), 20)

    def _source(self, source: Source) -> str:
        since = source.in_force or source.issued
        parts = [
            source.issuer.in_language(self.language),
            source.number or "",
            "" if since is None else self.choose(f"{iso(since)} 起", f"from {iso(since)}"),
            _STATUS[self.language][source.status],
            "" if source.confidence == "published" else CONFIDENCE[self.language][source.confidence],
        ]
        title = source.title.in_language(self.language)
        title = f"《{title}》，" if self.language == "zh" else f"{title}, "
        return title + self.choose("，", ", ").join(part for part in parts if part)

    def _others(self) -> Iterator[str]:
        program = self.program
        inherited = [one for one in program.decisions.values() if one.ruleset != program.id and not one.hidden]
        yield ""
        if inherited:
            names = self.choose("、", ", ").join(one.label.in_language(self.language) for one in inherited)
            yield self.choose(f"沿用的决定（{len(inherited)} 项）", f"Inherited decisions ({len(inherited)})")
            yield from entry("", names, 0)
            yield ""
        yield self.choose(
            f"哪些条款未作规则，及其原因：assess rules coverage {program.id}",
            f"which clauses no rule decides, and why: assess rules coverage {program.id} --lang en",
        )

    def _read_by(self, decision: Decision) -> list[Parameter]:
        names = {name for version in decision.versions for name, _ in Needs.of(version).parameters}
        floors = (version.floor for version in decision.versions)
        names |= {floor.published_as for floor in floors if floor is not None and floor.published_as is not None}
        return [parameter for name, parameter in self.program.parameters.items() if name in names]

    # decisions

    def _decision(self, decision: Decision) -> Iterator[str]:
        yield f"■ {decision.label.in_language(self.language)}  {decision.name}"
        kind = [
            _ROLES[self.language].get(decision.role or "", ""),
            unit_for_person(decision.unit, self.language),
        ]
        yield from self._entry(self.choose("类别", "kind"), self.choose("，", ", ").join(filter(None, kind)))
        if decision.overrides is not None:
            other = decision.overrides.ruleset
            text = self.choose(f"{other} 的同名规定", f"the one of {other}")
            yield from self._entry(self.choose("代替", "in place of"), text)
        for version in decision.versions:
            yield from self._version(decision, version)
        for label, text_of in (
            (self.choose("说明", "note"), decision.note),
            (self.choose("须由", "confirmed by"), decision.judged_by),
        ):
            if text_of is not None:
                yield from self._entry(label, text_of.in_language(self.language))

    def _version(self, decision: Decision, version: Version) -> Iterator[str]:
        until = "" if version.valid_until is None else iso(version.valid_until)
        days = self.choose(
            f"{iso(version.valid_from)} 起{f'，至 {until}' if until else ''}",
            f"from {iso(version.valid_from)}{f' until {until}' if until else ''}",
        )
        yield from self._entry(self.choose("施行", "in force"), days)
        for index, citation in enumerate(version.cite):
            yield from self._entry(self.choose("依据", "law") if index == 0 else "", self._clause(citation))
        body = version.body
        if version.combination is not None:
            yield from self._combination(version.combination)
        elif isinstance(body, Table):
            yield from self._table(decision, version, body)
        elif isinstance(body, Amount):
            yield from self._amount(decision, body)
            if version.floor is not None:
                yield from self._entry(self.choose("下限", "floor"), self._floor(version.floor))
        else:
            yield from self._formula(decision, body)

    def _clause(self, citation: Citation) -> str:
        clause = self.program.sources[citation.source].clauses[citation.clause]
        text = self.phrases.citation(citation)
        if clause.id is None:
            return text
        return self.choose(f"{text}（{clause.id}）", f"{text} ({clause.id})")

    def _formula(self, decision: Decision, body: Formula) -> Iterator[str]:
        node = body.expression
        if decision.kind == "score" and isinstance(node.type, Number):
            operands = node.operands if isinstance(node, e.Add) else (node,)
            most = for_person(node.type.maximum, node.type, self.language)
            text = self.choose("、", ", ").join(map(self.formula, operands))
            text = self.choose(f"下列各项相加，最高 {most}：{text}", f"added up, at most {most}: {text}")
            yield from self._entry(self.choose("计分", "score"), text)
        elif isinstance(node.type, Boolean):
            yield from self._condition(self.choose("条件", "if"), node)
        else:
            yield from self._entry(self.choose("算法", "value"), self.formula(node))

    def _amount(self, decision: Decision, body: Amount) -> Iterator[str]:
        if body.eligibility is not None:
            yield from self._condition(self.choose("对象", "for"), body.eligibility)
        yield from self._entry(self.choose("金额", "amount"), self.formula(body.formula))
        if body.rounding is not None:
            rounding = body.rounding
            at = _PERIODS[self.language].get(rounding.at or "", "")
            step = exact(rounding.step_numerator, rounding.step_denominator)
            unit = unit_for_person((decision.unit or "").split("/")[0], self.language)
            mode = _ROUNDING[self.language][rounding.mode]
            text = self.choose(f"{at}{mode} {step} {unit}", f"{at} {mode} {step} {unit}".strip())
            yield from self._entry(self.choose("取整", "rounded"), text + self._cited(rounding.cite))

    def _floor(self, floor: Floor) -> str:
        text = self.choose("这是最低标准", "this is the minimum")
        if floor.reached_by is not None:
            text += self.choose(f"，须在 {iso(floor.reached_by)} 前达到", f", to be reached by {iso(floor.reached_by)}")
        if floor.published_as is None:
            return text
        label = self.program.parameters[floor.published_as].label.in_language(self.language)
        return text + self.choose(
            f"；有“{label}”（{floor.published_as}）的，以它为准",
            f"; where the {label} ({floor.published_as}) is known, it is that",
        )

    def _table(self, decision: Decision, version: Version, body: Table) -> Iterator[str]:
        hit = _HITS[self.language][body.hit]
        if body.aggregate:
            hit += self.choose("，", ", ") + _AGGREGATES[self.language][body.aggregate]
        if not body.complete:
            hit += self.choose("；都不符合的，不能确定", "; where none does, it stays undetermined")
        yield from self._entry(self.choose("决策表", "table"), hit)
        for number, row in enumerate(body.rows, start=1):
            if row.condition is None:
                yield from self._entry(f"  {number}", self.choose("其他情形", "otherwise"))
            else:
                yield from self._condition(f"  {number}", row.condition)
            if row.result is not None:
                result = self.formula(row.result)
            else:
                because = "" if row.because is None else row.because.in_language(self.language)
                result = self.choose(f"不能确定：{because}", f"undetermined: {because}")
            yield from self._entry("", f"→ {result}{self._cited(row.cite)}")
        for index, tie in enumerate(version.ties):
            step = self.program.decisions[tie.decision].versions[0].body
            assert isinstance(step, Formula)
            subject = self.formula(step.expression)
            order = {
                "first": self.choose(f"先：{subject}", f"those first of whom it is true: {subject}"),
                "lowest": self.choose(f"{subject}小的（早的）在先", f"the lower (earlier) first: {subject}"),
                "highest": self.choose(f"{subject}大的（晚的）在先", f"the higher (later) first: {subject}"),
            }[tie.direction]
            label = self.choose("同级之内", "within a tier") if index == 0 else ""
            yield from self._entry(label, order + self._cited(tie.cite))

    def _combination(self, combination: Combination) -> Iterator[str]:
        yield from self._entry(self.choose("合计", "total of"), self._names(combination.benefits))
        for index, rule in enumerate(combination.rules):
            names = self._names(rule.benefits)
            if rule.kind == "highest_of":
                text = self.choose(f"只享受最高的一项：{names}", f"only the highest is drawn: {names}")
            elif rule.kind == "together":
                text = self.choose(f"可以同时享受：{names}", f"may be drawn together: {names}")
            else:
                assert rule.when is not None
                when = self.phrases.requirement(rule.when)
                text = self.choose(f"{when}的，不再享受：{names}", f"where {when}, not drawn: {names}")
            label = self.choose("规则", "rules") if index == 0 else ""
            yield from self._entry(label, text + self._cited(rule.cite))

    def _names(self, decisions: Iterable[str]) -> str:
        labels = (self.program.decisions[name].label.in_language(self.language) for name in decisions)
        return self.choose("、", ", ").join(labels)

    def _cited(self, cite: tuple[Citation, ...]) -> str:
        if not cite:
            return ""
        text = self.choose("；", "; ").join(map(self.phrases.short_citation, cite))
        return self.choose(f"（{text}）", f" ({text})")

    # conditions and formulas

    def _condition(self, label: str, node: e.Expression, depth: int = 0) -> Iterator[str]:
        """The condition, its parts below it."""
        inner = node.operand if isinstance(node, e.Named) else node
        pad = "  " * depth
        if not isinstance(inner, e.And | e.Or | e.AtLeast):
            yield from self._entry(label, pad + self._leaf(node), hang=2 * depth)
            return
        count = getattr(inner, "count", 0)
        head = {
            e.And: self.choose("全部符合", "all of"),
            e.Or: self.choose("符合其一", "any of"),
            e.AtLeast: self.choose(f"至少符合 {count} 项", f"at least {count} of"),
        }[type(inner)]
        named = f"{self.phrases.requirement(node)}{self.choose('：', ': ')}" if isinstance(node, e.Named) else ""
        yield from self._entry(label, f"{pad}{named}{head}")
        for part in inner.operands:
            yield from self._condition("", part, depth + 1)

    def _leaf(self, node: e.Expression) -> str:
        """The ruleset's own words, with what they stand for in brackets."""
        if not isinstance(node, e.Named):
            return self.phrases.subject(node) if isinstance(node, e.Fact | e.Result) else self.phrases.requirement(node)
        text, meant = self.phrases.requirement(node), self._leaf(node.operand)
        if meant.casefold() in text.casefold():
            return text
        return self.choose(f"{text}（{meant}）", f"{text} ({meant})")

    def formula(self, node: e.Expression) -> str:
        """A formula by the labels of what it reads."""
        if isinstance(node, e.ParameterValue) and node.key is not None:
            key = self.formula(node.key)
            return self.choose(f"{self.phrases.subject(node)}（按{key}）", f"{self.phrases.subject(node)} (by {key})")
        if isinstance(node, e.Constant) and node.source.endswith("%"):
            return node.source
        if isinstance(node, e.Multiply):
            return f"{self._factor(node.left)} × {self._factor(node.right)}"
        if isinstance(node, e.Add):
            text = ""
            for operand, sign in zip(node.operands, node.signs, strict=True):
                text += f" {'+' if sign > 0 else '-'} {self.formula(operand)}"
            return text.removeprefix(" + ").strip()
        if isinstance(node, e.Rescale):
            return self._rescaled(node)
        if isinstance(node, e.RoundTo):
            return self.choose(f"{self.formula(node.operand)}（取整）", f"{self.formula(node.operand)} (rounded)")
        if isinstance(node, e.Choose):
            condition = self.phrases.requirement(node.condition)
            then, otherwise = self.formula(node.then), self.formula(node.otherwise)
            return self.choose(
                f"{condition}的，{then}；否则，{otherwise}", f"{then} where {condition}, else {otherwise}"
            )
        return self.phrases.subject(node)

    def _factor(self, node: e.Expression) -> str:
        text = self.formula(node)
        while isinstance(node, e.Rescale | e.RoundTo):
            node = node.operand
        return f"({text})" if isinstance(node, e.Add | e.Choose) else text

    def _rescaled(self, node: e.Rescale) -> str:
        text = self._factor(node.operand)
        unit, inner = getattr(node.type, "unit", None), getattr(node.operand.type, "unit", None)
        if unit is not None and inner is not None and unit != inner:
            return f"{text} {'× 12' if node.factor == 12 else '÷ 12'}"
        if "/" in node.source and node.operand.source != node.source:
            return f"{text} ÷ {node.source.rsplit('/', 1)[1].strip()}"
        return text

    # figures

    def _parameters(self, parameters: Iterable[Parameter]) -> Iterator[str]:
        found = list(parameters)
        if found:
            yield ""
            yield self.choose("标准和口径（按日期取值）", "Figures and readings (by date)")
        for parameter in found:
            yield ""
            yield from self._parameter(parameter)

    def _parameter(self, parameter: Parameter) -> Iterator[str]:
        by = ""
        if parameter.key is not None:
            key = self.phrases.subject(parameter.key)
            by = self.choose(f"（按{key}）", f" (by {key})")
        yield f"□ {parameter.label.in_language(self.language)}{by}  {parameter.name}"
        if parameter.overrides is not None:
            text = self.choose(f"{parameter.overrides} 的同名标准", f"the one of {parameter.overrides}")
            yield from self._entry(self.choose("代替", "in place of"), text)
        if not parameter.entries:
            yield from self._entry(self.choose("数值", "value"), self._no_value(parameter))
            yield from self._entry(self.choose("写法", "written"), self._how_written(parameter))
        for item in parameter.entries:
            if isinstance(item.value, dict):
                assert parameter.key is not None
                value = self.choose("，", ", ").join(
                    f"{for_person(key, parameter.key.type, self.language)} "
                    f"{for_person(content, parameter.type, self.language)}"
                    for key, content in item.value.items()
                )
            else:
                value = for_person(item.value, parameter.type, self.language)
            if parameter.unit is None and item.value is None:
                value = self.choose("不明", "not known")
            until = "" if item.valid_until is None else iso(item.valid_until)
            days = self.choose(
                f"{iso(item.valid_from)} 起{f'至 {until}' if until else ''}",
                f"from {iso(item.valid_from)}{f' until {until}' if until else ''}",
            )
            origin = self.choose("；", "; ").join(map(self.phrases.short_citation, item.cite))
            confidence = CONFIDENCE[self.language][item.confidence]
            where = self.choose("，", ", ").join(filter(None, (origin, confidence)))
            yield from self._entry(days, self.choose(f"{value}（{where}）", f"{value} ({where})"))
        if parameter.reviewed_until is not None:
            yield from self._entry(self.choose("核对至", "reviewed until"), iso(parameter.reviewed_until))

    def _how_written(self, parameter: Parameter) -> str:
        """What whoever supplies a figure has to know: its unit, and the codes of what it goes by or may be."""
        unit = "" if parameter.unit is None else unit_for_person(parameter.unit, self.language)
        key = None if parameter.key is None else parameter.key.type
        each = "" if key is None else self.choose("每一档都写", "for each of")
        return self.choose("，", ", ").join(
            filter(None, (f"{each} {self._codes(key)}".strip(), self._codes(parameter.type), unit))
        )

    def _codes(self, type_: object) -> str:
        if not isinstance(type_, Enumeration):
            return ""
        labels = [one.in_language(self.language) for one in type_.labels] or [""] * len(type_.codes)
        described = (
            code + (label and self.choose(f"（{label}）", f" ({label})"))
            for code, label in zip(type_.codes, labels, strict=True)
        )
        return self.choose("、", ", ").join(described)

    def _no_value(self, parameter: Parameter) -> str:
        versions = (version for decision in self.program.decisions.values() for version in decision.versions)
        if any(one.floor is not None and one.floor.published_as == parameter.name for one in versions):
            return self.choose(
                "尚无数值；由经办机构用 --parameters 文件提供，提供之前按下限计算",
                "no value yet: until the office supplies it with a --parameters file, the floor is due",
            )
        return self.choose(
            "尚无数值；由经办机构用 --parameters 文件提供，提供之前有关决定待定",
            "no value yet: what needs it is undetermined until the office supplies it with a --parameters file",
        )

    def _entry(self, label: str, text: str, hang: int = 0) -> Iterator[str]:
        if text:
            yield from entry(label, text, 14 if self.language == "zh" else 16, hang)
