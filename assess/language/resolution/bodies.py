"""The kinds of decisions: value, score, table, condition, amount, combination, ranking."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from assess.diagnostics.diagnostic import nearest
from assess.diagnostics.position import Position
from assess.language import surface as text
from assess.language.feel import tree as syntax
from assess.language.resolution.conditions import Conditions
from assess.language.resolution.reader import day_of, label_of
from assess.language.resolved import (
    ResolvedAmount,
    ResolvedCombination,
    ResolvedCombinationRule,
    ResolvedFloor,
    ResolvedRanking,
    ResolvedRounding,
    ResolvedRow,
    ResolvedScore,
    ResolvedTable,
    ResolvedTie,
)


class Bodies(Conditions):
    """Reads the body of a decision."""

    def _value(self, given: text.VersionText, *path: str | int) -> syntax.Syntax | None:
        return self._expression(*path, "value")

    def _condition(self, given: text.VersionText, *path: str | int) -> syntax.Syntax | None:
        assert given.condition is not None
        return self._condition_tree(given.condition, *path, "condition")

    def _score(self, given: text.VersionText, *path: str | int) -> ResolvedScore | None:
        assert given.score is not None
        items = [self._expression(*path, "score", "sum", index) for index in range(len(given.score.sum))]
        seen: set[str] = set()
        for index, name in enumerate(given.score.sum):
            if name in seen:
                self.diagnostics.report("N109", self._place(*path, "score", "sum", index), name=name)
            seen.add(name)
        return ResolvedScore(tuple(item for item in items if item is not None), given.score.maximum)

    def _table(self, given: text.VersionText, *path: str | int) -> ResolvedTable | None:
        assert given.table is not None
        table = given.table
        if (table.hit == "collect") != (table.aggregate is not None):
            self.diagnostics.report("S108", self._place(*path, "table", "hit"), hit=table.hit)
        rows = self._rows(table.rows, *path, "table", "rows")
        if table.hit == "collect" and rows:
            rows = _otherwise_spelled_out(rows)
        return ResolvedTable(table.hit, table.aggregate, table.gaps is not None, rows)

    def _rows(self, given: list[text.RowText], *path: str | int) -> tuple[ResolvedRow, ...]:
        rows = []
        for index, row in enumerate(given):
            here = (*path, index)
            position = self._place(*here)
            cite = self._cites(row.cite, *here, "cite")
            because = None if row.because is None else label_of(row.because)
            if isinstance(row, text.OtherwiseRow):
                then = self._expression(*here, "otherwise") if row.otherwise is not None else _null(position)
                if index != len(given) - 1:
                    self.diagnostics.report("C105", position)
                when = None
            else:
                then = self._expression(*here, "then") if row.then is not None else _null(position)
                when = self._condition_tree(row.when, *here, "when")
                if when is None:
                    continue
            if isinstance(then, syntax.NullLiteral) and because is None:
                self.diagnostics.report("K106", position)
            if then is not None:
                rows.append(ResolvedRow(when, then, cite, because, position))
        return tuple(rows)

    def _amount(self, given: text.VersionText, *path: str | int) -> ResolvedAmount | None:
        formula = self._expression(*path, "amount")
        applies = None
        if given.applies is not None:
            applies = self._condition_tree(given.applies, *path, "for")
            if applies is None:
                return None
        rounding = None
        if given.round is not None:
            position = self._place(*path, "round")
            cite = self._cites(given.round.cite, *path, "round", "cite")
            step = Fraction(given.round.to)
            if step <= 0:
                self.diagnostics.report("T113", self._place(*path, "round", "to"), step=given.round.to)
                return None
            rounding = ResolvedRounding(step, given.round.mode, given.round.at, cite, position)
        floor = self._floor(given.floor, *path, "floor")
        return None if formula is None else ResolvedAmount(formula, applies, rounding, floor)

    def _floor(self, given: bool | text.FloorText | None, *path: str | int) -> ResolvedFloor | None:
        if given is None or given is False:
            return None
        if given is True:
            return ResolvedFloor(None, None, self._place(*path))
        published = None if given.published_as is None else self._expression(*path, "published_as")
        return ResolvedFloor(day_of(given.reached_by), published, self._place(*path))

    def _combination(self, given: text.VersionText, *path: str | int) -> ResolvedCombination | None:
        assert given.combination is not None
        here = (*path, "combination")
        for index, name in enumerate(given.combination.of):
            if name in given.combination.of[:index]:
                self.diagnostics.report("N109", self._place(*here, "of", index), name=name)
        benefits = tuple(
            syntax.Name(self._place(*here, "of", index), name, name) for index, name in enumerate(given.combination.of)
        )
        rules = []
        for index, rule in enumerate(given.combination.rules):
            at = (*here, "rules", index)
            cite = self._cites(rule.cite, *at, "cite")
            if not cite and rule.cite is None:
                self.diagnostics.report("K105", self._place(*at), what=f"{self.what}: rule {index + 1}")
            when = None
            if isinstance(rule, text.HighestOf):
                kind, names, key = "highest_of", rule.highest_of, "highest_of"
            elif isinstance(rule, text.Together):
                kind, names, key = "together", rule.all, "all"
            else:
                kind, names, key = "excludes", rule.excludes, "excludes"
                when = self._condition_tree(rule.when, *at, "if")
                if when is None:
                    continue
            for place, name in enumerate(names):
                if name in names[:place]:
                    self.diagnostics.report("N109", self._place(*at, key, place), name=name)
                if name not in given.combination.of:
                    near = nearest(name, given.combination.of)
                    self.diagnostics.report("N110", self._place(*at, key, place), name=name, near=near)
            rules.append(ResolvedCombinationRule(kind, tuple(names), when, cite, self._place(*at)))
        return ResolvedCombination(benefits, tuple(rules))

    def _ranking(self, given: text.VersionText, *path: str | int) -> ResolvedRanking | None:
        assert given.ranking is not None
        here = (*path, "ranking")
        table = ResolvedTable("first", None, False, self._rows(given.ranking.tiers, *here, "tiers"))
        ties = []
        for index, tie in enumerate(given.ranking.ties):
            at = (*here, "ties", index)
            cite = self._cites(tie.cite, *at, "cite")
            keys = [key for key in ("first", "earliest", "lowest", "highest") if getattr(tie, key) is not None]
            if len(keys) != 1:
                self.diagnostics.report("S109", self._place(*at))
                continue
            key = keys[0]
            expression = self._condition_tree(tie.first, *at, "first") if key == "first" else self._expression(*at, key)
            if expression is not None:
                ties.append(ResolvedTie("lowest" if key == "earliest" else key, expression, cite))
        return ResolvedRanking(table, tuple(ties))


def _otherwise_spelled_out(rows: tuple[ResolvedRow, ...]) -> tuple[ResolvedRow, ...]:
    """The rows of a *collect* table, its «otherwise» as the condition that none of the others hits.

    Without a condition it would be added to those that hit.
    """
    *others, last = rows
    conditions = tuple(row.when for row in others if row.when is not None)
    if last.when is not None or not conditions:
        return rows
    source = "otherwise"
    hit = conditions[0] if len(conditions) == 1 else syntax.Operation(last.position, source, "or", conditions)
    return (*others, replace(last, when=syntax.Operation(last.position, source, "not", (hit,))))


def _null(position: Position) -> syntax.NullLiteral:
    return syntax.NullLiteral(position, "null")
