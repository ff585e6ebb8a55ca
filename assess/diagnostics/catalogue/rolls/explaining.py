"""R65: explaining the rows of a finished check."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="R650",
        name="rules-have-changed",
        severity="warning",
        message_zh="规则集“{ruleset}”和这次核对时用的不一样了，以下是按现在的规则说明的",
        message_en="the ruleset “{ruleset}” is not the one of the check any more; this explains by the rules of today",
        remedy_zh="要按当时的规则说明，用当时的规则集（--library 指定文件夹）。",
        remedy_en="To explain by the rules of the time, give their folder with --library.",
        why_zh="当时的结论要用当时的规则解释，两者不能混淆。",
        why_en="A decision is explained by the rules it was made by, and the two are not to be confused.",
    ),
    Entry(
        code="R651",
        name="no-such-row",
        severity="error",
        message_zh="这次核对里没有叫“{case}”的行",
        message_en="no row of this check is called “{case}”",
        remedy_zh="写编号（结果文件里的“编号”列）、姓名，或者“文件:行号”“工作表:行号”，如 {example}。",
        remedy_en="Give a case (as in the results), a name, or FILE:ROW or SHEET:ROW, such as {example}.",
        why_zh="按相近的编号说明，会把一个人的结论安到另一个人身上。",
        why_en="A row that is only called alike would be somebody else.",
    ),
    Entry(
        code="R652",
        name="roll-has-changed",
        severity="error",
        message_zh="“{file}”（{kept}）不是这次核对读到的内容了，不能据此说明",
        message_en="“{file}” ({kept}) is not what the check read any more, so nothing can be explained by it",
        remedy_zh="把原来的内容放回去；或者用现在的名册重新核对。",
        remedy_en="Put back what it was, or check the roll again as it is now.",
        why_zh="文件夹里的 Parquet 名册和单位的文件是同一份（硬链接）；改写了单位的文件，同一行就可能是另一个人。",
        why_en="A Parquet roll in the folder is the office's own file (a hard link). Where that was written over, the "
        "same row may be somebody else.",
    ),
    Entry(
        code="R653",
        name="several-rows-so-called",
        severity="warning",
        message_zh="叫“{case}”的有 {count} 行，以下全部说明：{rows}",
        message_en="{count} rows are called “{case}”; all of them are explained: {rows}",
        remedy_zh="只要其中一行，写“文件:行号”或“工作表:行号”，如 {example}。",
        remedy_en="For one of them, write FILE:ROW or SHEET:ROW, such as {example}.",
        why_zh="各表的行号会重复，同名的人也不止一个，程序不替人挑选。",
        why_en="Row numbers come again on every sheet, and so do names; the program does not choose between people.",
    ),
)
