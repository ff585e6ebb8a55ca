"""The libraries that rolls need and single cases do not: asked for before anything is imported that uses them."""

from __future__ import annotations

from importlib.util import find_spec


def needed(*packages: str) -> None:
    """Raises Refused (R416) where one is not installed."""
    from assess.diagnostics.diagnostic import Diagnostic, Refused
    from assess.diagnostics.position import Position

    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise Refused([Diagnostic("R416", Position("assess roll"), {"package": ", ".join(missing)})])
