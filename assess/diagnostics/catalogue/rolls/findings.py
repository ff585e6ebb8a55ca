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
        remedy_zh="在对应文件里不读这一栏或改为按月填写；按年发放的，另用 --as-of 核对一次。",
        remedy_en="Ignore the column in the mapping or state it by the month; check what is paid by the year in a run "
        "of its own, with --as-of.",
        why_zh="全年金额分不到各月，逐月相加会重复计算。",
        why_en="A year's amount tells nothing of single months; added up month by month it would count many times.",
    ),
)
