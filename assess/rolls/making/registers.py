"""Registers that fit a made-up roll: who died, is in prison, moved away, is on another roll or draws from an insurance.

Beside those people of the roll whom it concerns, each register has people who are not on the roll, and some entries
that are no mistake: a death in the month paid for, a sentence that has been served.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from assess.rolls.making.draws import Draws
from assess.rolls.making.identity import DUPLICATE
from assess.rolls.making.rates import WHOLE, Mistakes
from assess.rolls.making.stages import Stage, decoded, quoted

UNLISTED, DIED, IMPRISONED, MOVED, OTHER_ROLL, LTCI, WORK_INJURY, DIED_THIS_MONTH, RELEASED = range(9)
"""In which register the person stands without the roll's agreeing with it; `listed` in the columns."""
PAID_THOUGH_LISTED = {
    DIED: "paid_after_death", IMPRISONED: "paid_in_prison", MOVED: "paid_after_move", OTHER_ROLL: "on_two_rolls",
}  # fmt: skip
"""Ways of being listed that make it a mistake to pay anything, by the code of the finding."""
DRAWN_BESIDE = {LTCI: "beside_ltci", WORK_INJURY: "beside_work_injury"}
"""Ways of being listed that may leave less due, by the code of the finding."""
DRAWN = {LTCI: "ltci_beneficiary", WORK_INJURY: "work_injury_nursing_benefit"}
"""The facts by which the roll itself says what the register says."""

FILES = ("deaths.csv", "imprisoned.csv", "moved.csv", "other-roll.csv", "ltci.csv", "work-injury.csv")


@dataclass(frozen=True, slots=True)
class Register:
    """A register's file. `columns`: SQL by header. `kinds`: the ways of being listed that put a person in it. `fact`:
    the fact that puts a person in it, too, where the roll has such."""

    file: str
    kinds: tuple[int, ...]
    columns: dict[str, str]
    fact: str | None = None


def listed_stage(draws: Draws, mistakes: Mistakes) -> Stage:
    """From `person` and `damaged`: `listed`."""
    shares = {
        str(DIED): mistakes.paid_after_death,
        str(IMPRISONED): mistakes.paid_in_prison,
        str(MOVED): mistakes.paid_after_move,
        str(OTHER_ROLL): mistakes.on_two_rolls,
        str(LTCI): mistakes.in_ltci_register,
        str(WORK_INJURY): mistakes.in_work_injury_register,
        str(DIED_THIS_MONTH): mistakes.died_this_month,
        str(RELEASED): mistakes.released,
    }
    listed = draws.among("listed", {**shares, str(UNLISTED): WHOLE - sum(shares.values())})
    return {"listed": f"CASE WHEN damaged THEN {UNLISTED} ELSE {listed} END"}


def strangers_listed(registers: Sequence[Register]) -> Stage:
    """People on no roll, spread over the registers by turns."""
    kinds = decoded(f"row % {len(registers)}", {str(place): str(one.kinds[0]) for place, one in enumerate(registers)})
    return {"listed": kinds} | {f"fact.{one.fact}": "false" for one in registers if one.fact is not None}


def registers_of(draws: Draws, as_of: date, facts: Collection[str]) -> tuple[Register, ...]:
    """The registers, as they stood on the date. `facts`: those that the roll has a column for; without the one that a
    register speaks of, there is no such register."""
    month = as_of.replace(day=1)

    def before(name: str, days: int) -> str:
        """A day before the month that is paid for."""
        return f"(DATE '{month}' - {draws.between(name, 1, days)})"

    this_month = f"(DATE '{month}' + {draws.below('died in month', as_of.day)})"
    long_before = f"(DATE '{month}' - {draws.between('committed', 1500, 3000)})"
    until = f"(DATE '{as_of}' + {draws.between('released', 30, 2000)})"
    drawing = before("drawing since", 1200)
    who = {"姓名": "name", "身份证号": "id_number"}
    area = draws.one_of("elsewhere", ("甲县", "乙县", "丙区", "丁区", "戊市"))
    committed = f"CASE WHEN listed = {RELEASED} THEN {long_before} ELSE {before('imprisoned', 1000)} END"
    deaths, imprisoned, moved, other_roll, ltci, work_injury = FILES
    found = [
        Register(
            deaths,
            (DIED, DIED_THIS_MONTH),
            who
            | {"死亡日期": f"CASE WHEN listed = {DIED_THIS_MONTH} THEN {this_month} ELSE {before('died', 730)} END"},
        ),
        Register(
            imprisoned,
            (IMPRISONED, RELEASED),
            who
            | {
                "收监日期": committed,
                "刑满日期": f"CASE WHEN listed = {RELEASED} THEN {before('served', 365)} ELSE {until} END",
            },
        ),
        Register(moved, (MOVED,), who | {"迁出日期": before("moved", 730), "迁往地": area}),
        Register(
            other_roll,
            (OTHER_ROLL,),
            who | {"发放地区": area, "发放金额": f"{draws.between('paid elsewhere', 10, 90)} * 10"},
        ),
        Register(ltci, (LTCI,), who | {"待遇开始日期": drawing}, DRAWN[LTCI]),
        Register(work_injury, (WORK_INJURY,), who | {"待遇开始日期": drawing}, DRAWN[WORK_INJURY]),
    ]
    return tuple(one for one in found if one.fact is None or one.fact in facts)


def concerned(registers: Sequence[Register], source: str) -> str:
    """A query for whoever of the source stands in any of the registers: for each, whether it is so (`<file>`) and what
    it says (`<file>/<header>`). A person who stands on the roll twice comes once.

    All registers at once, since to go through a roll of millions takes its time.
    """
    columns = ["id_number"]
    for register in registers:
        columns.append(f"{_is_in(register)} AS {quoted(register.file)}")
        columns += [f"{sql} AS {quoted(f'{register.file}/{header}')}" for header, sql in register.columns.items()]
    anywhere = " OR ".join(_is_in(register) for register in registers)
    return f"SELECT {', '.join(columns)} FROM {source} WHERE fate <> {DUPLICATE} AND ({anywhere})"


def entries(register: Register, source: str) -> str:
    """The query for a register's file, over what `concerned` gives, in no order that tells who is on the roll."""
    columns = [f"{quoted(f'{register.file}/{header}')} AS {quoted(header)}" for header in register.columns]
    return f"SELECT {', '.join(columns)} FROM {source} WHERE {quoted(register.file)} ORDER BY md5(id_number), id_number"


def _is_in(register: Register) -> str:
    listed = f"listed IN ({', '.join(map(str, register.kinds))})"
    return listed if register.fact is None else f"({listed} OR coalesce({quoted(f'fact.{register.fact}')}, false))"
