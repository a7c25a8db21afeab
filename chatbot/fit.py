"""Question sets -> ``weights.json``: how the fitted numbers that ship were found.

    python -m chatbot.fit FOLDER… [--write]

Each folder holds ``articles.jsonl`` and ``questions.jsonl``. Every figure that is printed
is scored on articles that were left out of the fit. Questions of the other sets are asked
of each library too: what a reader asks is often about something else altogether.
"""

import argparse
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from chatbot.answerable import SIGNS, signs
from chatbot.features import FEATURES, Candidate, candidates, matrix
from chatbot.weights import Weights
from index.embedding import Embedder, LocalEmbedder
from index.library import Library
from index.search import Found
from index.settings import IndexSettings

Numbers = NDArray[np.float64]

FOLDS = 8
FOREIGN = 60
"""Questions of each other set that are asked of a library that cannot answer them."""
HARD = 12
"""Wrong sentences, the likeliest, that each right one is compared with."""
FALSE_REFUSALS = 0.10
"""Share of answerable questions that may be refused, at which refusal is reported."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked of one set's library, and what it found; ``gold`` marks right sentences."""

    set: str
    group: str
    answerable: bool
    foreign: bool
    found: Found
    listed: Sequence[Candidate]
    gold: NDArray[np.bool_]


