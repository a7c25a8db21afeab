"""Asked questions -> weights: what puts a sentence first, and what makes evidence an answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from chatbot.evidence.answerable import names, probability, signs
from chatbot.evidence.features import FEATURES, matrix
from chatbot.evidence.reread import Reread
from chatbot.evidence.scoring import READING, scores
from chatbot.fitting.asked import Asked
from chatbot.weights import Fit

Numbers = NDArray[np.float64]

HARD = 12
"""Wrong sentences, the likeliest, that each right one is compared with."""

WHOLE = 60
"""Questions from which a kind weighs as much as any other: a dozen (mtRAG's) must not weigh like hundreds."""

STRENGTH = 0.03
"""Inverse of the penalty on the squared weights of answerability; .3 fits the sets no better."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with what the reranker read for it; ``reread`` is ``None`` without one."""

    asked: Asked
    reread: Reread | None


def fit(judged: Sequence[Judged]) -> Fit:
    """Return the weights that order sentences and tell answerable questions, on all of ``judged``."""
    columns = _columns(judged)
    ranking = dict(zip(columns, _fit_evidence(judged), strict=True))
    unfinished = Fit(ranking, {}, 0.0)
    rows = np.array([_signs(each, unfinished) for each in judged])
    coefficients, intercept = _fit_answerable(rows, [each.asked for each in judged])
    answerable = dict(zip(names(judged[0].reread), coefficients, strict=True))
    return Fit(_rounded(ranking), _rounded(answerable), round(intercept, 4))


def ranks(judged: Sequence[Judged], fitted: Fit) -> Numbers:
    """Return the rank, from 1, of the first right sentence of each question; infinity for none."""
    found = []
    for each in judged:
        order = np.argsort(-scores(each.asked.listed, fitted, each.reread), kind="stable")
        right = np.flatnonzero(each.asked.gold[order])
        found.append(float(right[0] + 1) if len(right) else np.inf)
    return np.array(found)


def probabilities(judged: Sequence[Judged], fitted: Fit) -> Numbers:
    """Return the probability of each question that what it found answers it."""
    return np.array([probability(_signs(each, fitted), fitted, each.reread) for each in judged])


def _columns(judged: Sequence[Judged]) -> tuple[str, ...]:
    return FEATURES if judged[0].reread is None else (*FEATURES, READING)


def _rows(each: Judged) -> Numbers:
    seen = matrix(each.asked.listed)
    return seen if each.reread is None else np.column_stack([seen, each.reread.sentences])


def _signs(each: Judged, fitted: Fit) -> list[float]:
    scored = scores(each.asked.listed, fitted, each.reread)
    return signs(each.asked.found, each.asked.listed, scored, each.reread)


def _fit_evidence(judged: Sequence[Judged]) -> Numbers:
    """Fit a pairwise logistic ranking: right sentences above likely wrong ones, sets alike in weight."""
    differences: list[Numbers] = []
    importance: list[Numbers] = []
    ranked = [each for each in judged if each.asked.gold.any() and not each.asked.gold.all()]
    of_set = {
        name: sum(each.asked.set == name for each in ranked) for name in {each.asked.set for each in ranked}
    }
    for each in ranked:
        rows, gold = _rows(each), each.asked.gold
        wrong = rows[~gold]
        likely = wrong[np.argsort(-(wrong[:, 0] + 0.5 * wrong[:, 1]))[:HARD]]
        pairs = (rows[gold][:, None] - likely[None]).reshape(-1, rows.shape[1])
        differences.append(pairs)
        importance.append(np.full(len(pairs), 1.0 / len(pairs) / of_set[each.asked.set]))
    stacked = np.concatenate(differences)
    weight = np.concatenate(importance) * len(ranked)
    scale = stacked.std(axis=0) + 1e-9
    model = LogisticRegression(fit_intercept=False, max_iter=5000)
    model.fit(
        np.concatenate([stacked, -stacked]) / scale,
        np.repeat([1, 0], len(stacked)),
        sample_weight=np.concatenate([weight, weight]),
    )
    fitted: Numbers = model.coef_[0] / scale
    return fitted


def _fit_answerable(rows: Numbers, asked: Sequence[Asked]) -> tuple[Numbers, float]:
    """Fit a logistic regression in which each kind of question of each set weighs alike, if not rare."""
    kinds = [(each.set, each.foreign, each.answerable) for each in asked]
    weight = np.array([1.0 / max(kinds.count(kind), WHOLE) for kind in kinds])
    right = np.array([each.answerable for each in asked])
    weight[right] *= weight[~right].sum() / weight[right].sum()
    scale, mean = rows.std(axis=0) + 1e-9, rows.mean(axis=0)
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit((rows - mean) / scale, right, sample_weight=weight * len(weight) / weight.sum())
    coefficients: Numbers = model.coef_[0] / scale
    return coefficients, float(model.intercept_[0] - coefficients @ mean)


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in values.items()}
