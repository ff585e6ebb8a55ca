"""`assess interview` by piped input: what is asked, what is shown, what is written."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assess.cases.frame import RawCase
from assess.cases.reading import read_cases
from assess.cli.main import cli

LIBRARY = Path(__file__).parents[1] / "forms" / "library"
UNFINISHED, REJECTED, WRONG_CALL = 1, 2, 3


class Desk:
    """A folder to work in, and the interview called in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ask(
        self, *typed: str, options: tuple[str, ...] = (), form: str = "winter-grazing", language: str = "en"
    ) -> Result:
        """The interview with these lines typed, and then the end of input."""
        options = options if "--ruleset" in options or "--resume" in options else (*options, "--ruleset", "winter")
        command = ["--library", str(LIBRARY), "--lang", language, "interview", form, *options]
        return CliRunner().invoke(cli, command, input="".join(f"{line}\n" for line in typed))

    def case(self, name: str) -> RawCase:
        [case] = read_cases(str(self.folder / name), io.StringIO())
        assert case.problems == []
        return case


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


EVERYTHING = (
    "n", "2", "1", "0", "0", "12.5", "2", "2020-05-01", "2 3", "张三", "990101194912310001", "990101", "2024-01-15",
    "李四，村医", "王五；赵六，村医，北村，2024-01-15",
)  # fmt: skip


def test_a_whole_interview(desk: Desk) -> None:
    called = desk.ask(*EVERYTHING, "", options=("--out", "a.yaml"))
    assert called.exit_code == 0
    assert "All questions have been asked: 15 answered, 0 not known." in called.output
    assert "winter grade: weary" in called.output
    case = desk.case("a.yaml")
    assert (case.id, case.ruleset, case.as_of) == ("a", "winter", 20240115)
    assert len(case.facts) == 15
    assert case.facts["signed_by"] == [
        {"name": "王五"},
        {"name": "赵六", "qualification": "村医", "organisation": "北村", "signed_on": date(2024, 1, 15)},
    ]


def test_what_is_written_is_accepted_and_decided(desk: Desk) -> None:
    desk.ask(*EVERYTHING, options=("--out", "a.yaml"))
    check = CliRunner().invoke(cli, ["--library", str(LIBRARY), "forms", "check", "a.yaml"])
    assert check.exit_code == 0
    decided = CliRunner().invoke(
        cli, ["--library", str(LIBRARY), "evaluate", "a.yaml", "--only", "grade", "--format", "json"]
    )
    assert decided.exit_code == 0
    assert '"weary"' in decided.output


def test_a_question_with_its_number_its_options_and_their_scores(desk: Desk) -> None:
    lines = desk.ask("n", "q").output.splitlines()
    start = lines.index("── W.1 the herder ──")
    assert lines[start : start + 7] == [
        "── W.1 the herder ──",
        "Look at the last month.",
        "[2/14] W.1.1 climbing",
        "  2  strong",
        "  1  fair",
        "  0  weak",
        "Answer: q",
    ]


def test_in_chinese(desk: Desk) -> None:
    output = desk.ask("n", "9", "２", "2", "q", language="zh").output
    assert "[2/14] W.1.1 爬坡" in output
    assert "  ✗ “爬坡”（climbing）应在 0–2 之间，填的是 9。" in output
    assert "不知道的输入 s。" in output
    assert "  ✗ “爬坡”（climbing）的“２”含全角字符。改用半角：2" in output
    assert "  体力分：2到6分" in output


def test_the_running_score_and_the_levels_still_possible(desk: Desk) -> None:
    lines = desk.ask("n", "2", "2", "1", "q").output.splitlines()
    shown = [line.strip() for line in lines if line.startswith(("  strength:", "  winter grade:"))]
    assert shown == [
        "winter grade: may be fit, weary or spent",
        "strength: 2 to 6 points",
        "strength: 4 to 6 points",
        "strength: 5 points",
        "winter grade: may be weary or spent",
    ]


