"""The decisions and the people of all shares put together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assess.rolls.parquet_joining import ParquetJoining
from assess.rolls.running.unread import write_unread
from assess.rolls.shares.part import Share
from assess.rolls.shares.share import DECISIONS, PEOPLE


class Merging:
    """`decisions.parquet` and `people.parquet` in `place`, out of the folders of the shares, in order: each share is
    taken as soon as it and those before it are done, so that little is left to do after the last."""

    def __init__(self, done: Path, place: Path, editions: int) -> None:
        self._done = done
        self._place = place
        self._editions = editions
        self._first: Path | None = None
        self._decisions = ParquetJoining(place / "decisions.parquet")
        self._people = ParquetJoining(place / "people.parquet")

    def __enter__(self) -> Merging:
        self._decisions.__enter__()
        self._people.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self._decisions.__exit__(*raised)
        self._people.__exit__(*raised)

    def take(self, share: Share) -> None:
        folder = self._done / share.name
        self._people.add(folder / f"{PEOPLE}.parquet")
        for index in range(self._editions):
            decisions = folder / f"{DECISIONS}-{index:04}.parquet"
            self._first = self._first or decisions
            self._decisions.add(decisions)

    def finish(self, unread: Sequence[tuple[str, int, str | None]]) -> None:
        """`unread`: rows that are in no share, as `unread_rows` has them; they come last."""
        if unread and self._first is not None:
            self._decisions.add(write_unread(unread, self._first, self._place / "unread.parquet"))
        self._people.finish()
        self._decisions.finish()
