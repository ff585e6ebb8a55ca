"""The explanations of all decisions of an edition, the quicker way where there is one; which are provisional."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assess.decisions.explanation import Explanation, explainer, is_doubtful_source, read_by
from assess.decisions.generated import generated_explain
from assess.engines.meaning import Outcome, Surroundings, Value
from assess.language.edition import Active, Edition
from assess.language.program import Amount, Table

_WORTH_GENERATING = 30
"""After so many cases on one date, generating code for its explanations pays."""


class Explainers:
    """The explainers of an edition, made once; and which decisions rest on something that is not certain."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._explainers = {name: explainer(active) for name, active in edition.active.items()}
        self._facts = frozenset(name for active in edition.active.values() for name in active.needs.facts)
        self._doubtful = {name: _is_doubtful(edition, active) for name, active in edition.active.items()}
        self._generated: Callable[..., dict[str, Explanation]] | None = None
        self._calls = 0

    def explain(
        self, facts: Mapping[str, Value], outcomes: Mapping[str, Outcome], as_of: int
    ) -> dict[str, Explanation]:
        """The explanation of every active decision, hidden steps included."""
        if self._facts <= facts.keys():
            self._calls += 1
            if self._calls > _WORTH_GENERATING:
                return self.generated()(facts, outcomes, as_of)
        return self.explain_each(facts, outcomes, as_of)

    def explain_each(
        self, facts: Mapping[str, Value], outcomes: Mapping[str, Outcome], as_of: int
    ) -> dict[str, Explanation]:
        """The same, one explainer after the other, whatever is missing."""
        results = {name: outcome.value for name, outcome in outcomes.items()}
        around = Surroundings(facts, results, self._edition.readings, as_of)
        return {name: explain(around, outcomes[name]) for name, explain in self._explainers.items()}

    def generated(self) -> Callable[..., dict[str, Explanation]]:
        """The same for cases with every fact known, by generated code."""
        if self._generated is None:
            self._generated = generated_explain(self._edition, self._explainers)
        return self._generated

    def provisional(self, explanations: Mapping[str, Explanation]) -> dict[str, bool]:
        """Which decisions rest on an assumed or placeholder value or on a draft, directly or through another one."""
        found: dict[str, bool] = {}
        for name, explanation in explanations.items():
            doubtful = self._doubtful[name]
            if doubtful is None:  # it depends on the figures that the case reads and on the row that hits
                doubtful = any(use.reading.provisional for use in explanation.parameters) or any(
                    is_doubtful_source(self._edition.program.sources[citation.source]) for citation in explanation.cite
                )
            if not doubtful:
                for other in read_by(explanation):
                    if found.get(other, False):
                        doubtful = True
                        break
            found[name] = doubtful
        return found


def _is_doubtful(edition: Edition, active: Active) -> bool | None:
    """Does it rest on something uncertain of its own? None: it depends on which parameters the case reads."""
    sources = edition.program.sources
    body = active.version.body
    if any(is_doubtful_source(sources[citation.source]) for citation in active.version.cite):
        return True
    figures = any(edition.readings[key].provisional for key in active.needs.parameters)
    if figures and not isinstance(body, Amount):
        return True
    rows = body.rows if isinstance(body, Table) else ()
    doubtful_row = any(is_doubtful_source(sources[citation.source]) for row in rows for citation in row.cite)
    return None if figures or doubtful_row else False
