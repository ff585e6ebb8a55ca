"""The day whose rules an interview looks at while the form is being filled."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DecidedOn:
    """A day, as `YYYYMMDD`, and its origin: `given` with the call, the `assessment`, the `file`, or `today`."""

    day: int
    origin: str


@dataclass(frozen=True, slots=True)
class Days:
    """The days known when an interview begins; `in_file` and `assessed_in_file` from the file taken up again."""

    today: int
    given: int | None = None
    in_file: int | None = None
    assessed_in_file: int | None = None

    def decided_on(self, assessed_on: int | None) -> DecidedOn:
        """The day given with the call; one that the file sets apart from the assessment; the assessment; today."""
        if self.given is not None:
            return DecidedOn(self.given, "given")
        set_apart = self.assessed_in_file is not None and self.in_file != self.assessed_in_file
        if self.in_file is not None and (set_apart or assessed_on is None):
            return DecidedOn(self.in_file, "file")
        if assessed_on is not None:
            return DecidedOn(assessed_on, "assessment")
        return DecidedOn(self.today, "today")
