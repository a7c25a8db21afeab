"""The best passages of each follower that match a filter.

A narrow filter's passages are all scored, their vectors taken from the catalog; a wide
one's are picked from more of the followers' best. Which is cheaper follows from how many
passages match: scoring costs as many as match, picking as many as must be looked at to
meet enough that do. Where picking meets too few, all are scored after all.
"""

import math
from dataclasses import dataclass

import numpy as np

from index.catalog import CatalogReader
from index.followers.terms import TantivyGeneration
from index.followers.vectors import ChromaGeneration
from index.types import Filter, Vector

PICKED_TO_SCORED = 2.0
"""Cost of one more passage asked of the followers, in passages scored from the catalog."""

SPARE = 2.0
"""Times as many are asked for as would do if the filter had nothing to do with the question."""

Ranking = list[tuple[str, float]]
"""Passage ids with their score, best first."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """Searches the followers for passages that match ``where``; ``None`` is one being rebuilt."""

    where: Filter
    catalog: CatalogReader
    vectors: ChromaGeneration | None
    words: TantivyGeneration | None

    def best(self, vector: Vector, terms: list[str], number: int) -> tuple[Ranking, Ranking]:
        """Return the up to ``number`` best by similarity, and those by terms."""
        left = self.catalog.extent(self.where).passages
        if not left:
            return [], []
        whole = max(left, self.catalog.extent(None).passages)
        asked = math.ceil(SPARE * number * whole / left)
        if self.vectors is not None and left > PICKED_TO_SCORED * asked:
            picked = self._picked(vector, terms, number, asked)
            if picked is not None:
                return picked
        return self._scored(vector, terms, number)

    def _picked(
        self, vector: Vector, terms: list[str], number: int, asked: int
    ) -> tuple[Ranking, Ranking] | None:
        """Return the best of ``asked`` that match; ``None`` where that may leave some out."""
        found = self.vectors.nearest(vector, asked) if self.vectors else []
        worded = self.words.best(terms, asked) if self.words else []
        ids = list({key for key, _ in (*found, *worded)})
        standing = self.catalog.places(ids, self.where)
        dense = [pair for pair in found if pair[0] in standing][:number]
        lexical = [pair for pair in worded if pair[0] in standing][:number]
        is_whole = len(dense) == number and (len(lexical) == number or len(worded) < asked)
        return (dense, lexical) if is_whole else None

    def _scored(self, vector: Vector, terms: list[str], number: int) -> tuple[Ranking, Ranking]:
        ids, matrix, bare = self.catalog.matching_vectors(self.where)
        lexical = self.words.best(terms, number, among=ids + bare) if self.words else []
        if not ids:
            return [], lexical
        similarities = matrix @ vector
        order = np.argsort(-similarities, kind="stable")[:number]
        return [(ids[place], float(similarities[place])) for place in order], lexical
