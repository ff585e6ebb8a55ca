"""Columns of ticks, each for one answer of a question: `集中` and `分散`, with √ in one of the two. No mapping can say
what they are together, so it is told which question they answer, and that they have to become one column first."""

from __future__ import annotations

from assess.language.program import Program
from assess.language.stated import stated_input
from assess.language.types import Enumeration, Label
from assess.rolls.cells import Target
from assess.rolls.cells.tidy import tidied, word_key
from assess.rolls.cells.words import vocabulary, words_of
from assess.rolls.mapping.samples import Sample
from assess.rolls.mapping.targets import all_targets

_SHOWN = 2


def only_ticks(sample: Sample) -> bool:
    """Do all cells, as far as they were looked at, say yes or no?"""
    ticks = {word_key(word) for words in vocabulary().words["boolean"].values() for word in words}
    return bool(sample.values) and all(word_key(tidied(text)) in ticks for text, _ in sample.values)


def questions_answered(header: str, program: Program) -> tuple[Label, ...]:
    """The questions of which the header, below a common heading or not, is one answer in words; of several, the one
    that the heading names."""
    heading, _, answer = map(word_key, header.rpartition("/"))
    found: dict[Label, None] = {}
    for name in all_targets(program):
        target = Target.parse(name)
        if target.kind == "stated":
            known = stated_input(program.decisions[target.name])
        elif target.kind == "fact":
            known = program.inputs[target.name]
        else:
            continue
        if isinstance(known.type, Enumeration) and answer in words_of(known):
            found[known.label] = None
    named = tuple(one for one in found if heading and any(heading in word_key(word) for word in (one.zh, one.en)))
    return named or tuple(found)


def why_open(header: str, sample: Sample, program: Program) -> Label | None:
    """Why such a column cannot be placed, with what to do; None where it is none."""
    questions = questions_answered(header, program)[:_SHOWN] if only_ticks(sample) else ()
    if not questions:
        return None
    zh, en = "或".join(f"“{one.zh}”" for one in questions), " or ".join(f"“{one.en}”" for one in questions)
    return Label(
        f"打勾的，像是{zh}的一个答案：先把几列并成一列，写上答案",
        f"ticks for one answer to {en}, it seems: first make one column of its answers, in words",
    )
