"""A roll through the model: Parquet in, Parquet out, chunk by chunk. Needs ``pyarrow``.

Chosen by measurement (pyarrow 26, DuckDB 2.0; a million people, 54 columns in, 23 out):

- pyarrow reads and writes in less time than DuckDB, which must copy what it reads into arrays. Most of the time goes
  into the two, so formulas that are quicker still would gain little.
- A thread reads a chunk, works it out and writes it, each to a part of its own; several threads take chunks by turns.
  numpy and pyarrow let go of the interpreter's lock, so that threads are as quick as processes and share the model.
- What is unknown is taken from Arrow's own bits; `fill_null`, column by column, takes half as long again.
- Answers are written as booleans, categories as dictionaries, amounts as decimals: the columns that a checked roll has.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy
import pyarrow
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.periods import period
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from pyarrow import parquet

from benchmarks.openfisca_model import complete_facts, facts, partial_facts
from benchmarks.openfisca_model.answers import UNKNOWN, UNKNOWN_NUMBER, YES, answer
from benchmarks.openfisca_model.facts import CASE, Answer, Array, Row, coded, indices
from benchmarks.openfisca_model.splitting import in_chunks, part_of

CHUNK_ROWS = 120_000
"""The quickest of 100 thousand, 250 thousand and a million; DuckDB's own row groups are 122,880 rows."""


@dataclass(frozen=True)
class Model:
    """A country package, and how columns become its values."""

    system: TaxBenefitSystem
    boolean: Callable[[pyarrow.Array], Array]
    number: Callable[[pyarrow.Array], Array]


def partial_model() -> Model:
    """For any roll."""
    return Model(partial_facts.country(), _answers, _numbers)


def complete_model() -> Model:
    """For rolls without an unknown fact; of what is unknown it would make something arbitrary."""
    return Model(complete_facts.country(), _booleans, _plain_numbers)


def run(model: Model, source: Path, out: Path, month: str, threads: int, chunk_rows: int = CHUNK_ROWS) -> None:
    """Decides the roll `source` for the last day of a month (`2026-06`); writes a part for each chunk into `out`."""
    in_chunks(partial(_part, model, source, out, month), source, chunk_rows, ThreadPoolExecutor(threads))


def _part(model: Model, source: Path, out: Path, month: str, number: int, groups: list[int]) -> None:
    with parquet.ParquetFile(source, read_dictionary=list(facts.CATEGORIES)) as file:
        table = file.read_row_groups(groups, columns=[CASE, *facts.FACTS], use_threads=False)
    result = decisions(model, table, month).add_column(0, CASE, table[CASE])
    dictionaries = [name for name in result.column_names if name != CASE]
    parquet.write_table(result, part_of(out, number), use_dictionary=dictionaries, store_decimal_as_integer=True)


def decisions(model: Model, people: pyarrow.Table, month: str) -> pyarrow.Table:
    """All decisions on one chunk, null where unknown, and the status of each person."""
    columns = {name: _whole(people[name]) for name in facts.FACTS}
    populations = model.system.instantiate_entities()
    populations[facts.Person.key].count = len(people)
    simulation, when = Simulation(model.system, populations), period(month)
    for name in facts.NUMBERS:
        simulation.set_input(name, when, model.number(columns[name]))
    for name in facts.BOOLEANS:
        simulation.set_input(name, when, model.boolean(columns[name]))
    for name, values in facts.CATEGORIES.items():
        simulation.set_input(name, when, _categories(columns[name], values))
    simulation.set_input(facts.BIRTH_DATE, when, columns[facts.BIRTH_DATE].to_numpy(zero_copy_only=False))
    written: dict[str, pyarrow.Array] = {}
    undetermined = numpy.zeros(len(people), bool)
    for column, name in facts.COLUMNS.items():
        written[column], unknown = _column(simulation.calculate(name, when))
        if column in facts.GOALS:
            undetermined |= unknown
    codes = pyarrow.array(undetermined.view(numpy.int8))
    written["status"] = pyarrow.DictionaryArray.from_arrays(codes, pyarrow.array(["decided", "undetermined"]))
    return pyarrow.table(written)


# Columns to values


def _whole(column: pyarrow.ChunkedArray) -> pyarrow.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _known(column: pyarrow.Array) -> Array:
    """1 where there is a value, else 0, as int8."""
    bits = column.buffers()[0]
    if bits is None:
        return numpy.ones(len(column), numpy.int8)
    return _unpacked(bits, column)


def _unpacked(bits: pyarrow.Buffer, column: pyarrow.Array) -> Array:
    assert column.offset == 0
    found = numpy.unpackbits(numpy.frombuffer(bits, numpy.uint8), count=len(column), bitorder="little")
    return found.view(numpy.int8)


def _plain_numbers(column: pyarrow.Array) -> Array:
    found = numpy.frombuffer(column.buffers()[1], column.type.to_pandas_dtype(), len(column))
    return found.astype(numpy.int32)


def _numbers(column: pyarrow.Array) -> Array:
    """Far below zero where null, whatever stands there."""
    found = _plain_numbers(column)
    found -= (1 - _known(column)) * numpy.int32(-UNKNOWN_NUMBER)
    return found


def _booleans(column: pyarrow.Array) -> Array:
    return _unpacked(column.buffers()[1], column).view(bool)


def _answers(column: pyarrow.Array) -> EnumArray:
    known = _known(column).view(bool)
    return answer(_booleans(column) & known, ~known)


def _categories(column: pyarrow.DictionaryArray, values: type) -> EnumArray:
    known = [values[code].index for code in column.dictionary.to_pylist()]
    codes = column.indices.fill_null(len(known)).to_numpy()
    return coded(numpy.array([*known, values.unknown.index], numpy.int16).take(codes, mode="clip"), values)


# Values to columns


def _column(found: Array) -> tuple[pyarrow.Array, Array]:
    """The values as a column, and where they are unknown."""
    if isinstance(found, EnumArray):
        values, codes = found.possible_values, indices(found)
        if values is Answer:
            unknown = codes == UNKNOWN
            return pyarrow.array(codes == YES, mask=unknown), unknown
        unknown = codes == values.unknown.index
        if values is Row:
            return pyarrow.array(codes, mask=unknown), unknown
        names = pyarrow.array([member.name for member in values if member is not values.unknown])
        return pyarrow.DictionaryArray.from_arrays(
            pyarrow.array(codes.astype(numpy.int8), mask=unknown), names
        ), unknown
    if found.dtype == bool:
        return pyarrow.array(found), numpy.zeros(len(found), bool)
    if found.dtype == numpy.int32:
        unknown = found < 0
        return pyarrow.array(found.astype(numpy.int16), mask=unknown), unknown
    unknown = numpy.isnan(found)
    return _amounts(found, unknown), unknown


def _amounts(found: Array, unknown: Array) -> pyarrow.Array:
    """Yuan as decimals with two places: fen, the low half of 128 bits."""
    fen = numpy.zeros((len(found), 2), numpy.int64)
    fen[:, 0] = numpy.rint(numpy.nan_to_num(found) * numpy.float32(100))
    known = pyarrow.array(~unknown).buffers()[1]
    return pyarrow.Array.from_buffers(
        pyarrow.decimal128(18, 2), len(found), [known, pyarrow.py_buffer(fen)], int(unknown.sum())
    )
