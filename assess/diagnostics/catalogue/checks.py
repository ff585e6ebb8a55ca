"""C: what is proved of decision tables."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="C101",
        name="gap",
        severity="error",
        message_zh="“{name}”的表有空隙：{witness} 时没有一行适用",
        message_en="the table of “{name}” has a gap: no row applies where {witness}",
        remedy_zh="补上这种情形的行，或 otherwise；文件本身留有空隙的，写 gaps: undetermined。",
        remedy_en="Add a row for it, or an otherwise; where the instrument itself leaves a gap, write gaps: "
        "undetermined.",
        why_zh="落在空隙里的人得不到决定。",
        why_en="Whoever falls into the gap gets no decision.",
    ),
    Entry(
        code="C102",
        name="overlap",
        severity="error",
        message_zh="“{name}”的第 {row} 行与第 {other} 行（{place}）重叠：{witness} 时两行都适用",
        message_en="rows {row} and {other} ({place}) of “{name}” overlap: both apply where {witness}",
        remedy_zh="收窄其中一行；本来就有先后的，用 hit: first。",
        remedy_en="Narrow one of them; where the one is meant to prevail, write hit: first.",
        why_zh="同一情形有两个结果，就不知道按哪一行。",
        why_en="With two results for one case, nobody can tell which is due.",
    ),
    Entry(
        code="C103",
        name="never-hits",
        severity="warning",
        message_zh="“{name}”的第 {row} 行永远不会适用",
        message_en="row {row} of “{name}” can never apply",
        remedy_zh="改正它的条件或它前面的行，或把它删去。",
        remedy_en="Correct its condition or the rows before it, or take it out.",
        why_zh="永远不适用的一行多半是写错了。",
        why_en="A row that can never apply is mostly a slip.",
    ),
    Entry(
        code="C104",
        name="not-proved",
        severity="error",
        message_zh="“{name}”的表（{rows} 行）太复杂，证明不了没有空隙和重叠",
        message_en="the table of “{name}” ({rows} rows) is too complex to prove it without gaps and overlaps",
        remedy_zh="拆成几张表，先把条件写成单独的决定，或用 hit: first 并加 otherwise。",
        remedy_en="Split it, make decisions of their own of its conditions, or write hit: first and add an otherwise.",
        why_zh="没有证明的表，要到实际个案中才会发现错误。",
        why_en="The faults of a table that is not proved only come to light in real cases.",
    ),
    Entry(
        code="C105",
        name="otherwise-not-last",
        severity="error",
        message_zh="otherwise 之后还有别的行",
        message_en="there are rows after otherwise",
        remedy_zh="把 otherwise 移到最后。",
        remedy_en="Move otherwise to the end.",
        why_zh="otherwise 说的是其余一切情形，其后的行没有意义。",
        why_en="Otherwise means all that is left, so that no row can follow.",
    ),
)
