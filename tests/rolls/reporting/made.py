"""A finished run of Meadowland, made by hand: its Parquet files and its manifest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from assess.rolls.finding_columns import COLUMN_NAMES, create_table
from assess.rolls.reporting.folder import RunFolder
from assess.rolls.reporting.manifest import (
    ClauseWords,
    Counts,
    DecisionWords,
    Findings,
    InputUsed,
    Manifest,
    NotChecked,
    Option,
    Period,
    Reading,
    RegisterUsed,
    RulesetUsed,
    Versions,
    Words,
)
from assess.rolls.reporting.rejects import REJECT_COLUMNS, REJECT_TYPES, Reject
from tests.databases import database

ID = "32040219391011000X"
MASKED = "320402********000X"
NONE: dict[str, Any] = {}


def finding(code: str, row: int, **values: Any) -> dict[str, Any]:
    """A finding on a row of `roll.csv`; what is not given is empty."""
    given = {
        "source": "roll.csv", "case": str(row), "amount": "0", "direction": "none",
        "sentence_zh": f"第 {row} 行：{code}", "sentence_en": f"row {row}: {code}",
    }  # fmt: skip
    return {"code": code, "row": row, **given, **values}


FINDINGS = (
    finding("not_entitled", 2, name="张三", id_number=ID, district="北村", benefit="hay", paid="45.50", due="0",
            amount="45.50", direction="recover", cite="herding-act §4-hay"),
    finding("overpaid", 3, name="李四", district="北村", benefit="care", paid="100", due="83.30", amount="16.70",
            direction="recover", cite="herding-act §4-care; herding-act §5-higher"),
    finding("overpaid", 4, name="=HYPERLINK(1)", district="南村", benefit="care", paid="90", due="83.30",
            amount="6.70", direction="recover", cite="herding-act §4-care"),
    finding("unpaid", 5, name="王五", district="南村", benefit="care", paid="0", due="83.30", amount="83.30",
            direction="pay", cite="herding-act §4-care"),
    finding("assessment_missing", 6, name="赵六", case=ID, district=None),
    finding("paid_after_death", 2, name="张三", id_number=ID, district="北村", benefit="hay", paid="45.50",
            amount="136.50", direction="recover", months=3,
            sentence_zh=f"身份证号 {ID} 于 2023-02-01 死亡，此后仍发放 3 个月",
            sentence_en=f"{ID} died on 2023-02-01, and was paid for 3 months after"),
)  # fmt: skip
"""On row 2 two findings speak of the same payment: 45.50 is part of the 136.50. With 16.70 and 6.70 too much, 159.90
are to be recovered in all, as the run hands it over."""

REJECTS = (
    Reject("roll.csv", 8, "身份证号", "A105", "32040219391011001X", "身份证号“32040219391011001X”不对",
           "the ID number “32040219391011001X” is wrong", "核对号码。", "Check the number."),
    Reject("roll.csv", 9, "羊", "A106", "=1+1", "不是数", "no number", "填整数。", "Write a whole number."),
    Reject("roll.csv", 9, None, "A106", None, "这一行是空的", "the row is empty", "删去。", "Remove it."),
)  # fmt: skip
TOTALS = Reject("roll.csv", 10, None, "R138", "合计", "这一行是合计", "totals", "看一眼。", "Look at it.")
"""A row that is nobody's."""

DECISIONS = """
    SELECT * FROM (VALUES
        ('roll.csv', 2, 'decided', 'fine', true, 0.00, false, 45.50, 0.00, 0.00, false),
        ('roll.csv', 3, 'decided', 'good', true, 0.00, false, NULL, 0.00, 83.30, true),
        ('roll.csv', 4, 'decided', 'good', false, 0.00, false, NULL, 0.00, 83.30, true),
        ('roll.csv', 5, 'decided', 'plain', true, 0.00, false, NULL, 0.00, 83.30, true),
        ('roll.csv', 6, 'undetermined', NULL, NULL, 45.50, true, 45.50, 45.50, NULL, NULL),
        ('roll.csv', 8, 'rejected', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        ('roll.csv', 9, 'rejected', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
    ) AS made(source, "row", status, wool, fair, hay, "hay.eligible", "paid.hay", "due.hay", care, "care.eligible")
"""

