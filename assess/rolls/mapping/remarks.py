"""What stands around the words of a header: remarks in brackets, and the common heading of a header of two rows.

`身份证号(必填)` is what `身份证号` is; `身份证号(监护人)`, `护理费(万元)` and `尊老金(停发)` are not.
"""

from __future__ import annotations

import re

from assess.rolls.cells.tidy import tidied, without_blanks

_HARMLESS = re.compile(
    r"必填项?|必录项?|选填|可选|本人|老人|老年人|公历|阳历|新历|人民币|周?岁|分值?|18位|身份证(?:件)?|文本格?式?"
    r"|required|optional|[ymd年月日/.\-]{4,12}|\d+分?[-~—至/]\d+分?|(?:[是有男√1]/[否无女×0])|如.{1,12}|格式.{0,12}"
)
"""Remarks that leave a column what it is: that it must be filled in, and how."""

_ALTERING = re.compile(
    r"户主|监护|照料人|照护人|护理人员|联系人|代理|代领|代办|经办|家属|亲属|配偶|子女|父亲|母亲|赡养|扶养|抚养|成员|评估员"
    r"|农历|阴历|旧历|万元|千元|百元|(?<![一-鿿])角(?![一-鿿])"
    r"|季度?(?!节)|半年|上年|去年|上月|上次|上期|历史|变更前|调整前|停发|补发|扣|退回|追回|冲销|差额|应发|拟发|计划(?!生育)|预算"
    r"|guardian|household head|head of household|spouse|next of kin|last year|previous|quarter"
)
"""Words by which a column is about another person, calendar, unit or time."""


def _bare(words: str) -> str:
    return without_blanks(tidied(words)).casefold()


def is_harmless(remark: str) -> bool:
    """Does the remark, without its brackets, leave the column what it is?"""
    return _HARMLESS.fullmatch(_bare(remark)) is not None


def alters(words: str) -> bool:
    """Do the words make something else of a column, such as another person's number?"""
    return _ALTERING.search(_bare(words)) is not None


def doubtful(left_out: str) -> bool:
    """May that which is left out of a header to recognise it alter what it is? `left_out`: a remark in brackets, or a
    common heading with a stroke behind it."""
    if left_out.startswith("("):
        return not is_harmless(left_out[1:-1])
    return alters(left_out)
