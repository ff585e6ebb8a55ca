"""`assess rules` on the Skerries, islands that do not exist, and where it must be so on the shipped rulesets."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from assess.cli.main import cli
from assess.cli.output import Settings, echo_table
from assess.cli.rules import asked

HERE = Path(__file__).parent


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ("--library", str(HERE), *arguments), prog_name="assess")


def lines(*arguments: str) -> list[str]:
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A library with the Skerries, a parameter of which has lost its confidence and another its clause."""
    (tmp_path / "rulesets").mkdir()
    text = (HERE / "rulesets" / "skerries.yaml").read_text(encoding="utf-8")
    text = text.replace("value: 333.35, cite: ferry-act §4, confidence: published", "value: 333.35, cite: ferry-act §4")
    text = text.replace("value: 400, cite: ferry-act §4", "value: 400, cite: ferry-act §44")
    (tmp_path / "rulesets" / "skerries.yaml").write_text(text, encoding="utf-8")
    return tmp_path


# list


def test_list_gives_version_base_size_and_state() -> None:
    rows = {line.split()[0]: line for line in lines("rules", "list", "--lang", "en")}
    assert " ".join(rows["id"].split()) == "id name version builds on decisions state"
    assert rows["skerries"].split()[-3:] == ["3", "8", "usable"]
    assert rows["north-skerry"].split()[-6:] == ["skerries", "1", "+", "7", "inherited", "usable"]
    assert "Changzhou: basic elderly care" in rows["jiangsu/changzhou"]


def test_plain_columns_stand_under_one_another_in_chinese_too() -> None:
    from rich.cells import cell_len

    rows = lines("rules", "list")
    start = cell_len(rows[0][: rows[0].index("版本")])
    for row in rows[1:]:
        versions = [index for index in range(len(row)) if cell_len(row[:index]) == start]
        assert row[versions[0]].isdigit()


def test_on_a_narrow_terminal_ids_stay_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.cells import cell_len
    from rich.text import Text

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "44")
    echo_table(("id", "name"), [("gansu/lanzhou-anning", "Anning district, Lanzhou: basic elderly care")])
    rows = capsys.readouterr().out.splitlines()
    assert any("gansu/lanzhou-anning" in row for row in rows)
    assert all(cell_len(Text.from_ansi(row).plain) <= 44 for row in rows)


@pytest.mark.parametrize("columns", [20, 34, 44, 60, 90])
def test_on_a_terminal_however_narrow_nothing_is_cut(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.text import Text

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    found = ("registered_otherwise", "长期护理保险名单与登记信息不符", "1,234", "12,345,678.90")
    echo_table(("code", "finding", "findings", "to recover"), [found], numbers=2)
    shown = Text.from_ansi(capsys.readouterr().out).plain
    for whole in (found[0], *found[2:]):
        assert whole in shown
    assert not set(found[1]) - set(shown)
    assert "…" not in shown


def test_list_counts_the_faults_of_what_cannot_be_used(broken: Path) -> None:
    result = CliRunner().invoke(cli, ["--library", str(broken), "--lang", "en", "rules", "list"])
    assert next(line for line in result.stdout.splitlines() if line.startswith("skerries")).endswith("2 errors")


# show


def test_show_says_of_each_decision_its_clause_its_rule_and_its_figures() -> None:
    found = lines("rules", "show", "skerries", "--decision", "lamp_oil", "--lang", "en")
    assert found[0] == "Care for the ferrymen of the Skerries  [skerries 3]"
    assert found[3:] == [
        "■ lamp oil  lamp_oil",
        "    kind            benefit (money), yuan/month",
        "    in force        from 2020-01-01",
        "    law             No. 7 §4: lamp oil is two tenths of the price of oil at the end of the year",
        "                    before (F-04)",
        "    for             all of",
        "                      old ferryman",
        "                      not lightly injured (grade of injury is at least “middling”)",
        "    amount          20% × price of oil at the end of the year before",
        "    rounded         each month half up to 0.1 yuan (No. 7 §4)",
        "    note            the price at the end of the year before",
        "",
        "Figures and readings (by date)",
        "",
        "□ price of oil  oil_price",
        "    from 2019-01-01  333.35 yuan/month (No. 7 §4, published)",
        "    from 2022-01-01  400.00 yuan/month (No. 7 §4, assumed)",
        "    reviewed until  2030-12-31",
    ]


def test_show_says_it_in_chinese() -> None:
    found = lines("rules", "show", "skerries", "--decision", "lamp_oil")
    assert "    金额          20% × 上年年末油价" in found
    assert "    取整          按月四舍五入到 0.1 元（No. 7 §4）" in found
    assert "                    伤情不轻（伤情等级达到或超过“中”）" in found


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        ("injury_score", "    score           added up, at most 8 points: injury of the arm, injury of the leg"),
        ("grade_before", "    table           exactly one row applies"),
        ("grade", "                    → one level worse than grade before (No. 7)"),
        ("nets", "    amount          rate for nets (by grade of injury)"),
        ("total", "    rules           only the highest is drawn: lamp oil, nets (No. 7 §6)"),
        ("hut", "    within a tier   those first of whom it is true: deaf (No. 7 §7)"),
        ("hut", "    confirmed by    the head of the island signs"),
    ],
)
def test_show_has_words_for_every_kind_of_decision(decision: str, says: str) -> None:
    assert says in lines("rules", "show", "skerries", "--decision", decision, "--lang", "en")


