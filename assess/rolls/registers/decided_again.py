"""What the shares found of rows whose people are on a register that stands for a fact, once the fact is as registered.

The shares judge each row by what the roll says of the fact. Whoever is on the register is judged again, as if the roll
said so: what was found before is taken out, and what is found now comes in its place, but for what stands among the
findings of the register itself. So a row has the same at stake whether the roll states the fact or the register does.

Where the register has the person under another name, what was found stays: first see who it is. Where it has only some
months of a year that is paid at once, what was found stays, but is to be verified first if the fact alters it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import among, choice, every, is_known, is_unknown, negated, number, some
from assess.language.types import Label
from assess.rolls.finding_columns import COLUMN_NAMES, COLUMNS
from assess.rolls.finding_rows import ORDER, Language, column, named, relation, source_in_order, text
from assess.rolls.findings import CHECK, FINDINGS, PAY, RECOVER
from assess.rolls.parquet_files import parquet
from assess.rolls.queries import copied, run, union, without_rows
from assess.rolls.registers.altering import PLACE, altered, and_told, placed
from assess.rolls.registers.kinds import Kind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ON_ASSESSMENTS = ("assessment_missing", "assessment_out_of_date")
_SAME = ("code", "benefit", "paid", "due", "amount", "direction")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_ROWS = {"source": "VARCHAR", "row": "BIGINT", "month": "VARCHAR"}
_OF_BENEFIT = _ROWS | {"benefit": "VARCHAR"}
_TOLD = dict.fromkeys(LANGUAGES, "VARCHAR")
_PARTLY_ALTERED = _OF_BENEFIT | {"is_other": "BOOLEAN"} | _TOLD
_FINDINGS = {each.name: each.type for each in COLUMNS} | _TOLD
_PARTLY = Label(
    "但登记只涉及这一年的部分月份（{}），先按月核实。",
    " But that is otherwise for some months of the year, by the {}: verify month by month first.",
)
_REGISTERED = Label("（按{}认定。）", " (Decided by the {}.)")


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
    `source`, `row`, `month`, `benefit`, `is_other`, `zh`, `en` of what a register alters for a part of a year. `dues`:
    the rows with what is due on them now (`due.<benefit>`); None where there are none. `sources`: in the order of the
    roll."""

    rows: Path
    findings: Path
    partly: Path
    dues: Path | None = None
    sources: tuple[str, ...] = ()


def registered_together(
    connection: DuckDBPyConnection, lists: Sequence[FactRows], place: Path
) -> dict[tuple[Kind, ...], Path]:
    """The rows to judge again, by the kinds of registers that have them in that month, each in a file in `place`."""
    whole = union([_whole(one.listed, index) for index, one in enumerate(lists)])
    in_order = exp.Order(this=column("kind"), expressions=[exp.Ordered(this=column("kind"))])
    together = exp.select(*_columns(_ROWS), named(exp.ArrayAgg(this=in_order), "kinds"))
    together = together.from_(whole.subquery("whole")).group_by(*_columns(_ROWS))
    groups = exp.select(column("kinds")).distinct().from_(together.subquery("together")).order_by(column("kinds"))
    found: dict[tuple[Kind, ...], Path] = {}
    for place_of_group, (kinds,) in enumerate(run(connection, groups).fetchall()):
        path = place / f"registered-{place_of_group}.parquet"
        same = column("kinds").eq(exp.Array(expressions=[number(kind) for kind in kinds]))
        rows = exp.select(*_columns(_ROWS)).from_(together.subquery("together")).where(same).order_by(*_columns(_ROWS))
        run(connection, copied(rows, path))
        found[tuple(lists[index].kind for index in kinds)] = path
    return found


def _whole(listed: Path, kind: int) -> exp.Select:
    """The rows of which a register of the kind has everything, and surely of this person. What could not be read stays
    rejected: a register does not know what stands in the other cells."""
    rows = exp.select(*_columns(_ROWS), named(number(kind), "kind")).from_(parquet(listed))
    return rows.where(every([column("is_whole"), column("is_certain"), negated(column("is_rejected"))]))


