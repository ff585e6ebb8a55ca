"""Where standard output is not UTF-8: no mark turns into another, and what programs read is whole."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assess.cli.encodings import write_what_can_be_written
from tests.processes import called

EXAMPLES = Path(__file__).parents[2] / "examples"
TEKUN = str(EXAMPLES / "changzhou-tekun.yaml")


def output(encoding: str, *arguments: str, given: bytes = b"") -> bytes:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "ASSESS_LANG": "zh"}
    command = [sys.executable, "-m", "assess", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env=environment, input=given).stdout


def output_in_utf8(*arguments: str) -> bytes:
    """The same where standard output is UTF-8, which needs no interpreter of its own."""
    return called(arguments, EXAMPLES, {**os.environ, "ASSESS_LANG": "zh"})[1].encode()


@pytest.mark.parametrize(
    ("encoding", "text", "written"),
    [
        ("utf-8", "✓ ✗ ? 𠮷", "✓ ✗ ? 𠮷"),
        ("gb18030", "✓ ✗ ? 𠮷", "✓ ✗ ? 𠮷"),
        ("gbk", "■ ✓ 失能 ✗ 低保 ? 未知 王𠮷", "■ √ 失能 × 低保 ? 未知 王□"),
        ("cp1252", "■ ✓ yes ✗ no ? 王 – 1 ≥ 0", "* + yes × no ? ? – 1 >= 0"),
        ("ascii", "✓ yes ✗ no – “a” …", '+ yes x no - "a" ...'),
    ],
)
def test_what_an_encoding_lacks_is_written_as_something_alike(encoding: str, text: str, written: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    write_what_can_be_written(stream)
    stream.write(text)
    stream.flush()
    assert stream.buffer.getvalue().decode(encoding) == written  # type: ignore[attr-defined]


def test_a_condition_that_holds_does_not_look_unknown() -> None:
    """cp936 has no ✓, and «?» says that something is not known."""
    arguments = ("evaluate", TEKUN, "--only", "tekun_care_standard")
    said = output("gbk", *arguments).decode("gbk")
    assert "√ 社会救助类别是“特困人员”" in said
    assert said == output_in_utf8(*arguments).decode().replace("✓", "√").replace("✗", "×")


@pytest.mark.parametrize("format_", ["json", "jsonl", "html", "notice"])
def test_what_programs_and_browsers_read_is_utf8_wherever_it_goes(format_: str) -> None:
    arguments = ("evaluate", TEKUN, "--format", format_)
    written = output("gbk", *arguments)
    assert "特困人员照料护理标准" in written.decode()
    assert written == output_in_utf8(*arguments)


def test_what_one_command_writes_the_next_can_read() -> None:
    blank = output("gbk", "forms", "blank", "self-care-six", "--ruleset", "jiangsu/changzhou")
    assert "自主吃饭：能自己吃饭吗？" in blank.decode()
    filled = blank.replace(b"case: null", b"case: a").replace(b"as_of: null", b"as_of: 2025-12-31")
    for question in ("feeding", "dressing", "bed_transfer", "toileting", "indoor_walking", "bathing"):
        filled = filled.replace(f"self_{question}: null".encode(), f"self_{question}: true".encode())
    said = json.loads(output("gbk", "evaluate", "-", "--only", "self_care_ability", "--format", "json", given=filled))
    assert said["decisions"]["self_care_ability"]["value"] == "able"
