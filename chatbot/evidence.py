"""Hits -> evidence: the sentences that bear most on the question, best first."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.features import FEATURES, Candidate, matrix
from chatbot.types import Evidence
from chatbot.weights import Weights, vector
from index.terms import terms

SHOWN = 8
NEAR_DUPLICATE = 0.9
"""Share of terms (Jaccard) from which two sentences say the same in the same words."""


def scores(candidates: Sequence[Candidate], weights: Weights) -> NDArray[np.float64]:
    """Return how much each candidate bears on the question, shape ``(len(candidates),)``."""
    found: NDArray[np.float64] = matrix(candidates) @ vector(weights.evidence, FEATURES)
    return found


def evidence(
    candidates: Sequence[Candidate], scored: NDArray[np.float64], shown: int = SHOWN
) -> tuple[Evidence, ...]:
    """Return the ``shown`` best candidates; of near-duplicates only the best is kept."""
    kept: list[Evidence] = []
    seen: list[set[str]] = []
    for number in np.argsort(-scored, kind="stable"):
        candidate = candidates[number]
        words = set(terms(candidate.sentence.text))
        if any(_jaccard(words, other) >= NEAR_DUPLICATE for other in seen):
            continue
        seen.append(words)
        kept.append(
            Evidence(
                sentence=candidate.sentence,
                passage=candidate.hit.passage,
                article=candidate.hit.article,
                score=float(scored[number]),
                rank=len(kept) + 1,
            )
        )
        if len(kept) == shown:
            break
    return tuple(kept)


def _jaccard(one: set[str], other: set[str]) -> float:
    union = one | other
    return len(one & other) / len(union) if union else 1.0
