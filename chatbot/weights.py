"""The fitted weights that ship with Footnote, read from ``weights.json`` once."""

import functools
import json
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Fit:
    """A weight by name for each decision.

    ``evidence`` orders sentences; ``answerable`` with ``intercept`` gives the log-odds
    that the evidence answers.
    """

    evidence: dict[str, float]
    answerable: dict[str, float]
    intercept: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What a threshold costs, on articles left out of the fit, as shares from 0 to 1.

    ``refused_answerable`` of the questions that the articles answer are refused,
    ``refused_near`` of those that they do not answer though they are about the same
    things, ``refused_foreign`` of those about something else.
    """

    threshold: float
    refused_answerable: float
    refused_near: float
    refused_foreign: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What ``chatbot.fitting`` found.

    ``reread`` holds where our reranker has read the passages, ``alone`` without. The reply
    is a refusal below the probability ``threshold``; ``costs`` are by rising threshold.
    """

    alone: Fit
    reread: Fit
    threshold: float
    costs: tuple[Cost, ...]
    fitted_on: str

    @classmethod
    @functools.cache
    def shipped(cls) -> "Weights":
        """Return the weights in the package."""
        stored = json.loads(resources.files("chatbot").joinpath("weights.json").read_text("utf-8"))
        return cls(
            alone=Fit(**stored["alone"]),
            reread=Fit(**stored["reread"]),
            threshold=stored["threshold"],
            costs=tuple(Cost(**cost) for cost in stored["costs"]),
            fitted_on=stored["fitted_on"],
        )


def vector(weights: dict[str, float], names: tuple[str, ...]) -> NDArray[np.float64]:
    """Return ``weights`` in the order of ``names``; raises KeyError for one that is missing."""
    return np.array([weights[name] for name in names])
