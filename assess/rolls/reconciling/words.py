"""The sentences of findings as templates, in Chinese and in English. What stands in braces is filled in by SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assess.language.types import Label
from assess.rolls.finding_rows import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
OF_CODE: dict[str, Label] = {
    "assessment_missing": Label(
        "{person}{month}应当评估，{reason}{stake_missing}{law}。",
        "{person} must be assessed{month}, but {reason}{stake_missing}{law}.",
    ),
    "assessment_out_of_date": Label(
        "{person_of}评估{month}不在有效期内，应当复评{stake_old}{law}。",
        "{person} has an assessment that is not up to date{month} and must be assessed again{stake_old}{law}.",
    ),
    "placeholder": Label(
        "{person_of}{benefits}{month}依据占位数值，{figures}还没有数值。",
        "{person}: {benefits} decided{month} by a placeholder; there is no value yet for {figures}.",
    ),
    "not_drawn_together": Label(
        "{person_beside}{month}同时发放{benefits}，{reason}，{benefit}多发{amount}元{doubt}{law}。",
        "{person} is paid several benefits together{month}: {benefits}; {reason}; {amount} yuan too much of "
        "{benefit}{doubt}{law}.",
    ),
    "overpaid": Label(
        "{benefit_of}{when}发放{paid}元，按规定应为{due}元{category}，多发{amount}元{doubt}{law}。",
        "{benefit_of}paid {paid} yuan{when}, due {due} yuan{category}, {amount} yuan too much{doubt}{law}.",
    ),
    "above_floor": Label(
        "{benefit_of}{when}发放{paid}元，高于最低标准{due}元{category}，多{amount}元，请核对本地公布的标准{doubt}{law}。",
        "{benefit_of}paid {paid} yuan{when}, {amount} yuan above the floor of {due} yuan{category}; check the "
        "published local standard{doubt}{law}.",
    ),
    "underpaid": Label(
        "{benefit_of}{when}发放{paid}元，{reason}{due}元{category}，少发{amount}元{doubt}{law}。",
        "{benefit_of}paid {paid} yuan{when}, {reason} {due} yuan{category}, {amount} yuan too little{doubt}{law}.",
    ),
    "not_entitled": Label(
        "{benefit_of}{when}发放{paid}元，{reason}，多发{amount}元{doubt}{law}。",
        "{benefit_of}paid {paid} yuan{when}, {reason}, {amount} yuan too much{doubt}{law}.",
    ),
    "unpaid": Label(
        "{benefit_of}{when}{reason}{due}元{category}，没有发放{doubt}{law}。",
        "{benefit_of}{reason}{due} yuan due{when}{category}, nothing paid{doubt}{law}.",
    ),
    "paid_undetermined": Label(
        "{benefit_of}{when}发放{paid}元，{reason}，应发多少无法认定{law}。",
        "{benefit_of}paid {paid} yuan{when}, {reason}, so what is due cannot be told{law}.",
    ),
    "paid_unknown": Label(
        "{benefit_of}{when}发放多少不详{due_known}，无法核对{doubt}{law}。",
        "{benefit_of}it is not known what is paid{when}{due_known}{doubt}{law}.",
    ),
}
BY_CATEGORY = Label("（{label}为“{value}”）", " ({label}: {value})")
DUE_KNOWN = Label("，按规定应为{due}元", "; {due} yuan due")
BY_ONE_DAY = Label(
    "；应发按核对之日的月标准乘以12计算，年内情况有变化的应先核实",
    "; due is taken as twelve times the month of the day checked: to be verified where anything changed in the year",
)
STANDS_IN = Label(
    "；{facts}还没有数值，用的是占位数值，应先核实", "; a placeholder stands in for {facts}: to be verified first"
)
PAST_REVIEW = Label(
    "；{facts}只核对到{until}，用的是旧数值，应先核实",
    "; {facts}, last reviewed for {until}, may have changed: to be verified first",
)
JUDGED = Label("；先确认：{}", "; to be settled first: {}")
ASSESSED_LATER = Label(
    "；当时还没有评估，以后评定的等级不一定适用，应先核实",
    "; not yet assessed then, and the level found later need not have been so: to be verified first",
)
WHICH_IS_OPEN = Label(
    "；各应发多少还不能认定，先查清应停发哪一项",
    "; what is due of either cannot be told: see first which of them is to stop",
)
NO_LEVEL = Label("但由名册得不出{level}", "the roll gives no {level}")
NO_LEVEL_YET = Label("但当时还没有评估，名册上的评估在此以后", "was assessed only later")
STAKE_OPEN = Label(
    "，{each}所发{benefits}共{amount}元无法认定", "; {amount} yuan{each} paid cannot be decided ({benefits})"
)
STAKE_HELD = Label("{benefit}（{rule}，而其他待遇未定）", "{benefit}, since {rule} and the others are open")
STAKE_OLD = Label(
    "，据此{each}发放的{benefits}共{amount}元须重新核对",
    "; {amount} yuan{each} paid by it are to be checked ({benefits})",
)

EXACTLY = Label("按规定应为", "due")
AT_LEAST = Label("按规定不低于", "due at least")
TO_REACH = Label("按规定须在{day}前达到的最低标准为", "due by {day} at least")
EXACTLY_UNPAID = Label("应发", "")
AT_LEAST_UNPAID = Label("至少应发", "at least ")
TO_REACH_UNPAID = Label("按规定须在{day}前达到的最低标准为", "by {day} at least ")

INELIGIBLE = Label("按规定不符合条件", "not entitled")
INELIGIBLE_FOR = Label("按规定不符合条件（{why}）", "not entitled ({why})")
NOT_MET = Label("未满足：{conditions}", "not met: {conditions}")
COMES_TO_NOTHING = Label("按规定应为0.00元", "due 0.00 yuan")
HIGHEST = Label("按规定{others}就高享受一项", "only the highest of {others} may be drawn")
EXCLUDED = Label("按规定领取{others}的不再享受{benefit}", "whoever draws {others} may not draw {benefit}")
EXCLUDED_BY_CONDITION = Label("按规定有不得享受{benefit}的情形", "the rules exclude {benefit} here")

OPEN_FACTS = Label("缺少作出决定所需的事实", "facts are missing that the decision needs")
OPEN_FOR = Label("缺少作出决定所需的事实（{lacking}）", "facts are missing that the decision needs ({lacking})")
OPEN_BY_RULE = Label("按现有规定和标准得不出结果", "the rules and figures give no result")
OPEN_ELSEWHERE = Label("{rule}，而其他待遇", "{rule}; for the others ")
NEVER_TOLD = Label("名册没有{facts}", "the roll does not tell {facts}")
NOT_TOLD = Label("本行没有{facts}", "this row does not tell {facts}")
AND_MORE = Label("等{count}项", " and others, {count} in all")
OPEN_FIGURE = Label("没有{facts}的数值", "there is no value for {facts}")
OPEN_RULES = Label("当时没有可用的规定或标准", "no rule or figure for it is in force then")

EVERY = {"month": Label("每月", " a month"), "year": Label("每年", " a year")}
FOR_MONTH = Label("{month}", " for {month}")
TOGETHER = Label("{benefit}{every}{paid}元", "{benefit} {paid} yuan{every}")


@dataclass(frozen=True, slots=True)
class Marks:
    """How a language sets things side by side and apart."""

    comma: str
    semicolon: str
    brackets: str
    quoted: str


MARKS: dict[Language, Marks] = {
    "zh": Marks("、", "；", "（{}）", "“{}”"),
    "en": Marks(", ", "; ", " ({})", "“{}”"),
}


def in_both(said: Callable[[Language], str]) -> Label:
    """What is said in each of the languages."""
    return Label(said("zh"), said("en"))


def quoted(labels: Iterable[Label], language: Language) -> str:
    """The labels one beside the other, each in quotes."""
    marks = MARKS[language]
    return marks.comma.join(marks.quoted.format(label.in_language(language)) for label in labels)


def about(template: Label, labels: Iterable[Label], **values: str) -> Label:
    """The template with the labels for `facts`."""
    those = list(labels)
    return in_both(lambda language: template.in_language(language).format(facts=quoted(those, language), **values))
