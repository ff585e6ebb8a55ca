"""Calls of `assess` by somebody whom permissions bind, which they do not bind root by itself.

    setpriv --bounding-set=-dac_override,-dac_read_search python -m tests.rolls.running.bound_by_permissions CALLS

Prints, as JSON, the exit code and the output of each call of the list.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from assess.cli.main import cli

_WITHOUT = "-dac_override,-dac_read_search"


def called(*calls: list[str]) -> list[tuple[int, str]]:
    """The exit code and the output of each, all in one process. Skips the test where root cannot be bound."""
    command = [sys.executable, "-m", __name__, json.dumps(calls)]
    if os.name != "posix":
        pytest.skip("permissions as POSIX has them")
    if os.geteuid() == 0:
        bound = ["setpriv", f"--inh-caps={_WITHOUT}", f"--bounding-set={_WITHOUT}"]
        try:
            subprocess.run([*bound, "true"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("permissions do not bind root, and setpriv is not there or not permitted")
        command = [*bound, *command]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return [(code, output) for code, output in json.loads(done.stdout)]


def main(calls: list[list[str]]) -> None:
    results = [CliRunner().invoke(cli, call) for call in calls]
    print(json.dumps([(one.exit_code, one.output) for one in results]))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
