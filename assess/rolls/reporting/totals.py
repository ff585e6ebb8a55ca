"""Do the totals in a manifest agree with the findings that they are of? Whoever edits one hardly edits the other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostics
from assess.diagnostics.position import Position
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reporting.folder import RunFolder
from assess.rolls.reporting.manifest import Manifest

_WAYS = (("recover", "direction = 'recover'"), ("pay", "direction = 'pay'"),
         ("other", "direction NOT IN ('recover', 'pay')"))  # fmt: skip
_FILES = {"decisions": "decisions.parquet", "findings": "findings.parquet"}


def totals_that_differ(folder: Path, manifest: Manifest) -> Diagnostics:
    """A warning (R609) for each number of the manifest that is another one in the Parquet files: rows of decisions, by
    status too, and of each code of findings how many there are and what they have at stake.

    Of a roll decided alike on several months, whose rows count by the worst of them, only how many decisions there are.
    """
    import duckdb

    run, found = RunFolder(folder), Diagnostics()

    def hold(file: str, where: str, told: object, counted: object) -> None:
        if told != counted:
            found.report(
                "R609", Position(str(folder / "manifest.json")), file=_FILES[file], where=where, told=f"{told:,}",
                counted=f"{counted:,}",
            )  # fmt: skip

    sums = ", ".join(f"coalesce(sum(amount) FILTER ({way}), 0)::DECIMAL(38,2)" for _, way in _WAYS)
    with duckdb.connect() as connection:
        if run.decisions.is_file():
            query = f"SELECT status::TEXT, count(*) FROM {parquet_sql(run.decisions)} GROUP BY ALL"
            statuses: dict[str, int] = dict(connection.execute(query).fetchall())
            hold("decisions", "counts.decisions", manifest.counts.decisions, sum(statuses.values()))
            for status in () if manifest.same_every_month else ("decided", "undetermined", "rejected"):
                hold("decisions", f"counts.{status}", getattr(manifest.counts, status), statuses.get(status, 0))
        if not run.findings.is_file():
            return found
        query = f"SELECT code, count(*), {sums} FROM {parquet_sql(run.findings)} GROUP BY code"
        counted = {code: numbers for code, *numbers in connection.execute(query).fetchall()}
    told = {one.code: [one.findings, one.recover, one.pay, one.other] for one in manifest.findings.by_code}
    nothing: list[int | Decimal] = [0, *[Decimal("0.00")] * len(_WAYS)]
    for code in sorted({*told, *counted}):
        pairs = zip(told.get(code, nothing), counted.get(code, nothing), strict=True)
        for name, (one, other) in zip(("findings", *(way for way, _ in _WAYS)), pairs, strict=True):
            hold("findings", f"{code}.{name}", one, other)
    return found
