"""Question -> hits: the two followers asked at once, their rankings fused, joined with the catalog."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.catalog import CatalogReader
from index.terms import TantivyGeneration, terms
from index.types import Hit, Vector
from index.vectors import ChromaGeneration

RRF_CONSTANT = 60
"""Of reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009."""

DENSE_WEIGHT = 2.0
TERM_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Query:
    """A stand-alone question as both followers ask for it."""

    text: str
    vector: Vector
    terms: tuple[str, ...]

    @classmethod
    def of(cls, text: str, vector: Vector) -> "Query":
        """Return the query for ``text``, whose embedding is ``vector``."""
        return cls(text, vector, tuple(dict.fromkeys(terms(text))))


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; ``rarity`` maps each term of the query to its inverse document frequency."""

    query: Query
    hits: tuple[Hit, ...]
    rarity: Mapping[str, float]


def search(
    query: Query,
    *,
    catalog: CatalogReader,
    vectors: ChromaGeneration | None,
    words: TantivyGeneration | None,
    candidates: int,
    limit: int,
) -> Found:
    """Return the ``limit`` best passages, from the best ``candidates`` of each follower.

    A follower that is ``None`` (being rebuilt) is left out. A passage that is not of its
    article's current version is dropped: the catalog says what stands.
    """
    dense = vectors.nearest(query.vector, candidates) if vectors else []
    lexical = words.best(list(query.terms), candidates) if words else []
    dense_ranks = _ranks(dense)
    term_ranks = _ranks(lexical)
    fused = fuse([(dense_ranks, DENSE_WEIGHT), (term_ranks, TERM_WEIGHT)])
    best = sorted(fused, key=lambda key: (-fused[key], key))
    known = catalog.passages(best[: 2 * limit])
    hits = [
        Hit(
            passage=stored.passage,
            article=stored.article,
            score=fused[key],
            similarity=0.0 if stored.vector is None else float(stored.vector @ query.vector),
            dense_rank=dense_ranks.get(key),
            term_rank=term_ranks.get(key),
            sentence_vectors=stored.sentence_vectors,
        )
        for key in best
        if (stored := known.get(key)) is not None
    ]
    rarity = words.rarity(query.terms) if words else dict.fromkeys(query.terms, 1.0)
    return Found(query, tuple(hits[:limit]), rarity)


def fuse(rankings: Sequence[tuple[Mapping[str, int], float]]) -> dict[str, float]:
    """Return the weighted reciprocal rank fusion of rankings, each key -> rank from 1."""
    fused: dict[str, float] = {}
    for ranks, weight in rankings:
        for key, rank in ranks.items():
            fused[key] = fused.get(key, 0.0) + weight / (RRF_CONSTANT + rank)
    return fused


def _ranks(found: Sequence[tuple[str, float]]) -> dict[str, int]:
    return {key: rank for rank, (key, _) in enumerate(found, start=1)}
