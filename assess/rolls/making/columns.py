"""The columns that a made-up roll is written with: the program's own names, or the headers of real systems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assess.language.types import Enumeration
from assess.rolls.making import places, rates
from assess.rolls.making.ability import INDICATORS
from assess.rolls.making.draws import Draws
from assess.rolls.making.due import Benefit
from assess.rolls.making.facts import RollFact
from assess.rolls.making.rates import WHOLE, Mistakes, Population
from assess.rolls.making.stages import decoded, literal, quoted

_YUAN = "DECIMAL(18,2)"
_DISABILITIES = {
    "physical": "肢体", "hearing": "听力", "vision": "视力", "mental": "精神", "intellectual": "智力",
    "multiple": "多重", "speech": "言语",
}  # fmt: skip
_SELF_CARE = {
    4: ("全护理", "全失能", "完全丧失", "一档"),
    1: ("半护理", "半失能", "部分丧失", "二档"),
    0: ("全自理", "自理", "具备", "三档"),
}
"""Words by how many of the six indicators have failed at least, the usual one first."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is written. `target`: what it means to the program (None: nothing). `type`: of the SQL."""

    header: str
    target: str | None
    sql: str
    type: str = "VARCHAR"

    @property
    def is_added_up(self) -> bool:
        """Whether a row of totals has its sum."""
        return self.type == _YUAN and (self.target is None or self.target.startswith("paid."))


@dataclass(frozen=True, slots=True)
class Makings:
    """What columns can be made from."""

    draws: Draws
    facts: Sequence[RollFact]
    benefits: Sequence[Benefit]
    divisions: places.Divisions
    as_of: date

    @property
    def district(self) -> str:
        """SQL of the name of the place of registration."""
        names = {literal(code): literal(name) for code, (name, _) in self.divisions.items()}
        return decoded("registration", names)

    @property
    def town(self) -> str:
        """SQL of the district and a made-up town in it."""
        return f"{self.district} || {self.draws.one_of('town', places.TOWNS)}"


@dataclass(frozen=True, slots=True)
class Style:
    """A way of writing a roll: its headers, who is on it, what it pays (all benefits, when None), and its title.

    `all_facts`: it shows all that the decisions read, so that any of it may be left out; else only some columns do.
    """

    name: str
    columns: Callable[[Makings], list[Column]]
    population: Population = rates.ELDERLY
    mistakes: Mistakes = rates.MISTAKES
    benefits: tuple[str, ...] | None = None
    all_facts: bool = False
    title: str = "养老服务待遇发放花名册"


def _canonical(makings: Makings) -> list[Column]:
    facts = {
        fact.name: Column(fact.name, fact.name, quoted(f"fact.{fact.name}"), fact.sql_type) for fact in makings.facts
    }
    facts.pop("name", None)
    first = [facts.pop(name) for name in ("id_number", "sex", "birth_date", "registration") if name in facts]
    return [
        Column("case", "case", "'P' || lpad((row + 1)::VARCHAR, 8, '0')"),
        Column("name", "name", "name"),
        *first,
        Column("district", "district", makings.district),
        *facts.values(),
        *(_paid(benefit.name, f"paid.{benefit.name}") for benefit in makings.benefits),
    ]


def _tekun(makings: Makings) -> list[Column]:
    """The headers that the national system exports people in extreme hardship with."""
    draws = makings.draws
    support = '"fact.tekun_support"'
    in_home = f"{support} = 'institution'"
    inside, at_home = _mostly(draws, "集中供养", "机构供养"), _mostly(draws, "分散供养", "在家供养")
    minority = draws.chance("minority", rates.MINORITY)
    return [
        Column("序号", None, "row + 1", "INTEGER"),
        Column("姓名", "name", "name"),
        Column("身份证号", "id_number", "id_number"),
        Column("与户主关系", None, "'户主'"),
        _sex(),
        *_born(makings, "出生日期"),
        Column("民族", None, f"CASE WHEN {minority} THEN '少数民族' ELSE '汉族' END"),
        *_disability(),
        Column("生活自理能力", "stated.self_care_ability", _self_care(draws)),
        Column("供养方式", "tekun_support", f"CASE WHEN {in_home} THEN {inside} ELSE {at_home} END"),
        Column("供养机构", None, f"CASE WHEN {in_home} THEN {draws.one_of('home', places.HOMES)} END"),
        *_of_the_place(makings),
        _paid("tekun_base_standard", "基本生活标准（元）"),
        _paid("tekun_care_standard", "照料护理费用（元）"),
        Column("合计（元）", None, _yuan("paid"), _YUAN),
        Column("乡镇（街道）", "district", makings.town),
        Column("开户银行", None, draws.one_of("bank", places.BANKS)),
        *_account("银行帐号"),
    ]


