"""The fitted weights that ship with Footnote, read from ``weights.json`` once."""

import functools
import json
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """What ``chatbot.fit`` found: a weight by feature name for each decision.

    ``evidence`` orders sentences; ``answerable`` with ``intercept`` gives the log-odds
    that the evidence answers; ``threshold`` is the probability below which the reply is a
    refusal.
    """

    evidence: dict[str, float]
    answerable: dict[str, float]
    intercept: float
    threshold: float
    fitted_on: str

    @classmethod
    @functools.cache
    def shipped(cls) -> "Weights":
        """Return the weights in the package."""
        return cls(**json.loads(resources.files("chatbot").joinpath("weights.json").read_text("utf-8")))


def vector(weights: dict[str, float], names: tuple[str, ...]) -> NDArray[np.float64]:
    """Return ``weights`` in the order of ``names``; raises KeyError for one that is missing."""
    return np.array([weights[name] for name in names])
