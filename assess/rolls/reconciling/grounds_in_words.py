"""The bits of `grounds` in words: `未满足：年满六十周岁；低保或低收入`, `本行没有“残疾等级”`.

No more than three are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from assess.engines.sql.gaps import MOST_GAPS
from assess.engines.sql.nodes import cast, choice, coalesced, every, is_unknown, minus, number, plus
from assess.language.types import Label
from assess.rolls.finding_rows import Language, call, column, concatenated, filled, listed, text
from assess.rolls.reconciling import words
from assess.rolls.reconciling.conditions import Unmet
from assess.rolls.reconciling.plan import Lack

GROUNDS = "grounds"
"""The column that holds the bits."""

_NAMED = 3


def lacking_in(language: Language) -> str:
    """The column with what a row lacks, in words."""
    return f"lacking_{language}"


def unmet_in_words(unmet: Sequence[Unmet], language: Language) -> exp.Expr:
    """Why the person is not eligible, out of the conditions not met."""
    stands, lacking = (
        {place: one.words for place, one in enumerate(unmet) if one.stands is standing} for standing in (True, False)
    )
    separator = words.MARKS[language].semicolon
    of_all = _Bits(range(len(unmet)))
    parts: list[tuple[exp.Expr | None, exp.Expr | str]] = []
    if stands:
        parts.append((_Bits(stands).any(), of_all.named(stands, separator, language)))
    if lacking:
        are_shown = [_Bits(lacking).any()]
        if len(stands) >= _NAMED:
            are_shown.append(exp.LT(this=_Bits(stands).count(), expression=number(_NAMED)))
        named = of_all.named(lacking, separator, language)
        not_met = filled(words.NOT_MET, language, conditions=named)
        parts.append((every(are_shown), not_met))
    why = concatenated(listed(separator, parts), of_all.and_more(language))
    said = filled(words.INELIGIBLE_FOR, language, why=why)
    return choice((of_all.any(), said), otherwise=text(words.INELIGIBLE.in_language(language)))


def marked(grounds: exp.Expr, places: Iterable[int]) -> exp.Expr:
    """Is any of these bits set, such as that of a condition certainly not met? Never unknown."""
    return coalesced(_Bits(places, grounds).any(), exp.false())


def names_of(lacks: Sequence[Lack], language: Language) -> exp.Expr:
    """The list of what may be lacking, each in quotes."""
    return call("LIST_VALUE", *(text(words.quoted([one.label], language)) for one in lacks))


def lacking_in_words(lacks: Sequence[Lack], names: exp.Expr, language: Language) -> exp.Expr:
    """Why it cannot be told what is due, out of what is lacking; `names`: the column that holds `names_of`."""
    separator = words.MARKS[language].comma
    kinds = {"never told": words.NEVER_TOLD, "told": words.NOT_TOLD, "figure": words.OPEN_FIGURE}
    those = {kind: _Bits(place for place, one in enumerate(lacks) if one.kind == kind) for kind in kinds}
    said = {
        kind: filled(
            kinds[kind], language, facts=concatenated(bits.first_named(names, separator), bits.and_more(language))
        )
        for kind, bits in those.items()
    }
    in_brackets = listed(
        words.MARKS[language].semicolon, [(bits.any(), said[kind]) for kind, bits in those.items() if bits.places]
    )
    facts = _Bits([*those["never told"].places, *those["told"].places])
    not_told = exp.Or(this=is_unknown(column(GROUNDS)), expression=_Bits([MOST_GAPS]).any())
    return choice(
        (not_told, text(words.OPEN_FACTS.in_language(language))),
        (facts.any(), filled(words.OPEN_FOR, language, lacking=in_brackets)),
        (those["figure"].any(), said["figure"].copy()),
        otherwise=text(words.OPEN_BY_RULE.in_language(language)),
    )


class _Bits:
    """Some bits of a column."""

    def __init__(self, places: Iterable[int], of: exp.Expr | None = None) -> None:
        self.places = list(places)
        self._of = column(GROUNDS) if of is None else of

    def _masked(self, places: Sequence[int]) -> exp.Expr:
        mask = cast(number(sum(2**place for place in places)), "BIGINT")
        return exp.BitwiseAnd(this=self._of.copy(), expression=mask)

    def any(self) -> exp.Expr:
        """Is any of them set?"""
        return exp.NEQ(this=exp.Paren(this=self._masked(self.places)), expression=number(0))

    def count(self) -> exp.Expr:
        return call("BIT_COUNT", self._masked(self.places))

    def named(self, labels: dict[int, Label], separator: str, language: Language) -> exp.Expr:
        """The labels of those that are set, unless so many are set before them that enough is named."""
        parts: list[tuple[exp.Expr | None, exp.Expr | str]] = []
        for place, label in labels.items():
            shown = [_Bits([place]).any()]
            before = [one for one in self.places if one < place]
            if len(before) >= _NAMED:
                shown.append(exp.LT(this=_Bits(before).count(), expression=number(_NAMED)))
            parts.append((every(shown), label.in_language(language)))
        return listed(separator, parts)

    def first_named(self, names: exp.Expr, separator: str) -> exp.Expr:
        """The names of the first of those that are set."""
        parts: list[tuple[exp.Expr | None, exp.Expr | str]] = []
        left: exp.Expr = self._masked(self.places)
        for _ in range(_NAMED):
            left = exp.Paren(this=left)
            place = call("BIT_COUNT", minus(_lowest(left), number(1)))
            name = exp.Bracket(this=names.copy(), expressions=[plus(place, number(1))])
            parts.append((exp.NEQ(this=left.copy(), expression=number(0)), name))
            left = exp.BitwiseAnd(this=left.copy(), expression=exp.Paren(this=minus(left.copy(), number(1))))
        return listed(separator, parts)

    def and_more(self, language: Language) -> exp.Expr | str:
        """How many are set in all, where more are than are named."""
        if len(self.places) <= _NAMED:
            return ""
        too_many = exp.GT(this=self.count(), expression=number(_NAMED))
        count = cast(self.count(), "VARCHAR")
        return choice((too_many, filled(words.AND_MORE, language, count=count)), otherwise=text(""))


def _lowest(bits: exp.Expr) -> exp.Expr:
    """The lowest bit that is set, alone."""
    return exp.Paren(this=exp.BitwiseAnd(this=bits.copy(), expression=exp.Paren(this=exp.Neg(this=bits.copy()))))
