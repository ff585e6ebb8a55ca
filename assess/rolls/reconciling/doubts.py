"""What a benefit rests on that nobody has published, told from the rules alone: for a whole roll, not for one case.

The same as `assess.decisions.doubts` gives for a case, but before any case is seen. Two things depend on the case: an
amount reads its figures only for those who are eligible, and a table rests on the clause of the row that hits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assess.decisions.explanation import is_doubtful_source
from assess.language.edition import Active, Edition, Reading
from assess.language.expression import ParameterValue, Result, walk
from assess.language.law import Citation
from assess.language.program import Amount, Table
from assess.language.types import Label


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure, a reading or an instrument that is not published, in words and with its clause (or none).

    `when_barred`: it matters for those who are not eligible too. `table`: only where one of the `rows` of that table
    hits (its rows counted from 0).
    """

    words: Label
    cite: str
    when_barred: bool
    table: str | None = None
    rows: tuple[int, ...] = ()


def doubts_of(benefit: str, edition: Edition) -> tuple[Doubt, ...]:
    """Everything doubtful that the benefit rests on, its own first, then that of the decisions it reads."""
    barred = {(one.words, one.table, one.rows) for one in _doubts(benefit, edition, barred=True)}
    found: dict[Doubt, None] = {}
    for one in _doubts(benefit, edition, barred=False):
        when_barred = (one.words, one.table, one.rows) in barred
        found[Doubt(one.words, one.cite, when_barred, one.table, one.rows)] = None
    return tuple(found)


def _doubts(benefit: str, edition: Edition, *, barred: bool) -> Iterator[Doubt]:
    """`barred`: only what is looked at where the person is not eligible."""
    waiting, seen = [benefit], {benefit}
    while waiting:
        active = edition.active.get(waiting.pop(0))
        if active is None:
            continue
        figures, others = _read(active, barred=barred and active.decision.name == benefit)
        for key in figures:
            reading = edition.readings[key]
            if reading.provisional and reading.value is not None:
                cite = () if reading.entry is None else reading.entry.cite
                yield Doubt(_of_figure(reading), "; ".join(str(one) for one in cite), when_barred=False)
        yield from _of_sources(active, edition)
        new = [name for name in others if name not in seen]
        seen.update(new)
        waiting.extend(new)


def _read(active: Active, *, barred: bool) -> tuple[list[tuple[str, str]], list[str]]:
    """The figures and decisions that the decision looks at."""
    body = active.version.body
    if not (barred and isinstance(body, Amount) and body.eligibility is not None):
        return list(active.needs.parameters), list(active.needs.decisions)
    nodes = list(walk(body.eligibility))
    figures = dict.fromkeys((node.name, node.shift) for node in nodes if isinstance(node, ParameterValue))
    others = dict.fromkeys(node.name for node in nodes if isinstance(node, Result))
    return list(figures), list(others)


def _of_figure(reading: Reading) -> Label:
    label, entry = reading.parameter.label, reading.entry
    if entry is not None and entry.confidence == "placeholder":
        return Label(f"“{label.zh}”还没有数值，用的是占位数值", f"“{label.en}” has no value yet, something stands in")
    if entry is not None and entry.supplied:
        return Label(f"“{label.zh}”由经办机构另行提供", f"“{label.en}” is supplied by the office")
    return Label(f"“{label.zh}”尚无公布的规定", f"nothing is published on “{label.en}”")


def _of_sources(active: Active, edition: Edition) -> Iterator[Doubt]:
    version = active.version
    cite = version.cite
    if isinstance(version.body, Amount) and version.body.rounding is not None:
        cite += version.body.rounding.cite
    for one in cite:
        if is_doubtful_source(edition.program.sources[one.source]):
            yield Doubt(_of_source(one, edition), str(one), when_barred=False)
    if isinstance(version.body, Table):
        rows: dict[Citation, list[int]] = {}
        for place, row in enumerate(version.body.rows):
            for one in row.cite:
                if is_doubtful_source(edition.program.sources[one.source]) and one not in cite:
                    rows.setdefault(one, []).append(place)
        for one, places in rows.items():  # of a table that collects, no one row hits
            table = None if version.body.hit == "collect" else active.decision.name
            yield Doubt(_of_source(one, edition), str(one), False, table, () if table is None else tuple(places))


def _of_source(citation: Citation, edition: Edition) -> Label:
    source = edition.program.sources[citation.source]
    zh, en = source.title.zh, source.title.en
    if source.status == "draft":
        return Label(f"《{zh}》还是征求意见稿", f"“{en}” is a draft")
    return Label(f"“{zh}”没有见到公布的文本", f"the published text of “{en}” was not seen")
