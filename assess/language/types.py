"""The types of values, and the integers that stand for them inside the engines.

| type        | inside the engines                                   |
|-------------|------------------------------------------------------|
| Boolean     | `True`, `False`                                      |
| Number      | an integer numerator over the type's `denominator`   |
| Date        | the integer `YYYYMMDD`                               |
| Enumeration | the index of the code, least first                   |
| Text        | `str`                                                |

Unknown is `None` everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

INT64_MAXIMUM = 2**63 - 1
EARLIEST_DATE = 1800_01_01
LATEST_DATE = 2200_12_31


@dataclass(frozen=True, slots=True)
class Label:
    """The Chinese and the English name of a thing."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers of base units: `CNY/month` is CNY¹·month⁻¹. No powers at all: a plain number."""

    powers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Unit:
        """`CNY/month`, `points`, `ratio` (a plain number) … Raises ValueError on anything malformed."""
        powers: dict[str, int] = {}
        for index, part in enumerate(text.strip().split("/")):
            name = part.strip()
            if not name.replace("_", "").isascii() or not name.replace("_", "").isalpha():
                raise ValueError(text)
            if name in ("ratio", "number"):
                continue
            powers[name] = powers.get(name, 0) + (1 if index == 0 else -1)
        return cls(tuple(sorted((n, p) for n, p in powers.items() if p)))

    def times(self, other: Unit, sign: int = 1) -> Unit:
        powers = dict(self.powers)
        for name, power in other.powers:
            powers[name] = powers.get(name, 0) + sign * power
        return Unit(tuple(sorted((n, p) for n, p in powers.items() if p)))

    def __str__(self) -> str:
        above = [n if p == 1 else f"{n}^{p}" for n, p in self.powers if p > 0]
        below = [n if p == -1 else f"{n}^{-p}" for n, p in self.powers if p < 0]
        if not above and not below:
            return "ratio"
        return "/".join(["·".join(above) or "1", *below])


PLAIN = Unit()


@dataclass(frozen=True, slots=True)
class Boolean:
    def __str__(self) -> str:
        return "boolean"


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number: `numerator / denominator`, where the denominator is fixed when the ruleset is loaded.

    `minimum` and `maximum` bound the numerator. `unit` is None for a bare literal, which takes the unit it meets.
    """

    denominator: int
    minimum: int
    maximum: int
    unit: Unit | None = PLAIN

    def __str__(self) -> str:
        unit = "" if self.unit is None or self.unit == PLAIN else f" {self.unit}"
        low, high = Fraction(self.minimum, self.denominator), Fraction(self.maximum, self.denominator)
        return f"number[{low}..{high}; /{self.denominator}]{unit}"


@dataclass(frozen=True, slots=True)
class Date:
    def __str__(self) -> str:
        return "date"


@dataclass(frozen=True, slots=True)
class Enumeration:
    name: str
    codes: tuple[str, ...]
    ordered: bool = False
    labels: tuple[Label, ...] = ()

    def index(self, code: str) -> int:
        return self.codes.index(code)

    def __str__(self) -> str:
        if self.ordered:
            return f"ordered {self.name}({' < '.join(self.codes)})"
        return f"{self.name}({', '.join(self.codes)})"


@dataclass(frozen=True, slots=True)
class Text:
    """Text; `form` tells what is checked when it is taken in: `plain`, `resident_id` or `division_code`."""

    form: str = "plain"

    def __str__(self) -> str:
        return "text" if self.form == "plain" else self.form


@dataclass(frozen=True, slots=True)
class Choices(Text):
    """Several codes at once, in a list. Rules do not read them."""

    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Persons(Text):
    """A list of people; `exactly` so many, where that is said. Rules do not read them."""

    exactly: int | None = None


Type = Boolean | Number | Date | Enumeration | Text
