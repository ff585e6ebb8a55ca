"""The same SQL over data frames: what `assess.engines.sql` writes, run by Polars in the place of a database.

Polars is there or not (extra `fast`); whoever imports the modules of this package asks `frames_version` first.
"""

from __future__ import annotations

import os
import sys
import warnings
from functools import cache
from importlib.util import find_spec

LEAST_MEMORY = 2**28
"""Bytes that whoever does a share may take, from which on data frames may decide it: they take as much beside the
database."""
_LEAST = (2, 1)
"""What it is tried with."""


def limit_threads(threads: int) -> None:
    """So many threads work for Polars in this process, unless it is loaded already or somebody said otherwise; and
    numpy starts none for matrices, of which there are none."""
    if "polars" not in sys.modules:
        os.environ.setdefault("POLARS_MAX_THREADS", str(threads))
    if "numpy" not in sys.modules:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def may_have_frames() -> bool:
    """Is there anything to load? Whether it is of use, `frames_version` says, which takes a while."""
    return find_spec("polars") is not None and find_spec("numpy") is not None


@cache
def frames_version() -> str | None:
    """Polars and its version; None where it or numpy is not installed, or it is too old or made for other
    processors than this one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            import numpy  # noqa: F401 (what Polars does without, and the files of a share do not)
            import polars
    except (ImportError, RuntimeWarning):
        return None
    found = tuple(int(part) for part in polars.__version__.split(".")[:2])
    return f"polars {polars.__version__}" if found >= _LEAST else None
