"""Names in the commands that messages propose: pasted into a shell, they are names and nothing more."""

from __future__ import annotations

import shlex

import pytest

from assess.rolls.as_typed import as_typed


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("roll.csv", "roll.csv"),
        ("名册/2025年.xlsx:北村:7", "名册/2025年.xlsx:北村:7"),
        ("my roll.csv", '"my roll.csv"'),
        ("postgresql://10.0.0.5/office?table=a&b=c", '"postgresql://10.0.0.5/office?table=a&b=c"'),
        ("a;b(1)'.csv", '"a;b(1)\'.csv"'),
        ("$(touch x) `id`.csv", "'$(touch x) `id`.csv'"),
        ('a"b.csv', "'a\"b.csv'"),
        ("a'$b.csv", "'a'\"'\"'$b.csv'"),
    ],
)
def test_name(name: str, typed: str) -> None:
    assert as_typed(name, windows=False) == typed
    assert shlex.split(typed) == [name]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (r"C:\名册\2025年.xlsx:北村:7", r"C:\名册\2025年.xlsx:北村:7"),
        (r"C:\my rolls\a.csv", r'"C:\my rolls\a.csv"'),
        ("a&b,c.csv", '"a&b,c.csv"'),
        ("it's $(x).csv", "'it''s $(x).csv'"),
    ],
)
def test_name_on_windows(name: str, typed: str) -> None:
    """Backslashes mark nothing there; cmd knows no single quotation marks, PowerShell reads $ between double ones."""
    assert as_typed(name, windows=True) == typed
