"""How fast passages are embedded, as a multiple of ``SentenceTransformer.encode`` on the same texts in one run.

    python tests/bench/embedding.py [--rounds 5]

The texts are the passages of ``seeds/``; sentence vectors are pooled beside those of the passages.
Prints JSON.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from index import models
from index.embedding import LocalEmbedder
from index.library import Library
from index.settings import IndexSettings

SEEDS = Path(__file__).parents[2] / "seeds"


def main() -> None:
    """Embed by both in turn, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    embedder = LocalEmbedder(IndexSettings.read().embedding_model)
    bare = SentenceTransformer(str(models.locate(models.EMBEDDING.name)), device="cpu")
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(IndexSettings.read(data=Path(folder)), embedder) as library,
    ):
        library.sync([SEEDS])
        passages = [each for batch in library.catalog.every_passage() for each in batch]
    texts = [f"{each.context}\n{each.text}" if each.context else each.text for each in passages]
    bare.encode(texts[:32])
    ratios = []
    for _ in range(given.rounds):
        start = time.perf_counter()
        theirs = bare.encode(texts, batch_size=32, normalize_embeddings=True)
        middle = time.perf_counter()
        ours = np.array([each.passage for each in embedder.passages(passages)])
        ratios.append((middle - start) / (time.perf_counter() - middle))
    print(
        json.dumps(
            {
                "passages": len(passages),
                "times_as_fast": [round(ratio, 2) for ratio in sorted(ratios)],
                "least_cosine": round(float((theirs * ours).sum(axis=1).min()), 5),
            }
        )
    )


if __name__ == "__main__":
    main()
