"""A roll through the documented model, by dataframes: Parquet in, Parquet out, chunk by chunk.

`simulate/run-simulation.md` of OpenFisca's documentation has it so: data in a dataframe of pandas, a default simulation
of as many people, `set_input` with an array for each column, `calculate`. What it leaves open was chosen by
measurement (pandas 3.1, openfisca-core 46):

- Chunks in processes: formulas that run Python person by person (fancy indexing) keep the interpreter's lock.
- Nullable types of pandas instead of objects (`pandas.BooleanDtype`, as pyarrow's page on pandas has it).
- Categories, in and out, by `select` and `.index` and as `pandas.Categorical`, not by text (`decode_to_str`).
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path

import numpy
import pandas
import pyarrow
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from pyarrow import parquet

from benchmarks.openfisca_model import documented_facts, facts
from benchmarks.openfisca_model.documented_facts import answer
from benchmarks.openfisca_model.facts import CASE, Answer, Array
from benchmarks.openfisca_model.splitting import in_chunks, part_of

CHUNK_ROWS = 120_000
NULLABLE = {pyarrow.bool_(): pandas.BooleanDtype(), pyarrow.int8(): pandas.Int8Dtype()}


def run(source: Path, out: Path, month: str, processes: int, chunk_rows: int = CHUNK_ROWS) -> None:
    """Decides the roll `source` for the last day of a month (`2026-06`); writes a part for each chunk into `out`."""
    in_chunks(partial(_part, source, out, month), source, chunk_rows, ProcessPoolExecutor(processes))


def _part(source: Path, out: Path, month: str, number: int, groups: list[int]) -> None:
    with parquet.ParquetFile(source) as file:
        people = frame(file.read_row_groups(groups, columns=[CASE, *facts.FACTS], use_threads=False))
    results = decisions(people, month)
    results.insert(0, CASE, people[CASE])
    results.to_parquet(part_of(out, number), index=False)


def frame(table: pyarrow.Table) -> pandas.DataFrame:
    return table.to_pandas(types_mapper=NULLABLE.get, date_as_object=False)


def decisions(people: pandas.DataFrame, month: str) -> pandas.DataFrame:
    """All decisions on one chunk, missing where unknown, and the status of each person."""
    simulation = SimulationBuilder().build_default_simulation(_system(), len(people))
    for name in facts.NUMBERS:
        simulation.set_input(name, month, people[name].to_numpy("float32", na_value=numpy.nan))
    for name in facts.BOOLEANS:
        simulation.set_input(name, month, answer(_true(people[name]), _true(~people[name])))
    for name, values in facts.CATEGORIES.items():
        known = [member for member in values if member is not values.unknown]
        is_member = [_true(people[name] == member.name) for member in known]
        indices = [member.index for member in known]
        simulation.set_input(name, month, numpy.select(is_member, indices, values.unknown.index))
    simulation.set_input(facts.BIRTH_DATE, month, people[facts.BIRTH_DATE].to_numpy("datetime64[D]"))
    columns = {column: _column(column, simulation.calculate(name, month)) for column, name in facts.COLUMNS.items()}
    undetermined = sum(pandas.isna(columns[goal]) for goal in facts.GOALS) > 0
    columns["status"] = pandas.Categorical.from_codes(undetermined.astype(int), ["decided", "undetermined"])
    return pandas.DataFrame(columns)


@cache
def _system() -> TaxBenefitSystem:
    """Made once in each process."""
    return documented_facts.country()


def _true(holds: pandas.Series) -> Array:
    return holds.fillna(False).to_numpy(bool)


def _column(name: str, found: Array) -> object:
    if isinstance(found, EnumArray):
        values = found.possible_values
        if values is Answer:
            return pandas.arrays.BooleanArray(found == Answer.yes, found == Answer.unknown)
        codes = numpy.where(found == values.unknown, -1, found)
        return pandas.Categorical.from_codes(codes, [member.name for member in values if member is not values.unknown])
    if name in facts.AMOUNTS or name == "total_monthly":
        return found
    unknown = numpy.isnan(found)
    return pandas.arrays.IntegerArray(numpy.where(unknown, 0, found).astype(numpy.int16), unknown)