def test_show_tells_what_is_a_rulesets_own_from_what_it_inherits() -> None:
    found = lines("rules", "show", "north-skerry", "--lang", "en")
    assert "Decisions (1)" in found
    assert "    in place of     the one of skerries" in found
    assert found[found.index("Inherited decisions (7)") + 1] == (
        "    injury score, grade before, grade of injury, lamp oil, nets, total, hut"
    )


def test_no_line_of_a_shipped_ruleset_is_wider_than_a_window() -> None:
    from rich.cells import cell_len

    for id_ in ("national", "jiangsu/changzhou", "gansu/lanzhou-anning"):
        for language in ("zh", "en"):
            text = lines("rules", "show", id_, "--lang", language)
            assert [line for line in text if cell_len(line) > 104 and not line.startswith("■")] == []


@pytest.mark.parametrize(
    ("figure", "says"),
    [("tekun_base_published", "提供之前按下限计算"), ("old_age_rate", "提供之前有关决定待定")],
    ids=["there is a floor", "nothing stands in for it"],
)
def test_show_says_what_holds_while_a_figure_has_no_value(figure: str, says: str) -> None:
    text = run("rules", "show", "jiangsu/changzhou").stdout
    assert says in text[text.rindex(f"  {figure}\n") :].split("□")[0]


def test_show_names_the_nearest_decision() -> None:
    result = run("--diagnostics", "json", "rules", "show", "skerries", "--decision", "lamp_oli")
    assert result.exit_code == 3
    (found,) = json.loads(result.stderr)
    assert found["code"] == "X103"
    assert found["arguments"]["near"] == "lamp_oil"


def test_the_stages_show_what_each_pass_made_of_a_decision() -> None:
    source = lines("rules", "show", "skerries", "--decision", "nets", "--stage", "source")
    assert source[0] == "label:    # 99:5"
    surface = json.loads(run("rules", "show", "skerries", "--decision", "nets", "--stage", "surface").stdout)
    assert surface["amount"] == "net_rate"
    resolved = lines("rules", "show", "skerries", "--decision", "nets", "--stage", "resolved")
    assert resolved[0] == "decision nets  # rulesets/skerries.yaml:98:3"
    assert resolved[2] == "    reads parameter net_rate, decision old_ferryman"
    program = lines("rules", "show", "skerries", "--decision", "nets", "--stage", "program")
    assert program[0].startswith("program skerries 3 ")


def test_the_early_stages_of_an_inherited_decision_are_those_of_its_own_ruleset() -> None:
    found = lines("rules", "show", "north-skerry", "--decision", "nets", "--stage", "source")
    assert found[0] == "label:    # 99:5"


def test_the_early_stages_of_a_faulty_ruleset_can_be_seen(broken: Path) -> None:
    result = CliRunner().invoke(cli, ["--library", str(broken), "rules", "show", "skerries", "--stage", "source"])
    assert result.exit_code == 0
    assert result.stdout.startswith("ruleset: skerries    # 2:1\n")
    assert "K103" in result.stderr


# check


def test_check_passes_the_shipped_rulesets() -> None:
    found = lines("rules", "check", "--lang", "en")
    assert "✓ jiangsu/changzhou     no faults" in found
    assert {line[0] for line in found} == {"✓"}


