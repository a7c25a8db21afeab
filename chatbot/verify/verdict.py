"""Checks -> the probability that a claim is supported, and the verdict."""

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from chatbot.types import Verdict
from chatbot.verify.checks import CHECKS

SIGNS = CHECKS
"""What is weighed: each check, in the sentence of the claim where it is worst."""

ENTAILED = ("entailment",)
"""What a model adds, in log-odds."""

AGAINST = frozenset(("unfounded_numbers", "unfounded_names", "negation", "opposite", "certainty", "length"))
"""The checks that speak against a claim the higher they are; the others speak for it."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights by sign, and the probabilities from which a claim is supported, or at least partly."""

    weights: dict[str, float]
    intercept: float
    supported: float
    partly: float


@dataclass(frozen=True, slots=True)
class Weights:
    """``alone`` without a model, ``entailed`` with the log-odds of one that was fitted for this."""

    alone: Fit
    entailed: Fit
    fitted_on: str

    @classmethod
    @functools.cache
    def shipped(cls) -> "Weights":
        """Return the weights in the package."""
        stored = json.loads(resources.files("chatbot.verify").joinpath("weights.json").read_text("utf-8"))
        return cls(Fit(**stored["alone"]), Fit(**stored["entailed"]), stored["fitted_on"])


def signs(rows: Sequence[Sequence[float]], entailments: Sequence[float] | None = None) -> list[float]:
    """Return the value of each of ``SIGNS`` (and ``ENTAILED``) for a claim; a row of checks a sentence."""
    values = np.array(rows)
    worst = [
        float(values[:, column].max() if name in AGAINST else values[:, column].min())
        for column, name in enumerate(CHECKS)
    ]
    return worst if entailments is None else [*worst, min(entailments)]


def probability(values: Sequence[float], fit: Fit) -> float:
    """Return the calibrated probability that a claim with these signs is supported."""
    names = SIGNS if len(values) == len(SIGNS) else SIGNS + ENTAILED
    logit = fit.intercept + sum(fit.weights[name] * value for name, value in zip(names, values, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, logit))))


def verdict(score: float, unfounded: Sequence[str], fit: Fit) -> Verdict:
    """Return what the score says; a claim with a number or name of its own is never fully supported."""
    if score < fit.partly:
        return Verdict.UNSUPPORTED
    return Verdict.SUPPORTED if score >= fit.supported and not unfounded else Verdict.PARTLY
