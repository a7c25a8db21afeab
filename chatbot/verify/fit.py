"""Claim sets -> ``weights.json``: how far checked sentences bear a claim out.

    python -m chatbot.verify.fit FILE… [--sample N] [--half WEIGHTS] [--write]

Each file holds claims as ``chatbot.verify.sets`` reads them. No weight may speak against its
check: a claim that shares more with its evidence is never judged worse for it. Every figure
is of documents that were left out of the fit, then of whole files. With ``--half``, the
reranker that ``chatbot.fitting.reranker found`` fitted on half of the documents, only the
other half is looked at.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from chatbot.reranker import PassageReranker
from chatbot.verify.sets import claimed, side
from chatbot.verify.verdict import AGAINST, ENTAILED, SIGNS, Fit, Weights
from chatbot.verify.verifier import Verifier
from index.embedding import LocalEmbedder, Tokens
from index.settings import IndexSettings

Numbers = NDArray[np.float64]

FOLDS = 8
PENALTY = 2.0
"""Of the squared weights."""

SUPPORTED, PARTLY = 0.5, 0.25
"""Scores from which a claim is called so; .45 is right as often, and called a planted order supported."""

QUOTED = 10
"""After so many claims one more is a sentence of its document, which is supported; no figure counts it."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim with its signs; ``document`` names what it is checked against, ``set`` its file.

    ``quoted`` is a claim that nobody wrote: a sentence of the document.
    """

    set: str
    document: str
    supported: bool
    quoted: bool
    signs: tuple[float, ...]


class Remembering(LocalEmbedder):
    """Embeds no text twice: the claims of a set are checked against the same few documents."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._known: dict[str, Tokens] = {}

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the embedded tokens of each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, super().tokens(new), strict=True))
        return [self._known[text] for text in texts]