def again(
    connection: DuckDBPyConnection,
    lists: Sequence[FactRows],
    judged: Sequence[tuple[tuple[Kind, ...], Path, Sequence[Path]]],
    dues: Sequence[exp.Query],
    place: Path,
) -> Again:
    """What takes the place of what was found. `judged`: kinds of registers, the rows that they have, and the findings
    of these rows with the facts as registered; `dues`: what is then due on them."""
    made = [place / f"again-{name}.parquet" for name in ("rows", "findings", "partly")]
    found = Again(made[0], made[1], made[2])
    if dues:
        found = replace(found, dues=place / "again-dues.parquet")
        run(connection, copied(union(dues), place / "again-dues.parquet"))
    rows = (exp.select(*_columns(_ROWS)).from_(parquet(rows)) for _, rows, _ in judged)
    run(connection, copied(_together(rows, _ROWS), found.rows))
    now = (_found_now(kinds, rows, files) for kinds, rows, files in judged if files)
    run(connection, copied(_not_told(_together(now, _FINDINGS), lists), found.findings))
    run(connection, copied(_partly_altered(lists), found.partly))
    return found


def _found_now(kinds: Sequence[Kind], rows: Path, files: Sequence[Path]) -> exp.Select:
    """The findings of the rows, with what they rest on."""
    labels = [_joined(kinds, language) for language in LANGUAGES]
    return (
        exp.select(*_columns(COLUMN_NAMES, "found"), *_words(_REGISTERED, labels))
        .from_(relation(parquet(*files), "found"))
        .join(relation(parquet(rows), "listed"), on=same_row("found", "listed"), join_type="semi")
    )


def _not_told(findings: exp.Query, lists: Sequence[FactRows]) -> exp.Select:
    """The findings but for those of benefits that are found on the row beside the register itself."""
    changes = [one.changes for one in lists if one.changes is not None]
    told = _together(
        (exp.select(*_columns(_OF_BENEFIT)).from_(parquet(path)).where(column("is_found")) for path in changes),
        _OF_BENEFIT,
    )
    same = every([same_row("found", "told"), column("benefit", "found").eq(column("benefit", "told"))])
    return (
        exp.select(*_columns(_FINDINGS, "found"))
        .from_(findings.subquery("found"))
        .join(told.subquery("told"), on=same, join_type="anti")
    )


def _partly_altered(lists: Sequence[FactRows]) -> exp.Select:
    """What registers alter for a part of a year, of each row and benefit once."""
    partly = _together(_of_part_of_year(lists), _PARTLY_ALTERED)
    return (
        exp.select(
            *_columns(_OF_BENEFIT), named(exp.LogicalOr(this=column("is_other")), "is_other"),
            *(named(exp.Min(this=column(language)), language) for language in LANGUAGES),
        )
        .from_(partly.subquery("partly"))
        .group_by(*_columns(_OF_BENEFIT))
    )  # fmt: skip


def _of_part_of_year(lists: Sequence[FactRows]) -> Iterator[exp.Select]:
    for one in lists:
        if one.changes is not None:
            labels = [one.kind.label.in_language(language) for language in LANGUAGES]
            is_part = every([column("is_certain"), negated(column("is_whole"))])
            listed = exp.select(*_columns(_ROWS)).from_(parquet(one.listed)).where(is_part)
            yield (
                exp.select(*_columns(_OF_BENEFIT, "changes"), column("is_other", "changes"), *_words(_PARTLY, labels))
                .from_(relation(parquet(one.changes), "changes"))
                .join(listed.subquery("listed"), on=same_row("changes", "listed"), join_type="semi")
                .where(some([column("is_lower", "changes"), column("is_other", "changes")]))
            )


def as_registered(rows: exp.Query, dues: Path, columns: Sequence[str]) -> exp.Select:
    """The rows (`source`, `row`, `month` as text, where they have one) in these columns, with what is due on them as
    the registers have it."""
    due = [name for name in columns if name.startswith("due.")]
    others = [name for name in columns if name not in due]
    now = [
        named(choice((is_known(column("row", "now")), column(name, "now")), otherwise=column(name, "rows")), name)
        for name in due
    ]
    same: list[exp.Expr] = [column(name, "rows").eq(column(name, "now")) for name in ("source", "row")]
    if "month" in columns:
        same.append(exp.NullSafeEQ(this=column("month", "rows"), expression=column("month", "now")))
    return (
        exp.select(*_columns(others, "rows"), *now)
        .from_(rows.subquery("rows"))
        .join(relation(parquet(dues), "now"), on=every(same), join_type="left")
    )


