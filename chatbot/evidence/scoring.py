"""Hits -> evidence: the sentences that bear most on the question, best first."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.evidence.features import FEATURES, Candidate, matrix
from chatbot.evidence.reread import Reread
from chatbot.types import Evidence, Standing
from chatbot.weights import Fit, vector
from index.followers.terms import terms
from index.types import BlockKind

SHOWN = 8
NEAR_DUPLICATE = 0.9
"""Share of terms (Jaccard) from which two sentences say the same in the same words."""

LINKED = 2.0
"""What a sentence gains, in log-odds, where it and the best ones lead to each other's article.

The second hop of a two-hop question seldom has words of the question: what ties it is that
the first names its article (docs/quality.md has the curve).
"""

OTHER_ROW = 2.0
"""What a table's row loses, in log-odds, to one of its article that has more of the question, which gains it.

A reader that knows which table answers tells its rows apart by little: what is asked about stands
in one of them. It is believed where it puts that row further behind than both together.
"""

TIE = 1e-6
"""What pairs of words count beside coverage: of "quay 57 | 19" and "quay 19 | 57" one is quay 57."""

READING = "reading"
"""The weight's name of what the reranker said of a sentence."""

_CHANGES = re.compile(r"\d|^(?:not|no|never|without|n't)$")
_QUALIFIED = re.compile(r"\s*\([^)]*\)$")
_LEADING = 2
_SHORTEST_TITLE = 4


def scores(candidates: Sequence[Candidate], fit: Fit, reread: Reread | None = None) -> NDArray[np.float64]:
    """Return how much each candidate bears on the question, shape ``(len(candidates),)``."""
    found: NDArray[np.float64] = matrix(candidates) @ vector(fit.evidence, FEATURES)
    return found if reread is None else found + fit.evidence[READING] * reread.sentences


def evidence(
    candidates: Sequence[Candidate],
    scored: NDArray[np.float64],
    reread: Reread | None = None,
    shown: int = SHOWN,
) -> tuple[Evidence, ...]:
    """Return the ``shown`` best candidates, best first; of near-duplicates only the best is kept.

    What the best ones lead to comes sooner than its own score would have it, never first; of an
    article's table rows those come first that have most of what is asked about.
    """
    standing = _linked(candidates, _by_row(candidates, scored))
    kept: list[Evidence] = []
    seen: list[set[str]] = []
    for number in np.lexsort((-scored, -standing)):
        candidate = candidates[number]
        words = set(terms(candidate.sentence.text))
        if any(_says_the_same(words, other) for other in seen):
            continue
        seen.append(words)
        kept.append(
            Evidence(
                sentence=candidate.sentence,
                passage=candidate.hit.passage,
                article=candidate.hit.article,
                score=float(standing[number]),
                rank=len(kept) + 1,
                standing=_standing(candidate, reread),
            )
        )
        if len(kept) == shown:
            break
    return tuple(kept)


def _standing(candidate: Candidate, reread: Reread | None) -> Standing:
    """Return how a candidate was found, and what was seen of it."""
    hit = candidate.hit
    is_found = hit.dense_rank is not None or hit.term_rank is not None
    reading = reread.passages.get(hit.passage.id) if reread else None
    return Standing(
        by_vectors=hit.dense_rank,
        by_terms=hit.term_rank,
        fused=hit.score if is_found else None,
        similarity=candidate.features[FEATURES.index("similarity")],
        coverage=candidate.coverage,
        reading=float(reading.sentences[candidate.number]) if reading else None,
    )


def _by_row(candidates: Sequence[Candidate], scored: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scores with an article's table rows told apart by what they have of the question."""
    tables: dict[str, list[int]] = {}
    for number, each in enumerate(candidates):
        if each.sentence.kind is BlockKind.ROW:
            tables.setdefault(each.hit.article.id, []).append(number)
    found = scored.copy()
    for rows in tables.values():
        covered = np.array([candidates[number].coverage + TIE * candidates[number].pairs for number in rows])
        has_most, own = covered >= covered.max(), scored[rows]
        gains = has_most & (own >= own.max() - 2 * OTHER_ROW)
        if gains.any():
            lost = np.where(has_most, own, own - OTHER_ROW)
            found[rows] = np.where(gains, np.minimum(own + OTHER_ROW, own.max()), lost)
    return found


def _linked(candidates: Sequence[Candidate], scored: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scores with what links add, none above the best."""
    order = np.argsort(-scored, kind="stable")
    leading = [candidates[number] for number in order[:_LEADING]]
    linked = np.array([any(_leads(each, other) for other in leading) for each in candidates])
    found: NDArray[np.float64] = np.minimum(scored + LINKED * linked, scored.max())
    found[order[0]] = scored.max()
    return found


def _leads(one: Candidate, other: Candidate) -> bool:
    """Say whether one's sentence names the article of the other."""
    if one.hit.article.id == other.hit.article.id:
        return False
    return _names(one, other) or _names(other, one)


def _names(sentence: Candidate, article: Candidate) -> bool:
    title = _QUALIFIED.sub("", article.hit.article.metadata.title)
    return len(title) >= _SHORTEST_TITLE and title in sentence.sentence.text


def nearest(found: Sequence[Evidence], within: float) -> tuple[Evidence, ...]:
    """Return what of ``found``, best first, stands ``within`` so many log-odds of the best."""
    return tuple(each for each in found if each.score >= found[0].score - within)


def _says_the_same(one: set[str], other: set[str]) -> bool:
    """Say whether sentences with these terms are near-duplicates; another number is another statement."""
    union, differing = one | other, one ^ other
    if union and len(one & other) / len(union) < NEAR_DUPLICATE:
        return False
    return not any(_CHANGES.search(term) for term in differing)