def main() -> None:
    """Fit on the folders named on the command line, print what it is worth, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.fit", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="replace chatbot/weights.json")
    given = parser.parse_args()
    embedder = LocalEmbedder(IndexSettings.read().embedding_model)
    asked = [each for folder in given.folders for each in _ask(folder, given.folders, embedder)]
    weights = fit(asked)
    _print_figures(asked)
    if given.write:
        target = Path(str(resources.files("chatbot").joinpath("weights.json")))
        target.write_text(json.dumps(asdict(weights), indent=2) + "\n", "utf-8")
        print(f"wrote {target}")


def fit(asked: Sequence[Asked]) -> Weights:
    """Return the weights that order sentences and tell answerable questions, on all of ``asked``."""
    evidence = _fit_evidence(asked)
    rows = _signs(asked, evidence)
    coefficients, intercept = _fit_answerable(rows, asked)
    return Weights(
        evidence=dict(zip(FEATURES, _rounded(evidence), strict=True)),
        answerable=dict(zip(SIGNS, _rounded(coefficients), strict=True)),
        intercept=round(intercept, 4),
        threshold=0.5,
        fitted_on=", ".join(sorted({each.set for each in asked})),
    )


def _ask(folder: Path, folders: Sequence[Path], embedder: Embedder) -> Iterator[Asked]:
    """Index a set's articles in a directory of their own, and ask it everything."""
    with tempfile.TemporaryDirectory() as data:
        articles = folder.absolute() / "articles.jsonl"
        with Library(IndexSettings.read(data=Path(data)), embedder) as library:
            library.sync([articles])
            sources = {source: article.id for article in library.articles()[0] for source in article.sources}
            texts: dict[str, str] = {}
            for question in _questions(folder):
                gold = [
                    span
                    for each in question["gold"]
                    if each["quote"] and (article_id := sources.get(f"{articles}#{each['article']}"))
                    for span in _spans(library, texts, article_id, each["quote"])
                ]
                group = question["gold"][0]["article"] if question["gold"] else question["id"]
                yield _found(library, folder.name, group, question, gold=gold, foreign=False)
            for other in folders:
                if other != folder:
                    for question in _questions(other)[:: max(1, len(_questions(other)) // FOREIGN)]:
                        yield _found(library, folder.name, question["id"], question, gold=[], foreign=True)


def _questions(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    return [row for line in lines if not (row := json.loads(line))["history"]]


def _spans(
    library: Library, texts: dict[str, str], article_id: str, quote: str
) -> Iterator[tuple[str, int, int]]:
    if article_id not in texts:
        article = library.article(article_id)
        texts[article_id] = article.text if article else ""
    match = re.search(r"\s+".join(map(re.escape, quote.split())), texts[article_id])
    if match:
        yield article_id, match.start(), match.end()


def _found(
    library: Library,
    name: str,
    group: str,
    question: dict[str, Any],
    *,
    gold: Sequence[tuple[str, int, int]],
    foreign: bool,
) -> Asked:
    found = library.search(question["question"])
    listed = candidates(found)
    marked = [
        any(
            each.hit.article.id == article_id and each.sentence.start < end and each.sentence.end > start
            for article_id, start, end in gold
        )
        for each in listed
    ]
    answerable = bool(question["answerable"]) and not foreign
    return Asked(name, f"{name}/{group}", answerable, foreign, found, listed, np.array(marked, dtype=bool))


def _fit_evidence(asked: Sequence[Asked]) -> Numbers:
    """Fit a pairwise logistic ranking: right sentences above likely wrong ones, sets alike in weight."""
    differences: list[Numbers] = []
    importance: list[Numbers] = []
    ranked = [each for each in asked if each.gold.any() and not each.gold.all()]
    of_set = {name: sum(each.set == name for each in ranked) for name in {each.set for each in ranked}}
    for each in ranked:
        features = matrix(each.listed)
        wrong = features[~each.gold]
        likely = wrong[np.argsort(-(wrong[:, 0] + 0.5 * wrong[:, 1]))[:HARD]]
        pairs = (features[each.gold][:, None] - likely[None]).reshape(-1, len(FEATURES))
        differences.append(pairs)
        importance.append(np.full(len(pairs), 1.0 / len(pairs) / of_set[each.set]))
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


def _signs(asked: Sequence[Asked], evidence: Numbers) -> Numbers:
    return np.array([signs(each.found, each.listed, matrix(each.listed) @ evidence) for each in asked])


def _fit_answerable(rows: Numbers, asked: Sequence[Asked]) -> tuple[Numbers, float]:
    """Fit a logistic regression in which each kind of question of each set weighs alike."""
    kinds = [(each.set, each.foreign, each.answerable) for each in asked]
    weight = np.array([1.0 / kinds.count(kind) for kind in kinds])
    right = np.array([each.answerable for each in asked])
    weight[right] *= weight[~right].sum() / weight[right].sum()
    scale, mean = rows.std(axis=0) + 1e-9, rows.mean(axis=0)
    model = LogisticRegression(C=0.3, max_iter=5000)
    model.fit((rows - mean) / scale, right, sample_weight=weight * len(weight) / weight.sum())
    coefficients: Numbers = model.coef_[0] / scale
    return coefficients, float(model.intercept_[0] - coefficients @ mean)


def _left_out(
    asked: Sequence[Asked],
    groups: Sequence[str],
    score: Callable[[Sequence[Asked], Sequence[Asked]], Numbers],
) -> Numbers:
    """Return ``score(fitted on, scored on)`` of each question, its group never in the fit."""
    found = np.zeros(len(asked))
    folds = GroupKFold(min(FOLDS, len(set(groups))))
    for inside, outside in folds.split(np.zeros(len(asked)), groups=groups):
        found[outside] = score([asked[n] for n in inside], [asked[n] for n in outside])
    return found


def _first_right(fitted_on: Sequence[Asked], scored_on: Sequence[Asked]) -> Numbers:
    """Return the rank, from 1, of the first right sentence of each question; infinity for none."""
    evidence = _fit_evidence(fitted_on)
    ranks = []
    for each in scored_on:
        order = np.argsort(-(matrix(each.listed) @ evidence), kind="stable")
        right = np.flatnonzero(each.gold[order])
        ranks.append(float(right[0] + 1) if len(right) else np.inf)
    return np.array(ranks)


def _probabilities(fitted_on: Sequence[Asked], scored_on: Sequence[Asked]) -> Numbers:
    evidence = _fit_evidence(fitted_on)
    coefficients, intercept = _fit_answerable(_signs(fitted_on, evidence), fitted_on)
    logits = _signs(scored_on, evidence) @ coefficients + intercept
    found: Numbers = 1.0 / (1.0 + np.exp(-logits))
    return found


def _print_figures(asked: Sequence[Asked]) -> None:
    """Print figures cross-validated by article, then with a whole set left out."""
    for title, groups in (
        ("articles left out", [each.group for each in asked]),
        ("sets left out", [each.set for each in asked]),
    ):
        print(f"\n{title}")
        ranks = _left_out(asked, groups, _first_right)
        probabilities = _left_out(asked, groups, _probabilities)
        for name in sorted({each.set for each in asked}):
            _print_set(name, asked, ranks, probabilities)


def _print_set(name: str, asked: Sequence[Asked], ranks: Numbers, probabilities: Numbers) -> None:
    own = np.array([each.set == name and not each.foreign for each in asked])
    right = np.array([each.answerable for each in asked])
    foreign = np.array([each.set == name and each.foreign for each in asked])
    ranked = own & right & np.array([each.gold.any() for each in asked])
    threshold = np.quantile(probabilities[own & right], FALSE_REFUSALS)
    parts = [f"{name:<10}"]
    if ranked.any():
        total = (own & right).sum()
        parts += [
            f"first {(ranks[ranked] <= 1).sum() / total:.3f}",
            f"in three {(ranks[ranked] <= 3).sum() / total:.3f}",
        ]
    near = own & ~right
    if near.any():
        area = roc_auc_score(right[own], probabilities[own])
        parts += [f"AUC {area:.3f}", f"refused at 10% false {(probabilities[near] < threshold).mean():.2f}"]
    parts += [
        f"foreign refused {(probabilities[foreign] < 0.5).mean():.2f}",
        f"answerable refused {(probabilities[own & right] < 0.5).mean():.2f} (both at .5)",
    ]
    bins = np.quantile(probabilities[own | foreign], np.linspace(0, 1, 6))
    told = [
        f"{probabilities[inside].mean():.2f}→{right[inside].mean():.2f}"
        for low, high in pairwise(bins)
        if (inside := (own | foreign) & (probabilities >= low) & (probabilities <= high)).any()
    ]
    print("  ".join(parts) + "\n           said→true  " + "  ".join(told))


def _rounded(values: Numbers) -> list[float]:
    return [round(float(value), 4) for value in values]


if __name__ == "__main__":
    main()
