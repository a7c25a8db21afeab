"""Confidence against truth: how well unanswerable questions are told, and what a threshold costs.

Confidence is the reply's: the probability that the evidence answers the question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.evaluate.intervals import Indices, bootstrap, share
from chatbot.evaluate.types import Asked, Figure, Part

FALSE_REFUSALS = 0.10
"""Share of answerable questions that may be refused, at which refusal is reported."""

BIN = 20
"""Questions that a point of the reliability plot should stand for, at the least."""
BINS = 10

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Point:
    """What a threshold does: shares of the answerable and of the unanswerable questions refused.

    ``right`` refusals are a share of all (``nan`` where nothing is refused).
    """

    threshold: float
    false_refused: float
    right_refused: float
    precision: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence: its mean, and how many are answerable, with the interval."""

    confidence: float
    answerable: Figure


@dataclass(frozen=True, slots=True)
class Curves:
    """What the plots of refusal show; ``brier`` is the mean squared error of confidence (Brier 1950)."""

    points: tuple[Point, ...]
    bins: tuple[Bin, ...]
    answerable: int
    unanswerable: int
    brier: float


def refusal(asked: Sequence[Asked]) -> Part:
    """Return the figures on refusal; without unanswerable questions only ``answered``, and so on."""
    answered = [each.reply.answered for each in asked if each.question.answerable]
    refused = [not each.reply.answered for each in asked if not each.question.answerable]
    part: dict[str, Figure] = {}
    if answered and refused:
        confidence, answerable = _truth(asked)
        kinds = answerable.astype(int).tolist()
        part["auc"] = bootstrap(
            lambda drawn: _auc(confidence[drawn], answerable[drawn]), len(kinds), groups=kinds
        )
        part["refused_at_10pct_false"] = bootstrap(
            lambda drawn: _refused_at(confidence[drawn], answerable[drawn]), len(kinds), groups=kinds
        )
    if answered:
        part["answered"] = share(answered)
    if refused:
        part["refused"] = share(refused)
    return part


def curves(asked: Sequence[Asked]) -> Curves | None:
    """Return what the plots of refusal show, or ``None`` unless both kinds of questions were asked."""
    confidence, answerable = _truth(asked)
    if not answerable.any() or answerable.all():
        return None
    return Curves(
        points=tuple(_point(threshold, confidence, answerable) for threshold in _thresholds(confidence)),
        bins=tuple(_bins(confidence, answerable)),
        answerable=int(answerable.sum()),
        unanswerable=int((~answerable).sum()),
        brier=float(np.mean((confidence - answerable) ** 2)),
    )


def _truth(asked: Sequence[Asked]) -> tuple[Numbers, NDArray[np.bool_]]:
    return (
        np.array([each.reply.confidence for each in asked], dtype=np.float64),
        np.array([each.question.answerable for each in asked], dtype=bool),
    )


def _auc(confidence: Numbers, answerable: NDArray[np.bool_]) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(answerable, confidence))


def _refused_at(confidence: Numbers, answerable: NDArray[np.bool_]) -> float:
    threshold = np.quantile(confidence[answerable], FALSE_REFUSALS)
    return float((confidence[~answerable] < threshold).mean())


def _thresholds(confidence: Numbers) -> Indices | Numbers:
    """Return every threshold at which something changes, at most some hundred, and 0 and 1."""
    steps = np.unique(confidence)
    if len(steps) > 200:
        steps = np.quantile(confidence, np.linspace(0, 1, 200))
    return np.unique(np.concatenate([[0.0], steps, [1.0]]))


def _point(threshold: float, confidence: Numbers, answerable: NDArray[np.bool_]) -> Point:
    refused = confidence < threshold
    right = int((refused & ~answerable).sum())
    return Point(
        threshold=float(threshold),
        false_refused=float(refused[answerable].mean()),
        right_refused=float(refused[~answerable].mean()),
        precision=right / int(refused.sum()) if refused.any() else float("nan"),
    )


def _bins(confidence: Numbers, answerable: NDArray[np.bool_]) -> list[Bin]:
    """Return groups of as many questions each, by confidence (Niculescu-Mizil and Caruana 2005)."""
    order = np.argsort(confidence, kind="stable")
    number = max(1, min(BINS, len(order) // BIN))
    return [
        Bin(float(confidence[part].mean()), share(answerable[part].tolist()))
        for part in np.array_split(order, number)
    ]
