"""What is paid and could not be held against what is due does not read as being in order."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assess.rolls.reporting.console import summary
from assess.rolls.reporting.manifest import BenefitCount, Manifest, NoFigure, Words
from assess.rolls.reporting.page import render_report
from assess.rolls.reporting.store import opened
from assess.rolls.reporting.tally import tally_of
from assess.rolls.reporting.wording import Wording
from tests.rolls.reporting.made import MANIFEST, made_run
from tests.rolls.reporting.test_page import read

HAY = Words(zh="干草标准", en="rate for hay")


def manifest(decided: int, undetermined: int, *, no_figure: int = 0) -> Manifest:
    lack = NoFigure(decision="hay", figures=(HAY,), rows=no_figure, amount=Decimal(20 * no_figure))
    count = BenefitCount(decision="hay", decided=decided, undetermined=undetermined, paid_open=lack.amount)
    counted = {"benefits": (count,), "no_figure": (lack,) if no_figure else ()}
    return MANIFEST.model_copy(update={**counted, "checked": ("overpaid", "paid_undetermined", "namesake")})


@pytest.mark.parametrize(
    ("decided", "undetermined", "zh", "en"),
    [
        (7, 0, "没有发现问题", "nothing was found"),
        (4, 3, "应发多少已认定的 4 项中没有发现问题；其余 3 项没有认定，没有核对", "nothing was found where"),
        (0, 7, "名册所发待遇应发多少都没有认定，多发、少发无从核对；其他方面没有发现问题", "could not be looked for"),
    ],
)  # fmt: skip
def test_nothing_found(decided: int, undetermined: int, zh: str, en: str) -> None:
    assert Wording(manifest(decided, undetermined), "zh").nothing_found == zh
    assert en in Wording(manifest(decided, undetermined), "en").nothing_found


@pytest.mark.parametrize(
    ("decided", "undetermined", "no_figure", "overpaid", "undecided"),
    [
        (7, 0, 0, "没有发现", "没有发现"),
        (4, 3, 0, "已认定的没有发现", "没有发现"),
        (4, 3, 2, "已认定的没有发现", "不逐行列出，缺标准"),
        (0, 7, 7, "无从核对", "不逐行列出，缺标准"),
    ],
)
def test_kinds_of_which_nothing_was_found(
    decided: int, undetermined: int, no_figure: int, overpaid: str, undecided: str
) -> None:
    wording = Wording(manifest(decided, undetermined, no_figure=no_figure), "zh")
    assert wording.none_found("overpaid") == overpaid
    assert wording.none_found("paid_undetermined") == undecided
    assert wording.none_found("namesake") == "没有发现"
    assert wording.was_checked("overpaid") is (decided > 0)
    assert bool(wording.partly_judged) is (undetermined > 0)


def test_report_and_console(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run", [], [])
    with opened(run.folder.decisions, run.folder.findings, [run.rejects], tmp_path) as store:
        tally = tally_of(store, MANIFEST)
        said = {
            language: read(render_report(store, manifest(4, 3, no_figure=3), tally, language, []))
            for language in ("zh", "en")
        }
    assert "共核对 7 行，应发多少已认定的 4 项中没有发现问题；其余 3 项没有认定，没有核对。" in said["zh"]
    assert "多发 已认定的没有发现 0 0 – – –" in said["zh"]
    assert "正在发放但无法认定 不逐行列出，缺标准 – – – – –" in said["zh"]
    assert "7 项，3 项应发多少没有认定，没有与应发核对" in said["zh"]
    assert "paid, and cannot be decided not listed by row: a figure lacks – –" in said["en"]
    assert (
        "in 3 of 7 cases, one a row and benefit that the roll pays, it is not decided what is due" in said["en"].lower()
    )
    blocks = list(summary(manifest(0, 7, no_figure=7), tmp_path, "en"))
    assert any("could not be looked for" in block for block in blocks if isinstance(block, str))
    assert "Nothing was found." not in blocks
