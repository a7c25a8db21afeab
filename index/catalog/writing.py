"""Writing the catalog: every change of articles, sources, files and vectors, in transactions."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache, cached_property

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Insert,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from index.catalog.database import writing
from index.catalog.filtering import below
from index.catalog.reading import FileRecord, current_revision
from index.catalog.records import passage_digest, vector_to_bytes
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
from index.embedding import Embedded
from index.sources.url import is_url
from index.types import Document, Passage, blocks_to_json, sentences_to_json

# What is asked for each article is built once: building these takes longer than most of them take to run.
_IS_CURRENT = articles.c.state == "current"
_WITH_DIGEST = select(articles.c.id).where(articles.c.digest == bindparam("digest"), _IS_CURRENT).limit(1)
_WITH_ID = select(articles.c.id).where(articles.c.id == bindparam("id"), _IS_CURRENT)
_AT_SOURCE = select(sources.c.article_id).where(sources.c.source == bindparam("source"))
_LAST_VERSION = select(func.max(versions.c.version)).where(versions.c.article_id == bindparam("id"))
_KNOWN = select(*(each.scalar_subquery() for each in (_WITH_DIGEST, _AT_SOURCE, _WITH_ID, _LAST_VERSION)))
_NEW_ARTICLE, _NEW_VERSION, _NEW_PASSAGE, _NEW_SOURCE = map(insert, (articles, versions, passages, sources))


@cache
def _put_file(dialect: str) -> Insert:
    """Return the statement that adds a file, or changes what is known of it."""
    statement = postgresql.insert(files) if dialect == "postgresql" else sqlite.insert(files)
    told = {column.name: column for column in statement.excluded if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=[files.c.path], set_=told)


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalog knows of the document that has a digest and of the source that it was found at.

    ``same`` is the current article that holds just this document, ``before`` the one that the
    source leads to; ``article_id`` and ``version`` are what a new article would have.
    """

    digest: str
    same: str | None
    before: str | None
    article_id: str
    version: int


class CatalogWriter:
    """The one door for changes; ``change`` lets one thread through at a time.

    ``assure`` raises where the lock that this process held is no longer its own.
    """

    def __init__(self, engine: Engine, assure: Callable[[], None] = lambda: None) -> None:
        self._engine = engine
        self._assure = assure
        self._turn = threading.Lock()

    @contextmanager
    def change(self) -> Iterator["Change"]:
        """Yield a change that is kept whole or not at all."""
        with self._turn:
            self._assure()
            with writing(self._engine) as connection:
                yield Change(connection)


