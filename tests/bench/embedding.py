"""How fast passages and questions are embedded, against ``SentenceTransformer`` in the same run.

    python tests/bench/embedding.py [--passages 256] [--rounds 5]

The unit is ``SentenceTransformer.encode`` (batches of 32) of the same texts; what is measured
gives the sentences' vectors too. The parts take turns, and of each the quickest round counts.
Prints JSON.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from corpus import questions, seed_passages

from index import models
from index.embedding import LocalEmbedder
from index.encoders import Encoder, openvino
from index.encoders.torch import TorchEncoder
from index.types import Passage


class Through(LocalEmbedder):
    """The embedder on a given backend."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(models.EMBEDDING.name)
        self._encoder = encoder


def main() -> None:
    """Embed the same texts by each backend, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        passages = seed_passages(given.passages, Path(folder))
    print(json.dumps(measured(passages, given.rounds), indent=1))


def measured(passages: list[Passage], rounds: int) -> dict[str, Any]:
    """Return times as ratios to ``SentenceTransformer``'s, and the least cosine to its vectors."""
    from sentence_transformers import SentenceTransformer

    folder = models.locate(models.EMBEDDING.name)
    assert folder
    bare = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    backends: dict[str, Encoder] = {"torch": TorchEncoder(models.EMBEDDING.name, folder)}
    if openvino.is_installed():
        backends["openvino"] = openvino.OpenVinoEncoder(folder)
    embedders = {name: Through(each) for name, each in backends.items()}
    texts = [f"{each.context}\n{each.text}" if each.context else each.text for each in passages]
    exact = bare.encode(texts, batch_size=32, normalize_embeddings=True)
    many: dict[str, Callable[[], Any]] = {"bare": lambda: bare.encode(texts, batch_size=32)}
    one: dict[str, Callable[[], Any]] = {"bare": lambda: [bare.encode_query(each) for each in questions()]}
    for name, embedder in embedders.items():
        many[name] = lambda embedder=embedder: embedder.passages(passages)  # type: ignore[misc]
        one[name] = lambda embedder=embedder: [embedder.query(each) for each in questions()]  # type: ignore[misc]
    passage_times, question_times = quickest(many, rounds), quickest(one, rounds)
    return {
        "passages": len(passages),
        "passages_a_second_bare": round(len(passages) / passage_times["bare"], 1),
        "milliseconds_a_question_bare": round(question_times["bare"] * 1000 / len(questions()), 2),
        **{
            name: {
                "times_as_fast": round(passage_times["bare"] / passage_times[name], 2),
                "times_as_fast_a_question": round(question_times["bare"] / question_times[name], 2),
                "least_cosine": round(
                    float(
                        min(
                            found.passage @ vector
                            for found, vector in zip(embedder.passages(passages), exact, strict=True)
                        )
                    ),
                    5,
                ),
            }
            for name, embedder in embedders.items()
        },
    }


def quickest(parts: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Return the least seconds of each part over ``rounds`` in which they take turns, after one to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in parts}
    for turn in range(rounds + 1):
        for name, run in parts.items():
            start = time.perf_counter()
            run()
            if turn:
                taken[name].append(time.perf_counter() - start)
    return {name: float(np.min(each)) for name, each in taken.items()}


if __name__ == "__main__":
    main()
