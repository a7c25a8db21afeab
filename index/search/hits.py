"""Question -> hits: the two followers asked at once, their rankings fused, joined with the catalog.

What the terms find before it is embedded is embedded for the question (``index.search.early``).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.catalog import CatalogReader, StoredPassage
from index.followers.terms import TantivyGeneration, terms
from index.followers.vectors import ChromaGeneration
from index.search.dated import date_ranks
from index.search.early import Early
from index.search.filtered import Filtered, Ranking
from index.search.repeated import repeated
from index.types import Filter, Hit, Vector

RRF_CONSTANT = 60
"""Of reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009."""

DENSE_WEIGHT = 2.0
TERM_WEIGHT = 1.0
DATE_WEIGHT = 1.0

MOST_OF_ONE = 4
SHARE_OF_ONE = 1 / 3
"""Passages of one article among the hits, as a number and as a share: the larger of the two."""

BEST_OF_EACH = 2
"""Passages, the best of each ranking, that are among the hits wherever they come when fused.

Sixty passages that are near by vector alone would else come before the one that has the word
asked for, if nothing of it is near: a name, a number, a code.
"""

AHEAD = 16
"""Passages, the best by terms, that are embedded for a question where hits are not embedded yet."""

WIDENED = 3
"""Times as many passages are looked at where some repeat others: a book may be there in three formats."""


@dataclass(frozen=True, slots=True)
class Query:
    """A stand-alone question as both followers ask for it.

    ``beside`` are terms that it may be about: where there are any, passages are ranked by
    ``terms`` alone and with these, each ranking at half the weight of terms. ``model`` is the
    embedding model that ``vector`` is of.
    """

    text: str
    vector: Vector
    terms: tuple[str, ...]
    beside: tuple[str, ...] = ()
    model: str = ""

    @classmethod
    def of(cls, text: str, vector: Vector, model: str = "") -> "Query":
        """Return the query for ``text``, whose embedding by ``model`` is ``vector``."""
        return cls(text, vector, tuple(dict.fromkeys(terms(text))), model=model)

    def cosine(self, vector: Vector | None) -> float:
        """Return the cosine of the query and a passage's vector; 0 while that is not embedded."""
        return 0.0 if vector is None else float(vector @ self.vector)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; ``rarity`` maps each term asked for to its inverse document frequency.

    ``note`` says what could not be searched, if anything.
    """

    query: Query
    hits: tuple[Hit, ...]
    rarity: Mapping[str, float]
    note: str = ""


def search(
    query: Query,
    *,
    catalog: CatalogReader,
    vectors: ChromaGeneration | None,
    words: TantivyGeneration | None,
    early: Early,
    candidates: int,
    limit: int,
    where: Filter | None = None,
) -> Found:
    """Return the ``limit`` best passages, from the best ``candidates`` of each follower.

    A follower that is ``None`` (being rebuilt) is left out. A passage that is not of its
    article's current version is dropped: the catalog says what stands. Passages that are not embedded
    yet take their place by meaning once ``early`` has embedded those that the terms find first.
    """
    dense, lexical = _best(
        query, catalog=catalog, vectors=vectors, words=words, candidates=candidates, where=where
    )
    hits = _hits(query, catalog, dense, lexical, limit=limit, where=where, made={})
    if any(hit.vector is None for hit in hits):
        first = [key for ranking in lexical for key, _ in ranking[: AHEAD // len(lexical)]]
        made = early.embedded(catalog.passages(first))
        similar = dict(dense) | {key: query.cosine(each.vector) for key, each in made.items()}
        nearest = sorted(similar.items(), key=lambda pair: -pair[1])
        hits = _hits(query, catalog, nearest, lexical, limit=limit, where=where, made=made)
    asked = query.terms + query.beside
    rarity = words.rarity(asked) if words else dict.fromkeys(asked, 1.0)
    return Found(query, hits, rarity)


def _hits(
    query: Query,
    catalog: CatalogReader,
    dense: Ranking,
    lexical: Sequence[Ranking],
    *,
    limit: int,
    where: Filter | None,
    made: Mapping[str, StoredPassage],
) -> tuple[Hit, ...]:
    """Return the ``limit`` best of both rankings; ``made`` are passages whose vectors are not stored yet."""
    dense_ranks = _ranks(dense)
    term_ranks = _ranks(lexical[0])
    rankings = [(dense_ranks, DENSE_WEIGHT)]
    rankings += [(_ranks(each), TERM_WEIGHT / len(lexical)) for each in lexical]
    fused = fuse(rankings)
    places = catalog.places(list(fused), where or None)
    best = _by_score(fused, places)
    dated = date_ranks(query.text, [(key, places[key].published) for key in best])
    if dated:
        fused = fuse([*rankings, (dated, DATE_WEIGHT)])
        best = _by_score(fused, places)
    assured = [key for ranking in (dense, *lexical) for key, _ in ranking[:BEST_OF_EACH] if key in places]
    known = _distinct(catalog, [(key, places[key].article_id) for key in best], assured, limit)
    known |= {key: stored for key, stored in made.items() if key in known}
    return tuple(
        Hit(
            passage=stored.passage,
            article=stored.article,
            score=fused[key],
            similarity=query.cosine(stored.vector),
            dense_rank=dense_ranks.get(key),
            term_rank=term_ranks.get(key),
            sentence_vectors=stored.sentence_vectors,
            vector=stored.vector,
        )
        for key, stored in known.items()
    )


def _best(
    query: Query,
    *,
    catalog: CatalogReader,
    vectors: ChromaGeneration | None,
    words: TantivyGeneration | None,
    candidates: int,
    where: Filter | None,
) -> tuple[Ranking, list[Ranking]]:
    """Return the best by the query's vector, and by its terms, alone and with those beside them."""
    asked = [list(query.terms), list(query.terms + query.beside)] if query.beside else [list(query.terms)]
    if where:
        filtered = Filtered(where, catalog, vectors, words)
        found = [filtered.best(query.vector, each, candidates) for each in asked]
        return found[0][0], [lexical for _, lexical in found]
    dense = vectors.nearest(query.vector, candidates) if vectors else []
    return dense, [words.best(each, candidates) if words else [] for each in asked]


