"""Passages that a question finds before they are embedded: embedded for it, then and there.

An article is found by its terms as soon as it is in the catalog. Without vectors few of its
sentences would pass for an answer, and whoever asks of what came in a moment ago would be
refused (docs/quality.md has the figures).
"""

from collections.abc import Mapping
from dataclasses import replace

from index.catalog import StoredPassage
from index.embedding import Embedded, Embedder
from index.recent import Recent

_KEPT = 256


class Early:
    """Makes the vectors that are lacking, and keeps the last few; safe to use from any thread."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._recent: Recent[str, Embedded] = Recent(_KEPT)

    def embedded(self, stored: Mapping[str, StoredPassage]) -> dict[str, StoredPassage]:
        """Return those of ``stored``, by passage id, that lack vectors, with vectors."""
        lacking = {key: each.passage for key, each in stored.items() if each.vector is None}
        made = self._recent.of(
            list(lacking), lambda keys: self._embedder.passages([lacking[key] for key in keys])
        )
        return {
            key: replace(stored[key], vector=each.passage, sentence_vectors=each.sentences)
            for key, each in zip(lacking, made, strict=True)
        }
