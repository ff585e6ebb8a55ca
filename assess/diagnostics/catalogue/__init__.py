"""Every diagnostic there is: code, severity, short name, message and remedy in Chinese and English.

One module per letter (for rolls, a package); to add a diagnostic, add an `Entry(...)` block to its module.
"""

from __future__ import annotations

from assess.diagnostics.catalogue import (
    answers,
    calls,
    checks,
    citations,
    dates,
    evaluation,
    expressions,
    forms,
    names,
    parameters,
    rolls,
    structure,
    types,
    yaml_text,
)
from assess.diagnostics.catalogue.entry import SEVERITIES, Entry

__all__ = ["CATALOGUE", "LETTERS", "SEVERITIES", "Entry"]

LETTERS = {
    "Y": ("YAML 文本", "YAML text", yaml_text.ENTRIES),
    "S": ("结构与键", "structure and keys", structure.ENTRIES),
    "N": ("名称", "names", names.ENTRIES),
    "F": ("表达式", "expressions", expressions.ENTRIES),
    "T": ("类型与单位", "types and units", types.ENTRIES),
    "P": ("参数", "parameters", parameters.ENTRIES),
    "D": ("日期与效力", "dates and validity", dates.ENTRIES),
    "C": ("决策表的检查", "checks of decision tables", checks.ENTRIES),
    "K": ("引用与覆盖", "citations and coverage", citations.ENTRIES),
    "Q": ("表单", "forms", forms.ENTRIES),
    "A": ("个案的事实与答案", "facts and answers of cases", answers.ENTRIES),
    "X": ("命令与调用", "the call and the command line", calls.ENTRIES),
    "R": ("名册", "rolls", rolls.ENTRIES),
    "E": ("求值", "evaluation", evaluation.ENTRIES),
}
"""What the first letter of a code stands for, in Chinese and English, and its entries."""

CATALOGUE: dict[str, Entry] = {entry.code: entry for _, _, entries in LETTERS.values() for entry in entries}
