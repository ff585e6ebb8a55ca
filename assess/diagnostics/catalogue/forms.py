"""Q: the questions of forms."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="Q101",
        name="question-twice",
        severity="error",
        message_zh="问题“{name}”出现两次；第一次在 {first}",
        message_en="the question “{name}” stands twice; the first is at {first}",
        remedy_zh="删去一个，或改名。",
        remedy_en="Remove or rename one of the two.",
        why_zh="一个问题只能有一个答案。",
        why_en="A question has one answer.",
    ),
    Entry(
        code="Q102",
        name="unknown-scale",
        severity="error",
        message_zh="问题“{name}”用的“{scale}”不在 scales 之中",
        message_en="the question “{name}” uses “{scale}”, which is not among the scales",
        remedy_zh="改正拼写，或在 scales 中声明。",
        remedy_en="Correct its spelling, or declare it under scales.",
        why_zh="没有选项就无法回答。",
        why_en="Without its options it cannot be answered.",
    ),
    Entry(
        code="Q103",
        name="options",
        severity="error",
        message_zh="选择题“{name}”没有选项，或选项的值重复",
        message_en="the choice “{name}” has no options, or two of the same value",
        remedy_zh="列出各个选项，每个选项一个值。",
        remedy_en="List its options, each with a value of its own.",
        why_zh="值相同的两个选项无法区分。",
        why_en="Two options of one value cannot be told apart.",
    ),
    Entry(
        code="Q104",
        name="bounds",
        severity="error",
        message_zh="数字题“{name}”没有写明最小值和最大值，或二者颠倒",
        message_en="the number “{name}” lacks its minimum or maximum, or has them the wrong way round",
        remedy_zh="写 minimum 和 maximum。",
        remedy_en="Write minimum and maximum.",
        why_zh="超出范围的答案要能拒绝。",
        why_en="An answer outside its bounds must be refused.",
    ),
    Entry(
        code="Q105",
        name="option-values",
        severity="error",
        message_zh="“{name}”的选项与其最小值、最大值不符",
        message_en="the options of “{name}” do not agree with its minimum and maximum",
        remedy_zh="选项的值用不重复的整数，首尾与最小值、最大值一致。",
        remedy_en="Give the options whole numbers, each once, from the minimum to the maximum.",
        why_zh="对不上的分值会算错总分。",
        why_en="Scores that do not agree make the total wrong.",
    ),
)