def test_a_faulty_answer_is_refused_with_what_to_enter_and_asked_again(desk: Desk) -> None:
    called = desk.ask("maybe", "n", "5", "1", "q", options=("--out", "a.yaml"))
    assert "  ✗ “snowed in” (snowed_in) is true or false; found “maybe”. Enter y or n;" in called.output
    assert "enter s where it is not known" in called.output
    assert "  ✗ “climbing” (climbing) lies within 0–2; found 5." in called.output
    assert desk.case("a.yaml").facts == {"snowed_in": False, "climbing": 1}


# early ends


def test_yes_to_the_question_that_ends_it(desk: Desk) -> None:
    called = desk.ask("y", "", options=("--out", "a.yaml"))
    assert called.exit_code == 0
    assert "“snowed in” is answered yes: the assessment ends here" in called.output
    assert "  winter grade: spent" in called.output
    assert desk.case("a.yaml").facts == {"snowed_in": True}


def test_a_slip_there_can_be_taken_back(desk: Desk) -> None:
    desk.ask("y", "b", "n", "2", options=("--out", "a.yaml"))
    assert desk.case("a.yaml").facts == {"snowed_in": False, "climbing": 2}


def test_the_offer_to_stop_where_the_level_is_settled(desk: Desk) -> None:
    called = desk.ask("n", "0", "0", "e", options=("--out", "a.yaml"))
    assert called.exit_code == 0
    assert called.output.count("No answer to come can change the level. Enter e to end here;") == 1
    assert "the form stays incomplete, with 11 unanswered and without a strength." in " ".join(called.output.split())
    assert "Questions not asked yet: 11." in called.output
    assert "# ended early; 3 of 14 questions answered" in (desk.folder / "a.yaml").read_text()


def test_the_offer_is_made_once_and_need_not_be_taken(desk: Desk) -> None:
    called = desk.ask("n", "0", "0", "1", "0", "q", options=("--out", "a.yaml"))
    assert called.exit_code == UNFINISHED
    assert called.output.count("Enter e to end here") == 1
    assert desk.case("a.yaml").facts["lost_sheep"] == 0


def test_without_an_offer_e_is_an_answer_like_any_other(desk: Desk) -> None:
    assert "found “e”" in desk.ask("e", "q").output


# steps


def test_skipping_going_back_keeping_and_help(desk: Desk) -> None:
    called = desk.ask("?", "s", "b", "n", "?", "2", "b", "", "s", "", "q", options=("--out", "a.yaml"))
    assert "Only where the door cannot be opened." in called.output
    assert "There is no further note on this question." in called.output
    assert "Answer (y/n; now “not known”, Enter keeps it): n" in called.output
    assert "Answer (now “strong”, Enter keeps it): " in called.output
    assert "Nothing entered. Enter s where it is not known." in called.output
    assert desk.case("a.yaml").facts == {"snowed_in": False, "climbing": 2, "carrying": None}


def test_commands_in_capitals_and_in_full_width(desk: Desk) -> None:
    called = desk.ask("S", "Ｂ", "？", "Q", options=("--out", "a.yaml"))
    assert called.exit_code == UNFINISHED
    assert "Only where the door cannot be opened." in called.output
    assert desk.case("a.yaml").facts == {"snowed_in": None}


def test_back_at_the_first_question(desk: Desk) -> None:
    assert "This is the first question." in desk.ask("b", "q").output


def test_questions_passed_over_are_asked_again_on_demand(desk: Desk) -> None:
    called = desk.ask("n", "s", *EVERYTHING[2:], "r", "2", "", options=("--out", "a.yaml"))
    assert "14 answered, 1 not known." in called.output
    assert "15 answered, 0 not known." in called.output
    assert desk.case("a.yaml").facts["climbing"] == 2


# left and taken up again


@pytest.mark.parametrize("leaving", [("q",), ()])
def test_left_by_q_or_by_the_end_of_input_and_taken_up_again(desk: Desk, leaving: tuple[str, ...]) -> None:
    left = desk.ask("n", "2", "s", *leaving, options=("--out", "a.yaml"))
    assert left.exit_code == UNFINISHED
    assert "assess interview winter-grazing --resume a.yaml" in left.output
    again = desk.ask("1", "q", options=("--resume", "a.yaml"))
    assert "[4/14] W.1.3 far sight" in again.output
    assert "snowed in" not in again.output
    case = desk.case("a.yaml")
    assert case.facts == {"snowed_in": False, "climbing": 2, "carrying": None, "eyesight": 1}
    assert case.id == "a"


