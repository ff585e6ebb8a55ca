"""A call for a made-up roll, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, Refused
from assess.diagnostics.position import Position
from assess.language.program import Program
from assess.rolls.making.columns import STYLES, Style
from assess.rolls.making.identity import PEOPLE
from assess.rolls.making.registers import FILES

PARQUET, CSV, WORKBOOK = SUFFIXES = (".parquet", ".csv", ".xlsx")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
COMPRESSIONS = ("zstd", "snappy")
MOST_STRANGERS = 200_000
MOST_ROWS = PEOPLE - MOST_STRANGERS - 100_000
"""80,000,000. With more, two people would have to share an identity number."""
EARLIEST, LATEST = date(1910, 1, 1), date(2200, 12, 31)
"""Days decided on for which everybody's birth date lies in the calendar that rules are written for."""
TRUTH, MISTAKES_LIST = "truth.parquet", "mistakes.csv"


@dataclass(frozen=True, slots=True)
class Order:
    """A roll as it is asked for. `damage`: the share of rows to damage. `registers`: the folder for the registers.

    `encoding` is for CSV, `title` (a title, a line on the unit, totals) for CSV and workbooks, `compression` for
    Parquet; None: the usual one. `force`: files that are there are replaced. `threads`: of the database; None: all.
    """

    rows: int
    out: Path
    seed: int = 1
    headers: str = "canonical"
    as_of: date = date(2025, 12, 31)
    damage: float = 0
    registers: Path | None = None
    encoding: str | None = None
    title: bool = False
    compression: str | None = None
    force: bool = False
    threads: int | None = None

    @property
    def style(self) -> Style:
        return STYLES[self.headers]

    @property
    def suffix(self) -> str:
        return self.out.suffix.lower()

    @property
    def damage_list(self) -> Path:
        """Where the list of damaged rows goes: `roll.csv.damage.csv`."""
        return self.out.with_name(f"{self.out.name}.damage.csv")

    def check(self, program: Program) -> None:
        """Raises Refused with everything that is wrong with it."""
        faults = Diagnostics()
        if not 1 <= self.rows <= MOST_ROWS:
            faults.report("R701", Position("--rows"), found=self.rows, most=MOST_ROWS)
        if self.suffix not in SUFFIXES:
            faults.report("R702", Position("--out"), found=self.out.name, known=", ".join(SUFFIXES))
        if not 0 <= self.damage <= 1:
            faults.report("R704", Position("--damage"), found=self.damage)
        if not EARLIEST <= self.as_of <= LATEST:
            faults.report("R708", Position("--as-of"), found=self.as_of, earliest=EARLIEST, latest=LATEST)
        missing = [name for name in self.style.benefits or () if name not in program.decisions]
        if missing:
            faults.report(
                "R706", Position("--headers"), headers=self.headers, ruleset=program.id, missing=", ".join(missing)
            )
        if not self.out.parent.is_dir():
            faults.report("R707", Position("--out"), folder=self.out.parent)
        faults.extend(self._without_effect())
        faults.extend(self._in_the_way())
        if faults.has_errors:
            raise Refused(faults)

    def _without_effect(self) -> list[Diagnostic]:
        """Options that mean nothing for files of this ending."""
        given = {
            "--encoding": (self.encoding is not None, (CSV,)),
            "--title": (self.title, (CSV, WORKBOOK)),
            "--compression": (self.compression is not None, (PARQUET,)),
        }
        return [
            Diagnostic("R705", Position(option), {"option": option, "known": ", ".join(fit), "found": self.out.name})
            for option, (is_given, fit) in given.items()
            if is_given and self.suffix in SUFFIXES and self.suffix not in fit
        ]

    def _in_the_way(self) -> list[Diagnostic]:
        """Files that would be replaced without leave."""
        wanted = [self.out]
        if self.damage:
            wanted.append(self.damage_list)
        if self.registers is not None:
            wanted += [self.registers / name for name in (*FILES, TRUTH, MISTAKES_LIST)]
        return [
            Diagnostic("R703", Position(str(path)), {"path": str(path)})
            for path in wanted
            if path.is_dir() or (path.exists() and not self.force)
        ]
