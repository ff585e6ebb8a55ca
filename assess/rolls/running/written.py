"""What a run writes down of its own call, so that any of its rows can be decided again from its folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from assess.rolls.running.call import Call
from assess.rolls.running.planning import Planned

RUN = "input/run.json"


@dataclass(frozen=True, slots=True)
class Written:
    """`days` and `months` as in `Period`."""

    ruleset: str
    days: tuple[int, ...]
    months: tuple[str, ...] | None
    strict: bool
    only: tuple[str, ...] | None
    has_mapping: bool
    has_parameters: bool

    @classmethod
    def of(cls, call: Call, planned: Planned) -> Written:
        return cls(
            planned.program.id,
            call.period.days,
            call.period.months,
            call.strict,
            call.only,
            call.mapping is not None,
            call.parameters is not None,
        )

    def write(self, path: Path) -> None:
        aside = path.with_suffix(".aside")
        aside.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        aside.replace(path)

    @classmethod
    def load(cls, path: Path) -> Written:
        """Raises OSError, ValueError, TypeError."""
        content = json.loads(path.read_text(encoding="utf-8"))
        for name in ("days", "months", "only"):
            content[name] = None if content[name] is None else tuple(content[name])
        return cls(**content)
