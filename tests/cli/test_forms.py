"""`assess forms`: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assess.cases.reading import read_one_text
from assess.cli.main import cli

LIBRARY = Path(__file__).parents[1] / "forms" / "library"
GOOD = "case: a\nruleset: winter\nas_of: 2024-01-15\nfacts:\n  snowed_in: false\n  climbing: 2\n"


def run(*arguments: str, language: str = "en", stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["--library", str(LIBRARY), "--lang", language, "forms", *arguments], input=stdin)


# list and show


def test_list_in_both_languages() -> None:
    rows = [line.split() for line in run("list").output.splitlines()]
    assert rows[0] == ["form", "label", "source", "confidence", "sections", "questions"]
    assert [row[0] for row in rows[1:]] == [
        "application", "gbt42195-2022", "ltci-2021", "mzt039-2013", "self-care-six", "tekun-2021", "winter-grazing",
    ]  # fmt: skip
    assert rows[-1][-4:] == ["MW-7", "published", "4", "15"]
    assert "冬牧评估表" in run("list", language="zh").output


def test_show_tells_sections_questions_options_and_scores() -> None:
    lines = run("show", "winter-grazing").output.splitlines()
    assert lines[0] == "assessment for winter grazing (MW-7)"
    start = lines.index("W.1 the herder (scored, 6 points at most)")
    assert lines[start : start + 8] == [
        "W.1 the herder (scored, 6 points at most)",
        "  Look at the last month.",
        "  W.1.1 climbing",
        "    climbing: 0–2 points",
        "      2  strong",
        "      1  fair",
        "      0  weak",
        "  W.1.2 carrying fodder",
    ]
    assert "    carrying: 0–2 points, as under “climbing”" in lines


def test_show_in_chinese() -> None:
    output = run("show", "tekun-2021", language="zh").output
    assert "法定义务人的情况" in output
    assert "only" not in output


def test_show_of_a_form_that_is_not_there() -> None:
    called = run("show", "winter-grassing")
    assert called.exit_code == 3
    assert "N106" in called.output
    assert "winter-grazing" in called.output


# blank


def test_blank_is_a_case() -> None:
    [case] = read_one_text(run("blank", "winter-grazing", "self-care-six").output, "x.yaml")
    assert case.problems == []
    assert len(case.facts) == 15 + 8
    assert case.ruleset == "national"


def test_blank_names_the_ruleset_asked_for() -> None:
    [case] = read_one_text(run("blank", "winter-grazing", "--ruleset", "winter").output, "x.yaml")
    assert case.ruleset == "winter"
    assert run("blank", "winter-grazing", "--ruleset", "wintr").exit_code == 3


def test_blank_into_a_file_that_is_left_alone_when_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    assert run("blank", "winter-grazing", "--out", str(path)).exit_code == 0
    written = path.read_text(encoding="utf-8")
    again = run("blank", "self-care-six", "--out", str(path))
    assert again.exit_code == 3
    assert path.read_text(encoding="utf-8") == written


@pytest.mark.parametrize("language", ["zh", "en"])
def test_blank_filled_in_is_accepted(tmp_path: Path, language: str) -> None:
    path = tmp_path / "case.yaml"
    run("blank", "winter-grazing", "--ruleset", "winter", "--out", str(path), language=language)
    path.write_text(path.read_text(encoding="utf-8").replace("climbing: null", "climbing: 2"), encoding="utf-8")
    called = run("check", str(path))
    assert (called.exit_code, called.output) == (
        0,
        f"{path}: case 1: in order; answered: winter-grazing 1/14\n",
    )


# check


def test_check_of_a_case_in_order(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(GOOD)
    assert run("check", str(tmp_path / "case.yaml")).exit_code == 0


def test_check_says_where_why_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(GOOD.replace("climbing: 2", "climbing: 5"))
    called = run("check", str(path))
    assert called.exit_code == 2
    assert f"{path}:6:3: error A103 out-of-range" in called.output
    assert "“climbing” (climbing) lies within 0–2; found 5" in called.output
    assert "Check the paper form and write a number within 0–2" in called.output
    assert called.output.endswith(f"{path}: case a: 1 fault\n")


def test_check_names_the_question_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(GOOD.replace("climbing: 2", "climbing: 5"))
    assert "“爬坡”（climbing）应在 0–2 之间，填的是 5" in run("check", str(path), language="zh").output


def test_faults_as_json(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(GOOD.replace("climbing: 2", "climbing: 5"))
    called = CliRunner().invoke(cli, ["--library", str(LIBRARY), "--diagnostics", "json", "forms", "check", str(path)])
    [fault] = json.loads(called.stderr)
    assert (fault["code"], fault["line"], fault["column"]) == ("A103", 6, 3)


def test_check_of_standard_input() -> None:
    assert run("check", "-", stdin='{"case": "a", "facts": {"climbing": 2}}\n').exit_code == 0
    called = run(
        "check", "-", stdin='{"case": "a", "facts": {"climbing": 2}}\n{"case": "b", "facts": {"climbing": 9}}\n'
    )
    assert called.exit_code == 2
    assert "<stdin>: case a: in order" in called.output
    assert "<stdin>: case b: 1 fault" in called.output


def test_facts_of_the_cases_own_ruleset_are_known(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(GOOD + "  valley: true\n")
    assert run("check", str(path)).exit_code == 0
    path.write_text(GOOD.replace("ruleset: winter\n", "") + "  valley: true\n")
    assert run("check", str(path)).exit_code == 2
    assert run("check", str(path), "--ruleset", "winter").exit_code == 0


def test_a_case_under_a_ruleset_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(GOOD.replace("ruleset: winter", "ruleset: wintr"))
    called = run("check", str(path))
    assert called.exit_code == 2
    assert f"{path}:2:1: error X101" in called.output


def test_only_the_form_named_may_be_answered(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(GOOD + "  eating: 4\n")
    assert run("check", str(path)).exit_code == 0
    called = run("check", str(path), "--form", "winter-grazing")
    assert called.exit_code == 2
    assert "A101" in called.output


@pytest.mark.parametrize(
    "arguments", [("--form", "none"), ("--ruleset", "none"), ("--definition", "none"), ("--nothing",)]
)
def test_a_wrong_call(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(GOOD)
    assert run("check", str(path), *arguments).exit_code == 3


def test_check_of_all_forms() -> None:
    called = run("check")
    assert called.exit_code == 0
    assert "form winter-grazing: in order" in called.output


def test_check_of_a_faulty_form_by_its_file(tmp_path: Path) -> None:
    text = (LIBRARY / "forms" / "winter-grazing.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace("shelter in (", "sheltr in ("), encoding="utf-8")
    called = run("check", "--definition", str(path))
    assert called.exit_code == 3
    assert "Q106" in called.output
    assert "Did you mean “shelter”?" in called.output
    assert called.output.endswith(f"form {path}: 1 fault\n")


def test_a_faulty_form_in_a_library_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "broken.yaml").write_text("form: broken\n")
    called = CliRunner().invoke(cli, ["--library", str(tmp_path), "forms", "list"])
    assert called.exit_code == 0
    assert "broken" in called.output
    assert CliRunner().invoke(cli, ["--library", str(tmp_path), "forms", "check"]).exit_code == 3
