"""R: findings of rolls."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="R551",
        name="paid-by-year-in-months",
        severity="error",
        message_zh="“{zh}”（{name}）按年填写，不能与逐月核对的应发金额比较",
        message_en="“{en}” ({name}) is stated by the year and cannot be held against what is due month by month",
        remedy_zh="在映射文件里把这一列列入 ignored，或者改为按月填写；按年发放的，另用 --as-of 核对一次。",
        remedy_en="Ignore the column in the mapping or state it by the month; check what is paid by the year in a run "
        "of its own, with --as-of.",
        why_zh="全年金额分不到各月，逐月相加会重复计算。",
        why_en="A year's amount tells nothing of single months; added up month by month it would count many times.",
    ),
    Entry(
        code="R552",
        name="year-paid-by-month",
        severity="error",
        message_zh="“{zh}”（{name}）按年计算，名册上却是按月发放的金额",
        message_en="“{en}” ({name}) is worked out by the year, and the roll has what is paid of it by the month",
        remedy_zh="把这一列改为全年金额，映射文件里写 period: year；没有全年金额的，列入 ignored。",
        remedy_en="State the year's amount in the column, with period: year in the mapping; where there is none, list "
        "the column under ignored.",
        why_zh="年金额的十二分之一不一定是整分，规定也没有说怎样分到各月，不能替本地决定。",
        why_en="A twelfth of a year's amount need not be whole fen, and no rule says how it is spread over the months.",
    ),
)
