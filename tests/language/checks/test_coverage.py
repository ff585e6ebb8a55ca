"""Every clause is implemented or listed as not decided, and it shows by what."""

from __future__ import annotations

from assess.language.checks.citations import Use
from assess.language.checks.coverage import clause_coverage, provisions
from tests.language.checks.conftest import Load

ACT = """\
sources:
  herding-act:
    title: {zh: 牧人法, en: Herding Act}
    issuer: {zh: 草原国议会, en: Parliament of Meadowland}
    issued: 2020-01-01
    status: in_force
    clauses:
      "1": {id: H-1, zh: 十只羊以上的为大牧人, en: ten sheep make a great herder}
      "2": {zh: 干草标准, en: rate for hay}
      "3-hay": {id: H-3, zh: 大牧人得干草, en: great herders draw hay}
      "3-round": {id: H-3, zh: 进到元, en: rounded up to the yuan}
      "4-dogs": {id: H-4, zh: 应当养犬, en: dogs ought to be kept}
      "4-dens": {id: H-4, zh: 有犬舍的为合格, en: dens make them fit}
"""
RULES = """\
inputs:
  sheep: {label: {zh: 羊的只数, en: sheep}, type: integer, range: [0, 100]}
  dens: {label: {zh: 有犬舍, en: has dens}, type: boolean}
parameters:
  hay_rate:
    label: {zh: 干草标准, en: rate for hay}
    unit: CNY/month
    values:
      - {from: 2020-01-01, value: 120.5, cite: herding-act §2, confidence: published}
decisions:
  great:
    label: {zh: 大牧人, en: great herder}
    cite: herding-act §1
    table:
      hit: first
      rows:
        - {when: sheep >= 10, then: "true", cite: herding-act §1}
        - {otherwise: "false"}
  hay:
    label: {zh: 干草, en: hay}
    cite: herding-act §3-hay
    unit: CNY/month
    amount: hay_rate
    for: {is: great, label: {zh: 大牧人, en: great herder}, cite: herding-act §1}
    round: {to: 1, mode: up, cite: herding-act §3-round}
  fit:
    label: {zh: 合格, en: fit}
    cite: herding-act §4-dens
    condition: dens
"""
NOT_DECIDED = """\
not_decided:
  - cite: herding-act §4-dogs
    why: aim
    reason: {zh: 倡导, en: an aim}
"""


def faults(text: str, load: Load, base: str | None = None) -> list[tuple[str, int, int, dict[str, str]]]:
    return [
        (one.code, one.position.line, one.position.column, one.arguments)
        for one in load(text, base).diagnostics
        if one.code.startswith("K2")
    ]


def test_every_clause_is_accounted_for(load: Load) -> None:
    program = load(ACT + RULES + NOT_DECIDED).program
    assert program is not None
    coverage = {str(one.citation): one for one in clause_coverage(program)}
    assert {name: one.status for name, one in coverage.items()} == {
        "herding-act §1": "implemented",
        "herding-act §2": "implemented",
        "herding-act §3-hay": "implemented",
        "herding-act §3-round": "implemented",
        "herding-act §4-dogs": "not_decided",
        "herding-act §4-dens": "implemented",
    }
    assert coverage["herding-act §1"].uses == (
        Use("decision", "great", 2020_01_01),
        Use("row", "great", 1),
        Use("condition", "hay"),
    )
    assert coverage["herding-act §2"].uses == (Use("parameter", "hay_rate", 2020_01_01),)
    assert coverage["herding-act §3-round"].uses == (Use("rounding", "hay"),)
    listed = coverage["herding-act §4-dogs"]
    assert listed.uses == ()
    assert listed.not_decided is not None
    assert (listed.not_decided.why, listed.not_decided.reason.en) == ("aim", "an aim")
    assert load(ACT + RULES + NOT_DECIDED).diagnostics.has_errors is False


def test_clauses_of_one_id_are_one_provision(load: Load) -> None:
    program = load(ACT + RULES).program
    assert program is not None
    assert [(one.id, one.status, len(one.clauses)) for one in provisions(clause_coverage(program))] == [
        ("H-1", "implemented", 1),
        ("herding-act §2", "implemented", 1),
        ("H-3", "implemented", 2),
        ("H-4", "open", 2),
    ]


def test_open_clause_is_an_error_at_the_clause(load: Load) -> None:
    assert faults(ACT + RULES, load) == [("K201", 15, 7, {"source": "herding-act", "clause": "4-dogs"})]


def test_clause_may_be_decided_in_part(load: Load) -> None:
    both = f"""{NOT_DECIDED}\
  - cite: herding-act §1
    why: judgement
    reason: {{zh: 由人判断, en: judged}}
    signed_by: {{zh: 长者, en: the elder}}
"""
    assert faults(ACT + RULES + both, load) == []
    program = load(ACT + RULES + both).program
    assert program is not None
    first = clause_coverage(program)[0]
    assert first.status == "implemented"
    assert first.not_decided is not None


def test_clause_listed_twice(load: Load) -> None:
    again = "  - {cite: [herding-act §4-dogs], why: aim, reason: {zh: 倡导, en: an aim}}\n"
    start = len((ACT + RULES).splitlines()) + 3  # after the head
    arguments = {"cite": "herding-act §4-dogs", "other": f"rulesets/meadowland.yaml:{start + 2}:5"}
    assert faults(ACT + RULES + NOT_DECIDED + again, load) == [("K202", start + 5, 5, arguments)]
    twice = NOT_DECIDED.replace("herding-act §4-dogs", "[herding-act §4-dogs, herding-act §4-dogs]")
    assert faults(ACT + RULES + twice, load) == [("K202", start + 2, 5, arguments)]


def test_source_of_which_nothing_is_cited(load: Load) -> None:
    other = """\
  hay-notice:
    title: {zh: 干草通知, en: Hay notice}
    issuer: {zh: 草原国议会, en: Parliament of Meadowland}
    status: in_force
    clauses: {}
"""
    found = load(ACT + other + RULES + NOT_DECIDED).diagnostics
    assert [(one.code, one.severity, one.position.line, one.arguments) for one in found] == [
        ("K203", "warning", 17, {"source": "hay-notice"})
    ]


def test_only_the_sources_of_the_ruleset_itself_are_accounted_for(load: Load) -> None:
    own = """\
builds_on: highland
decisions:
  great:
    overrides: highland
    label: {zh: 大牧人, en: great herder}
    cite: herding-act §3-hay
    condition: sheep >= 5
"""
    loaded = load(own, base=ACT + RULES + NOT_DECIDED)
    program = loaded.program
    assert program is not None
    assert not loaded.diagnostics.has_errors
    assert clause_coverage(program) == []
    below = {str(one.citation): one for one in clause_coverage(program, "highland")}
    assert below["herding-act §1"].uses == (Use("condition", "hay"), Use("overridden", "great"))
