"""Measures evaluation beside the GoRules ZEN engine, and memory over many cases. Writes into `benchmarks/results.md`.

    python -m benchmarks.run [--cases 20000] [--rounds 7] [--no-write]

Both engines decide the same complete cases by the same rules (GB/T 42195 scores and level, the self-care test, the
care standard), in one process, by turns; the medians of the rounds are compared, so a machine that slows down slows
both. Values: `assess.decisions.direct.Direct` against ZEN with its trace off. Explained: `Evaluator.evaluate`, every
decision with its full reason tree, against ZEN with its trace on.
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assess.cases.reading import RawCase
from assess.decisions.as_json import case_as_json
from assess.decisions.direct import Direct
from assess.decisions.evaluation import Evaluator
from assess.diagnostics.position import Position
from assess.engines.selection import engine as select_engine
from assess.language.edition import edition_of
from assess.library import Library
from benchmarks.results import machine, put_section
from benchmarks.zen_model import evaluate as zen_evaluate
from benchmarks.zen_model import make_cases, zen_decision

AS_OF = 2023_12_31
ONLY = ("ability_level", "tekun_care_standard")
PLACE = Position("benchmark")
Decide = Callable[[dict[str, Any]], object]


def seconds(decide: Decide, cases: list[dict[str, Any]]) -> float:
    """Wall seconds for all cases, one after the other; results are discarded as they come."""
    started = time.perf_counter()
    for case in cases:
        decide(case)
    return time.perf_counter() - started


def compared(ours: Decide, theirs: Decide, cases: list[dict[str, Any]], rounds: int) -> tuple[float, float, float]:
    """Median cases a second of both, and the median of the rounds' ratios (ours over theirs)."""
    seconds(ours, cases[:500]), seconds(theirs, cases[:500])
    pairs = []
    for _ in range(rounds):
        gc.collect()
        pairs.append((seconds(ours, cases), seconds(theirs, cases)))
    count = len(cases)
    return (
        count / statistics.median(ours_ for ours_, _ in pairs),
        count / statistics.median(theirs_ for _, theirs_ in pairs),
        statistics.median(theirs_ / ours_ for ours_, theirs_ in pairs),
    )


def check_agreement(direct: Direct, zen: Any, cases: list[dict[str, Any]]) -> None:
    """Both must give the same level and amount, or the comparison means nothing."""
    for case in cases:
        ours, theirs = direct.values(case), zen_evaluate(zen, case, False)
        level = theirs["ability_level"]
        amount = round(theirs["tekun_care_standard"] * 100)
        if (ours["ability_level"], ours["tekun_care_standard"]) != (level, amount):
            raise SystemExit(f"the engines disagree on {case}: {ours} and {theirs}")


def resident_megabytes() -> float:
    """Resident memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def memory_growth(name: str, cases: int) -> tuple[float, float]:
    """Megabytes resident after a tenth of the cases and after all of them, full explanations made and dropped."""
    program = Library.default().program("jiangsu/changzhou")
    evaluator = Evaluator(program, select_engine(name), only=ONLY)
    some = make_cases(1000, seed=7)
    early = 0.0
    for index in range(cases):
        evaluator.evaluate(RawCase("c", PLACE, some[index % len(some)], AS_OF))
        if index == cases // 10:
            early = resident_megabytes()
    return early, resident_megabytes()


def memory_in_child(name: str, cases: int) -> tuple[float, float]:
    """The same in a process of its own, so that engines do not share memory."""
    code = f"from benchmarks.run import memory_growth; print(*memory_growth({name!r}, {cases}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    early, late = run.stdout.split()
    return float(early), float(late)


def _row(what: str, measured: tuple[float, float, float], wanted: int) -> str:
    ours, theirs, ratio = measured
    return f"| {what} | {ours:,.0f}/s | {theirs:,.0f}/s | {ratio:.2f} | {wanted} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--memory-cases", type=int, default=100_000)
    parser.add_argument("--no-write", action="store_true")
    options = parser.parse_args()
    program = Library.default().program("jiangsu/changzhou")
    zen = zen_decision()
    cases = make_cases(options.cases, seed=1)
    direct = Direct(edition_of(program, AS_OF, only=ONLY))
    check_agreement(direct, zen, cases[:2000])
    evaluator = Evaluator(program, select_engine("interpreter"), only=ONLY)
    values = compared(direct.values, lambda case: zen_evaluate(zen, case, False), cases, options.rounds)
    explained = compared(
        lambda case: evaluator.evaluate(RawCase("c", PLACE, case, AS_OF)),
        lambda case: zen_evaluate(zen, case, True),
        cases,
        options.rounds,
    )
    sample = cases[: len(cases) // 10]
    written = len(sample) / statistics.median(
        seconds(lambda case: case_as_json(evaluator.evaluate(RawCase("c", PLACE, case, AS_OF)), program, "zh"), sample)
        for _ in range(options.rounds)
    )
    lines = [
        "## One case at a time, beside GoRules ZEN",
        "",
        f"Measured on {date.today().isoformat()} with `python -m benchmarks.run --cases {options.cases} "
        f"--rounds {options.rounds}`.",
        f"Machine: {machine()}. zen-engine {version('zen-engine')}.",
        "",
        "The same rules, the same cases, one thread, by turns; medians of cases a second, and of the rounds' ratios.",
        "",
        "| what | assess | ZEN | ratio | wanted |",
        "|---|---:|---:|---:|---:|",
        _row("values only (ZEN: trace off)", values, 5),
        _row("with full explanation (ZEN: trace on)", explained, 1),
        "",
        "assess checks every fact against its question in both; ZEN checks none. An explanation is a tree of objects",
        "with every condition, the values found, figures, rows and clauses, as ZEN's trace is one of dictionaries. Put",
        f"into sentences and plain data for JSON as well (`case_as_json`), it is {written:,.0f} cases a second.",
        "",
        f"### Memory over {options.memory_cases:,} cases, each fully explained",
        "",
        "| engine | after a tenth | after all |",
        "|---|---:|---:|",
    ]
    for name in ("interpreter", "rete"):
        early, late = memory_in_child(name, options.memory_cases)
        lines.append(f"| {name} | {early:.1f} MB | {late:.1f} MB |")
    text = "\n".join(lines) + "\n"
    print(text)
    if not options.no_write:
        put_section(text)


if __name__ == "__main__":
    main()
