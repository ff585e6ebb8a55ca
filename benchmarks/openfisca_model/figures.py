"""The figures of the ruleset and of `examples/changzhou-figures.yaml`, as OpenFisca parameters."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy
from openfisca_core.parameters import ParameterNode


def _dated(**values: Any) -> dict[str, Any]:
    """A parameter whose values begin on the days named, `_2021_08_01` for 2021-08-01."""
    return {"values": {day.strip("_").replace("_", "-"): {"value": value} for day, value in values.items()}}


def figures() -> ParameterNode:
    """Amounts in CNY a month. NaN: the ruleset needs it and nobody has supplied it."""
    return ParameterNode(
        data={
            "minimum_wage": _dated(_2021_08_01=2280, _2024_01_01=2490, _2026_01_01=2660),
            "care_rate": {
                "able": _dated(_2023_09_25=0.05),
                "partial": _dated(_2023_09_25=0.15),
                "lost": _dated(_2023_09_25=0.30),
                "unknown": _dated(_2023_09_25=nan),
            },
            "base_multiple": _dated(_2023_09_25=1.3),
            "dibao_standard": _dated(_2025_07_01=1000),
            "old_age_rate": {
                "brackets": [
                    {"threshold": _dated(_2025_01_01=age), "amount": _dated(_2025_01_01=amount)}
                    for age, amount in ((0, 0), (80, 50), (90, 100), (100, 300))
                ],
                "metadata": {"type": "single_amount"},
            },
            "service_subsidy_rate": {
                "none": _dated(_2025_01_01=0),
                "dibao_disabled": _dated(_2025_01_01=100),
                "bereaved": _dated(_2025_01_01=60),
                "eighty": _dated(_2025_01_01=60),
                "unknown": _dated(_2025_01_01=nan),
            },
            "nursing_rate": _dated(_2023_09_25=nan),
            "disability_living_rate": _dated(_2023_09_25=nan),
            "disability_nursing_rate": _dated(_2023_09_25=nan),
            "disabled_from": _dated(_2022_12_30="mild"),
            "half_disabled_from": _dated(_2023_09_25="mild"),
            "unable_from": _dated(_2023_09_25="severe"),
            "visit_reading": _dated(_2023_09_25="broad"),
            "low_income_reading": _dated(_2023_09_25="all_difficult"),
        }
    )


def rounded_up(due: Any) -> Any:
    """Up to the fen. What binary numbers miss of a decimal one is mended first."""
    return numpy.ceil(numpy.round(due * 100, 6)) / 100
