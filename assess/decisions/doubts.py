"""Why a decision is provisional: the figures, readings and instruments it rests on that nobody has published."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assess.decisions.explanation import ParameterUse, is_doubtful_source
from assess.decisions.phrases import Phrases
from assess.decisions.resting import looked_at
from assess.decisions.result import CaseResult
from assess.decisions.values import for_person
from assess.engines.meaning import Surroundings, decider
from assess.language.law import Source


@dataclass(frozen=True, slots=True)
class Doubts:
    """Parameter values that are assumed, a placeholder or not known at all; sources that are drafts or not seen."""

    uses: tuple[ParameterUse, ...]
    sources: tuple[Source, ...]


def doubts(name: str, result: CaseResult) -> Doubts:
    """What makes the decision provisional, its own first, then that of the decisions it looked at."""
    uses: dict[tuple[str, str], ParameterUse] = {}
    sources: dict[str, Source] = {}
    for one in looked_at([name], result, lambda one: one.provisional):
        assert one.explanation is not None
        assert result.edition is not None
        for use in one.explanation.parameters:
            if use.reading.provisional:
                uses.setdefault((use.reading.parameter.name, use.reading.shift), use)
        for citation in one.explanation.cite:
            source = result.edition.program.sources[citation.source]
            if is_doubtful_source(source):
                sources.setdefault(source.id, source)
    return Doubts(tuple(uses.values()), tuple(sources.values()))


def sure(result: CaseResult) -> frozenset[str]:
    """The decisions that come to the same, whatever the figures that nobody has published turn out to be.

    That is so where they come to it without these figures. What a draft says may change all the same.
    """
    edition = result.edition
    if edition is None or not any(one.provisional for one in result.decisions.values()):
        return frozenset()
    readings = {
        key: replace(reading, entry=None) if reading.provisional else reading
        for key, reading in edition.readings.items()
    }
    around = Surroundings(result.facts, {}, readings, edition.as_of)
    found = set()
    for name, active in edition.active.items():
        outcome = decider(active.version.body)(around)
        around.results[name] = outcome.value
        before = result.decisions[name].outcome
        if outcome.value is not None and (outcome.value, outcome.eligible) == (before.value, before.eligible):
            found.add(name)
    return frozenset(found)


def in_words(found: Doubts, phrases: Phrases) -> list[str]:
    """Each doubt as a sentence part. Values that are not known at all are left out: they leave a decision open."""
    texts = []
    for use in found.uses:
        entry = use.reading.entry
        if entry is None or use.value is None:
            continue
        parameter = use.reading.parameter
        label = parameter.label.in_language(phrases.language)
        value = for_person(use.value, parameter.type, phrases.language)
        if entry.confidence == "placeholder":
            zh, en = (
                f"“{label}”还没有数值，暂用占位的“{value}”",
                f"“{label}” has no value yet and “{value}” stands in for it",
            )
        elif entry.supplied:
            zh = f"“{label}”由经办机构另行提供，暂按“{value}”处理"
            en = f"“{label}” is supplied by the office and taken as “{value}” for now"
        else:
            zh = f"关于“{label}”，没有查到公布的规定，暂按“{value}”处理"
            en = f"no published rule was found on “{label}”, taken as “{value}” for now"
        texts.append(phrases.choose(zh, en))
    for source in found.sources:
        title = source.title.in_language(phrases.language)
        texts.append(
            phrases.choose(f"《{title}》还是征求意见稿", f"“{title}” is a draft")
            if source.status == "draft"
            else phrases.choose(f"没有查到“{title}”公布的文本", f"the published text of “{title}” was not found")
        )
    return texts