def main() -> None:
    """Fit on the files named on the command line, print what it is worth, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.verify.fit", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=1_000_000, help="claims of each set, taken at random")
    parser.add_argument("--half", type=Path, help="a reranker that has seen half of the documents")
    parser.add_argument("--write", action="store_true", help="replace chatbot/verify/weights.json")
    given = parser.parse_args()
    embedder = Remembering(IndexSettings.read().embedding_model)
    blank = Fit(dict.fromkeys(SIGNS + ENTAILED, 0.0), 0.0, SUPPORTED, PARTLY)
    verifier = Verifier(embedder, PassageReranker(given.half), Weights(blank, blank, ""))
    labelled = [
        each
        for path in given.files
        for each in _labelled(path, verifier, given.sample, given.half is not None)
    ]
    fits = {}
    for name, width in (("alone", len(SIGNS)), ("entailed", len(SIGNS) + len(ENTAILED))):
        rows = np.array([each.signs[:width] for each in labelled])
        print(f"\n{name}")
        _print_figures(rows, labelled)
        fits[name] = _fit(rows, labelled)
    if given.write:
        weights = Weights(fits["alone"], fits["entailed"], ", ".join(sorted({each.set for each in labelled})))
        target = Path(str(resources.files("chatbot.verify").joinpath("weights.json")))
        target.write_text(json.dumps(asdict(weights), indent=2) + "\n", "utf-8")
        print(f"wrote {target}")


def _labelled(path: Path, verifier: Verifier, most: int, unseen: bool) -> list[Labelled]:
    found = []
    start = time.monotonic()
    for each in claimed(path, most):
        if unseen and side(each.document) == 0:
            continue
        signs = tuple(verifier.row(each.claim, each.sentences))
        found.append(Labelled(each.set, each.document, each.supported, quoted=False, signs=signs))
        if len(found) % QUOTED == 0 and each.sentences:
            signs = tuple(verifier.row(each.sentences[0], each.sentences))
            found.append(Labelled(each.set, each.document, supported=True, quoted=True, signs=signs))
    print(f"{path.name}: {len(found)} claims, {time.monotonic() - start:.0f} s", flush=True)
    return found


def _model(rows: Numbers, labelled: Sequence[Labelled]) -> tuple[Numbers, float]:
    """Fit a logistic regression, no weight against its check; each set and label weighs alike."""
    kinds = [(each.set, each.supported) for each in labelled]
    weight = np.array([1.0 / kinds.count(kind) for kind in kinds])
    right = np.array([each.supported for each in labelled])
    weight *= len(weight) / weight.sum()
    scale = rows.std(axis=0) + 1e-9
    names = (SIGNS + ENTAILED)[: rows.shape[1]]
    towards = np.array([-1.0 if name in AGAINST else 1.0 for name in names])
    inputs = np.column_stack([(rows - rows.mean(axis=0)) / scale * towards, np.ones(len(rows))])
    sides = np.where(right, 1.0, -1.0)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margins = sides * (inputs @ weights)
        slope = -sides * weight / (1.0 + np.exp(margins))
        value = weight @ np.logaddexp(0.0, -margins) + PENALTY * weights[:-1] @ weights[:-1]
        return float(value), inputs.T @ slope + 2 * PENALTY * np.append(weights[:-1], 0.0)

    bounds = [(0.0, None)] * rows.shape[1] + [(None, None)]
    best = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    coefficients: Numbers = best[:-1] * towards / scale
    return coefficients, float(best[-1] - coefficients @ rows.mean(axis=0))


def _fit(rows: Numbers, labelled: Sequence[Labelled]) -> Fit:
    coefficients, intercept = _model(rows, labelled)
    names = (SIGNS + ENTAILED)[: rows.shape[1]]
    return Fit(
        {name: round(float(value), 4) for name, value in zip(names, coefficients, strict=True)},
        round(intercept, 4),
        SUPPORTED,
        PARTLY,
    )


def _own(claim: Labelled) -> bool:
    """Say whether a claim has a number or name that stands in no sentence that it rests on."""
    return any(claim.signs[SIGNS.index(name)] > 0 for name in ("unfounded_numbers", "unfounded_names"))


def _accuracies(called: NDArray[np.bool_], labelled: Sequence[Labelled]) -> dict[str, float]:
    """Return the balanced accuracy of each set."""
    sets = np.array([each.set for each in labelled])
    right = np.array([each.supported for each in labelled])
    return {
        name: float(balanced_accuracy_score(right[sets == name], called[sets == name]))
        for name in sorted(set(sets))
    }


def _print_figures(rows: Numbers, labelled: Sequence[Labelled]) -> None:
    for title, groups in (
        ("documents", [each.document for each in labelled]),
        ("files", [each.set for each in labelled]),
    ):
        said = np.zeros(len(labelled))
        for inside, outside in GroupKFold(min(FOLDS, len(set(groups)))).split(rows, groups=groups):
            coefficients, intercept = _model(rows[inside], [labelled[n] for n in inside])
            said[outside] = rows[outside] @ coefficients + intercept
        written = np.array([not each.quoted for each in labelled])
        print(f"  {title} left out: balanced accuracy of the verdict, of the score from .5 (AUC)")
        _print_accuracies([each for each in labelled if not each.quoted], said[written])


def _print_accuracies(claims: Sequence[Labelled], said: Numbers) -> None:
    """Print the figures of claims and of what was ``said`` of each, in log-odds."""
    sets = np.array([each.set for each in claims])
    right = np.array([each.supported for each in claims])
    own = np.array([_own(each) for each in claims])
    is_likely = 1.0 / (1.0 + np.exp(-said)) >= SUPPORTED
    verdicts, scores = _accuracies(is_likely & ~own, claims), _accuracies(is_likely, claims)
    for name, accuracy in verdicts.items():
        area = roc_auc_score(right[sets == name], said[sets == name])
        print(f"    {name:<24} {accuracy:.3f}  {scores[name]:.3f} ({area:.3f})  of {(sets == name).sum()}")
    for kind, accuracies in (("verdict", verdicts), ("score", scores)):
        summ = [value for name, value in accuracies.items() if name.startswith("summedits")]
        print(f"    mean of summedits, {kind}: {np.mean(summ):.3f}" if summ else "")


if __name__ == "__main__":
    main()
