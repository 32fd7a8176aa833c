"""What numpy answers, too, but loads all of numpy.ma for (a tenth of a start)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def median(values: NDArray[Any]) -> float:
    """The middle one of some values, of two the mean; of none no number."""
    if not values.size:
        return math.nan
    ordered, half = np.sort(values, axis=None), values.size // 2
    return (float(ordered[half]) + float(ordered[half if values.size % 2 else half - 1])) / 2


def middle_one(values: Floats) -> float:
    """The middle one of some values, the greater one where there are two."""
    at = len(values) // 2
    return float(np.partition(values, at)[at])


def is_in(values: NDArray[Any], some: NDArray[Any] | Iterable[int]) -> Bools:
    """Which of the values are among some others."""
    others = some if isinstance(some, np.ndarray) else np.array(list(some), dtype=np.int64)
    known = np.sort(others, axis=None)
    if not len(known):
        return np.zeros(values.shape, dtype=bool)
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    found: Bools = known[at] == values
    return found


def different(values: Floats) -> Floats:
    """The values, each once, in order."""
    ordered = np.sort(values, axis=None)
    once: Floats = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return once
