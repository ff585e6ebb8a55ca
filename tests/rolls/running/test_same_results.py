"""The same results however a roll is cut, ordered, kept or worked on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.language.dates import number_of
from assess.rolls.mapping import identity_mapping
from assess.rolls.reading import read_roll
from assess.rolls.running.call import Silent
from assess.rolls.running.executing import Workers, do_shares, threads_within, workers_of
from assess.rolls.running.period import Period
from assess.rolls.shares.part import Share
from tests.databases import database
from tests.library import program_of
from tests.plans import PLANS
from tests.rolls.checking import REGISTERS, check_changzhou
from tests.rolls.making.rolls import made
from tests.rolls.running.herds import (
    DAY,
    Row,
    check,
    files_of,
    herders,
    rows_of,
    write_csv,
    write_duckdb,
    write_parquet,
    write_sqlite,
    write_workbook,
)

UNUSUAL = {
    "by_night": ("是", "否", "√", "也许"), "home": ("北村", "south", "西村"), "animals": ("山羊", "牛"),
    "sheep": ("１２", "12只", "999", "-1", "十"), "herding_since": ("2000/6/30", "2000年6月30日", "2000-02-30"),
    "paid.hay": ("￥45.50元", "-5", "1,045.50", "四十五"), "name": ("张 三", "李\x07四", "不详", " 王五 "),
    "income": ("500", "500.005", "—"), "dogs": ("2", "3.0", "4"), "case": ("０７", "不详", "a b"),
}  # fmt: skip
"""Cells written as offices write them, or wrongly."""


def unusual(rows: Sequence[Row], seed: int, share: float, *but: str) -> list[Row]:
    """The roll, with a share of its rows written unusually in a column; `but`: never in these."""
    random = Random(seed)
    found = []
    for row in rows:
        if random.random() < share:
            column = random.choice(sorted(UNUSUAL.keys() - set(but)))
            row = row | {column: random.choice(UNUSUAL[column])}
        found.append(row)
    return found


def by_case(out: Path) -> dict[str, list[tuple[str, ...]]]:
    """Decisions and findings by what the row is called and what they say, in no order."""
    found = {}
    for name in ("decisions", "findings"):
        rows = rows_of(out / f"{name}.parquet", "* EXCLUDE (source, row)")
        found[name] = sorted(tuple(map(repr, row.values())) for row in rows)
    return found


# threads and shares


def test_any_number_of_threads(tmp_path: Path) -> None:
    roll = write_csv(unusual(herders(120), 1, 0.1), tmp_path / "roll.csv")
    files = []
    for threads in (1, 2, 4):
        check(roll, tmp_path / str(threads), threads=threads, share_rows=30)
        files.append(files_of(tmp_path / str(threads)))
    assert files[0] == files[1] == files[2]


@pytest.mark.parametrize(
    ("memory", "threads", "expected"), [(2**28, 64, 2), (2**28, 1, 1), (2**31, 64, 16), (2**31, 4, 4), (2**26, 4, 1)]
)
def test_no_more_threads_than_memory_allows(memory: int, threads: int, expected: int) -> None:
    assert threads_within(memory, threads, 2**27) == expected


class LastFirst(Executor):
    """Does the last of so many first."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._waiting: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._waiting.append((future, partial(work, *arguments, **named)))
        if len(self._waiting) == self._count:
            Thread(target=self._work_off).start()
        return future

    def _work_off(self) -> None:
        for future, work in reversed(self._waiting):
            future.set_result(work())


def test_shares_are_put_together_in_order_whichever_is_done_first(tmp_path: Path) -> None:
    taken: list[int] = []
    decided(
        write_csv(herders(60), tmp_path / "roll.csv"), tmp_path / "run", 20,
        executor=LastFirst(3), take=lambda share: taken.append(share.number),
    )  # fmt: skip
    assert taken == [0, 1, 2]


@settings(max_examples=5, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 99), share=st.sampled_from((0.0, 0.03, 0.5)), size=st.integers(8, 30), as_csv=st.booleans())
def test_any_size_of_share(seed: int, share: float, size: int, as_csv: bool) -> None:
    """A share without anything unusual is taken plainly, another one cell by cell; that must not be seen."""
    rows = unusual(herders(40, seed), seed, share)
    with TemporaryDirectory() as name:
        folder = Path(name)
        roll = write_csv(rows, folder / "roll.csv") if as_csv else write_texts(rows, folder / "roll.parquet")
        assert decided(roll, folder / "cut", size) == decided(roll, folder / "whole", 40)