def test_every_answer_is_saved_before_the_next_question(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from assess.forms.keeping import CaseFile

    saved = []
    save = CaseFile.save

    def noted(self: CaseFile, text: str) -> None:
        save(self, text)
        saved.append(len(desk.case("a.yaml").facts))

    monkeypatch.setattr(CaseFile, "save", noted)
    desk.ask("n", "2", "1", options=("--out", "a.yaml"))
    assert saved == [0, 1, 2, 3, 3]


def test_answers_are_printed_where_they_cannot_be_saved(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from assess.forms.keeping import CaseFile

    save = CaseFile.save

    def full(self: CaseFile, text: str) -> None:
        if "climbing: 2" in text:
            raise OSError(28, "No space left on device")
        save(self, text)

    monkeypatch.setattr(CaseFile, "save", full)
    called = desk.ask("n", "2", options=("--out", "a.yaml"))
    assert called.output.count("cannot save a.yaml") == 1
    assert "  climbing: 2" in called.output.split("here they are:")[1]


def test_a_place_that_cannot_be_written_is_refused_before_the_first_question(desk: Desk) -> None:
    called = desk.ask("n", options=("--out", "nowhere/a.yaml"))
    assert called.exit_code == WRONG_CALL
    assert "nowhere" in called.output
    assert "blizzard" not in called.output


def test_a_case_with_answers_to_other_forms_keeps_them(desk: Desk) -> None:
    (desk.folder / "a.yaml").write_text(
        "case: k\nruleset: winter\nas_of: 2024-03-01\nknown_at: 2024-04-01\n"
        "facts:\n  valley: true\n  self_feeding: false\n  climbing: 2\n"
    )
    desk.ask("n", "q", options=("--resume", "a.yaml"))
    case = desk.case("a.yaml")
    assert case.facts == {"snowed_in": False, "climbing": 2, "valley": True, "self_feeding": False}
    assert (case.id, case.as_of, case.known_at) == ("k", 20240301, 20240401)


def test_a_case_with_results_found_elsewhere_keeps_them(desk: Desk) -> None:
    (desk.folder / "a.yaml").write_text(
        "case: k\nruleset: winter\nas_of: 2024-03-01\n"
        "stated:\n  strength: 5\n  sheltered: null\nfacts:\n  climbing: 2\n"
    )
    desk.ask("n", "q", options=("--resume", "a.yaml"))
    case = desk.case("a.yaml")
    assert case.stated == {"strength": 5, "sheltered": None}
    assert case.facts == {"snowed_in": False, "climbing": 2}


def test_resumed_into_another_file_leaves_the_first(desk: Desk) -> None:
    desk.ask("n", "q", options=("--out", "a.yaml"))
    before = (desk.folder / "a.yaml").read_text()
    desk.ask("2", "q", options=("--resume", "a.yaml", "--out", "b.yaml"))
    assert (desk.folder / "a.yaml").read_text() == before
    assert desk.case("b.yaml").facts == {"snowed_in": False, "climbing": 2}


def test_a_file_in_json_is_taken_up_into_yaml(desk: Desk) -> None:
    (desk.folder / "a.json").write_text('{"case": "k", "as_of": "2024-03-01", "facts": {"snowed_in": false}}')
    desk.ask("2", "q", options=("--resume", "a.json", "--ruleset", "winter"))
    assert desk.case("a.yaml").facts == {"snowed_in": False, "climbing": 2}
    assert (desk.folder / "a.json").read_text().startswith("{")


# calls


def test_without_a_name_the_file_is_named_for_the_form_and_the_day(desk: Desk) -> None:
    stem = f"winter-grazing-{date.today().isoformat()}"
    desk.ask("q")
    desk.ask("q")
    assert sorted(path.name for path in desk.folder.iterdir()) == [f"{stem}-2.yaml", f"{stem}.yaml"]


def test_an_existing_file_is_not_written_over(desk: Desk) -> None:
    (desk.folder / "a.yaml").write_text("mine")
    called = desk.ask("n", options=("--out", "a.yaml"))
    assert called.exit_code != 0
    assert "--resume a.yaml" in called.output
    assert (desk.folder / "a.yaml").read_text() == "mine"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("case: a\nfacts: {climbing: 9}\n", "A103"),
        ("case: a\nfacts: {climbing: 2, climbing: 1}\n", "Y103"),
        ("- {case: a, facts: {}}\n- {case: b, facts: {}}\n", "A214"),
        ("", "Y108"),
    ],
)
def test_a_faulty_file_is_not_taken_up_and_stays_as_it_is(desk: Desk, content: str, code: str) -> None:
    (desk.folder / "a.yaml").write_text(content)
    called = desk.ask("n", options=("--resume", "a.yaml"))
    assert called.exit_code == REJECTED
    assert code in called.output
    assert (desk.folder / "a.yaml").read_text() == content


