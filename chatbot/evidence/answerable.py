"""Evidence -> the probability that it answers the question."""

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.evidence.features import FEATURES, AsRead, Candidate, as_it_is, matrix
from chatbot.evidence.reread import Reread
from chatbot.weights import Fit, vector
from index.followers.terms import terms
from index.search.hits import Found

SIGNS = (
    "best_score",
    "score_gap",
    "similarity",
    "best_similarity",
    "passage_similarity",
    "coverage",
    "coverage_with_neighbours",
    "passage_coverage",
    "rarest_missing",
    "names_missing",
    "numbers_missing",
    "pairs",
    "answer_type",
    "answer_type_missing",
    "rankings_agree",
    "similarity_spread",
    "terms_asked",
)

READ_SIGNS = (
    "reading",  # of the best sentence
    "best_reading",  # of any sentence
    "reading_over_none",  # the best of: a sentence of a passage against none of it
    "none",  # of the best sentence's passage
    "second_reading",  # how far the next best sentence is below the best
)
"""What the reranker adds, in log-odds."""

_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'-]*")
_NUMBER = re.compile(r"\d+")


def names(reread: Reread | None) -> tuple[str, ...]:
    """Return the names of the signs that there are."""
    return SIGNS if reread is None else SIGNS + READ_SIGNS


def signs(
    found: Found,
    candidates: Sequence[Candidate],
    scored: NDArray[np.float64],
    reread: Reread | None = None,
    read: AsRead = as_it_is,
) -> list[float]:
    """Return the value of each of ``names(reread)`` for a question; ``candidates`` is not empty."""
    seen = _seen(found, candidates, scored, read)
    return seen if reread is None else seen + _read(candidates, scored, reread)


def _seen(
    found: Found, candidates: Sequence[Candidate], scored: NDArray[np.float64], read: AsRead
) -> list[float]:
    order = np.argsort(-scored, kind="stable")
    best = candidates[order[0]]
    column = dict(zip(FEATURES, matrix(candidates).T, strict=True))
    top = {name: float(values[order[0]]) for name, values in column.items()}
    passage = read(best.hit.passage)
    said = (passage.sentences[each.number].text for each in _around(best, candidates))
    near = terms(" ".join([passage.context, *said]))
    question = found.query.text
    missing = [weight for term, weight in found.rarity.items() if term not in near]
    others = [scored[number] for number in order[1:6]] or [0.0]
    return [
        float(scored[order[0]]),
        float(scored[order[0]] - np.mean(others)),
        top["similarity"],
        float(column["similarity"].max()),
        best.hit.similarity,
        top["coverage"],
        top["coverage_with_neighbours"],
        top["passage_coverage"],
        max(missing, default=0.0) / max(found.rarity.values(), default=1.0),
        _missing(_NAME, question, near),
        _missing(_NUMBER, question, near),
        top["pairs"],
        top["answer_type"],
        top["answer_type_missing"],
        float(best.hit.dense_rank == 1) + float(best.hit.term_rank == 1),
        best.hit.similarity - float(np.mean([hit.similarity for hit in found.hits])),
        math.log1p(len(found.query.terms)),
    ]


def _read(candidates: Sequence[Candidate], scored: NDArray[np.float64], reread: Reread) -> list[float]:
    best = int(np.argmax(scored))
    home = reread.passages.get(candidates[best].hit.passage.id)
    readings = np.sort(np.concatenate([each.sentences for each in reread.passages.values()]))[::-1]
    return [
        float(reread.sentences[best]),
        float(readings[0]),
        max(float(each.sentences.max()) - each.none for each in reread.passages.values()),
        home.none if home else max(each.none for each in reread.passages.values()),
        float(readings[0] - readings[1]) if len(readings) > 1 else 0.0,
    ]


def probability(
    values: Sequence[float], fit: Fit, reread: Reread | None = None, gained: float = 0.0
) -> float:
    """Return the calibrated probability that the evidence with these signs answers.

    ``gained`` are log-odds for what no sign tells.
    """
    return _of_logit(gained + fit.intercept + float(np.dot(values, vector(fit.answerable, names(reread)))))


def more_likely(known: float, gained: float) -> float:
    """Return the probability ``known`` with log-odds gained, or lost where they are negative."""
    if not gained or known in (0.0, 1.0):
        return known
    return _of_logit(math.log(known / (1.0 - known)) + gained)


def _of_logit(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, logit))))


def _around(best: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates of the best one's passage."""
    return [each for each in candidates if each.hit.passage.id == best.hit.passage.id]


def _missing(pattern: re.Pattern[str], question: str, near: Sequence[str]) -> float:
    """Return the share of what ``pattern`` finds in the question that stands not near the best sentence."""
    asked = [term for part in pattern.findall(question) for term in terms(part)]
    held = set(near)
    return sum(term not in held for term in asked) / len(asked) if asked else 0.0
