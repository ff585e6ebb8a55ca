"""Numbers and what is counted, as English has them: `1 row`, `3,000 rows`."""

from __future__ import annotations


def count_of(number: int, one: str, several: str | None = None) -> str:
    """`several`: where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
