"""X: the call and the command line."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="X101",
        name="unknown-ruleset",
        severity="error",
        message_zh="没有叫“{ruleset}”的规则集",
        message_en="there is no ruleset “{ruleset}”",
        remedy_zh="现有：{known}。",
        remedy_en="There are: {known}.",
        why_zh="按名称相近的规则集作决定是不允许的。",
        why_en="Nothing is decided under a ruleset that only has a similar name.",
    ),
    Entry(
        code="X102",
        name="engine-not-available",
        severity="error",
        message_zh="rete 引擎在 Python {python} 上用不了：没有装 durable-rules",
        message_en="the engine rete cannot be used with Python {python}: durable-rules is not there",
        remedy_zh="用 --engine interpreter（结果相同），或改用低于 3.13 的 Python 并安装 durable-rules。",
        remedy_en="Use --engine interpreter (the results are the same), or Python below 3.13 with durable-rules.",
        why_zh="点名要一种引擎时，不悄悄换成另一种。",
        why_en="An engine asked for by name is not quietly replaced by another.",
    ),
    Entry(
        code="X103",
        name="unknown-decision",
        severity="error",
        message_zh="规则集“{ruleset}”没有叫“{name}”的决定",
        message_en="the ruleset “{ruleset}” has no decision “{name}”",
        remedy_zh="用 assess rules show {ruleset} 查看有哪些决定。",
        remedy_en="See which there are with assess rules show {ruleset}.",
        why_zh="要的决定不存在时，不能当作没有要。",
        why_en="A decision asked for is never passed over.",
    ),
    Entry(
        code="X104",
        name="no-ruleset-named",
        severity="error",
        message_zh="个案“{case}”没有写明用哪个规则集，调用时也没有指定",
        message_en="neither the case “{case}” nor the call says which ruleset to decide by",
        remedy_zh="加上 --ruleset，或在个案里写 ruleset。现有：{known}。",
        remedy_en="Add --ruleset, or write ruleset in the case. There are: {known}.",
        why_zh="适用哪里的规定不能猜。",
        why_en="Which place's rules apply is not guessed.",
    ),
)
