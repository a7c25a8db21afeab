"""An embedder for tests that need no meaning."""

import hashlib
import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from index.embedding import Embedded, Tokens
from index.followers.terms import terms
from index.types import Passage, Vector


class HashEmbedder:
    """Deterministic and quick: each term adds a direction of its own, so overlap is similarity."""

    name = "hash"
    window = 254

    def __init__(self, dimension: int = 64) -> None:
        self._dimension = dimension
        self.embedded: list[str] = []

    def check(self) -> None:
        pass

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def query(self, text: str) -> Vector:
        total = np.full(self._dimension, 1e-3)
        for term in terms(text):
            total += _direction(term, self._dimension)
        vector: Vector = (total / np.linalg.norm(total)).astype(np.float32)
        return vector

    def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        self.embedded += [passage.text for passage in passages]
        return [
            Embedded(
                self.query(f"{passage.context} {passage.text}"),
                np.stack([self.query(sentence.text) for sentence in passage.sentences]),
            )
            for passage in passages
        ]

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        found = []
        for text in texts:
            words = list(re.finditer(r"\w+", text)) or [re.match("", text)]
            spans = np.array([(word.start(), word.end()) for word in words if word], dtype=np.int64)
            found.append(Tokens(np.stack([self.query(text[start:end]) for start, end in spans]), spans))
        return found


@cache
def _direction(term: str, dimension: int) -> Vector:
    seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:8], "big")
    direction: Vector = np.random.default_rng(seed).normal(size=dimension)
    return direction
