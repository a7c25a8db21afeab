"""The catalog's vectors -> a map of the library: topics, and where each passage lies among them."""

from dataclasses import dataclass

import numpy as np

from index.catalog import CatalogReader
from index.overview.plane import Places, Plane
from index.overview.topics import cluster, names
from index.types import Vector

DRAWN = 2_000
"""Passages on a map; of a larger library as many, drawn by their digests: at random and always the same."""

_OPENING = 90
"""Characters of a passage that tell what it is about."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Passages that lie together; ``words`` tell them from the others, ``articles`` counts theirs."""

    words: tuple[str, ...]
    passages: int
    articles: int


@dataclass(frozen=True, slots=True)
class Point:
    """A passage on the map: ``across`` and ``up`` from 0 to 1, ``topic`` counted from 0.

    ``start`` and ``end`` are its offsets in the article's text, ``opening`` its first words.
    """

    article_id: str
    version: int
    title: str
    start: int
    end: int
    opening: str
    topic: int
    across: float
    up: float

    @property
    def name(self) -> str:
        """What names the passage whatever the map: ``ARTICLE/VERSION/START-END``."""
        return f"{self.article_id}/{self.version}/{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Overview:
    """A map of a library as of one ``revision``; ``passages`` counts all, ``points`` are those drawn."""

    revision: int
    passages: int
    topics: tuple[Topic, ...]
    points: tuple[Point, ...]
    plane: Plane | None

    @classmethod
    def of(cls, catalog: CatalogReader) -> "Overview":
        """Return the map of what ``catalog`` holds; without points while nothing is embedded.

        2,000 passages take some seconds of one core, whatever the library's size.
        """
        counts = catalog.counts()
        ids = [key for key, _ in catalog.sample_vectors(DRAWN)]
        known = catalog.passages(ids)
        stored = [known[key] for key in ids if key in known]
        vectors = np.array([each.vector for each in stored if each.vector is not None])
        drawn = [each for each in stored if each.vector is not None]
        if len(drawn) < 2:
            return cls(counts.revision, counts.passages, (), (), None)
        of = cluster(vectors)
        called = names([each.passage.text for each in drawn], of)
        plane = Plane.through(vectors, of)
        points = tuple(
            Point(
                article_id=each.article.id,
                version=each.article.version,
                title=each.article.title,
                start=each.passage.start,
                end=each.passage.end,
                opening=_opening(each.passage.text),
                topic=int(topic),
                across=round(float(place[0]), 4),
                up=round(float(place[1]), 4),
            )
            for each, topic, place in zip(drawn, of, plane.places(vectors), strict=True)
        )
        topics = tuple(
            Topic(
                words,
                sum(each.topic == number for each in points),
                len({each.article_id for each in points if each.topic == number}),
            )
            for number, words in enumerate(called)
        )
        return cls(counts.revision, counts.passages, topics, points, plane)

    def places(self, vectors: Vector) -> Places:
        """Return where ``vectors``, shape ``(n, dimension)``, lie; raises ValueError without points."""
        if self.plane is None:
            raise ValueError("a map without points has no places")
        return self.plane.places(vectors)


def _opening(text: str) -> str:
    return text if len(text) <= _OPENING else text[:_OPENING].rsplit(" ", 1)[0] + "…"
