"""Where the tests of a run keep what several of them use."""

from __future__ import annotations

import os
from pathlib import Path

_NAME = "ASSESS_TESTS_FOLDER"


def of_this_run() -> str | None:
    """A folder among those of pytest, which removes them after some more runs even where a run was killed; None outside
    of pytest, that is where any temporary folder is made."""
    return os.environ.get(_NAME)


def told(folder: Path | None) -> None:
    """Tells it to this process, and to those that it starts."""
    if folder is None:
        os.environ.pop(_NAME, None)
    else:
        os.environ[_NAME] = str(folder)
