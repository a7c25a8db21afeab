"""Reading the catalog: articles, passages with their vectors, and what changed since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, func, select, union

from index.catalog import lookup
from index.catalog.database import reading
from index.catalog.filtering import facets, matching
from index.catalog.listing import failing, listed, sorting
from index.catalog.lookup import Place, StoredPassage
from index.catalog.records import article_from_row, passage_from_row, vector_from_bytes
from index.catalog.schema import (
    articles,
    collections,
    facts,
    files,
    models,
    passages,
    roots,
    sources,
    tombstones,
    vectors,
    versions,
)
from index.types import (
    Article,
    ArticleSummary,
    Counts,
    Extent,
    Facets,
    Filter,
    Listing,
    Passage,
    Sentence,
    Vector,
)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What is known of a file from the last time that it was looked at."""

    path: str
    stamp: str
    digest: str
    outcome: str
    reason: str


class CatalogReader:
    """Every question that the rest of Footnote asks of the catalog; safe from any thread."""

    def __init__(self, engine: Engine, model: str) -> None:
        self.engine = engine
        self.model = model
        self._whole: tuple[int, Extent] | None = None
        self._facets: tuple[int, Facets] | None = None
        self._all_embedded = 0

    def revision(self) -> int:
        """Return the number of the last change."""
        with reading(self.engine) as connection:
            return current_revision(connection)

    def identity(self) -> int:
        """Return the number that tells this catalog from every other."""
        with reading(self.engine) as connection:
            return int(connection.scalars(select(facts.c.value).where(facts.c.name == "identity")).one())

    def standing_model(self) -> str:
        """Return the name of the embedding model whose vectors are searched; empty before the first."""
        with reading(self.engine) as connection:
            return connection.scalar(select(models.c.name).where(models.c.state == "standing")) or ""

    def counts(self) -> Counts:
        """Return how much the catalog holds now."""
        with reading(self.engine) as connection:
            total = connection.execute(
                select(
                    func.count(),
                    func.coalesce(func.sum(articles.c.passages), 0),
                    func.coalesce(func.sum(articles.c.sentences), 0),
                ).where(articles.c.state == "current")
            ).one()
            embedded = connection.scalar(
                select(func.count()).select_from(passages.join(vectors, self._has_vectors()))
            )
            return Counts(total[0], int(total[1]), int(total[2]), embedded or 0, current_revision(connection))

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """Return an article, in its current version where none is named; removed ones too."""
        with reading(self.engine) as connection:
            standing = connection.execute(select(articles).where(articles.c.id == article_id)).first()
            if standing is None:
                return None
            wanted = standing.version if version is None else version
            row = connection.execute(
                select(versions).where(versions.c.article_id == article_id, versions.c.version == wanted)
            ).first()
            if row is None:
                return None
            where = lookup.sources_of(connection, [article_id]).get(article_id, ())
            return article_from_row(row, where, standing.state == "current" and standing.version == wanted)

    def summaries(
        self, listing: Listing, offset: int = 0, limit: int | None = None
    ) -> tuple[list[ArticleSummary], int]:
        """Return the articles of ``listing``, and how many there are in all."""
        wanted = listed(listing, self._unembedded() if listing.state else None)
        with reading(self.engine) as connection:
            total = connection.scalar(select(func.count()).select_from(articles).where(wanted)) or 0
            ids = connection.scalars(
                select(articles.c.id)
                .where(wanted)
                .order_by(*sorting(listing.order))
                .offset(offset)
                .limit(limit)
            ).all()
            known = lookup.summaries(connection, ids, self.model)
            return [known[article_id] for article_id in ids], total

    def _unembedded(self) -> Select[tuple[str]]:
        """Return a query for the articles that lack vectors.

        Once none did, only those of later revisions can: the others are not looked at again.
        """
        with reading(self.engine) as connection:
            revision = current_revision(connection)
            query = (
                select(passages.c.article_id)
                .select_from(passages.outerjoin(vectors, self._has_vectors()))
                .where(vectors.c.digest.is_(None), passages.c.revision > self._all_embedded)
            )
            if connection.scalar(query.limit(1)) is None:
                self._all_embedded = revision
        return query

    def passages(self, ids: Sequence[str]) -> dict[str, StoredPassage]:
        """Return the current passages among ``ids``; those of replaced versions are left out."""
        with reading(self.engine) as connection:
            return lookup.stored(connection, ids, self.model)

    def extent(self, where: Filter | None) -> Extent:
        """Return how many articles and passages a filter leaves; of all, counted once a revision."""
        if where is None:
            revision = self.revision()
            if self._whole is None or self._whole[0] != revision:
                self._whole = revision, self._counted(None)
            return self._whole[1]
        return self._counted(where)

    def _counted(self, where: Filter | None) -> Extent:
        query = select(func.count(), func.coalesce(func.sum(articles.c.passages), 0)).where(matching(where))
        with reading(self.engine) as connection:
            row = connection.execute(query).one()
        return Extent(row[0], int(row[1]))

    def facets(self) -> Facets:
        """Return what the current articles can be filtered by, looked for once a revision."""
        with reading(self.engine) as connection:
            revision = current_revision(connection)
            if self._facets is None or self._facets[0] != revision:
                self._facets = revision, facets(connection)
            return self._facets[1]

    def places(self, ids: Sequence[str], where: Filter | None = None) -> dict[str, Place]:
        """Return the places of those among ``ids`` that are current passages and match a filter."""
        with reading(self.engine) as connection:
            return lookup.places(connection, ids, where)

    def matching_vectors(self, where: Filter) -> tuple[list[str], Vector, list[str]]:
        """Return the passages that match a filter and their vectors, shape ``(passages, dimension)``.

        Those that are not embedded yet come last, apart.
        """
        query = (
            select(passages.c.id, vectors.c.passage)
            .select_from(
                passages.join(articles, articles.c.id == passages.c.article_id).outerjoin(
                    vectors, self._has_vectors()
                )
            )
            .where(matching(where))
        )
        with reading(self.engine) as connection:
            rows = connection.execute(query.order_by(passages.c.id)).all()
        stored = [(key, vector) for key, vector in rows if vector is not None]
        matrix = vector_from_bytes(b"".join(vector for _, vector in stored), _dimension(stored))
        return [key for key, _ in stored], matrix, [key for key, vector in rows if vector is None]

    def article_passages(self, article_id: str) -> list[Passage]:
        """Return the current passages of one article in order."""
        with reading(self.engine) as connection:
            rows = connection.execute(
                select(passages).where(passages.c.article_id == article_id).order_by(passages.c.ordinal)
            ).all()
        return [passage_from_row(row) for row in rows]

    def last_sentence(self, article_id: str, version: int, ordinal: int) -> Sentence | None:
        """Return the last sentence of a current passage, if there is that passage."""
        with reading(self.engine) as connection:
            row = connection.execute(
                select(passages).where(
                    passages.c.article_id == article_id,
                    passages.c.version == version,
                    passages.c.ordinal == ordinal,
                )
            ).first()
        return passage_from_row(row).sentences[-1] if row else None

    def unembedded(self) -> list[tuple[str, Passage]]:
        """Return each digest that has no vectors of this model, with a passage to embed for it."""
        with reading(self.engine) as connection:
            rows = connection.execute(
                select(passages)
                .select_from(passages.outerjoin(vectors, self._has_vectors()))
                .where(vectors.c.digest.is_(None))
            ).all()
        return list({row.digest: passage_from_row(row) for row in rows}.items())

    def removed_since(self, revision: int) -> list[str]:
        """Return the ids of passages that ceased to be current after ``revision``."""
        with reading(self.engine) as connection:
            found = connection.scalars(
                select(tombstones.c.passage_id).where(tombstones.c.revision > revision)
            )
            return list(found)

    def texts_since(self, revision: int) -> Iterator[list[tuple[str, str, str]]]:
        """Yield batches of (id, context, text) of the passages added after ``revision``."""
        query = select(passages.c.id, passages.c.context, passages.c.text).where(
            passages.c.revision > revision
        )
        for batch in self._batches(query):
            yield [(row.id, row.context, row.text) for row in batch]

    def vectors_since(self, revision: int) -> Iterator[list[tuple[str, str, Vector]]]:
        """Yield batches of (id, article, vector) that came to have both after ``revision``."""
        joined = passages.join(vectors, self._has_vectors())
        columns = (passages.c.id, passages.c.article_id, passages.c.digest)
        changed = union(
            select(*columns).select_from(joined).where(passages.c.revision > revision),
            select(*columns).select_from(joined).where(vectors.c.revision > revision),
        ).subquery()
        query = select(changed.c.id, changed.c.article_id, vectors.c.passage).join(
            vectors, and_(vectors.c.digest == changed.c.digest, vectors.c.model == self.model)
        )
        for batch in self._batches(query):
            yield [(row.id, row.article_id, vector_from_bytes(row.passage, -1)[0]) for row in batch]

    def every_passage(self) -> Iterator[list[Passage]]:
        """Yield the current passages in batches."""
        for batch in self._batches(select(passages)):
            yield [passage_from_row(row) for row in batch]

    def sample_vectors(self, number: int) -> list[tuple[str, Vector]]:
        """Return some passages' ids and vectors, to probe a follower with."""
        with reading(self.engine) as connection:
            rows = connection.execute(
                select(passages.c.id, vectors.c.passage)
                .select_from(passages.join(vectors, self._has_vectors()))
                .order_by(passages.c.digest)
                .limit(number)
            ).all()
        return [(row.id, vector_from_bytes(row.passage, -1)[0]) for row in rows]

    def files(self, outcome: str | None = None) -> list[FileRecord]:
        """Return every file that was looked at, or those with one outcome."""
        query = select(files).order_by(files.c.path)
        if outcome:
            query = query.where(files.c.outcome == outcome)
        with reading(self.engine) as connection:
            return [FileRecord(*row) for row in connection.execute(query)]

    def failed(
        self, offset: int = 0, limit: int | None = None, listing: Listing | None = None
    ) -> tuple[list[FileRecord], int]:
        """Return the files that could not be read, by path, and how many there are.

        Of ``listing`` holds what can be known of them: what is searched, source and collection.
        A format, date or language leaves none.
        """
        wanted = failing(listing or Listing())
        query = select(files).where(wanted).order_by(files.c.path).offset(offset).limit(limit)
        with reading(self.engine) as connection:
            total = connection.scalar(select(func.count()).select_from(files).where(wanted)) or 0
            return [FileRecord(*row) for row in connection.execute(query)], total

    def file(self, path: str) -> FileRecord | None:
        """Return what is known of one file or address."""
        with reading(self.engine) as connection:
            row = connection.execute(select(files).where(files.c.path == path)).one_or_none()
        return FileRecord(*row) if row else None

    def collections_of(self, path: str) -> list[str]:
        """Return the collections that were named when exactly ``path`` was indexed."""
        query = select(collections.c.name).where(collections.c.path == path).order_by(collections.c.name)
        with reading(self.engine) as connection:
            return list(connection.scalars(query))

    def roots(self) -> list[str]:
        """Return the files and folders that were named to be indexed."""
        with reading(self.engine) as connection:
            return list(connection.scalars(select(roots.c.path).order_by(roots.c.path)))

    def has_source(self, source: str) -> bool:
        """Say whether an article was found at exactly ``source``."""
        with reading(self.engine) as connection:
            known = select(sources.c.source).where(sources.c.source == source)
            return connection.scalar(known) is not None

    def _batches(self, query: Any) -> Iterator[Sequence[Any]]:
        with reading(self.engine) as connection:
            yield from connection.execution_options(yield_per=2000).execute(query).partitions()

    def _has_vectors(self) -> ColumnElement[bool]:
        return lookup.has_vectors(self.model)


def current_revision(connection: Connection) -> int:
    """Return the number of the last change that ``connection`` sees."""
    return connection.scalar(select(facts.c.value).where(facts.c.name == "revision")) or 0


def _dimension(stored: Sequence[tuple[str, bytes]]) -> int:
    return len(vector_from_bytes(stored[0][1], -1)[0]) if stored else 1
