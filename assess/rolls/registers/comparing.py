"""The registers of a check held against its roll: every finding, in the columns of findings, as one Parquet file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assess.rolls.finding_rows import empty
from assess.rolls.queries import kept, written
from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.dated import CODES, dated_findings
from assess.rolls.registers.kinds import ROLL
from assess.rolls.registers.made import findings_written
from assess.rolls.registers.payments import Roll, matched
from assess.rolls.registers.register import Register
from assess.rolls.registers.two_rolls import two_roll_findings
from assess.rolls.stakes import Stakes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def register_findings(
    connection: DuckDBPyConnection,
    registers: Iterable[Register],
    roll: Roll,
    benefits: Sequence[PaidBenefit],
    out: Path,
    stakes: Stakes | None = None,
) -> int:
    """Writes the findings of `paid_after_death`, `paid_in_prison`, `paid_after_move` and `on_two_rolls` to `out`.

    Registers of the same kind (and name) count as one. Those that stand for a fact (`ltci`, `work_injury`) give
    nothing here, see `register_facts`. `benefits`: from `paid_benefits`; those without a `paid.` column are passed
    over. What they have at stake in single payments is kept in `stakes`. Returns the number of findings; the same rows
    give the same file, whatever their order.
    """
    groups: dict[str, list[Register]] = {}
    for register in registers:
        if register.kind in CODES or register.kind is ROLL:
            groups.setdefault(register.id, []).append(register)
    if not groups:
        return written(connection, empty(), out)
    together = [register for group in groups.values() for register in group]
    with matched(connection, together, roll, benefits) as found, kept(connection, "on_registers") as keep:
        portions = [
            [
                two_roll_findings(group, part) if group[0].kind is ROLL else dated_findings(group, part, keep)
                for group in groups.values()
            ]
            for part in found.portions()
        ]
        return findings_written(connection, portions, out, stakes, roll.sources)
