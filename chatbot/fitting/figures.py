"""Fits -> figures: what they are worth on articles, and on whole sets, that were left out."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from chatbot.fitting.weights import Judged, Numbers, fit, probabilities, ranks
from chatbot.weights import Cost, Fit

FOLDS = 8
FALSE_REFUSALS = 0.10
"""Share of answerable questions that may be refused, at which refusal is reported."""


def print_figures(title: str, judged: Sequence[Judged]) -> Numbers:
    """Print figures with articles left out, then whole sets; return the first's probabilities."""
    articles = [each.asked.group for each in judged]
    sets = [each.asked.set for each in judged]
    kept = np.zeros(0)
    for left_out, groups in (("articles", articles), ("sets", sets)):
        print(f"\n{title}, {left_out} left out")
        placed = _left_out(judged, groups, ranks)
        said = _left_out(judged, groups, probabilities)
        for name in sorted(set(sets)):
            _print_set(name, judged, placed, said)
        kept = kept if len(kept) else said
    return kept


def costs(judged: Sequence[Judged], said: Numbers) -> tuple[Cost, ...]:
    """Return what thresholds cost, each set weighing alike."""
    asked = [each.asked for each in judged]
    right = np.array([each.answerable for each in asked])
    foreign = np.array([each.foreign for each in asked])
    sets = np.array([each.set for each in asked])

    def refused(these: NDArray[np.bool_], threshold: float) -> float:
        shares = [(said[these & (sets == name)] < threshold).mean() for name in sorted(set(sets[these]))]
        return round(float(np.mean(shares)), 3)

    return tuple(
        Cost(
            threshold=round(float(threshold), 2),
            refused_answerable=refused(right, threshold),
            refused_near=refused(~right & ~foreign, threshold),
            refused_foreign=refused(foreign, threshold),
        )
        for threshold in np.arange(0.05, 0.96, 0.05)
    )


def _left_out(
    judged: Sequence[Judged], groups: Sequence[str], score: Callable[[Sequence[Judged], Fit], Numbers]
) -> Numbers:
    """Return ``score`` of each question under a fit that its group was left out of."""
    found = np.zeros(len(judged))
    folds = GroupKFold(min(FOLDS, len(set(groups))))
    for inside, outside in folds.split(np.zeros(len(judged)), groups=groups):
        found[outside] = score([judged[n] for n in outside], fit([judged[n] for n in inside]))
    return found


def _print_set(name: str, judged: Sequence[Judged], placed: Numbers, said: Numbers) -> None:
    asked = [each.asked for each in judged]
    own = np.array([each.set == name and not each.foreign for each in asked])
    right = np.array([each.answerable for each in asked])
    foreign = np.array([each.set == name and each.foreign for each in asked])
    ranked = own & right & np.array([each.gold.any() for each in asked])
    threshold = np.quantile(said[own & right], FALSE_REFUSALS)
    parts = [f"{name:<10}"]
    if ranked.any():
        total = int((own & right).sum())
        parts += [
            f"first {_share(int((placed[ranked] <= 1).sum()), total)}",
            f"in three {_share(int((placed[ranked] <= 3).sum()), total)}",
        ]
    near = own & ~right
    if near.any():
        area = roc_auc_score(right[own], said[own])
        caught = int((said[near] < threshold).sum())
        parts += [f"AUC {area:.3f}", f"refused at 10% false {_share(caught, int(near.sum()))}"]
    parts += [
        f"foreign refused {(said[foreign] < 0.5).mean():.2f}",
        f"answerable refused {(said[own & right] < 0.5).mean():.2f} (both at .5)",
    ]
    bins = np.quantile(said[own | foreign], np.linspace(0, 1, 6))
    told = [
        f"{said[inside].mean():.2f}→{right[inside].mean():.2f}"
        for low, high in pairwise(bins)
        if (inside := (own | foreign) & (said >= low) & (said <= high)).any()
    ]
    print("  ".join(parts) + "\n           said→true  " + "  ".join(told))


def _share(part: int, whole: int) -> str:
    """Return a share with its 95% interval (Wilson 1927)."""
    share, z = part / whole, 1.96
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z / (1 + z * z / whole) * np.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return f"{share:.3f} [{middle - half:.3f} {middle + half:.3f}]"
