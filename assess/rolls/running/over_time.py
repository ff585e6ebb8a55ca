"""Faults that return on day after day of a period, each told once with all of its days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assess.diagnostics.diagnostic import Diagnostic

_DAY = "day"
_OF_DECISIONS = ("D201", "D202")
_NAMES = ("name", "zh", "en")


def told_once(faults: Sequence[Iterable[Diagnostic]]) -> list[Diagnostic]:
    """`faults`: of each date of a period, in order. What differs in the day alone is one fault with its stretches of
    days (`2023-01-31 – 2023-08-31, 2024-01-31`); decisions that are not in force on the same days, since the same day,
    are named together."""
    dates: dict[object, list[tuple[int, str]]] = {}
    first: dict[object, Diagnostic] = {}
    for date, found in enumerate(faults):
        for one in found:
            key = (one.code, one.position, _but(one, _DAY))
            first.setdefault(key, one)
            days = dates.setdefault(key, [])
            if not days or days[-1][0] != date:
                days.append((date, one.arguments.get(_DAY, "")))
    told = [_with(one, {_DAY: _stretches(dates[key])} if _DAY in one.arguments else {}) for key, one in first.items()]
    together: dict[object, list[Diagnostic]] = {}
    for one in told:
        apart = (one.position, _but(one)) if one.code not in _OF_DECISIONS else _but(one, *_NAMES)
        together.setdefault((one.code, apart), []).append(one)
    return [
        _with(same[0], {name: ("、" if name == "zh" else ", ").join(one.arguments[name] for one in same)
                        for name in _NAMES if len(same) > 1})
        for same in together.values()
    ]  # fmt: skip


def _but(one: Diagnostic, *left_out: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in one.arguments.items() if name not in left_out))


def _with(one: Diagnostic, arguments: dict[str, str]) -> Diagnostic:
    return replace(one, arguments=one.arguments | arguments)


def _stretches(days: Sequence[tuple[int, str]]) -> str:
    """Days with the number of their date; those of dates that follow each other as a stretch."""
    stretches: list[list[tuple[int, str]]] = []
    for date, day in days:
        if stretches and stretches[-1][-1][0] == date - 1:
            stretches[-1].append((date, day))
        else:
            stretches.append([(date, day)])
    ends = [(one[0][1], one[-1][1]) for one in stretches]  # of one date, where it is read from the year before
    return ", ".join(first if first == last else f"{first} – {last}" for first, last in ends)
