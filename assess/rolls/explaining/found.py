"""What a finished check found of a row: its findings, and what is paid and due of each benefit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from assess.rolls.explaining.places import Place
from assess.rolls.findings import FINDINGS, in_order
from assess.rolls.lasting import is_one_of
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reporting.folder import RunFolder
from assess.rolls.running.inputs import DEAD

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DEATH = "paid_after_death"
_COLUMNS = (
    "code", "month", "benefit", "paid", "due", "amount", "direction", "months", "which_months", "sentence_zh",
    "sentence_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowFinding:
    """A finding on the row, as in `findings.parquet`. `elsewhere`: the row of the same person that it stands at, where
    that is another one: what a register says of several months is found once."""

    code: str
    month: str | None
    benefit: str | None
    paid: Decimal | None
    due: Decimal | None
    amount: Decimal
    direction: str
    months: int | None
    which_months: str | None
    sentence_zh: str
    sentence_en: str
    elsewhere: str | None = None

    def may_be_of(self, month: str) -> bool:
        """Is it about the month, or does it not say about which? That a register has the person matters for all: what
        it says of several months is found once, and may stand at another row."""
        return self.which_months is None or self.is_of_register or is_one_of(month, self.which_months)

    @property
    def is_of_register(self) -> bool:
        kind = FINDINGS.get(self.code)
        return kind is not None and kind.stage == "registers"

    def sentence(self, language: str) -> str:
        return self.sentence_zh if language == "zh" else self.sentence_en


@dataclass(frozen=True, slots=True)
class Together:
    """What is paid and, as a register has it, due in some months of a person: of which of them, the finding says."""

    months: int
    paid: Decimal
    due: Decimal


@dataclass(frozen=True, slots=True)
class Payment:
    """A benefit that the roll pays. `due` by the row alone, after the rules on what may not be drawn together; None:
    undetermined. `registered`: what is due as a register has it, where that is something else. `together`: what
    registers make due of it over several months."""

    benefit: str
    paid: Decimal | None
    due: Decimal | None
    registered: Decimal | None = None
    together: tuple[Together, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of the row at a place. `is_dead`: the register of deaths has the person, paid or not."""

    place: Place
    findings: tuple[RowFinding, ...]
    payments: tuple[Payment, ...]
    is_dead: bool = False

    @property
    def by_registers(self) -> bool:
        """Do registers speak of the person?"""
        return self.is_dead or self.finds_registers

    @property
    def finds_registers(self) -> bool:
        """Do they in a finding of their own, or in what is due?"""
        return any(one.is_of_register for one in self.findings) or any(
            one.registered is not None for one in self.payments
        )


def found_at(connection: DuckDBPyConnection, folder: RunFolder, place: Place) -> Found:
    """What the check found of the row, for the month it was decided for or for no month in particular."""
    findings = _findings(connection, folder, place)
    is_dead = any(one.code == DEATH for one in findings) or _is_among_the_dead(connection, folder, place)
    return Found(place, findings, _payments(connection, folder, place, findings), is_dead)


def _findings(connection: DuckDBPyConnection, folder: RunFolder, place: Place) -> tuple[RowFinding, ...]:
    where, arguments = 'source = ? AND "row" = ?', [place.source, place.row]
    if place.month is not None:
        where += " AND (month IS NULL OR month = ?)"
        arguments.append(place.month)
    query = f"SELECT {', '.join(_COLUMNS)} FROM {_all_findings(folder)} WHERE {where}"
    found = [RowFinding(*row) for row in connection.execute(query, arguments).fetchall()]
    found = [one for one in found if place.month is None or one.may_be_of(place.month)]
    found += _of_the_person(connection, folder, place)
    order = {code: index for index, code in enumerate(in_order({one.code for one in found}))}
    return tuple(sorted(found, key=lambda one: (order[one.code], one.month or "", one.benefit or "", one.sentence_zh)))


def _all_findings(folder: RunFolder) -> str:
    """To stand after FROM. What an earlier version has found does not say for which months it stands."""
    none = "SELECT NULL::VARCHAR AS which_months WHERE false"
    return f"({none} UNION ALL BY NAME FROM {parquet_sql(folder.findings)})"


def _of_the_person(connection: DuckDBPyConnection, folder: RunFolder, place: Place) -> list[RowFinding]:
    """What registers say of the person on other rows."""
    if not folder.people.is_file():
        return []
    people = parquet_sql(folder.people)
    codes = [code for code, kind in FINDINGS.items() if kind.stage == "registers"]
    query = f"""
        SELECT {", ".join(_COLUMNS)}, source || ':' || "row" FROM {_all_findings(folder)}
        WHERE code IN ({", ".join("?" * len(codes))}) AND NOT (source = ? AND "row" = ?) AND (source, "row") IN (
            SELECT source, "row" FROM {people}
            WHERE person = (SELECT any_value(person) FROM {people} WHERE source = ? AND "row" = ?)
        )
    """
    at = [place.source, place.row]
    return [RowFinding(*row) for row in connection.execute(query, [*codes, *at, *at]).fetchall()]


def _is_among_the_dead(connection: DuckDBPyConnection, folder: RunFolder, place: Place) -> bool:
    """Has the register of deaths the person? Of one to whom nothing is paid there is no finding."""
    dead = folder.folder / DEAD
    if not dead.is_file() or not folder.people.is_file():
        return False
    query = f"""
        SELECT count(*) FROM {parquet_sql(folder.people)} JOIN {parquet_sql(dead)} USING (person)
        WHERE source = ? AND "row" = ?
    """
    row = connection.execute(query, [place.source, place.row]).fetchone()
    return row is not None and row[0] > 0


def _payments(
    connection: DuckDBPyConnection, folder: RunFolder, place: Place, findings: Sequence[RowFinding]
) -> tuple[Payment, ...]:
    read = parquet_sql(folder.decisions)
    columns = [row[0] for row in connection.execute(f"DESCRIBE FROM {read}").fetchall()]
    benefits = [one.removeprefix("paid.") for one in columns if one.startswith("paid.")]
    if not benefits:
        return ()
    wanted = ", ".join(f'"paid.{one}", "due.{one}"' for one in benefits)
    where, arguments = 'source = ? AND "row" = ?', [place.source, place.row]
    if place.month is not None:
        where += " AND month = ?"
        arguments.append(place.month)
    row = connection.execute(f"SELECT {wanted} FROM {read} WHERE {where}", arguments).fetchone()
    assert row is not None
    return tuple(
        Payment(benefit, paid, due, _registered(benefit, paid, due, findings), tuple(_together(benefit, findings)))
        for benefit, paid, due in zip(benefits, row[::2], row[1::2], strict=True)
    )


def _registered(
    benefit: str, paid: Decimal | None, due: Decimal | None, findings: Sequence[RowFinding]
) -> Decimal | None:
    """What is due by a register, where that is not what is due by the row. Of several months, of several rows, or of
    the share of a year, what is found tells nothing of the row: it is about another payment."""
    for one in findings:
        is_about_it = one.elsewhere is None and one.benefit == benefit and one.months in (None, 1)
        if is_about_it and one.due not in (None, due) and (one.paid or 0) == (paid or 0):
            return one.due
    return None


def _together(benefit: str, findings: Sequence[RowFinding]) -> Iterator[Together]:
    for one in findings:
        is_about_it = one.is_of_register and one.benefit == benefit
        if is_about_it and one.months is not None and one.months > 1 and one.paid is not None and one.due is not None:
            yield Together(one.months, one.paid, one.due)
