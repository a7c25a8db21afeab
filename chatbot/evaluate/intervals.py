"""95% intervals: Wilson's for shares, the percentile bootstrap for everything else."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.evaluate.types import Figure

Z = 1.959964
"""Of the normal distribution, for 95%."""

RESAMPLES = 1000
SEED = 20240229

Indices = NDArray[np.intp]


def share(hits: Sequence[bool]) -> Figure:
    """Return the share of ``hits`` that are true, with Wilson's score interval (Wilson 1927)."""
    number = len(hits)
    value = sum(hits) / number
    middle = (value + Z**2 / (2 * number)) / (1 + Z**2 / number)
    half = Z / (1 + Z**2 / number) * math.sqrt(value * (1 - value) / number + Z**2 / (4 * number**2))
    low = middle - half if any(hits) else 0.0  # exact ends, which rounding would miss
    high = middle + half if not all(hits) else 1.0
    return Figure(value, low, high, number)


def mean(values: Sequence[float]) -> Figure:
    """Return the mean of one value a question, with its bootstrap interval."""
    listed = np.asarray(values, dtype=np.float64)
    return bootstrap(lambda drawn: float(listed[drawn].mean()), len(listed))


def bootstrap(statistic: Callable[[Indices], float], number: int, *, groups: Sequence[int] = ()) -> Figure:
    """Return ``statistic`` of all questions with its percentile bootstrap interval (Efron 1979).

    ``statistic`` takes indices of the ``number`` questions. Questions of one of ``groups``
    (one entry a question) are drawn among themselves, so that every sample has all groups.
    Draws are seeded: the same questions give the same interval.
    """
    random = np.random.default_rng(SEED)
    kinds = np.asarray(groups) if len(groups) else np.zeros(number, dtype=int)
    members = [np.flatnonzero(kinds == kind) for kind in np.unique(kinds)]
    drawn = [
        statistic(np.concatenate([random.choice(each, len(each)) for each in members]))
        for _ in range(RESAMPLES)
    ]
    finite = [value for value in drawn if math.isfinite(value)]
    low, high = np.quantile(finite, [0.025, 0.975]) if finite else (math.nan, math.nan)
    return Figure(statistic(np.arange(number)), float(low), float(high), number)
