"""Ids -> passages, places, summaries: what a question waits for, so its statements are built once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select

from index.catalog.filtering import matching
from index.catalog.records import passage_from_row, vector_from_bytes
from index.catalog.schema import articles, passages, sources, vectors, versions
from index.types import ArticleSummary, Filter, Metadata, Passage, Vector, shown_title

_IN_ONE_QUERY = 500


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A current passage with its article and, where it is embedded, its vectors."""

    passage: Passage
    article: ArticleSummary
    vector: Vector | None
    sentence_vectors: Vector | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: its article, and the date of that."""

    article_id: str
    published: str


def has_vectors(model: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Return the condition that joins passages with their vectors by ``model``."""
    return and_(vectors.c.digest == passages.c.digest, vectors.c.model == model)


_IDS: ColumnElement[Any] = bindparam("ids", expanding=True)
_HAS_VECTORS = has_vectors(bindparam("model"))
_PLACES = (
    select(passages.c.id, passages.c.article_id, articles.c.published)
    .join(articles, articles.c.id == passages.c.article_id)
    .where(passages.c.id.in_(_IDS))
)
_STORED = (
    select(passages, vectors.c.passage, vectors.c.sentences.label("sentence_vectors"))
    .select_from(passages.outerjoin(vectors, _HAS_VECTORS))
    .where(passages.c.id.in_(_IDS))
)
_EMBEDDED = (
    select(passages.c.article_id, func.count())
    .select_from(passages.join(vectors, _HAS_VECTORS))
    .where(passages.c.article_id.in_(_IDS))
    .group_by(passages.c.article_id)
)
_CURRENT = (
    select(articles, versions.c.metadata, versions.c.added)
    .join(versions, and_(versions.c.article_id == articles.c.id, versions.c.version == articles.c.version))
    .where(articles.c.id.in_(_IDS))
)
_SOURCES = (
    select(sources.c.article_id, sources.c.source)
    .where(sources.c.article_id.in_(_IDS))
    .order_by(sources.c.source)
)


def places(connection: Connection, ids: Iterable[str], where: Filter | None) -> dict[str, Place]:
    """Return the places of those among ``ids`` that are current passages and match a filter."""
    query = _PLACES.where(matching(where)) if where else _PLACES
    rows = (row for chunk in _chunks(ids) for row in connection.execute(query, {"ids": chunk}).all())
    return {key: Place(article_id, published) for key, article_id, published in rows}


def stored(connection: Connection, ids: Iterable[str], model: str) -> dict[str, StoredPassage]:
    """Return the current passages among ``ids``, with their vectors by ``model``."""
    rows = [
        row
        for chunk in _chunks(ids)
        for row in connection.execute(_STORED, {"ids": chunk, "model": model}).all()
    ]
    known = summaries(connection, {row.article_id for row in rows}, model)
    return {row.id: _stored(row, known[row.article_id]) for row in rows}


def summaries(connection: Connection, ids: Iterable[str], model: str) -> dict[str, ArticleSummary]:
    """Return what is told of the articles ``ids``: in a list, and beside what is found in them."""
    listed = list(ids)
    found_at = sources_of(connection, listed)
    found: dict[str, ArticleSummary] = {}
    for chunk in _chunks(listed):
        counted = connection.execute(_EMBEDDED, {"ids": chunk, "model": model}).all()
        embedded: dict[str, int] = dict(tuple(row) for row in counted)
        for row in connection.execute(_CURRENT, {"ids": chunk}).all():
            known = Metadata(**row.metadata)
            found[row.id] = ArticleSummary(
                id=row.id,
                version=row.version,
                title=shown_title(known, found_at.get(row.id, ()), row.id),
                metadata=known,
                media_type=row.media_type,
                sources=found_at.get(row.id, ()),
                passages=row.passages,
                sentences=row.sentences,
                embedded=embedded.get(row.id, 0),
                added=row.added,
            )
    return found


def sources_of(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return where each of the articles ``ids`` was found, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for chunk in _chunks(ids):
        for article_id, source in connection.execute(_SOURCES, {"ids": chunk}).all():
            found[article_id] = (*found.get(article_id, ()), source)
    return found


def _stored(row: Any, article: ArticleSummary) -> StoredPassage:
    passage = passage_from_row(row)
    if row.passage is None:
        return StoredPassage(passage, article, None, None)
    vector = vector_from_bytes(row.passage, -1)[0]
    rows = vector_from_bytes(row.sentence_vectors, len(vector))
    return StoredPassage(passage, article, vector, rows)


def _chunks(ids: Iterable[str]) -> Iterator[Sequence[str]]:
    listed = list(ids)
    for first in range(0, len(listed), _IN_ONE_QUERY):
        yield listed[first : first + _IN_ONE_QUERY]