class Change:
    """What can be done within one transaction.

    It takes the next revision when it first touches what followers follow.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def _revision(self) -> int:
        self._connection.execute(
            update(facts).where(facts.c.name == "revision").values(value=facts.c.value + 1)
        )
        return current_revision(self._connection)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo what is done inside if it raises, and nothing else."""
        with self._connection.begin_nested():
            yield

    def measure(self) -> None:
        """Let the database look at its tables anew: how it finds rows follows from what they hold."""
        self._connection.exec_driver_sql("ANALYZE")

    def known(self, digest: str, source: str) -> Known:
        """Return what is known of the document that has ``digest``, found at ``source``.

        A new article's id is the start of its digest, longer if that is taken.
        """
        for length in range(16, len(digest) + 1):
            article_id = digest[:length]
            asked = {"digest": digest, "source": source, "id": article_id}
            same, before, taken, last = self._connection.execute(_KNOWN, asked).one()
            if taken is None or same:
                return Known(digest, same, before, article_id, (last or 0) + 1)
        raise AssertionError("two current articles have one digest")

    def article_at(self, source: str) -> str | None:
        """Return the article that ``source`` leads to."""
        return self._connection.scalar(_AT_SOURCE, {"source": source})

    def is_only_source(self, source: str, article_id: str) -> bool:
        """Say whether no other source leads to the article."""
        others = select(func.count()).where(sources.c.article_id == article_id, sources.c.source != source)
        return self._connection.scalar(others) == 0

    def next_version(self, article_id: str) -> int:
        """Return the version that a change of the article would have."""
        return (self._connection.scalar(_LAST_VERSION, {"id": article_id}) or 0) + 1

    def put_article(
        self,
        article_id: str,
        version: int,
        document: Document,
        *,
        title: str,
        digest: str,
        cut: Sequence[Passage],
    ) -> None:
        """Make ``document`` the current version of the article, replacing any other.

        ``title`` is what lists show and are sorted by.
        """
        added = datetime.now(UTC).isoformat(timespec="seconds")
        row = {
            "version": version,
            "state": "current",
            "title": title,
            "published": document.metadata.published,
            "language": document.metadata.language,
            "url": document.metadata.url,
            "media_type": document.media_type,
            "digest": digest,
            "passages": len(cut),
            "sentences": sum(len(passage.sentences) for passage in cut),
            "added": added,
        }
        if version == 1:
            self._connection.execute(_NEW_ARTICLE, {"id": article_id, **row})
        else:
            self._drop_passages(article_id)
            self._connection.execute(update(articles).where(articles.c.id == article_id).values(**row))
        self._connection.execute(
            _NEW_VERSION,
            {
                "article_id": article_id,
                "version": version,
                "digest": digest,
                "media_type": document.media_type,
                "metadata": document.metadata.to_json(),
                "text": document.text,
                "blocks": blocks_to_json(document.blocks),
                "added": added,
            },
        )
        if cut:
            self._connection.execute(_NEW_PASSAGE, [self._passage_row(passage) for passage in cut])

    def lead(self, source: str, path: str, article_id: str, before: str | None) -> None:
        """Let ``source``, found in the file ``path``, lead to the article from now on.

        ``before`` is the article that it leads to, if it does.
        """
        if before == article_id:
            return
        if before is not None:
            self.detach(source)
        self._connection.execute(_NEW_SOURCE, {"source": source, "path": path, "article_id": article_id})

    def detach(self, source: str) -> bool:
        """Forget ``source``; say whether that removed its article, having been the last."""
        article_id = self.article_at(source)
        if article_id is None:
            return False
        self._connection.execute(delete(sources).where(sources.c.source == source))
        if not self.is_only_source(source, article_id):
            return False
        self._drop_passages(article_id)
        self._connection.execute(update(articles).where(articles.c.id == article_id).values(state="removed"))
        return True

    def sources_in(self, path: str) -> dict[str, str]:
        """Return the sources found in the file ``path`` with their articles."""
        rows = self._connection.execute(
            select(sources.c.source, sources.c.article_id).where(sources.c.path == path)
        )
        return dict(rows.tuples().all())

    def files_with_digest(self, digest: str) -> list[str]:
        """Return the paths of the indexed files whose bytes have ``digest``."""
        rows = self._connection.scalars(
            select(files.c.path).where(files.c.digest == digest, files.c.outcome == "indexed")
        )
        return list(rows)

    def put_file(self, record: FileRecord) -> None:
        """Remember a file as it was found."""
        self._connection.execute(_put_file(self._connection.dialect.name), asdict(record))

    def forget_file(self, path: str) -> None:
        """Forget a file that is gone, and the sources found in it."""
        for source in self.sources_in(path):
            self.detach(source)
        self._connection.execute(delete(files).where(files.c.path == path))

    def is_known_file(self, path: str) -> bool:
        """Say whether the file was looked at before and is not forgotten."""
        return self._connection.scalar(select(files.c.path).where(files.c.path == path)) is not None

    def remove_below(self, source: str, named: str = "") -> list[str]:
        """Forget ``source``, or all sources of a file or folder of that path; return them.

        Files of which nothing is left are remembered as removed, so that looking for
        changes in a folder above them does not bring them back. ``named`` is what does, if
        it is not ``source``.
        """
        path = source if is_url(source) else source.rstrip("/")

        def covers(place: ColumnElement[str]) -> ColumnElement[bool]:
            if is_url(path):  # another address below it is another page
                return place == path
            return below(place, path)

        wanted = or_(sources.c.source == source, covers(sources.c.path))
        rows = self._connection.execute(select(sources.c.source, sources.c.path).where(wanted)).all()
        for row in rows:
            self.detach(row.source)
        for emptied in {row.path for row in rows}:
            if not self.sources_in(emptied):
                self._connection.execute(
                    update(files)
                    .where(files.c.path == emptied)
                    .values(outcome="removed", reason=named or path)
                )
        for table in (roots, collections):
            self._connection.execute(delete(table).where(covers(table.c.path)))
        self._told()
        return sorted(row.source for row in rows)

    def put_root(self, path: str) -> None:
        """Remember a file or folder that was named to be indexed, in the place of any below it."""
        held = self._connection.scalars(select(roots.c.path)).all()
        if any(path == root or path.startswith(root.rstrip("/") + "/") for root in held):
            return
        self._connection.execute(delete(roots).where(below(roots.c.path, path)))
        self._connection.execute(insert(roots).values(path=path))
        self._told()

    def put_address(self, address: str) -> None:
        """Remember a web address that was named to be indexed; another below it is another page."""
        if self._connection.scalar(select(roots.c.path).where(roots.c.path == address)) is None:
            self._connection.execute(insert(roots).values(path=address))
            self._told()

    def put_in_collection(self, name: str, path: str) -> None:
        """Let what is found at or below ``path`` belong to the collection ``name``, now and later."""
        known = select(collections.c.name).where(collections.c.name == name, collections.c.path == path)
        if self._connection.scalar(known) is None:
            self._connection.execute(insert(collections).values(name=name, path=path))
            self._told()

    def put_vectors(self, model: str, embedded: Sequence[tuple[str, Embedded]]) -> None:
        """Keep the vectors of ``model`` for each passage digest."""
        if not embedded:
            return
        digests = [digest for digest, _ in embedded]
        self._connection.execute(
            delete(vectors).where(vectors.c.model == model, vectors.c.digest.in_(digests))
        )
        rows = [
            {
                "model": model,
                "digest": digest,
                "passage": vector_to_bytes(found.passage),
                "sentences": vector_to_bytes(found.sentences),
                "revision": self._revision,
            }
            for digest, found in embedded
        ]
        self._connection.execute(insert(vectors), rows)

    def put_model(self, name: str, *, standing: bool) -> None:
        """Let the vectors of a model be searched from now on, or be kept until they are."""
        state = "standing" if standing else "coming"
        stands = select(models.c.name).where(models.c.name == name, models.c.state == "standing")
        if self._connection.scalar(stands) is not None:
            return
        self._connection.execute(delete(models).where(or_(models.c.state == state, models.c.name == name)))
        self._connection.execute(insert(models).values(name=name, state=state))
        if standing:
            self._told()

    def drop_unused_vectors(self) -> None:
        """Forget the vectors of texts that no current passage has, and those of forgotten models."""
        held = select(passages.c.id).where(passages.c.digest == vectors.c.digest).exists()
        known = select(models.c.name).where(models.c.name == vectors.c.model).exists()
        self._connection.execute(delete(vectors).where(or_(~held, ~known)))

    def _told(self) -> None:
        """Take a revision for a change that no row bears, so that who keeps what was read reads it anew."""
        _ = self._revision

    def _passage_row(self, passage: Passage) -> dict[str, object]:
        return {
            "id": passage.id,
            "article_id": passage.article_id,
            "version": passage.version,
            "ordinal": passage.ordinal,
            "context": passage.context,
            "sentences": sentences_to_json(passage.sentences),
            "text": passage.text,
            "digest": passage_digest(passage),
            "revision": self._revision,
        }

    def _drop_passages(self, article_id: str) -> None:
        dead = select(passages.c.id).where(passages.c.article_id == article_id)
        ids = list(self._connection.scalars(dead))
        if ids:
            self._connection.execute(
                insert(tombstones), [{"passage_id": dead_id, "revision": self._revision} for dead_id in ids]
            )
            self._connection.execute(delete(passages).where(passages.c.article_id == article_id))
