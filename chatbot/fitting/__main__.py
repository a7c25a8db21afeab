"""Question sets -> ``chatbot/weights.json``: how the fitted numbers that ship were found.

    python -m chatbot.fitting FOLDER… [--half WEIGHTS] [--write]

Each folder holds ``articles.jsonl`` and ``questions.jsonl``. Every figure that is printed
is scored on articles that were left out of the fit of these weights. With ``--half``, the
reranker that ``chatbot.fitting.reranker found`` fitted on half of the articles, what is said
of the reranker comes from the other half alone.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib import resources
from pathlib import Path

from chatbot.evidence.reread import reread
from chatbot.evidence.scoring import scores
from chatbot.fitting.asked import Asked, ask, halves
from chatbot.fitting.figures import costs, print_figures
from chatbot.fitting.weights import Judged, fit
from chatbot.reranker import PassageReranker
from chatbot.weights import Fit, Weights
from index.embedding import LocalEmbedder
from index.settings import IndexSettings

REFUSED = 0.06
"""Share of the answerable questions that the threshold may refuse: a reader may ask in other words than
these, which are near their articles'."""


def main() -> None:
    """Fit on the folders named on the command line, print what it is worth, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.fitting", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--half", type=Path, help="a reranker that has seen half of the articles")
    parser.add_argument("--write", action="store_true", help="replace chatbot/weights.json")
    given = parser.parse_args()
    embedder = LocalEmbedder(IndexSettings.read().embedding_model)
    asked = [
        each
        for folder in given.folders
        for each in ask(folder, [other for other in given.folders if other != folder], embedder)
    ]
    plain = [Judged(each, None) for each in asked]
    alone = fit(plain)
    print_figures("without the reranker", plain)
    read = _read(asked, alone, given.half)
    said = print_figures("with the reranker", read)
    told = costs(read, said)
    weights = Weights(
        alone=alone,
        reread=fit(read),
        threshold=max(cost.threshold for cost in told if cost.refused_answerable <= REFUSED),
        costs=told,
        fitted_on=", ".join(sorted({each.set for each in asked})),
    )
    if given.write:
        target = Path(str(resources.files("chatbot").joinpath("weights.json")))
        target.write_text(json.dumps(asdict(weights), indent=2) + "\n", "utf-8")
        print(f"wrote {target}")


def _read(asked: Sequence[Asked], alone: Fit, half: Path | None) -> list[Judged]:
    """Have each question's passages read; with ``half``, only those it has not seen."""
    reranker = PassageReranker(half)
    sides = halves(asked)
    found = []
    for each, side in zip(asked, sides, strict=True):
        if half is None or side == 1:
            scored = scores(each.listed, alone)
            found.append(Judged(each, reread(each.found.query.text, each.listed, scored, reranker)))
    return found


if __name__ == "__main__":
    main()
