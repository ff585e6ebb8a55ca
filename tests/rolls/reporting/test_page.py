"""The page: its numbers, what it hides, and that it loads nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from assess.rolls.reporting.manifest import Counts, InputUsed, Manifest, Period, Warned, Words
from assess.rolls.reporting.page import render_report
from assess.rolls.reporting.rejects import Reject
from assess.rolls.reporting.store import opened
from assess.rolls.reporting.tally import tally_of
from tests.rolls.reporting.made import FINDINGS, ID, MANIFEST, MASKED, REJECTS, TOTALS, finding, made_run


def page(
    path: Path,
    language: str = "zh",
    findings: Iterable[dict[str, Any]] = FINDINGS,
    manifest: Manifest = MANIFEST,
    *,
    unmask: bool = False,
    rejects: Iterable[Reject] = REJECTS,
) -> str:
    run = made_run(path / "run", findings, rejects)
    with opened(run.folder.decisions, run.folder.findings, [run.rejects], path) as store:
        tally = tally_of(store, manifest)
        return render_report(store, tally.completed(manifest), tally, language, ["findings.xlsx"], unmask=unmask)


class _Reader(HTMLParser):
    """The text of a page, and whether every tag is closed."""

    EMPTY = ("meta", "br", "rect")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.EMPTY or tag == "rect":
            self.open.append(tag)
        assert not {name for name, _ in attrs} & {"src", "style", "onclick"}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style" and data.strip():
            self.said.append(data.strip())


def read(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    assert reader.open == []
    return " ".join(" ".join(reader.said).split())


def test_rows_are_an_equation(tmp_path: Path) -> None:
    assert "输入 7 = 已作出决定 4 + 待定 1 + 未能处理 2" in read(page(tmp_path))


def test_totals(tmp_path: Path) -> None:
    said = read(page(tmp_path))
    assert "共核对 7 行，其中 5 行有问题，共 6 条。" in said
    assert "应追回 159.90 元 4 条；同一笔发放只计一次" in said
    assert "应补发 83.30 元 1 条" in said


def test_what_is_to_be_verified_first_is_not_counted_with_what_is_to_recover(tmp_path: Path) -> None:
    verify = finding("paid_after_death", 5, name="王五", district="南村", amount="120", direction="check")
    said = read(page(tmp_path, findings=(*FINDINGS, verify)))
    assert "应追回 159.90 元 4 条；同一笔发放只计一次" in said


def test_findings_by_kind_and_those_of_which_none_was_found(tmp_path: Path) -> None:
    said = read(page(tmp_path))
    assert re.search(r"多发 核对等级和标准.*? 须处理 2 2 23\.40 – –", said)
    assert "身份证号重复 没有发现 0 0" in said
    assert "合计 6 5 205.40 83.30 0.00" in said


def test_nothing_is_said_of_rows_that_were_not_checked(tmp_path: Path) -> None:
    counts = Counts(input=2, decided=0, undetermined=0, rejected=2, decisions=2)
    said = read(page(tmp_path, findings=(), manifest=MANIFEST.model_copy(update={"counts": counts})))
    assert "身份证号重复 无从核对 – – – – –" in said
    assert "没有发现" not in said


def test_what_was_told_on_the_way(tmp_path: Path) -> None:
    """What is told of several files in the same words stands there once."""
    words = {"message": Words(zh="这一列没有名称", en="no name"), "remedy": Words(zh="看一眼。", en="Look.")}
    told = [Warned(code="R153", severity="warning", place=place, **words) for place in ("a.csv:1:3", "b.csv:1:3")]
    said = read(page(tmp_path, manifest=MANIFEST.model_copy(update={"warnings": tuple(told)})))
    assert "核对中的警告和提示 内容 在哪里 怎么办 这一列没有名称 R153 a.csv:1:3、b.csv:1:3 看一眼。" in said


def test_amounts_by_district_go_one_way_each(tmp_path: Path) -> None:
    """What is to be verified first is in no figure together with what is to recover."""
    verify = finding("paid_after_death", 5, name="王五", district="南村", amount="120", direction="check")
    found = (*FINDINGS, verify, finding("paid_undetermined", 6, district="南村", amount="7.50"))
    said = read(page(tmp_path, findings=found))
    matrix = said[said.index("各地区各类问题的金额") :]
    assert "死亡后领取 应追回 死亡后领取 其他" in matrix
    assert re.search(r"北村 (.*?)136\.50", matrix)
    south = re.search(r"南村 ([0-9.,– ]+)", matrix)
    assert south is not None
    assert {"6.70", "83.30", "120.00", "7.50"} <= set(south[1].split())
    assert "不涉及金额的问题不在表内" in matrix


def test_charts_and_what_they_say(tmp_path: Path) -> None:
    html = page(tmp_path)
    amounts = "死亡后领取 应追回 136.50; 应享未享 应补发 83.30; 不符合条件 应追回 45.50; 多发 应追回 23.40"
    assert f'aria-label="涉及金额（元），按问题: {amounts}"' in html
    assert 'aria-label="涉及金额（元），按地区: 北村 应追回 198.70; 南村 应追回 6.70，应补发 83.30"' in html
    assert re.search(r"南村</text>.*?>应追回 6\.70</text><text [^>]*>应补发 83\.30</text>", html, re.DOTALL)
    assert (
        'aria-label="羊毛等级: 细毛 1（20.0%）; 好毛 2（40.0%）; 普通毛 1（20.0%）; 粗毛 0（0%）; 待定 1（20.0%）"'
        in html
    )


def test_figures_and_what_rests_on_them(tmp_path: Path) -> None:
    said = read(page(tmp_path))
    assert "已作出的 17 项结果中，至多 3 项（ 17.6% ）依据推定或占位的标准或口径" in said
    assert "照料补贴 4 3（75.0%） 照料补贴比例" in said
    assert "干草标准 山羊 45.50 元/月 2023-06-30 2020-01-01 草议〔2019〕7号 四1 已公布" in said


def test_registers_benefits_and_what_was_not_checked(tmp_path: Path) -> None:
    said = read(page(tmp_path))
    assert "死亡登记 deaths.csv 12 1" in said
    assert "干草补贴 1 5 0 45.50 2 91.00 45.50 0.00" in said
    assert "照料补贴 3 4 1 249.90 – – – –" in said
    assert "犬粮补贴 没有发放的列" in said


def test_examples_are_unfolded_and_say_clauses_once(tmp_path: Path) -> None:
    """So that they print; the clause stands under a sentence that does not name it."""
    html = page(tmp_path)
    assert html.count("<details") == html.count(" open>") == 5
    assert re.search(r"第 2 行：not_entitled\s*<small>草议〔2019〕7号 四1</small>", html)
    named = finding("overpaid", 3, sentence_zh="多发（草议〔2019〕7号 四2）", cite="herding-act §4-care")
    assert "<small>草议〔2019〕7号 四2</small>" not in page(tmp_path / "named", findings=[named])


def test_sources_by_the_names_of_their_sheets(tmp_path: Path) -> None:
    sheets = tuple(InputUsed(name=f"roll.xlsx:{one}", sha256="cd" * 32, rows=3) for one in ("城北", "城南"))
    made = [finding("overpaid", 2, source="roll.xlsx:城南", amount="5", direction="recover")]
    rejects = [REJECTS[0]._replace(source="deaths=deaths.csv")]
    said = read(page(tmp_path, "zh", made, MANIFEST.model_copy(update={"inputs": sheets}), rejects=rejects))
    assert "说明 工作表 行号" in said
    assert "第 2 行：overpaid 城南 2" in said
    assert "死亡登记：deaths.csv 第 8 行" in said


def test_several_months_are_counted_one_by_one_and_the_page_says_so(tmp_path: Path) -> None:
    months = MANIFEST.model_copy(update={"period": Period(first_month="2023-01", last_month="2023-04")})
    said = read(page(tmp_path / "months", manifest=months))
    assert "2023-01 至 2023-04，逐月核对" in said
    assert said.count("各月分别计数：一人核对几个月就计几次。") == 2
    assert "各月分别计数" not in read(page(tmp_path / "day"))


def test_months_that_a_finding_stands_for(tmp_path: Path) -> None:
    made = [finding("assessment_missing", 2, which_months="2023-01/2023-03, 2023-05", months=4)]
    months = MANIFEST.model_copy(update={"period": Period(first_month="2023-01", last_month="2023-05")})
    assert "2023-01 至 2023-03, 2023-05" in read(page(tmp_path / "zh", "zh", made, months))
    assert "2023-01 to 2023-03, 2023-05" in read(page(tmp_path / "en", "en", made, months))


def test_rejects_by_reason_with_an_example(tmp_path: Path) -> None:
    said = read(page(tmp_path))
    assert "不是数 A106 2 roll.csv 第 9 行，列“羊” =1+1 填整数。" in said
    assert "身份证号“320402********001X”不对 A105 1 roll.csv 第 8 行" in said


def test_rows_that_are_nobodys_stand_apart(tmp_path: Path) -> None:
    said = read(page(tmp_path, rejects=[*REJECTS, TOTALS]))
    taken, nobodys = said.split("非人员行（没有算在内）")
    assert "不是数 A106 2" in taken
    assert "这一行是合计 R138 1 roll.csv 第 10 行" in nobodys
    assert "这一行是合计" not in taken


def test_how_far_what_is_paid_is_decided(tmp_path: Path) -> None:
    said = read(page(tmp_path))
    assert "应发多少已认定 100% 5 / 5 项（每行每种待遇一项，应发为零的也算），其余待定" in said
    assert "一行只要有一项决定还缺事实或标准就是待定，名册没有发放的待遇也算。" in said
    assert said.index("干草补贴 5 行已认定，0 行待定") < said.index("输入 7 = 已作出决定 4 + 待定 1 + 未能处理 2")


def test_roll_without_months_says_that_all_months_are_alike(tmp_path: Path) -> None:
    months = {"period": Period(first_month="2023-01", last_month="2023-04"), "same_every_month": True}
    said = read(page(tmp_path, manifest=MANIFEST.model_copy(update=months)))
    assert "月份 名册没有月份列，按每月发放相同计算" in said


def test_how_to_explain_a_row_is_said_once(tmp_path: Path) -> None:
    assert read(page(tmp_path / "a")).count("assess roll explain 结果文件夹 roll.csv:行号") == 1
    inputs = (MANIFEST.inputs[0].model_copy(update={"name": "my roll.csv"}),)
    spaced = read(page(tmp_path / "b", manifest=MANIFEST.model_copy(update={"inputs": inputs})))
    assert 'assess roll explain 结果文件夹 "my roll.csv:行号"' in spaced


def test_id_numbers_are_masked_unless_asked_for(tmp_path: Path) -> None:
    html = page(tmp_path / "masked")
    assert MASKED in html
    assert ID not in html
    assert "32040219391011001X" not in html
    assert ID in page(tmp_path / "open", unmask=True)


def test_what_a_roll_says_is_escaped(tmp_path: Path) -> None:
    made = finding("unpaid", 2, name="<script>alert(1)</script>", district='"><img src=x>', amount="1", direction="pay")
    html = page(tmp_path, findings=[made])
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_very_long_cells_are_cut(tmp_path: Path) -> None:
    """Where the page ends a cell, no part of an ID number is left unmasked."""
    rejects = [REJECTS[0]._replace(found=f"{'羊' * 390}{ID}")]
    found = page(tmp_path, findings=[finding("overpaid", 3, name="羊" * 5000)], rejects=rejects)
    assert "羊" * 400 + "…" in found
    assert "羊" * 401 not in found
    assert ID[:8] not in found


def test_it_loads_nothing(tmp_path: Path) -> None:
    html = page(tmp_path)
    assert not re.search(r"https?://|@import|url\(|<script|<link|<img", html)
    assert "default-src 'none'" in html


def test_the_largest_ten_of_each_kind_are_shown(tmp_path: Path) -> None:
    made = [finding("unpaid", row, amount=str(row), direction="pay", name=f"人{row}") for row in range(1, 26)]
    said = read(page(tmp_path, findings=made))
    assert "10 / 25 条" in said
    assert [int(row) for row in re.findall(r"人(\d+)", said)] == list(range(25, 15, -1))


def test_english(tmp_path: Path) -> None:
    said = read(page(tmp_path, "en"))
    assert "7 rows were checked; 5 of them have findings, 6 in all." in said
    assert "Input 7 = decided 4 + undetermined 1 + rejected 2" in said
    assert not re.search("[一-鿿]", re.sub("北村|南村|张三|李四|王五|赵六|草议〔2019〕7号|羊|身份证号", "", said))


def test_a_run_without_findings(tmp_path: Path) -> None:
    counts = Counts(input=0, decided=0, undetermined=0, rejected=0, decisions=0)
    nothing = {"registers": (), "checked": (), "not_checked": (), "readings": ()}
    bare = MANIFEST.model_copy(update={"counts": counts, **nothing})
    said = read(page(tmp_path, findings=(), manifest=bare))
    assert "共核对 0 行，没有发现问题。" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_run_gives_the_same_page(tmp_path: Path, language: str) -> None:
    assert page(tmp_path / "a", language) == page(tmp_path / "b", language)