def test_check_reports_every_fault_at_once_each_with_its_line(broken: Path) -> None:
    arguments = ["--library", str(broken), "rules", "check", "skerries", "national", "--lang", "en"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 3
    found = result.stdout.splitlines()
    assert found[:2] == ["✗ skerries  2 errors", "✓ national  no faults"]
    assert "rulesets/skerries.yaml:41:9: error P103 no-confidence" in found
    assert "rulesets/skerries.yaml:42:40: error K103 unknown-clause" in found


def test_check_reports_a_line_each(broken: Path) -> None:
    result = CliRunner().invoke(cli, ["--library", str(broken), "rules", "check", "skerries", "--format", "line"])
    assert result.exit_code == 3
    assert [line.split(" ")[2] for line in result.stdout.splitlines()] == ["P103", "K103"]


def test_check_reports_data(broken: Path) -> None:
    result = CliRunner().invoke(cli, ["--library", str(broken), "rules", "check", "skerries", "--format", "json"])
    (checked,) = json.loads(result.stdout)
    assert (checked["ruleset"], checked["passed"]) == ("skerries", False)
    assert [(one["code"], one["line"], one["column"]) for one in checked["diagnostics"]] == [
        ("P103", 41, 9),
        ("K103", 42, 40),
    ]


def test_warnings_fail_only_whom_they_shall(tmp_path: Path) -> None:
    (tmp_path / "rulesets").mkdir()
    text = (HERE / "rulesets" / "skerries.yaml").read_text(encoding="utf-8")
    text = text.replace("parameters:\n", "parameters:\n  idle: {label: {zh: 闲, en: idle}, unit: ratio, values: "
        "[{from: 2020-01-01, value: 1, cite: ferry-act §5, confidence: published}]}\n", 1)  # fmt: skip
    (tmp_path / "rulesets" / "skerries.yaml").write_text(text, encoding="utf-8")
    call = ["--library", str(tmp_path), "rules", "check", "skerries", "--lang", "en"]
    lenient = CliRunner().invoke(cli, call)
    assert lenient.stdout.startswith("✓ skerries  1 warning\n")
    assert lenient.exit_code == 0
    strict = CliRunner().invoke(cli, [*call, "--strict-warnings"])
    assert strict.stdout.startswith("✗ skerries  1 warning\n")
    assert strict.exit_code == 3


def test_a_ruleset_may_be_named_by_its_file() -> None:
    settings = Settings("en", (HERE,))
    path = HERE / "rulesets" / "north-skerry.yaml"
    assert asked(settings, settings.library, str(path)).id == "north-skerry"
    result = CliRunner().invoke(cli, ["rules", "check", str(path), "--lang", "en"])
    assert result.stdout == "✓ north-skerry  no faults\n"


def test_a_folder_of_files_is_one_ruleset() -> None:
    settings = Settings("en")
    part = settings.library.folders[-1] / "rulesets" / "national" / "tekun.yaml"
    assert asked(settings, settings.library, str(part)).id == "national"
    assert asked(settings, settings.library, str(part.parent)).id == "national"


# coverage


def test_coverage_accounts_for_every_clause() -> None:
    found = lines("rules", "coverage", "skerries", "--lang", "en")
    assert found[-1] == "  8 of 8 clauses accounted for"
    after = found[found.index("    ✓ F-03              injuries are of three grades") :]
    assert after[1:4] == [
        "                        → decisions: grade before, grade of injury",
        "                        the deaf are a grade worse",
        "                        → decisions: grade of injury",
    ]
    assert "                        → not decided (planning): not for a person" in found


def test_coverage_of_changzhou_accounts_for_18_of_18_clauses() -> None:
    assert "  18 of 18 clauses accounted for" in lines("rules", "coverage", "jiangsu/changzhou", "--lang", "en")
    assert "  18 条中 18 条已有交代" in lines("rules", "coverage", "jiangsu/changzhou")
    data = json.loads(run("rules", "coverage", "jiangsu/changzhou", "--format", "json").stdout)
    assert data["clauses"] == data["accounted"]
    notice = next(source for source in data["sources"] if source["source"] == "cz-2023-37")
    assert (notice["clauses"], notice["accounted"]) == (18, 18)
    assert sorted(one["id"] for one in notice["provisions"]) == [f"S2-{number:02}" for number in range(1, 19)]
    care = next(one for one in notice["provisions"] if one["id"] == "S2-08")
    assert care["status"] == "implemented"
    assert "tekun_care_standard" in {use["name"] for use in care["clauses"][0]["uses"]}
    beds = next(one for one in notice["provisions"] if one["id"] == "S2-12")
    assert (beds["status"], beds["clauses"][0]["not_decided"]["why"]) == ("not_decided", "indicator")


def test_a_clause_left_open_is_shown_and_fails(tmp_path: Path) -> None:
    (tmp_path / "rulesets").mkdir()
    text = (HERE / "rulesets" / "skerries.yaml").read_text(encoding="utf-8")
    start, end = text.index("not_decided:"), text.index("examples:")
    (tmp_path / "rulesets" / "skerries.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    result = CliRunner().invoke(cli, ["--library", str(tmp_path), "rules", "coverage", "skerries", "--lang", "en"])
    assert result.exit_code == 3
    found = result.stdout.splitlines()
    assert "    ✗ F-08              a lighthouse on every island" in found
    assert found[-1] == "  7 of 8 clauses accounted for"


# test


def test_the_examples_inside_a_ruleset_are_its_tests() -> None:
    assert lines("rules", "test", "skerries", "--lang", "en") == ["skerries: 1 of 1 examples pass"]
    assert lines("rules", "test", "north-skerry", "--lang", "en") == ["north-skerry: no examples"]
    listed = lines("rules", "test", "skerries", "--verbose", "--lang", "en")
    assert listed[0] == "✓ gravely injured  (rulesets/skerries.yaml:131:5)"


def test_an_example_that_comes_out_otherwise_is_shown_and_fails(tmp_path: Path) -> None:
    (tmp_path / "rulesets").mkdir()
    text = (HERE / "rulesets" / "skerries.yaml").read_text(encoding="utf-8")
    text = text.replace("lamp_oil: 66.70", "lamp_oil: 80.00").replace("oil_price 2021-12-31", "oil_price 2022-06-30")
    (tmp_path / "rulesets" / "skerries.yaml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(cli, ["--library", str(tmp_path), "rules", "test", "skerries", "--lang", "en"])
    assert result.exit_code == 3
    found = result.stdout.splitlines()
    assert found[0] == "✗ gravely injured  (rulesets/skerries.yaml:131:5)"
    assert found[1] == "    lamp_oil: expected 80.00, found 66.70"
    assert found[2].startswith("    lamp_oil: the reasons lack oil_price 2022-06-30; they are: ")
    assert found[3] == "skerries: 0 of 1 examples pass"


# schema and graph


@pytest.mark.parametrize("what", ["ruleset", "form", "case", "decision", "parameters"])
def test_schemas_are_schemas(what: str) -> None:
    schema = json.loads(run("rules", "schema", what).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"].startswith(f"https://assess.example/schema/{what}-")


def test_the_schema_is_that_of_rulesets_unless_asked_otherwise() -> None:
    assert run("rules", "schema").stdout == run("rules", "schema", "ruleset").stdout


def test_graph_writes_svg_or_mermaid(tmp_path: Path) -> None:
    drawn = ElementTree.fromstring(run("rules", "graph", "skerries").stdout)
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    text = run("rules", "graph", "skerries", "--decision", "old_ferryman", "--format", "mermaid", "--lang", "en").stdout
    assert text.splitlines()[1] == 'title: "Care for the ferrymen of the Skerries: old ferryman"'
    assert "    input_born_on --> decision_old_ferryman" in text.splitlines()
    target = tmp_path / "graph.svg"
    assert run("rules", "graph", "skerries", "--output", str(target)).stdout == ""
    assert ElementTree.parse(target).getroot().tag == drawn.tag


def test_show_says_how_a_figure_that_nobody_has_given_is_written() -> None:
    """Whoever supplies it needs its unit, and the codes that it goes by."""
    found = " ".join(lines("rules", "show", "jiangsu/changzhou", "--decision", "old_age_allowance", "--lang", "en"))
    written = " ".join(found.split()).partition("old_age_rate value ")[2].partition(" written ")[2]
    assert written.startswith("for each of under_80 (under eighty), from_80 (eighty to eighty-nine), from_90 (")
    assert written.endswith("), yuan/month")