MANIFEST = Manifest(
    versions=Versions(assess="0.1", duckdb="2.0", sqlglot="27", python="3.11"),
    ruleset=RulesetUsed(
        id="meadowland", version="3", label=Words(zh="草原国牧人保障", en="Care for the herders of Meadowland"),
        sha256="ab" * 32, lineage=("meadowland",),
    ),
    period=Period(as_of="2023-06-30"),
    strict=True,
    inputs=(InputUsed(name="roll.csv", sha256="cd" * 32, rows=7, encoding="GB18030"),),
    registers=(RegisterUsed(kind="deaths", file="deaths.csv", sha256="ef" * 32, rows=12, matched=1),),
    findings=Findings(recover_once=Decimal("159.90")),
    counts=Counts(input=7, decided=4, undetermined=1, rejected=2, decisions=7),
    checked=("duplicate_id",),
    not_checked=(
        NotChecked(subject=Words(zh="犬粮补贴", en="dog food"), reason=Words(zh="没有发放的列", en="no column")),
    ),
    readings=(
        Reading(
            name="hay_rate", label=Words(zh="干草标准", en="rate for hay"), shift="", day="2023-06-30",
            value=Words(zh="山羊 45.50 元/月", en="goats 45.50 yuan/month"), since="2020-01-01",
            cite=Words(zh="草议〔2019〕7号 四1", en="草议〔2019〕7号 IV1"), confidence="published", decisions=("hay",),
        ),
        Reading(
            name="care_share", label=Words(zh="照料补贴比例", en="share for care"), shift="", day="2023-06-30",
            value=Words(zh="7.5%", en="7.5%"), since=None, cite=Words(zh="", en=""), confidence="assumed",
            decisions=("care",),
        ),
    ),
    decisions=(
        DecisionWords(
            name="wool", label=Words(zh="羊毛等级", en="grade of wool"), kind="enumeration", goal=True,
            options=tuple(
                Option(code=code, label=Words(zh=zh, en=code))
                for code, zh in (("fine", "细毛"), ("good", "好毛"), ("plain", "普通毛"), ("coarse", "粗毛"))
            ),
        ),
        DecisionWords(name="fair", label=Words(zh="羊市", en="place at the fair"), kind="boolean", goal=True),
        DecisionWords(
            name="hay", label=Words(zh="干草补贴", en="hay"), kind="money", role="benefit", goal=True,
            unit=Words(zh="元/月", en="yuan/month"),
        ),
        DecisionWords(
            name="care", label=Words(zh="照料补贴", en="care grant"), kind="money", role="benefit", goal=True,
            unit=Words(zh="元/月", en="yuan/month"),
        ),
    ),
    clauses={
        "herding-act §4-hay": ClauseWords(
            short=Words(zh="草议〔2019〕7号 四1", en="草议〔2019〕7号 IV1"), says=Words(zh="干草补贴", en="hay"),
        ),
        "herding-act §4-care": ClauseWords(
            short=Words(zh="草议〔2019〕7号 四2", en="草议〔2019〕7号 IV2"), says=Words(zh="照料补贴", en="care"),
        ),
    },
)  # fmt: skip


@dataclass(frozen=True)
class MadeRun:
    """The folder, the rejects on their way into it, and the manifest as the runner hands it over."""

    folder: RunFolder
    rejects: Path
    manifest: Manifest


def made_run(path: Path, findings: Iterable[dict[str, Any]] = FINDINGS, rejects: Iterable[Reject] = REJECTS) -> MadeRun:
    """Writes the Parquet files of a run into the folder."""
    path.mkdir(parents=True, exist_ok=True)
    folder = RunFolder(path)
    with database() as connection:
        connection.execute(create_table("findings"))
        for one in findings:
            values = [one.get(name) for name in COLUMN_NAMES]
            connection.execute(f"INSERT INTO findings VALUES ({', '.join('?' * len(values))})", values)
        connection.execute(f"COPY findings TO '{folder.findings}' (FORMAT parquet)")
        connection.execute(f"COPY ({DECISIONS}) TO '{folder.decisions}' (FORMAT parquet)")
        columns = ", ".join(f'"{name}" {type_}' for name, type_ in zip(REJECT_COLUMNS, REJECT_TYPES, strict=True))
        connection.execute(f"CREATE TABLE rejects ({columns})")
        for reject in rejects:
            connection.execute("INSERT INTO rejects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", list(reject))
        aside = path.parent / f"{path.name}-rejects.parquet"
        connection.execute(f"COPY rejects TO '{aside}' (FORMAT parquet)")
    return MadeRun(folder, aside, MANIFEST)


def yuan(text: str) -> Decimal:
    return Decimal(text)
