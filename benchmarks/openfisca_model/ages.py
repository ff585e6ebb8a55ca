"""Ages in completed years."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import numpy
from openfisca_core.periods import Instant

_FIRST = numpy.datetime64("1800-01-01")

Array = numpy.ndarray[Any, Any]


def ages(births: Array, day: Instant, unknown: int) -> Array:
    """The ages on a day; `unknown` for NaT and for births later than that day or before 1800.

    Looked up by the day of birth: to take years and months out of the dates costs numpy a hundred times as much.
    """
    table = _by_birth(tuple(day), unknown)
    return table.take((births - _FIRST).view(numpy.int64), mode="clip")


@lru_cache(maxsize=4)
def _by_birth(day: tuple[int, int, int], unknown: int) -> Array:
    """The age for every day of birth from 1800 to the day itself, with `unknown` before and after."""
    births = numpy.arange(_FIRST, numpy.datetime64(date(*day)) + 1)
    months = births.astype("datetime64[M]")
    whole = (numpy.datetime64(f"{day[0]:04}-{day[1]:02}") - months).astype(numpy.int32)
    whole -= (births - months).astype(numpy.int32) >= day[2]
    return numpy.concatenate([[unknown], (whole // 12)[1:], [unknown]]).astype(numpy.int32)
