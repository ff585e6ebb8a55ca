"""The sentences of screening as templates, in Chinese and in English. What stands in braces is filled in by SQL."""

from __future__ import annotations

from assess.language.types import Label
from assess.rolls.screening.flags import OLDEST

BIRTH_DATE_DIFFERS = Label(
    "{person_of}出生日期{own}与身份证号中的{inside}不一致。",
    "{person}: the birth date {own} differs from the one in the ID number, {inside}.",
)
SEX_DIFFERS = Label(
    "{person_of}性别与身份证号不一致，身份证号中的性别为{sex}。",
    "{person}: the sex differs from the one in the ID number, {sex}.",
)
MALE, FEMALE = Label("男", "male"), Label("女", "female")
TOO_OLD = Label(
    f"{{person_of}}年龄超过{OLDEST}岁，应当核实出生日期是否正确、本人是否健在。",
    f"{{person}} is more than {OLDEST} years old: birth date to be verified, and that the person is alive.",
)
NOT_YET_BORN = Label(
    "{person_of}出生日期晚于核对的日期，应当核实。",
    "{person} is born after the day checked: birth date to be verified.",
)

DUPLICATE_ID = Label(
    "{person_of}身份证号{when}与{others}重复{stake}。{names}",
    "{person}: the same ID number also stands on {others}{when}{stake}.{names}",
)
PAID_AGAIN = Label("，{each}重复发放{amount}元{counted}", "; {amount} yuan{each} paid again{counted}")
COUNTED_ELSEWHERE = Label("（另有{rest}元已计入其他问题）", " (another {rest} yuan counted by other findings)")
UNSETTLED = Label(
    "应发多少还不能认定，也可能是分几笔发放，先核实。",
    " It is not known what is due, and these may be parts of it: to be verified first.",
)
UNSETTLED_BESIDE = Label(
    "另有{amount}元应发多少还不能认定，先核实是否重复。",
    " Of another {amount} yuan paid again it is not known what is due: to be verified first.",
)
NAMES_DIFFER = Label(
    "各行姓名不同（另有“{name}”），先核实是否同一人。",
    " The names on these rows differ (another is {name}): see first that it is the same person.",
)
SOME_NAMES_DIFFER = Label(
    "另有一行的姓名是“{name}”，另行核实。", " One of the rows has the name {name}, to be verified by itself."
)
NAMESAKE = Label(
    "{person}与{others}姓名和出生日期相同，身份证号不同或缺失，应当核实是否同一人。",
    "{person}: same name and birth date as {others}, with another ID number or none; to be checked whether it is the "
    "same person.",
)
ROW = Label("第{row}行", "row {row}")
ROW_OF = Label("{source}第{row}行", "row {row} of {source}")
MORE = Label("等{count}行", " and others, {count} rows in all")
FOR_MONTH = Label("{month}", " for {month}")
EACH_MONTH = Label("每月", " a month")
