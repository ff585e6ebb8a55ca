"""`assess evaluate` end to end: what it reads, what it writes, how it ends, and that no misuse ends in a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assess.cli.main import cli
from assess.library import shipped
from tests.library import FOLDER
from tests.library.herders import Facts, herder

EXAMPLES = shipped() / "examples"
AS_OF = "2023-06-30"


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    """The command, with the rulesets of Meadowland beside those that ship; it must never end in a fault of its own."""
    result = CliRunner().invoke(
        cli, ["--library", str(FOLDER), "evaluate", *arguments], input=stdin, prog_name="assess"
    )
    assert "Traceback" not in result.output
    assert result.exit_code in (0, 1, 2, 3), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def case(facts: Facts, id_: str = "a", **frame: Any) -> dict[str, Any]:
    return {"case": id_, "ruleset": "meadowland", "as_of": AS_OF, "facts": facts} | frame


def lines(*cases: dict[str, Any] | str) -> str:
    return "".join((one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n" for one in cases)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A decided case in YAML (which JSON is, too)."""
    path = tmp_path / "case.yaml"
    path.write_text(json.dumps(case(herder())), encoding="utf-8")
    return path


# what it reads


YAML = """\
# a herder of the north
case: in-yaml
ruleset: meadowland
as_of: 2023-06-30
facts:
  herding_since: 2000-06-30
  home: north
  animals: goats
  by_night: false
  shelter: true
  dogs: 1
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("case.yaml", YAML),
        ("case.yml", YAML),
        ("case.json", json.dumps(case(herder(), "in-json"), indent=2)),
        ("case.json", json.dumps(case(herder(), "in-json"), indent="\t")),
        ("cases.yaml", f"- {json.dumps(case(herder(), 'in-a-list'))}\n"),
        ("cases.jsonl", lines(case(herder(), "in-a-line"))),
        ("cases.ndjson", "\n" + lines(case(herder(), "in-a-line")) + "\n\n"),
    ],
)
def test_one_case_in_any_kind_of_file(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    result = run(str(path), "--only", "hay", "--format", "json")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert data["case"].startswith("in-")
    assert data["decisions"]["hay"]["value"] == "45.50"


@pytest.mark.parametrize("text", [YAML, lines(case(herder(), "in-a-line")), json.dumps(case(herder()), indent=1)])
def test_standard_input(text: str) -> None:
    result = run("-", "--only", "hay", "--format", "json", stdin=text)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["decisions"]["hay"]["value"] == "45.50"


def test_several_files_in_the_order_given(tmp_path: Path, file: Path) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text(lines(case(herder(), "b"), case(herder("calm"), "c")), encoding="utf-8")
    result = run(str(more), str(file), "-", "--format", "json", stdin=lines(case(herder(), "d")))
    assert [one["case"] for one in json.loads(result.stdout)] == ["b", "c", "a", "d"]
    assert result.exit_code == 1


def test_call_fills_in_what_the_case_leaves_out(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("facts: {flock_lost: true}\n", encoding="utf-8")
    settings = ["--ruleset", "meadowland", "--only", "herder_grade", "--format", "json"]
    assert run(str(path), *settings).exit_code == 2
    result = run(str(path), *settings, "--as-of", AS_OF, "--known-at", "2023-05-01")
    data = json.loads(result.stdout)
    assert (result.exit_code, data["case"], data["as_of"], data["known_at"]) == (0, "1", AS_OF, "2023-05-01")


def test_case_goes_before_the_call(file: Path) -> None:
    result = run(str(file), "--as-of", "2025-01-01", "--format", "json")
    told = json.loads(result.stdout)
    assert told["as_of"] == AS_OF
    assert [(one["code"], one["severity"]) for one in told["problems"]] == [("A216", "warning")]


def test_results_found_elsewhere() -> None:
    stream = lines(
        case({}, "a", stated={"herder_grade": "good"}), case(herder(), "b"),
        case(herder(), "c", stated={"herder_grade": None, "old_herder": True}), case({}, "d", stated={"care": 80}),
    )  # fmt: skip
    result = run("-", "--only", "care", "--format", "jsonl", stdin=stream)
    assert result.exit_code == 2
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["status"] for one in found] == ["decided", "decided", "undetermined", "rejected"]
    assert [one["decisions"]["care"]["rests_on_stated"] for one in found[:3]] == [
        ["herder_grade"],
        [],
        ["herder_grade"],
    ]
    assert [problem["code"] for problem in found[3]["problems"]] == ["A128"]


def test_cases_of_several_rulesets() -> None:
    stream = lines(case(herder(), "a"), case(herder(), "b", ruleset="meadowland/north", as_of="2024-06-30"))
    found = [json.loads(line) for line in run("-", "--format", "jsonl", stdin=stream).stdout.splitlines()]
    assert [(one["ruleset"]["id"], one["decisions"]["hay"]["value"]) for one in found] == [
        ("meadowland", "45.50"), ("meadowland/north", "88.88")
    ]  # fmt: skip


# what it writes


def test_text_in_both_languages(file: Path) -> None:
    chinese = run(str(file))
    assert "■ 干草补贴：45.50 元/月" in chinese.stdout
    assert "结果：已决定" in chinese.stdout
    english = run(str(file), "--lang", "en")
    assert "■ hay: 45.50 yuan/month" in english.stdout
    assert "result: decided" in english.stdout


def test_full_text_shows_every_leaf(file: Path) -> None:
    short, full = run(str(file), "--lang", "en"), run(str(file), "--lang", "en", "--full")
    assert "herds by night" not in short.stdout
    assert "herds by night: no" in full.stdout
    assert len(full.stdout) > len(short.stdout)


def test_one_case_is_an_object_and_several_are_a_list(file: Path) -> None:
    assert isinstance(json.loads(run(str(file), "--format", "json").stdout), dict)
    assert [one["case"] for one in json.loads(run(str(file), str(file), "--format", "json").stdout)] == ["a", "a"]


def test_json_lines_is_a_case_a_line() -> None:
    stream = lines(*(case(herder(), f"n{number}") for number in range(5)))
    found = run("-", "--format", "jsonl", stdin=stream).stdout.splitlines()
    assert [json.loads(line)["case"] for line in found] == [f"n{number}" for number in range(5)]


def test_only_what_is_asked_and_what_it_needs(file: Path) -> None:
    data = json.loads(
        run(str(file), "--only", "hay", "--only", "wool_grade", "--only", "hay", "--format", "json").stdout
    )
    assert [name for name, one in data["decisions"].items() if one["goal"]] == ["wool_grade", "hay"]
    assert set(data["decisions"]) == {"hay", "wool_grade", "wool_points", "old_herder", "herding_years"}


@pytest.mark.parametrize("format_", ["text", "json", "jsonl"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_engines_write_the_same_bytes(format_: str, language: str) -> None:
    pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    stream = lines(
        case(herder(), "a"), case(herder("calm"), "b"), case(herder(storms=99), "c"), case({}, "d"),
        case(herder(shelter=False, dogs=0, wolves=True), "e"), case(herder(), "f", as_of="2030-01-01"),
        case(herder(), "g", stated={"old_herder": False, "herder_grade": None}),
    )  # fmt: skip
    arguments = ("-", "--format", format_, "--lang", language)
    interpreter = run(*arguments, "--engine", "interpreter", stdin=stream)
    rete = run(*arguments, "--engine", "rete", stdin=stream)
    assert rete.stdout_bytes == interpreter.stdout_bytes
    assert rete.exit_code == interpreter.exit_code == 2
    assert run(*arguments, stdin=stream).stdout_bytes == interpreter.stdout_bytes
    assert interpreter.stderr == ""


def test_rete_says_what_it_handed_over() -> None:
    pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    result = run("-", "--engine", "rete", "--lang", "en", stdin=lines(case(herder("storms"))))
    assert "made by the interpreter" in result.stderr


def test_same_call_twice_writes_the_same_bytes() -> None:
    path = str(EXAMPLES / "changzhou-tekun.yaml")
    assert run(path, "--format", "json").stdout_bytes == run(path, "--format", "json").stdout_bytes


# how it ends


@pytest.mark.parametrize(
    ("cases", "code"),
    [
        ([case(herder())], 0),
        ([case(herder()), case(herder("calm"))], 1),
        ([case(herder()), case(herder(storms=99))], 2),
        ([case(herder("calm")), case(herder(storms=99)), case(herder())], 2),
    ],
)
def test_exit_code_is_that_of_the_worst_case(cases: list[dict[str, Any]], code: int) -> None:
    assert run("-", stdin=lines(*cases)).exit_code == code


BROKEN = [
    '{"case": "b", "ruleset": "meadowland", "as_of": "2023-06-30", "facts": {"calm": 3',
    "not a case",
    "[]",
    "7",
    "null",
    '{"case": "b", "facts": {"calm": 3, "calm": 2}}',
    '{"case": "b", "as_of": "2023-06-30", "facts": {}}',
    '{"case": "b", "ruleset": "meadowlnd", "as_of": "2023-06-30", "facts": {}}',
    '{"case": "b", "ruleset": ["meadowland"], "as_of": "2023-06-30", "facts": {}}',
    '{"case": "b", "ruleset": "meadowland", "as_of": "2023-02-30", "facts": {}}',
    '{"case": "b", "ruleset": "meadowland", "as_of": "2023-06-30", "facts": []}',
    '{"case": "b", "ruleset": "meadowland", "as_of": "2023-06-30", "fact": {}}',
    '{"case": "b", "ruleset": "meadowland", "as_of": "2023-06-30", "facts": {"calm": NaN}}',
    '{"case": "b", "ruleset": "meadowland", "as_of": "2023-06-30", "facts": {"calm": 1e999999999}}',
    '{"case": "b", "ruleset": "meadowland", "as_of": "2023-06-30", "facts": {"calm": "\\ud800"}}',
    '{"case": "b", "ruleset": "meadowland", "as_of": "2023-06-30", "facts": {"\\udc00": 1}}',
    '{"case": "\\ud800", "ruleset": "meadowland", "as_of": "2023-06-30", "facts": {}}',
    '{"case": "b", "ruleset": "meadowland", "as_of": "2023-06-30", "facts": ' + "[" * 100_000,
    '{"case": "b", "ruleset": "meadowland", "as_of": "2023-06-30", "facts": {"calm": ' + "9" * 5000 + "}}",
]


@pytest.mark.parametrize("broken", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("place", [0, 1, 2])
def test_bad_case_is_rejected_in_its_place_and_the_others_decided(broken: str, place: int) -> None:
    cases: list[dict[str, Any] | str] = [case(herder(), "a"), case(herder(), "c")]
    cases.insert(place, broken)
    result = run("-", "--format", "jsonl", stdin=lines(*cases))
    assert result.exit_code == 2, result.output
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["status"] for one in found] == ["rejected" if at == place else "decided" for at in range(3)]
    assert found[place]["problems"]
    assert all(problem["remedy"]["zh"] and problem["remedy"]["en"] for problem in found[place]["problems"])
    assert found[place]["problems"][0]["line"] == place + 1


def test_bad_case_in_a_list_of_a_yaml_file(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    cases = [case(herder(), "a"), case(herder(calm=4), "b"), case(herder(), "c")]
    path.write_text("".join(f"- {json.dumps(one)}\n" for one in cases), encoding="utf-8")
    result = run(str(path), "--format", "json")
    assert [one["status"] for one in json.loads(result.stdout)] == ["decided", "rejected", "decided"]
    (problem,) = json.loads(result.stdout)[1]["problems"]
    assert (problem["code"], problem["line"], problem["arguments"]["fact"]) == ("A103", 2, "calm")


def test_rejected_case_in_text_says_where_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(YAML + "  dog: 1\n", encoding="utf-8")
    result = run(str(path), "--lang", "en")
    assert result.exit_code == 2
    assert f"{path}:12:3: error A101" in result.stdout
    assert "Did you mean “dogs”?" in result.stdout


# dates and figures


def test_known_at_of_the_call() -> None:
    stream = lines(case(herder()))
    data = [
        json.loads(run("-", "--only", "care", "--known-at", day, "--format", "json", stdin=stream).stdout)
        for day in ("2022-06-09", "2022-06-10")
    ]
    assert [one["decisions"]["care"]["value"] for one in data] == ["75.00", "83.30"]


def test_past_the_last_review_strict_and_lenient() -> None:
    stream = lines(case(herder(), as_of="2027-06-30"))
    strict = run("-", "--only", "hay", "--lang", "en", stdin=stream)
    assert strict.exit_code == 2
    assert "P204" in strict.stdout
    lenient = run("-", "--only", "hay", "--lang", "en", "--lenient", stdin=stream)
    assert lenient.exit_code == 0
    assert "warning P205" in lenient.stdout
    assert "55.00 yuan/month" in lenient.stdout


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    path = tmp_path / "north-office.yaml"
    path.write_text(
        "parameters:\n"
        "  shelter_rate: 120\n"
        "  wage:\n"
        "    - {from: 2022-07-01, value: 2000, confidence: published, note: {zh: 更正, en: corrected}}\n",
        encoding="utf-8",
    )
    return path


def test_figures_of_an_office_are_used_and_their_file_is_named(figures: Path) -> None:
    stream = lines(case(herder(shelter=False)))
    only = ("--only", "care", "--only", "shelter_grant")
    before = json.loads(run("-", *only, "--format", "json", stdin=stream).stdout)
    assert before["decisions"]["shelter_grant"]["value"] is None
    result = run("-", *only, "--parameters", str(figures), "--format", "json", stdin=stream)
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["parameters_file"]["name"] == "north-office.yaml"
    assert len(data["parameters_file"]["hash"]) == 64
    grant, care = data["decisions"]["shelter_grant"], data["decisions"]["care"]
    assert (grant["value"], grant["provisional"]) == ("120.00", True)
    assert (care["value"], care["provisional"]) == ("150.00", False), "the file says that it is published"
    assert [one["origin"] for one in (*grant["parameters"], care["parameters"][1])] == ["north-office.yaml"] * 2
    assert data["ruleset"]["hash"] == before["ruleset"]["hash"]


@pytest.mark.parametrize(
    ("language", "says"), [("zh", "由文件 north-office.yaml 提供"), ("en", "supplied by the file north-office.yaml")]
)
def test_text_names_the_file_of_the_figures(figures: Path, language: str, says: str) -> None:
    stream = lines(case(herder(shelter=False)))
    result = run("-", "--only", "shelter_grant", "--parameters", str(figures), "--lang", language, stdin=stream)
    assert says in " ".join(result.stdout.split()).replace("， ", "，")


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        ("parameters: {shelter_rat: 120}\n", "P111", "shelter_rate"),
        ("parameters: {shelter_rate: many}\n", "P101", "shelter_rate"),
        ("parameters: {hay_rate: {sheep: 1, goats: 2}}\n", "P110", "both"),
        ("parameters: {hay_rate: 5}\n", "P108", "hay_rate"),
        ("parameters: {wage: [{value: 5}]}\n", "S102", "from"),
        ("parameters: {wage: [{from: 2022-07-01, value: 5}, {from: 2022-07-01, value: 6}]}\n", "D102", "wage"),
        ("parameters: {wage: [{from: 2022-07-01, until: 2022-06-30, value: 5}]}\n", "D103", "2022"),
        ("parameter: {shelter_rate: 120}\n", "S101", "parameters"),
        ("shelter_rate: 120\n", "S101", "shelter_rate"),
        ("- 1\n", "S104", ""),
        ("parameters: {shelter_rate: 1, shelter_rate: 2}\n", "Y103", "shelter_rate"),
        ("parameters:\n\tshelter_rate: 1\n", "Y102", ""),
        ("", "Y108", ""),
        ("parameters: {shelter_rate: !!python/name:os.system 1}\n", "Y104", ""),
        ("[" * 100_000, "Y110", ""),
    ],
)
def test_faulty_file_of_figures_is_a_wrong_call(tmp_path: Path, content: str, code: str, says: str) -> None:
    path = tmp_path / "office.yaml"
    path.write_text(content, encoding="utf-8")
    result = run("-", "--parameters", str(path), "--lang", "en", stdin=lines(case(herder())))
    assert result.exit_code == 3
    assert result.stdout == ""
    assert code in result.stderr
    assert says in result.stderr
    assert "office.yaml" in result.stderr


def test_binary_file_of_figures(tmp_path: Path) -> None:
    path = tmp_path / "office.yaml"
    path.write_bytes(bytes(range(256)))
    result = run("-", "--parameters", str(path), stdin=lines(case(herder())))
    assert result.exit_code == 3
    assert "Y106" in result.stderr


# misuse


def test_file_that_is_not_there(tmp_path: Path, file: Path) -> None:
    gone = str(tmp_path / "gone.yaml")
    alone = run(gone, "--lang", "en")
    assert (alone.exit_code, alone.stdout) == (3, "")
    assert "Y107" in alone.stderr
    assert gone in alone.stderr
    beside = run(gone, str(file), "--format", "jsonl")
    assert beside.exit_code == 2
    assert [json.loads(line)["status"] for line in beside.stdout.splitlines()] == ["rejected", "decided"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.yaml", b"", "Y108"),
        ("empty.json", b"  \n", "Y108"),
        ("empty.jsonl", b"\n\n", "Y108"),
        ("comment.yaml", b"# nothing\n", "Y108"),
        ("empty-list.yaml", b"[]\n", "A211"),
        ("text.yaml", b"a herder\n", "A204"),
        ("number.json", b"7", "A204"),
        ("binary.yaml", bytes(range(256)), "Y106"),
        ("binary.jsonl", b"\x80\x81\xff\n", "Y106"),
        ("zip.json", b"PK\x03\x04\x00\x00", "Y101"),
        ("gbk.yaml", "facts: {家: 北村}".encode("gbk"), "Y106"),
        ("utf-16.json", '{"facts": {}}'.encode("utf-16"), "Y106"),
        ("unfinished.json", b'{"facts": {', "Y101"),
        ("two.yaml", b"facts: {}\n---\nfacts: {}\n", "Y105"),
        ("deep.yaml", b"[" * 100_000, "A209"),
        ("deep.json", b'{"facts": ' * 50_000, "A209"),
        ("stairs.yaml", b"- " * 50_000, "A209"),
        ("anchor.yaml", b"facts: &a {calm: *a}\n", "Y104"),
        ("tag.yaml", b"facts: !!python/object/apply:os.system [ls]\n", "A210"),
        ("merge.yaml", b"facts: {<<: {calm: 1}}\n", "A101"),
        ("tab.yaml", b"facts:\n\tcalm: 1\n", "Y102"),
    ],
)
def test_file_that_holds_no_case(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = run(str(path), "--ruleset", "meadowland", "--as-of", AS_OF, "--lang", "en")
    assert result.exit_code == 2
    assert f"error {code}" in result.stdout
    assert name in result.stdout


def test_directory_as_a_file(tmp_path: Path) -> None:
    result = run(str(tmp_path), "--lang", "en")
    assert result.exit_code == 3
    assert "Y107" in result.stderr


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_nothing_on_standard_input(text: str) -> None:
    result = run("-", "--ruleset", "meadowland", stdin=text)
    assert result.exit_code == 2
    assert "Y108" in result.stdout
    assert run("-", stdin=text).exit_code == 3


def test_bytes_on_standard_input() -> None:
    result = run("-", "--ruleset", "meadowland", stdin=bytes(range(256)))
    assert result.exit_code == 2
    assert "Y106" in result.stdout


def test_no_case_names_a_ruleset() -> None:
    result = run("-", "--lang", "en", stdin=lines(case(herder(), "a", ruleset=None), case(herder(), "b", ruleset=None)))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.count("error X104") == 2


@pytest.mark.parametrize("named_by", ["call", "case"])
def test_ruleset_that_does_not_exist_names_the_nearest(named_by: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(json.dumps(case(herder(), ruleset="jiangsu/changzhuo")), encoding="utf-8")
    arguments = ("--ruleset", "jiangsu/changzhuo") if named_by == "call" else ()
    result = run(str(path), *arguments, "--lang", "en")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "error X101" in result.stderr
    assert "Did you mean “jiangsu/changzhou”?" in result.stderr


def test_ruleset_with_faults_is_not_used(tmp_path: Path, file: Path) -> None:
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "rulesets" / "faulty.yaml").write_text("ruleset: faulty\nversion: '1'\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["--library", str(tmp_path), "evaluate", str(file), "--ruleset", "faulty"])
    assert result.exit_code == 3
    assert "S102" in result.stderr
    assert result.stdout == ""


def test_decision_that_does_not_exist_names_the_nearest(file: Path) -> None:
    result = run(str(file), "--only", "herder_grad", "--lang", "en")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "X103" in result.stderr
    assert "herder_grade" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "FILE"),
        (("--as-of", "30.6.2023"), "30.6.2023"),
        (("--as-of", "2023-02-30"), "2023-02-30"),
        (("--known-at", "yesterday"), "yesterday"),
        (("--engine", "drools"), "drools"),
        (("--format", "pdf"), "pdf"),
        (("--lang", "fr"), "fr"),
        (("--parameters", "/nowhere/figures.yaml"), "figures.yaml"),
        (("--parameters", "/"), "/"),
        (("--rulesets", "meadowland"), "--ruleset"),
        (("--only",), "--only"),
    ],
)
def test_wrong_call(arguments: tuple[str, ...], says: str, file: Path) -> None:
    result = run(*([str(file)] if arguments else []), *arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    assert says in result.stderr


@pytest.mark.parametrize("as_of", ["0001-01-01", "1799-12-31", "1800-01-01", "2200-12-31", "9999-12-31"])
def test_days_far_from_any_rule(as_of: str) -> None:
    result = run("-", "--ruleset", "meadowland", "--as-of", as_of, "--format", "json", stdin='{"facts": {}}')
    assert result.exit_code == 2
    assert json.loads(result.stdout)["problems"]


# as a process of its own


def process(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assess", *arguments], input=stdin, capture_output=True, text=True, check=False,
        env={**os.environ, "ASSESS_PATH": str(FOLDER)},
    )  # fmt: skip


def test_process_ends_with_the_exit_code() -> None:
    stream = lines(case(herder("calm"), "a"), "not a case", case(herder(), "c"))
    done = process("evaluate", "-", "--format", "jsonl", stdin=stream)
    assert done.returncode == 2
    assert done.stderr == ""
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["undetermined", "rejected", "decided"]


def test_examples_that_ship() -> None:
    names = ("changzhou-tekun", "changzhou-stated", "changzhou-partial", "lanzhou-2022")
    files = [str(EXAMPLES / f"{name}.yaml") for name in names]
    done = process("evaluate", *files, "--format", "jsonl", "--lang", "en")
    assert done.returncode in (0, 1), done.stderr
    found = {one["case"]: one for one in map(json.loads, done.stdout.splitlines())}
    for name in ("changzhou-tekun", "changzhou-stated"):
        assert found[name]["decisions"]["tekun_care_standard"]["value"] == "747.00"
    assert found["lanzhou-2022"]["decisions"]["tekun_base_standard"]["value"] == "1189.00"
    assert found["changzhou-partial"]["status"] == "undetermined"
    assert found["changzhou-partial"]["decisions"]["ability_level"]["possible"]


def test_nothing_for_whole_files_is_imported() -> None:
    """Tables, SQL and data frames are for rolls; one case must not wait for them."""
    program = f"""
import sys
from assess.cli.main import cli
try:
    cli.main(['--library', {str(FOLDER)!r}, 'evaluate', '-'], standalone_mode=False)
except SystemExit:
    print([name for name in ('duckdb', 'sqlglot', 'pandas', 'numpy', 'jinja2') if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], input=lines(case(herder())), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
