"""What a table's conditions read, as whole numbers: facts, results, parameters, the as-of date, what an identity says.

Inside a proof every value is a whole number, so that all ranges are alike: false and true are 0 and 1, a code is its
place in its enumeration, a date is its proleptic ordinal (days then follow one another without holes), and a text is
its place in a list of texts that stand for all others: `Texts`.

Variables are taken as independent of one another, each with every value of its type (of its options, where it has any).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

from assess.language.checks.proof.regions import Region
from assess.language.dates import date_of
from assess.language.expression import (
    AsOf,
    Call,
    Constant,
    Expression,
    Fact,
    Named,
    ParameterValue,
    Result,
    walk,
)
from assess.language.law import Input
from assess.language.types import (
    EARLIEST_DATE,
    LATEST_DATE,
    PLAIN,
    Boolean,
    Date,
    Enumeration,
    Number,
    Text,
    Type,
)

Key = tuple[object, ...]
DIVISION_DIGITS = 6
_ANYTHING_ELSE = "…"
_PLAIN_DAY = date(2000, 1, 1).toordinal()


class Undecidable(Exception):
    """The proof cannot be had, or not with reasonable effort."""


def ordinal(day: int) -> int:
    """The days since the year 1 of a `YYYYMMDD` number."""
    return date_of(day).toordinal()


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that conditions read, with the values it may have."""

    key: Key
    name: str
    type: Type
    domain: Region

    def preferred(self, region: Region) -> int:
        """The value of the region that tells most: one where it ends inside the domain, or else a plain one."""
        plain = _PLAIN_DAY if isinstance(self.type, Date) else 0
        if region.low > self.domain.low:
            return region.low
        if region.spans[0][1] < self.domain.high:
            return region.spans[0][1]
        return plain if plain in region else region.low


class Texts:
    """Texts that stand for all others: no condition of a table tells a text from the one that stands for it.

    `=` and `starts with` can only tell apart which of the table's own texts a text begins with, and whether it is one
    of them; and two texts from one another. So each of them is listed as it stands and continued, and some others.
    """

    def __init__(self, constants: Iterable[str], wanted: int) -> None:
        """`wanted`: how many texts of each sort are needed, that is, how many variables may differ from one another."""
        own = list(dict.fromkeys(constants))
        self.all: list[str] = list(own)
        for start in ("", *own):
            self.all.extend(start + _ANYTHING_ELSE * times for times in range(1, wanted + 1))
        for start in ("", *own):
            self.all.extend(self._divisions(start, own, wanted))
        self.all = list(dict.fromkeys(self.all))
        self._index = {text: index for index, text in enumerate(self.all)}

    def index(self, text: str) -> int:
        return self._index[text]

    def region(self, form: str) -> Region:
        """The texts that a variable of the form may have."""
        if form != "division_code":
            return Region.between(0, len(self.all) - 1)
        return Region.of(index for index, text in enumerate(self.all) if _is_division(text))

    def _divisions(self, start: str, own: Sequence[str], wanted: int) -> list[str]:
        """Division codes that begin with `start` and with none of the longer texts."""
        room = DIVISION_DIGITS - len(start)
        if room <= 0 or not (start == "" or start.isdigit()):
            return []
        longer = tuple(text for text in own if len(text) > len(start))
        found: list[str] = []
        for tail in range(10**room - 1, -1, -1):
            text = f"{start}{tail:0{room}}"
            if not text.startswith(longer):
                found.append(text)
            if len(found) == wanted:
                break
        return found


def _is_division(text: str) -> bool:
    return len(text) == DIVISION_DIGITS and text.isascii() and text.isdigit()


