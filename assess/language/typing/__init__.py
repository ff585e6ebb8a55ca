"""From syntax to typed expressions: types, units, denominators and ranges, all settled before anything runs.

Sums and comparisons bring both sides over one denominator; products multiply denominators; division is by constants
only. So every value is an integer over a known denominator, and its range shows that it fits 64 bits.
"""

from assess.language.typing.expressions import Typing
from assess.language.typing.numbers import decimal_or_fraction, exact_number, over, rounded
from assess.language.typing.operands import Lookup, Untypable, same_kind

__all__ = ["Lookup", "Typing", "Untypable", "decimal_or_fraction", "exact_number", "over", "rounded", "same_kind"]