def _distinct(
    catalog: CatalogReader, best: Sequence[tuple[str, str]], assured: Sequence[str], limit: int
) -> dict[str, StoredPassage]:
    """Return the ``limit`` first passages of ``best``, (passage id, article id), in order.

    One that repeats what stands in better ones gives its place to the next.
    """
    ranked = [key for key, _ in best]
    chosen = with_assured(varied(best, limit), assured, limit, order=ranked)
    known = catalog.passages(chosen)
    if repeated(known[key].passage for key in chosen if key in known):
        wide = ranked[: WIDENED * limit]
        known |= catalog.passages([key for key in wide if key not in known])
        again = repeated(known[key].passage for key in dict.fromkeys((*wide, *chosen)) if key in known)
        left = [pair for pair in best if pair[0] in known and pair[0] not in again]
        first = [key for key in assured if key not in again]
        chosen = with_assured(varied(left, limit), first, limit, order=[key for key, _ in left])
    return {key: known[key] for key in chosen if key in known}


def varied(best: Sequence[tuple[str, str]], limit: int) -> list[str]:
    """Return the ids of up to ``limit`` of ``best``, (passage id, article id), in order.

    One article has at most ``MOST_OF_ONE`` of them, more only where the others are too few.
    Fewer articles than hits do not crowd each other: eight long ones (SQuAD 2.0) lost 5% of
    their gold passages by it.
    """
    if len({article_id for _, article_id in best}) < limit:
        return [key for key, _ in best[:limit]]
    most = max(MOST_OF_ONE, math.ceil(limit * SHARE_OF_ONE))
    seen: Counter[str] = Counter()
    early: list[str] = []
    late: list[str] = []
    for key, article_id in best:
        seen[article_id] += 1
        (early if seen[article_id] <= most else late).append(key)
    chosen = set((early + late)[:limit])
    return [key for key, _ in best if key in chosen]


def with_assured(
    chosen: Sequence[str], assured: Sequence[str], limit: int, order: Sequence[str]
) -> list[str]:
    """Return ``limit`` of the ids in ``order``: the ``assured`` and the first of ``chosen``."""
    kept = set(list(dict.fromkeys((*assured, *chosen)))[:limit])
    return [key for key in order if key in kept]


def fuse(rankings: Sequence[tuple[Mapping[str, int], float]]) -> dict[str, float]:
    """Return the weighted reciprocal rank fusion of rankings, each key -> rank from 1."""
    fused: dict[str, float] = {}
    for ranks, weight in rankings:
        for key, rank in ranks.items():
            fused[key] = fused.get(key, 0.0) + weight / (RRF_CONSTANT + rank)
    return fused


def _by_score(fused: Mapping[str, float], keys: Iterable[str]) -> list[str]:
    return sorted(keys, key=lambda key: (-fused[key], key))


def _ranks(found: Sequence[tuple[str, float]]) -> dict[str, int]:
    return {key: rank for rank, (key, _) in enumerate(found, start=1)}
