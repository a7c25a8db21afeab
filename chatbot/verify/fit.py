"""Claim sets -> ``weights.json``: how far checked sentences bear a claim out.

    python -m chatbot.verify.fit FILE… [--sample N] [--reranker WEIGHTS] [--write]

Each file holds claims as JSON lines (``claim``, ``evidence``, ``label``; or ``hypothesis``,
``premise``, ``label``), packed by gzip or not. No weight may speak against its check: a
claim that shares more with its evidence is never judged worse for it. Every figure is of
documents that were left out of the fit, then of whole files.
"""

import argparse
import gzip
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from chatbot.reranker import PassageReranker
from chatbot.verify.verdict import AGAINST, ENTAILED, SIGNS, Fit, Weights
from chatbot.verify.verifier import Verifier, split
from index.embedding import LocalEmbedder, Tokens
from index.settings import IndexSettings

Numbers = NDArray[np.float64]

FOLDS = 8
PENALTY = 2.0
"""Of the squared weights."""

QUOTED = 10
"""After so many claims one more is a sentence of the document itself: it is supported."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim with its signs; ``document`` names what it is checked against, ``set`` its file."""

    set: str
    document: str
    supported: bool
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
    parser.add_argument("--reranker", type=Path, help="weights to try instead of the shipped reranker's")
    parser.add_argument("--write", action="store_true", help="replace chatbot/verify/weights.json")
    given = parser.parse_args()
    embedder = Remembering(IndexSettings.read().embedding_model)
    blank = Fit(dict.fromkeys(SIGNS + ENTAILED, 0.0), 0.0, 0.5, 0.25)
    verifier = Verifier(embedder, PassageReranker(given.reranker), Weights(blank, blank, ""))
    labelled = [each for path in given.files for each in _labelled(path, verifier, given.sample)]
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


def _labelled(path: Path, verifier: Verifier, most: int) -> list[Labelled]:
    found = []
    start = time.monotonic()
    for name, rows in _sets(path).items():
        for row in random.Random(0).sample(rows, min(most, len(rows))):
            claim, evidence = row.get("claim") or row["hypothesis"], row.get("evidence") or row["premise"]
            sentences = evidence if isinstance(evidence, list) else split(evidence)
            signs = tuple(verifier.row(claim, sentences))
            found.append(Labelled(name, " ".join(sentences)[:300], row["label"] == "supported", signs))
            if len(found) % QUOTED == 0 and sentences:
                quoted = verifier.row(sentences[0], sentences)
                found.append(Labelled(name, found[-1].document, supported=True, signs=tuple(quoted)))
    print(f"{path.name}: {len(found)} claims, {time.monotonic() - start:.0f} s", flush=True)
    return found


def _sets(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the claims of a file by the set that they name, or by the file's name."""
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in map(json.loads, text.splitlines()):
        name = row.get("set") or path.name.removesuffix(".claims.jsonl")
        found[f"{path.parent.name}/{name}"].append(row)
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
        supported=0.5,
        partly=0.25,
    )


def _print_figures(rows: Numbers, labelled: Sequence[Labelled]) -> None:
    sets = np.array([each.set for each in labelled])
    right = np.array([each.supported for each in labelled])
    for title, groups in (("documents", [each.document for each in labelled]), ("files", list(sets))):
        said = np.zeros(len(labelled))
        for inside, outside in GroupKFold(min(FOLDS, len(set(groups)))).split(rows, groups=groups):
            coefficients, intercept = _model(rows[inside], [labelled[n] for n in inside])
            said[outside] = rows[outside] @ coefficients + intercept
        print(f"  {title} left out: balanced accuracy (AUC)")
        scores = {
            name: balanced_accuracy_score(right[sets == name], said[sets == name] > 0)
            for name in sorted(set(sets))
        }
        for name, score in scores.items():
            area = roc_auc_score(right[sets == name], said[sets == name])
            print(f"    {name:<24} {score:.3f} ({area:.3f})  of {(sets == name).sum()}")
        summ = [score for name, score in scores.items() if name.startswith("summedits")]
        print(f"    mean of summedits        {np.mean(summ):.3f}" if summ else "")


if __name__ == "__main__":
    main()