def put_in_place(connection: DuckDBPyConnection, again_: Again, files: Sequence[Path], place: Path) -> tuple[Path, ...]:
    """The findings of the shares, in `files`, with those of the rows judged again replaced.

    A file in which nothing changes stays as it is, others are written anew to `place`, in the same order; what is found
    now comes last.
    """
    if not files:
        return ()
    new: list[Path] = []
    for index, path in enumerate(files):
        gone, doubtful = _gone(path, again_), _doubtful(path, again_)
        changed = union([exp.select(column(PLACE)).from_(one.subquery("one")) for one in (gone, doubtful)])
        new.append(path)
        if run(connection, exp.select("1").from_(changed.subquery("changed")).limit(1)).fetchall():
            new[-1] = place / f"judged-again-{index:06}.parquet"
            run(connection, copied(altered(path, doubtful, gone), new[-1]))
    last = place / "judged-again.parquet"
    run(connection, copied(_added(again_, files), last))
    return (*new, last)


def _gone(path: Path, again_: Again) -> exp.Select:
    """The findings in the file that are found no more, by their `place`."""
    return (
        exp.select(column(PLACE, "found"))
        .from_(_judged(path).subquery("found"))
        .join(relation(parquet(again_.rows), "listed"), on=same_row("found", "listed"), join_type="semi")
        .join(relation(parquet(again_.findings), "now"), on=_same_finding("found", "now"), join_type="anti")
    )


def _doubtful(path: Path, again_: Again) -> exp.Select:
    """The findings in the file that a register alters for a part of the year: `place`, `zh`, `en`."""
    direction = column("direction", "found")
    is_altered = some(
        [
            direction.eq(text(PAY)),
            every([among(direction.copy(), [text(RECOVER), text(CHECK)]), column("is_other", "partly")]),
        ]
    )
    same = [same_row("found", "partly"), column("benefit", "found").eq(column("benefit", "partly")), is_altered]
    return (
        exp.select(column(PLACE, "found"), *_columns(LANGUAGES, "partly"))
        .from_(_judged(path).subquery("found"))
        .join(relation(parquet(again_.partly), "partly"), on=every(same))
    )


def _judged(path: Path) -> exp.Select:
    """The findings in the file that come of what is paid held against what is due."""
    codes = [text(code) for code, kind in FINDINGS.items() if kind.stage == "reconciling"]
    return placed(path).where(among(column("code"), codes))


def _added(again_: Again, files: Sequence[Path]) -> exp.Select:
    """What is found now and was not before. That an assessment is missing or old was so before, whatever is at stake by
    it now: it does not rest on the register."""
    assessed = exp.select(*_columns(_ROWS), column("code")).distinct().from_(parquet(*files))
    assessed = assessed.where(among(column("code"), [text(code) for code in _ON_ASSESSMENTS]))
    same_code = every([same_row("assessed", "now"), column("code", "assessed").eq(column("code", "now"))])
    rests_on_it = is_unknown(column("code", "assessed"))
    told = [
        named(choice((rests_on_it.copy(), column(language, "now")), otherwise=text("")), language)
        for language in LANGUAGES
    ]
    now = (
        exp.select(*_columns(COLUMN_NAMES, "now"), *told)
        .from_(relation(parquet(again_.findings), "now"))
        .join(relation(parquet(*files), "found"), on=_same_finding("found", "now"), join_type="anti")
        .join(assessed.subquery("assessed"), on=same_code, join_type="left")
    )
    keys = (source_in_order(again_.sources) if name == "source" else column(name) for name in ORDER)
    return exp.select(*and_told("now", "now")).from_(now.subquery("now")).order_by(*keys)


def same_row(left: str, right: str) -> exp.Expr:
    """Are they about the same row and month of the roll?"""
    same = [column(name, left).eq(column(name, right)) for name in ("source", "row")]
    return every([*same, exp.NullSafeEQ(this=column("month", left), expression=column("month", right))])


def _same_finding(left: str, right: str) -> exp.Expr:
    same = [exp.NullSafeEQ(this=column(name, left), expression=column(name, right)) for name in _SAME]
    return every([same_row(left, right), *same])


def _together(queries: Iterable[exp.Query], types: Mapping[str, str]) -> exp.Query:
    """The rows of all of them; of none, no rows."""
    return union([without_rows(types), *queries])


def _columns(names: Iterable[str], of: str | None = None) -> list[exp.Expr]:
    return [column(name, of) for name in names]


def _words(template: Label, labels: Sequence[str]) -> list[exp.Expr]:
    """The text in each language, about what has this label in it."""
    texts = [template.in_language(language).format(label) for language, label in zip(LANGUAGES, labels, strict=True)]
    return [named(text(one), name) for one, name in zip(texts, LANGUAGES, strict=True)]


def _joined(kinds: Sequence[Kind], language: Language) -> str:
    return ("、" if language == "zh" else " and the ").join(kind.label.in_language(language) for kind in kinds)
