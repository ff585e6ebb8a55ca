"""What a name stands for, as a typed node."""

from __future__ import annotations

from abc import ABC, abstractmethod

from assess.diagnostics.diagnostic import Diagnostics
from assess.diagnostics.position import Position
from assess.language import expression as typed
from assess.language import program as checked
from assess.language.expression import Expression
from assess.language.resolved import Resolved
from assess.language.types import PLAIN, Boolean, Date, Enumeration, Number, Text, Type, Unit
from assess.language.typing import Typing, Untypable

FEN = 100


def is_money(unit: Unit | None) -> bool:
    return unit is not None and ("CNY", 1) in unit.powers


class Names(ABC):
    """Types names; a parameter or decision is typed before it is read."""

    def __init__(self, resolved: Resolved, diagnostics: Diagnostics) -> None:
        self.resolved = resolved
        self.diagnostics = diagnostics
        self.parameters: dict[str, checked.Parameter] = {}
        self.decisions: dict[str, checked.Decision] = {}
        self.typing = Typing(self._named, diagnostics)

    def _named(self, name: str, position: Position, shift: str) -> Expression:
        source = f"{name} at {shift}" if shift else name
        if name in self.resolved.parameters and not (shift == "" and name in self.decisions):
            parameter = self._parameter(name)
            if parameter is None:
                raise Untypable
            return typed.ParameterValue(
                type=parameter.type, name=name, shift=shift, key=parameter.key, position=position, source=source
            )
        if name == "as_of":
            return typed.AsOf(type=Date(), position=position, source=source)
        if name in self.resolved.inputs:
            return typed.Fact(type=self.resolved.inputs[name].type, name=name, position=position, source=source)
        if name in self.decisions:
            return typed.Result(type=self.decisions[name].type, name=name, position=position, source=source)
        raise Untypable  # an unknown name, or a decision that is itself faulty: reported already

    @abstractmethod
    def _parameter(self, name: str) -> checked.Parameter | None:
        """The typed parameter; None where it is faulty."""

    def _type_named(self, name: str) -> Type | None:
        simple: dict[str, Type] = {
            "boolean": Boolean(), "date": Date(), "text": Text(), "number": Number(1, 0, 0, PLAIN),
        }  # fmt: skip
        if name in simple:
            return simple[name]
        if name in self.resolved.types:
            return self.resolved.types[name]
        fact = self.resolved.inputs.get(name)
        return fact.type if fact is not None and isinstance(fact.type, Enumeration) else None
