"""ID numbers where nobody looks for them: as a district, in the name of a file or a register, spaced out in a label."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from assess.rolls.reporting.console import summary
from assess.rolls.reporting.manifest import FileUsed, InputUsed, NotChecked, RegisterUsed, Words
from assess.rolls.reporting.rejects import Reject
from assess.rolls.reporting.writing import write_reports
from tests.rolls.reporting.made import ID, MANIFEST, finding, made_run

SPACED = f"甲 {ID[:6]} {ID[6:14]} {ID[14:]}"
SOURCE = f"名册{ID}.csv"


@pytest.mark.parametrize("unmask", [False, True])
def test_no_number_in_what_people_read(tmp_path: Path, unmask: bool) -> None:
    given = {"source": SOURCE, "amount": "20", "direction": "recover", "district": ID, "case": SPACED}
    run = made_run(
        tmp_path / "run",
        [finding("overpaid", 2, **given), finding("overpaid", 3, **given | {"district": "北村"})],
        [Reject(SOURCE, 8, "羊", "A106", "x", "不是数", "no number", "填整数。", "Write a whole number.")],
    )
    digest = "ab" * 32
    manifest = MANIFEST.model_copy(
        update={
            "inputs": (InputUsed(name=SOURCE, sha256=digest, rows=7), InputUsed(name="b.csv", sha256=digest, rows=1)),
            "registers": (RegisterUsed(kind=f"roll:{ID}", file=f"{ID}.csv", sha256=digest, rows=1, matched=1),),
            "mapping": FileUsed(name=f"{ID}.yaml", sha256=digest),
            "parameters_file": FileUsed(name=f"{ID}.yaml", sha256=digest),
            "not_checked": (NotChecked(subject=Words(zh=f"名册“{ID}”", en=ID), reason=Words(zh="无", en="none")),),
        }
    )
    for language in ("zh", "en"):
        done = write_reports(run.folder, manifest, language, unmask, rejects=[run.rejects])
        with zipfile.ZipFile(run.folder.folder / "findings.xlsx") as book:
            workbook = "".join(book.read(name).decode() for name in book.namelist() if name.endswith("xml"))
        texts = {
            "console": "\n".join(str(block) for block in summary(done, run.folder.folder, language)),
            "workbook": workbook,
            **{
                name: (run.folder.folder / name).read_text(encoding="utf-8")
                for name in ("report.html", "findings.csv", "rejects.csv")
            },
        }
        in_full = {name for name, text in texts.items() if ID in text or SPACED in text}
        assert in_full == (set(texts) if unmask else set())
        assert "320402********000X" in texts["report.html"] or unmask
