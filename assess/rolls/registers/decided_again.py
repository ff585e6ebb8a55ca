"""What the shares found of rows whose people are on a register that stands for a fact, once the fact is as registered.

The shares judge each row by what the roll says of the fact. Whoever is on the register is judged again, as if the roll
said so: what was found before is taken out, and what is found now comes in its place, but for what stands among the
findings of the register itself. So a row has the same at stake whether the roll states the fact or the register does.

Where the register has the person under another name, what was found stays: first see who it is. Where it has only some
months of a year that is paid at once, what was found stays, but is to be verified first if the fact alters it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assess.language.types import Label
from assess.rolls.finding_rows import Language
from assess.rolls.findings import CHECK, COLUMN_NAMES, COLUMNS, FINDINGS, PAY, RECOVER
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reading.sql import quoted_text
from assess.rolls.registers.kinds import Kind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAME_ROW = '{0}.source = {1}.source AND {0}."row" = {1}."row" AND {0}.month IS NOT DISTINCT FROM {1}.month'
_SAME = ("code", "benefit", "paid", "due", "amount")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_ROWS = {"source": "VARCHAR", "row": "BIGINT", "month": "VARCHAR"}
_CHANGES = _ROWS | {"benefit": "VARCHAR", "is_found": "BOOLEAN", "is_lower": "BOOLEAN", "is_other": "BOOLEAN"}
_FINDINGS = {each.name: each.type for each in COLUMNS} | {"zh": "VARCHAR", "en": "VARCHAR"}
_PARTLY = Label(
    "但登记只涉及这一年的部分月份（{}），先按月核实。",
    " But for some months of the year the {} says otherwise: verify month by month first.",
)
_REGISTERED = Label("（按{}认定，核实后办理。）", " (Decided as the {} has it; verify first.)")


@dataclass(frozen=True, slots=True)
class FactRows:
    """Files of a kind of register: `listed` from `rows_with_register_fact`, `changes` from
    `findings_with_register_fact`; None where nothing is paid."""

    kind: Kind
    listed: Path
    changes: Path | None


@dataclass(frozen=True, slots=True)
class Again:
    """`rows`: `source`, `row`, `month` of the rows judged again. `findings`: what is found of them now. `partly`:
    `source`, `row`, `month`, `benefit`, `is_other`, `zh`, `en` of what a register alters for a part of a year."""

    rows: Path
    findings: Path
    partly: Path


def registered_together(
    connection: DuckDBPyConnection, lists: Sequence[FactRows], place: Path
) -> dict[tuple[Kind, ...], Path]:
    """The rows to judge again, by the kinds of registers that have them in that month, each in a file in `place`."""
    union = " UNION ALL ".join(
        f"SELECT {index} AS kind, * FROM {parquet_sql(one.listed)} WHERE is_whole AND is_certain"
        for index, one in enumerate(lists)
    )
    together = f'SELECT source, "row", month, list(kind ORDER BY kind) AS kinds FROM ({union}) GROUP BY ALL'
    found: dict[tuple[Kind, ...], Path] = {}
    groups = connection.execute(f"SELECT DISTINCT kinds FROM ({together}) ORDER BY kinds").fetchall()
    for number, (kinds,) in enumerate(groups):
        path = place / f"registered-{number}.parquet"
        rows = f'SELECT source, "row", month FROM ({together}) WHERE kinds = {list(kinds)} ORDER BY ALL'
        connection.sql(rows).write_parquet(str(path))
        found[tuple(lists[index].kind for index in kinds)] = path
    return found


def again(
    connection: DuckDBPyConnection,
    lists: Sequence[FactRows],
    judged: Sequence[tuple[tuple[Kind, ...], Path, Sequence[Path]]],
    place: Path,
) -> Again:
    """What takes the place of what was found. `judged`: kinds of registers, the rows that they have, and the findings
    of these rows with the facts as registered."""
    found = Again(*(place / f"again-{name}.parquet" for name in ("rows", "findings", "partly")))
    of_payments = [(one.kind, one.listed, one.changes) for one in lists if one.changes is not None]
    told = [f"FROM {parquet_sql(changes)} WHERE is_found" for _, _, changes in of_payments]
    findings, partly = [], []
    for kinds, rows, files in judged:
        if files:
            labels = [_joined(kinds, language) for language in LANGUAGES]
            findings.append(
                f"SELECT found.*, {_words(_REGISTERED, labels)} FROM {parquet_sql(*files)} found "
                f"SEMI JOIN {parquet_sql(rows)} listed ON {_SAME_ROW.format('found', 'listed')}"
            )
    for kind, listed, changes in of_payments:
        labels = [kind.label.in_language(language) for language in LANGUAGES]
        partly.append(
            f"SELECT changes.*, {_words(_PARTLY, labels)} FROM {parquet_sql(changes)} changes SEMI JOIN "
            f"(FROM {parquet_sql(listed)} WHERE is_certain AND NOT is_whole) listed "
            f"ON {_SAME_ROW.format('changes', 'listed')} WHERE is_lower OR is_other"
        )
    queries = {
        found.rows: _together([f"FROM {parquet_sql(rows)}" for _, rows, _ in judged], _ROWS),
        found.findings: f"SELECT found.* FROM ({_together(findings, _FINDINGS)}) found "
        f"ANTI JOIN ({_together(told, _CHANGES)}) told "
        f"ON {_SAME_ROW.format('found', 'told')} AND found.benefit = told.benefit",
        found.partly: 'SELECT source, "row", month, benefit, bool_or(is_other) AS is_other, min(zh) AS zh, '
        f"min(en) AS en FROM ({_together(partly, {**_CHANGES, 'zh': 'VARCHAR', 'en': 'VARCHAR'})}) GROUP BY ALL",
    }
    for path, query in queries.items():
        connection.sql(query).write_parquet(str(path))
    return found


def put_in_place(connection: DuckDBPyConnection, again_: Again, files: Sequence[Path], place: Path) -> tuple[Path, ...]:
    """The findings of the shares, in `files`, with those of the rows judged again replaced.

    A file in which nothing changes stays as it is, others are written anew to `place`, in the same order; what is found
    now comes last.
    """
    if not files:
        return ()
    rows, findings, partly = (parquet_sql(path) for path in (again_.rows, again_.findings, again_.partly))
    same = " AND ".join(f"found.{name} IS NOT DISTINCT FROM now.{name}" for name in _SAME)
    same = f"{_SAME_ROW.format('found', 'now')} AND {same}"
    judged = ", ".join(quoted_text(code) for code, kind in FINDINGS.items() if kind.stage == "reconciling")
    gone = f"SELECT found.file_row_number AS place FROM (FROM {{file}} WHERE code IN ({judged})) found "
    gone += f"SEMI JOIN {rows} listed "
    gone += f"ON {_SAME_ROW.format('found', 'listed')} ANTI JOIN {findings} now ON {same}"
    doubtful = f"SELECT found.file_row_number AS place, zh, en FROM {{file}} found JOIN {partly} partly "
    doubtful += (
        f"ON {_SAME_ROW.format('found', 'partly')} AND found.code IN ({judged}) AND found.benefit = partly.benefit "
    )
    doubtful += f"AND (found.direction = '{PAY}' OR found.direction IN ('{RECOVER}', '{CHECK}') AND is_other)"
    altered = {
        "direction": f"CASE WHEN doubtful.place IS NULL THEN direction ELSE '{CHECK}' END",
        "sentence_zh": "sentence_zh || coalesce(zh, '')",
        "sentence_en": "sentence_en || coalesce(en, '')",
    }
    own = {name: f'found."{name}"' for name in COLUMN_NAMES}
    columns = ", ".join(f'{value} AS "{name}"' for name, value in (own | altered).items())
    new: list[Path] = []
    for number, path in enumerate(files):
        file = parquet_sql(path, numbered=True)
        out, check = gone.format(file=file), doubtful.format(file=file)
        new.append(path)
        if connection.execute(
            f"SELECT 1 FROM (SELECT place FROM ({out}) UNION ALL SELECT place FROM ({check})) LIMIT 1"
        ).fetchall():
            new[-1] = place / f"judged-again-{number:06}.parquet"
            connection.sql(
                f"SELECT {columns} FROM {file} found LEFT JOIN ({check}) doubtful "
                f"ON found.file_row_number = doubtful.place ANTI JOIN ({out}) gone "
                "ON found.file_row_number = gone.place ORDER BY found.file_row_number"
            ).write_parquet(str(new[-1]))
    added = {"sentence_zh": "now.sentence_zh || zh", "sentence_en": "now.sentence_en || en"}
    own = {name: f'now."{name}"' for name in COLUMN_NAMES}
    columns = ", ".join(f'{value} AS "{name}"' for name, value in (own | added).items())
    last = place / "judged-again.parquet"
    connection.sql(
        f"SELECT {columns} FROM {findings} now ANTI JOIN {parquet_sql(*files)} found ON {same} "
        'ORDER BY source, "row", month, code, benefit'
    ).write_parquet(str(last))
    return (*new, last)


def _together(queries: Sequence[str], types: Mapping[str, str]) -> str:
    """The rows of all of them; of none, no rows."""
    columns = ", ".join(f'NULL::{type_} AS "{name}"' for name, type_ in types.items())
    return " UNION ALL BY NAME ".join([f"(SELECT {columns} WHERE false)", *(f"({query})" for query in queries)])


def _words(template: Label, labels: Sequence[str]) -> str:
    texts = [template.in_language(language).format(label) for language, label in zip(LANGUAGES, labels, strict=True)]
    return ", ".join(f"{quoted_text(text)} AS {name}" for text, name in zip(texts, LANGUAGES, strict=True))


def _joined(kinds: Sequence[Kind], language: Language) -> str:
    return ("、" if language == "zh" else " and the ").join(kind.label.in_language(language) for kind in kinds)