class Variables:
    """The variables of some conditions, in the order in which they are first read."""

    def __init__(self, inputs: Mapping[str, Input], conditions: Sequence[Expression]) -> None:
        self._inputs = inputs
        self._keys: dict[int, Key] = {}
        self._nodes: list[Expression] = []
        self.all: dict[Key, Variable] = {}
        nodes = [node for condition in conditions for node in walk(condition)]
        constants = [node.value for node in nodes if isinstance(node, Constant) and isinstance(node.value, str)]
        reading = {self.key(node) for node in nodes if is_variable(node) and isinstance(node.type, Text)}
        self.texts = Texts(constants, max(1, len(reading)))
        for condition in conditions:
            for node in variables_in(condition):
                key = self.key(node)
                if key not in self.all:
                    self.all[key] = Variable(key, node.source, node.type, self._domain(node))
        self._refuse_torn_identities(conditions)

    def of(self, node: Expression) -> Variable:
        return self.all[self.key(node)]

    def number(self, constant: Constant) -> int:
        """The whole number that stands for a constant's value."""
        if isinstance(constant.value, str):
            return self.texts.index(constant.value)
        return ordinal(constant.value) if isinstance(constant.type, Date) else int(constant.value)

    def domain(self, type_: Type) -> Region:
        """Every value of a type."""
        if isinstance(type_, Boolean):
            return Region.between(0, 1)
        if isinstance(type_, Enumeration):
            return Region.between(0, len(type_.codes) - 1)
        if isinstance(type_, Number):
            return Region.between(type_.minimum, type_.maximum)
        if isinstance(type_, Date):
            return Region.between(ordinal(EARLIEST_DATE), ordinal(LATEST_DATE))
        return self.texts.region(type_.form)

    def key(self, node: Expression) -> Key:
        """Equal for expressions that say the same, wherever they stand and however they are written."""
        found = self._keys.get(id(node))
        if found is None:
            found = self._keys[id(node)] = self._key(node)
            self._nodes.append(node)  # kept, so that no other node takes its id
        return found

    def shown(self, values: Mapping[Key, int]) -> str:
        """The values for a person: `ability_score = 65 points, coma = false`."""
        known = [variable for key, variable in self.all.items() if key in values]
        return ", ".join(f"{one.name} = {self._shown(one.type, values[one.key])}" for one in known) or "-"

    def _shown(self, type_: Type, value: int) -> str:
        if isinstance(type_, Boolean):
            return "true" if value else "false"
        if isinstance(type_, Enumeration):
            return f'"{type_.codes[value]}"'
        if isinstance(type_, Date):
            return date.fromordinal(value).isoformat()
        if isinstance(type_, Text):
            return f'"{self.texts.all[value]}"'
        return number_text(value, type_)

    def _domain(self, node: Expression) -> Region:
        known = self._inputs.get(node.name) if isinstance(node, Fact) else None
        type_ = node.type
        if known is not None and known.options and isinstance(type_, Number) and type_.denominator == 1:
            return Region.of(value for value, _ in known.options)
        return self.domain(type_)

    def _key(self, node: Expression) -> Key:
        if isinstance(node, Named):
            return self.key(node.operand)
        if isinstance(node, ParameterValue):
            return ("ParameterValue", node.name, node.shift)
        parts: list[object] = [type(node).__name__]
        if isinstance(node.type, Number):  # by which alone `x / 3` differs from `x / 12`
            parts.append(node.type.denominator)
        if isinstance(node, Constant):
            parts.append(type(node.value).__name__)
        for field in fields(node):
            if field.name in ("type", "position", "source") or not field.compare:
                continue
            value = getattr(node, field.name)
            if isinstance(value, Expression):
                parts.append(self.key(value))
            elif isinstance(value, tuple):
                parts.append(tuple(self.key(one) if isinstance(one, Expression) else one for one in value))
            else:
                parts.append(value)
        return tuple(parts)

    def _refuse_torn_identities(self, conditions: Sequence[Expression]) -> None:
        """An identity number looked at as text and for what it says as well: how the two hang together is not known."""
        for condition in conditions:
            for node in variables_in(condition):
                if isinstance(node, Call) and any(
                    self.key(text) in self.all for text in variables_in(node.arguments[0])
                ):
                    raise Undecidable


def is_variable(node: Expression) -> bool:
    """Is its value taken as it comes? Of an identity number, what it says is; its digits are not gone into."""
    if isinstance(node, Call):
        return node.function.startswith("resident id")
    return isinstance(node, Fact | Result | ParameterValue | AsOf)


def variables_in(node: Expression) -> Iterator[Expression]:
    """The nodes below (and including) this one whose values are taken as they come, in the order written."""
    if is_variable(node):
        yield node
    else:
        for child in node.children():
            yield from variables_in(child)


def number_text(value: int, type_: Number) -> str:
    """`value / denominator` with its unit: `65 points`, `684.00 CNY/month`; a fraction where decimals have no end."""
    exact = Fraction(value, type_.denominator)
    if type_.unit is not None and dict(type_.unit.powers).get("CNY") == 1 and 100 % exact.denominator == 0:
        text = f"{Decimal(exact.numerator * (100 // exact.denominator)).scaleb(-2):.2f}"
    else:
        text = _decimal_text(exact)
    return text if type_.unit is None or type_.unit == PLAIN else f"{text} {type_.unit}"


def _decimal_text(exact: Fraction) -> str:
    places, rest = 0, exact.denominator
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest, times = rest // prime, times + 1
        places = max(places, times)
    if rest != 1:
        return str(exact)
    return f"{Decimal(int(exact * 10**places)).scaleb(-places):f}"
