"""The whole roll compared, once its shares are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostics
from assess.rolls.registers.months import Months
from assess.rolls.registers.register import Register
from assess.rolls.running.call import Call
from assess.rolls.running.inputs import Kept
from assess.rolls.running.planning import Planned
from assess.rolls.running.rejects import all_rejects, register_rejects
from assess.rolls.running.second_pass import (
    Joined,
    Whole,
    database,
    join_findings,
    matched_people,
    months_without_rows,
    not_compared,
    people_without_a_number,
    rejects_of,
    whole_roll_findings,
    write_the_dead,
)

__all__ = ["Comparison", "compare", "not_compared"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`matched`: how many people of the roll are in each register. `dead`: the file of those whom registers of deaths
    have. `without_number`: rows that could be compared with none of the registers; None: no register was given."""

    joined: Joined
    matched: tuple[int, ...]
    dead: Path | None
    without_number: int | None
    rejects: tuple[Path, ...]


def compare(
    call: Call,
    planned: Planned,
    kept: Kept,
    registers: Sequence[Register],
    place: Path,
    done: Path,
    warnings: Diagnostics,
) -> Comparison:
    """`place`: where the shares are put together, and all findings will be. `done`: the folder of the shares."""
    shares = planned.plan.shares()
    days = call.period.days
    months = Months(days[0] // 100, days[-1] // 100)
    rows = sum(part.rows for part in kept.parts)
    with database(place / "spill", call.threads, call.memory) as connection:
        whole = Whole(planned, tuple(registers), months, place, rows, call.memory, call.threads)
        warnings.extend(months_without_rows(connection, whole))
        compared = whole_roll_findings(connection, whole)
        joined = join_findings(connection, whole, shares, done, compared)
        matched = tuple(matched_people(connection, one, place) for one in registers)
        dead = write_the_dead(connection, registers, place)
        without_number = people_without_a_number(connection, place, kept.parts) if registers else None
        rejects = all_rejects(connection, kept.parts, rejects_of(shares, done), place)
    rejects += register_rejects(registers, place)
    return Comparison(joined, matched, dead, without_number, tuple(rejects))