def test_a_form_or_a_ruleset_that_is_not_there(desk: Desk) -> None:
    assert desk.ask(form="winter").exit_code == WRONG_CALL
    assert desk.ask(options=("--ruleset", "wintr")).exit_code == WRONG_CALL
    assert list(desk.folder.iterdir()) == []


def test_bytes_that_are_no_text(desk: Desk) -> None:
    command = ["--library", str(LIBRARY), "--lang", "en", "interview", "winter-grazing", "--out", "a.yaml"]
    called = CliRunner().invoke(cli, command, input=b"\xff\xfe\nn\nq\n")
    assert called.exit_code == UNFINISHED
    assert desk.case("a.yaml").facts == {"snowed_in": False}


# the day


def test_decided_as_of_today_until_the_day_of_the_assessment_is_known(desk: Desk) -> None:
    called = desk.ask(*EVERYTHING, options=("--out", "a.yaml"))
    assert f"Decided as of today, {date.today().isoformat()}, until the day of the assessment" in called.output
    assert "Decided as of 2024-01-15, the day of the assessment." in called.output
    assert desk.case("a.yaml").as_of == 20240115


def test_a_day_given_goes_before_all(desk: Desk) -> None:
    called = desk.ask(*EVERYTHING, options=("--out", "a.yaml", "--as-of", "2025-02-03"))
    assert "Decided as of 2025-02-03." in called.output
    assert desk.case("a.yaml").as_of == 20250203
    again = desk.ask("", options=("--resume", "a.yaml"))
    assert "Decided as of 2025-02-03, as the file says." in again.output
    assert desk.case("a.yaml").as_of == 20250203


def test_before_the_rules_began_it_says_so_and_goes_on(desk: Desk) -> None:
    called = desk.ask("n", "q", options=("--out", "a.yaml", "--as-of", "2019-01-01"))
    assert "winter grade: " in called.output
    assert "2019-01-01" in called.output
    assert desk.case("a.yaml").facts == {"snowed_in": False}


# the shipped form


def test_coma_and_the_levels_of_the_standard(desk: Desk) -> None:
    called = desk.ask(
        "y", "", form="gbt42195-2022", options=("--ruleset", "national", "--out", "a.yaml"), language="zh"
    )
    assert called.exit_code == 0
    assert "“昏迷”答“是”：评估到此结束，其余各题可以不问。" in called.output
    assert called.output.splitlines().count("  能力等级：能力完全丧失（完全失能）") == 1


def test_boundary_of_the_standard_as_a_range_and_a_set_of_levels(desk: Desk) -> None:
    items = ["4"] * 11 + ["3"] + ["4"] * 6 + ["1", "1", "2", "2", "2", "4", "3"]  # all but social contact
    called = desk.ask(
        "n", *items, "q", form="gbt42195-2022", options=("--ruleset", "national", "--out", "a.yaml"), language="zh"
    )
    assert "  评估总分：86到90分" in called.output.splitlines()
    tail = called.output[called.output.index("评估总分：86到90分") :]
    assert "重度" not in tail.splitlines()[1]
    assert len(desk.case("a.yaml").facts) == 26