def _old_age(makings: Makings) -> list[Column]:
    """The headers of a town's roster of the old-age allowance."""
    return [
        Column("序号", None, "row + 1", "INTEGER"),
        Column("乡镇（街道）", "district", makings.town),
        Column("村（社区）", None, makings.draws.one_of("village", places.VILLAGES)),
        Column("姓名", "name", "name"),
        _sex(),
        Column("身份证号", "id_number", "id_number"),
        *_born(makings, "出生年月"),
        _paid("old_age_allowance", "补贴标准（元/月）"),
        Column("发放月数", None, "1", "INTEGER"),
        Column("补发金额", None, "0", _YUAN),
        Column("发放金额", None, _yuan("paid"), _YUAN),
        *_account("社保卡号/银行账号"),
    ]


def _yuan(fen: str) -> str:
    return f"{fen}::DECIMAL(12,0) * 0.01"


def _paid(benefit: str, header: str) -> Column:
    return Column(header, f"paid.{benefit}", _yuan(quoted(f"paid.{benefit}")), _YUAN)


def _sex() -> Column:
    return Column("性别", "sex", "CASE sex WHEN 'male' THEN '男' ELSE '女' END")


def _born(makings: Makings, header: str) -> list[Column]:
    """The birth date, and the age worked out from it."""
    today = makings.as_of.year * 10000 + makings.as_of.month * 100 + makings.as_of.day
    born = "year(birth_date) * 10000 + month(birth_date) * 100 + day(birth_date)"
    return [
        Column(header, "birth_date", "birth_date", "DATE"),
        Column("年龄", None, f"({today} - ({born})) // 10000", "INTEGER"),
    ]


def _of_the_place(makings: Makings) -> list[Column]:
    """What only the rules of the place ask, and amounts may go by, such as the area of registration."""
    found = []
    for fact in makings.facts:
        if fact.known.ruleset is None:  # a form asks it
            continue
        sql, type_ = quoted(f"fact.{fact.name}"), fact.known.type
        if isinstance(type_, Enumeration):
            words = {literal(code): literal(label.zh) for code, label in zip(type_.codes, type_.labels, strict=True)}
            sql = decoded(sql, words)
        found.append(Column(fact.known.label.zh, fact.name, sql, fact.sql_type))
    return found


def _disability() -> list[Column]:
    grade, kind = '"fact.disability_grade"', '"fact.disability_type"'
    kinds = {literal(one): literal(word) for one, word in _DISABILITIES.items()}
    grades = {str(place): literal(f"{word}级") for place, word in enumerate("一二三四", start=1)}
    return [
        Column("是否残疾", None, f"CASE WHEN {grade} > 0 THEN '是' ELSE '否' END"),
        Column("残疾类别", "disability_type", decoded(kind, kinds)),
        Column("残疾等级", "disability_grade", decoded(grade, grades)),
    ]


def _self_care(draws: Draws) -> str:
    failed = " + ".join(f"(NOT {quoted(f'fact.{name}')})::INTEGER" for name in INDICATORS)
    words = [f"WHEN {failed} >= {least} THEN {_mostly(draws, *words)}" for least, words in _SELF_CARE.items()]
    return f"CASE {' '.join(words)} END"


def _account(header: str) -> list[Column]:
    """Numbers that no bank and no telephone has, and an empty column for remarks."""
    return [
        Column(header, None, "'99999900' || lpad(person::VARCHAR, 11, '0')"),
        Column("联系电话", None, "'000' || lpad(person::VARCHAR, 8, '0')"),
        Column("备注", None, "NULL"),
    ]


def _mostly(draws: Draws, usual: str, *others: str) -> str:
    """The usual word, and now and then another one for the same."""
    words = {literal(word): rates.OTHER_WORD for word in others}
    return draws.among("word", {**words, literal(usual): WHOLE - sum(words.values())})


STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style("canonical", _canonical, all_facts=True),
        Style(
            "tekun", _tekun, rates.TEKUN_ONLY, benefits=("tekun_base_standard", "tekun_care_standard"),
            title="特困人员救助供养发放花名册",
        ),
        Style(
            "old-age", _old_age, rates.EIGHTY_AND_OVER, rates.MISTAKES_OF_A_ROSTER, ("old_age_allowance",),
            title="高龄津贴（尊老金）发放花名册",
        ),
    )
}  # fmt: skip
