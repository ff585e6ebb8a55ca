"""Which engine decides single cases.

Both give the same answers to every case, with facts missing or not; the tests compare them on every shipped ruleset.

- `interpreter` needs nothing but Python and runs everywhere.
- `rete` matches the rows of tables and all conditions in durable-rules. It hands what that cannot decide to the
  interpreter, and says so.
- `auto`, the default, is `rete` where durable-rules imports, else `interpreter`. durable-rules does not import on
  Python 3.13 and later and is not installed there; falling back changes no answer, so it is no fault. Whoever
  asks for `rete` by name is told that it cannot be had, rather than given another engine.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from typing import Protocol

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.engines.interpreter import Interpreter
from assess.engines.meaning import Outcome, Value
from assess.language.edition import Edition

ENGINES = ("auto", "interpreter", "rete")


class Engine(Protocol):
    """Decides one case at a time. Not for use by several threads at once."""

    name: str

    def outcomes(self, edition: Edition, facts: Mapping[str, Value]) -> dict[str, Outcome]:
        """What every active decision of the edition comes to, in order, for these facts."""


def engine(name: str = "auto") -> Engine:
    """A new engine, by a name of `ENGINES`. Raises Refused (X102) for `rete` where durable-rules does not import."""
    if name not in ENGINES:
        raise ValueError(f"no engine is called {name!r}")
    if name == "interpreter":
        return Interpreter()
    from assess.engines.rete import Rete

    try:
        return Rete()
    except ImportError:
        if name == "auto":
            return Interpreter()
        found = Diagnostic("X102", Position("--engine rete"), {"python": platform.python_version()})
        raise Refused([found]) from None
