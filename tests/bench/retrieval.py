"""How long retrieval and evidence take, as multiples of one query embedding in the same run.

    python tests/bench/retrieval.py [--passages 20000] [--rounds 3]

Each question is asked with and without the reranker; beside each, its words backwards are
embedded once, which is the unit. Prints JSON.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np
from corpus import library_of, questions

from chatbot.chain import FootnoteChain
from chatbot.settings import Settings
from chatbot.types import EvidenceFound


def main() -> None:
    """Make the library, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, library_of(given.passages, Path(folder)) as library:
        found = {"passages": library.status().counts.passages, "questions": len(questions()) * given.rounds}
        for reranker in ("none", "footnote"):
            settings = Settings.read(data=library.data, reranker=reranker, catalog_url="")
            found[reranker] = _measured(FootnoteChain(library, settings), library, given.rounds)
    print(json.dumps(found, indent=1))


def _measured(chain: FootnoteChain, library: object, rounds: int) -> dict[str, float]:
    """Return p50 and p95 of the time until the evidence, over the same of one query embedding."""
    embedding, evidence = [], []
    _until_evidence(chain, questions()[0])
    for turn in range(rounds):
        for question in questions():
            words = " ".join([*reversed(question.split()), str(turn)])
            start = time.perf_counter()
            library.embedder.query(words)  # type: ignore[attr-defined]
            embedding.append(time.perf_counter() - start)
            evidence.append(_until_evidence(chain, f"{question}{' ' * turn}?"))
    low, high = np.quantile(embedding, [0.5, 0.95])
    return {
        "p50": round(float(np.quantile(evidence, 0.5) / low), 2),
        "p95": round(float(np.quantile(evidence, 0.95) / high), 2),
        "p95_over_p50_of_embedding": round(float(np.quantile(evidence, 0.95) / low), 2),
    }


def _until_evidence(chain: FootnoteChain, question: str) -> float:
    start = time.perf_counter()
    for step in chain.steps(question):
        if isinstance(step, EvidenceFound):
            return time.perf_counter() - start
    raise AssertionError("every reply has evidence")


if __name__ == "__main__":
    main()
