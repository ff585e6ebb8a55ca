"""D: dates and validity."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="D101",
        name="no-beginning",
        severity="error",
        message_zh="“{name}”从哪天起有效不明：“{source}”没有写日期",
        message_en="it is not said from when “{name}” holds: “{source}” has no date",
        remedy_zh="写 from，或在来源中写 in_force 或 issued。",
        remedy_en="Write from, or give the source its in_force or issued date.",
        why_zh="每次决定都按某一天有效的规则作出。",
        why_en="Every decision is made under the rules in force on a day.",
    ),
    Entry(
        code="D102",
        name="overlapping-validity",
        severity="error",
        message_zh="“{name}”的有效期与前一段（{other}）重叠或次序颠倒",
        message_en="the validity of “{name}” overlaps the one before ({other}), or comes before it",
        remedy_zh="按先后排列；前一段的 until 要早于后一段的 from。",
        remedy_en="List them in order, with the until of one before the from of the next.",
        why_zh="同一天不能有两个版本有效。",
        why_en="Two versions cannot be in force on one day.",
    ),
    Entry(
        code="D103",
        name="ends-before-it-begins",
        severity="error",
        message_zh="止日早于起日",
        message_en="the last day is before the first",
        remedy_zh="改正 from 或 until。",
        remedy_en="Correct from or until.",
        why_zh="这样的版本没有一天有效。",
        why_en="Such a version is never in force.",
    ),
    Entry(
        code="D201",
        name="not-yet-in-force",
        severity="error",
        message_zh="“{name}”从 {from} 起有效，{day} 还没有",
        message_en="“{name}” is in force from {from}, and not yet on {day}",
        remedy_zh="改用 {from} 或以后的日期。",
        remedy_en="Decide as of {from} or later.",
        why_zh="规则不适用于施行以前。",
        why_en="A rule does not apply before it comes into force.",
    ),
    Entry(
        code="D202",
        name="no-longer-in-force",
        severity="error",
        message_zh="“{name}”到 {until} 为止，{day} 已经失效",
        message_en="“{name}” was in force until {until}, and no longer on {day}",
        remedy_zh="改用较早的日期，或补上新的版本。",
        remedy_en="Decide as of an earlier date, or add the version that followed.",
        why_zh="失效的规则不继续适用。",
        why_en="A rule that has lapsed is not carried on.",
    ),
    Entry(
        code="D203",
        name="not-yet-known",
        severity="error",
        message_zh="在所说的知悉日期，还不知道“{name}”（{known} 才公布）",
        message_en="on the day given as known-at, “{name}” was not known (it came out on {known})",
        remedy_zh="改用较晚的知悉日期。",
        remedy_en="Choose a later known-at date.",
        why_zh="重演当时的决定，只能用当时知道的规则。",
        why_en="A decision of that day may use only the rules known then.",
    ),
)
