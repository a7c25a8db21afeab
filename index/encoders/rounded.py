"""What a linear layer reads and its weights -> integers of 8 bits, which processors multiply fastest.

The range of what it reads was seen beforehand (``Seen``), on other texts. A few channels have a far
wider one than the rest, and would leave these few steps: each is divided by a power of its
range, and its weights multiplied by it (SmoothQuant, Xiao et al. 2023, arXiv:2211.10438).
"""

import platform
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from index.types import Vector

Seen = Mapping[str, Vector]
"""By the layer's name: the least and the most that each channel of its input was, shape ``(2, channels)``."""

_STRENGTH = 0.8
"""SmoothQuant's alpha: how much of a channel's range goes over to its weights. Of .5, .65, .8 and .9 it
changes the reranker's log-odds least (docs/speed.md)."""

_STEPS = 63
"""Of a weight, on either side of 0. Processors without VNNI add two products of 8 bits in 16, which hold
two of 255 × 63 and no more; so all compute the same."""

_READ = 256
"""Levels of what is read."""

_ROUND = 255
"""Levels that OpenVINO knows signed integers of 8 bits by."""


def is_faster() -> bool:
    """Say whether this processor is of a kind whose integers OpenVINO multiplies faster."""
    return platform.machine().lower() in ("x86_64", "amd64")


class Rounding:
    """How the layers that read the same are rounded; ``op`` are OpenVINO's operations."""

    def __init__(self, op: Any, seen: Vector, weights: Sequence[Vector]) -> None:
        """Take the range of what ``weights``, each of shape ``(outputs, channels)``, are multiplied by."""
        reach = np.abs(seen).max(0).clip(1e-3)
        heaviest = np.max([np.abs(weight).max(0) for weight in weights], axis=0).clip(1e-4)
        smoothing = reach**_STRENGTH / heaviest ** (1 - _STRENGTH)
        self._op = op
        self._smoothing = smoothing / smoothing.mean()
        self._low = min(0.0, float((seen[0] / self._smoothing).min()))
        self._high = float((seen[1] / self._smoothing).max())

    def states(self, states: Any) -> Any:
        """Return ``states``, shape ``(texts, tokens, channels)``, smoothed and rounded."""
        even = self._op.multiply(states, self._constant(1 / self._smoothing))
        low, high = self._constant(self._low), self._constant(self._high)
        return self._op.fake_quantize(even, low, high, low, high, _READ)

    def weight(self, weight: Vector) -> Any:
        """Return a matrix for rounded states, each of its rows rounded to its largest weight."""
        smoothed = weight * self._smoothing
        most = np.abs(smoothed).max(1, keepdims=True) * ((_ROUND // 2) / _STEPS)
        low, high = self._constant(-most), self._constant(most)
        return self._op.fake_quantize(self._constant(smoothed), low, high, low, high, _ROUND)

    def _constant(self, value: Any) -> Any:
        return self._op.constant(np.asarray(value, dtype=np.float32))