def decided(
    roll: Path,
    folder: Path,
    share_rows: int,
    executor: Executor | None = None,
    take: Callable[[Share], None] = lambda share: None,
) -> dict[str, list[Row]]:
    """Decisions, people, findings and rejects out of all shares, in their order, with nothing done to them."""
    (folder / "shares").mkdir(parents=True)
    program = program_of("meadowland")
    parts = read_roll((str(roll),), folder)
    bindings = [identity_mapping().bind(part, program) for part in parts]
    plan = PLANS.planned(program, parts, bindings, Period.on(number_of(DAY)), share_rows=share_rows).plan
    with workers_of(1, None) as workers:
        those = workers if executor is None else Workers(executor)
        do_shares(plan, "plan", folder / "shares", those, 2**28, Silent(), take)
    return {
        name: rows_of(sorted(folder.glob(f"shares/*/{name}.parquet")))
        for name in ("decisions-0000", "people", "findings", "rejects")
    }


def write_texts(rows: Sequence[Row], path: Path) -> Path:
    """A Parquet file with nothing but text."""
    aside = write_csv(rows, path.with_suffix(".csv.tmp"))
    with database() as connection:
        connection.execute(
            f"COPY (FROM read_csv('{aside}', all_varchar = true, delim = ',')) TO '{path}' (FORMAT parquet)"
        )
    aside.unlink()
    return path


# order


def test_any_order_of_rows(tmp_path: Path) -> None:
    rows = unusual(herders(200), 2, 0.1, "case")
    Random(3).shuffle(mixed := list(rows))
    for name, some in (("first", rows), ("mixed", mixed)):
        check(write_csv(some, tmp_path / f"{name}.csv"), tmp_path / name, share_rows=70)
    assert by_case(tmp_path / "mixed") == by_case(tmp_path / "first")


ONE_OF_EACH_SORT = ("deaths", "imprisoned", "roll:other", "work_injury")
"""Registers of a day, of spans, of another roll, and one by which people are decided again."""


def test_any_order_of_people_who_stand_twice_or_in_registers(tmp_path: Path) -> None:
    """Of a person on the roll twice, the first row keeps what is due; which one that is depends on the order, so that
    only who it is and what is at stake in all must be the same."""
    roll, _ = made("order.parquet", 1_000, registers=True)
    mixed = tmp_path / "mixed.parquet"
    with database() as connection:
        connection.execute(f"COPY (FROM '{roll}' ORDER BY md5(\"case\")) TO '{mixed}' (FORMAT parquet)")
    registers = tuple((kind, str(roll.parent / "registers" / REGISTERS[kind])) for kind in ONE_OF_EACH_SORT)
    at_stake = []
    for name, path in (("first", roll), ("mixed", mixed)):
        check_changzhou(path, tmp_path / name, registers=registers, share_rows=600)
        found = rows_of(
            tmp_path / name / "findings.parquet", "code, id_number, sum(amount) AS amount, count(*) AS findings",
            by="code, id_number",
        )  # fmt: skip
        at_stake.append(found)
    assert at_stake[0] == at_stake[1]
    assert by_case(tmp_path / "mixed")["decisions"] == by_case(tmp_path / "first")["decisions"]


# ways of keeping a roll

FORMS: dict[str, Callable[[Sequence[Row], Path], Path]] = {
    "roll.csv": write_csv,
    "roll-gb18030.csv": lambda rows, path: write_csv(rows, path, "gb18030"),
    "roll-signed.csv": lambda rows, path: write_csv(rows, path, "utf-8-sig"),
    "roll.xlsx": write_workbook,
    "roll.sqlite": write_sqlite,
    "roll.duckdb": write_duckdb,
    "texts.parquet": write_texts,
}


@pytest.fixture(scope="module")
def as_columns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of a roll kept as Parquet with a type for every column."""
    folder = tmp_path_factory.mktemp("forms")
    check(write_parquet(herders(120), folder / "roll.parquet"), folder / "out", share_rows=70)
    return folder / "out"


@pytest.mark.parametrize("name", FORMS)
def test_any_way_of_keeping_the_roll(as_columns: Path, tmp_path: Path, name: str) -> None:
    roll = FORMS[name](herders(120), tmp_path / name)
    check(roll, tmp_path / "out", share_rows=70)
    assert by_case(tmp_path / "out") == by_case(as_columns)
