"""A library: its catalog, its followers and its embedding model, opened.

The surface that programs use. ``Library.open`` takes the data directory's lock where it is
free and brings the followers up to date; a library that another process is writing is read as
it stands. Where the catalog is in a server, several machines share it: each has a data
directory, and one process of all changes the catalog at a time (``docs/scale.md``).
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from index.build import Builder
from index.catalog import CatalogLock, CatalogReader, CatalogWriter, FileRecord, connect
from index.embedding import Embedder, LocalEmbedder
from index.errors import (
    DataDirectoryError,
    EmptyIndexError,
    FootnoteError,
    IndexBusyError,
    UnreachableError,
)
from index.follower import Follower, FollowerState
from index.lock import IndexLock
from index.parsing import Parser
from index.report import OnProgress, Report
from index.search import Found, Query, search
from index.settings import IndexSettings
from index.sources.pages import Pages
from index.sources.url import Url, is_url
from index.terms import TermIndex
from index.types import Article, ArticleSummary, Counts, Extent, Facets, Filter, Passage, Sentence
from index.vector_server import ServedVectorIndex
from index.vectors import ChromaGeneration, VectorIndex

logger = logging.getLogger(__name__)

HITS = 12

_REBUILT = "the vector index is being rebuilt: the articles were searched by their words alone"
_BY_TERMS = "the vector index cannot be reached just now: the articles were searched by their words alone"

_WAIT_SECONDS = 1.0
"""For another process that holds a lock only to catch up."""


@dataclass(frozen=True, slots=True)
class Status:
    """What ``footnote status`` shows; ``writer`` names another process that changes the index.

    ``collections`` counts the articles of each.
    """

    data: str
    counts: Counts
    followers: tuple[FollowerState, ...]
    model: str
    writer: str
    failed: tuple[FileRecord, ...]
    skipped: tuple[FileRecord, ...]
    collections: Mapping[str, int] = field(default_factory=dict)


class Library:
    """Articles that can be searched, read and changed; safe to use from any thread."""

    def __init__(self, settings: IndexSettings, embedder: Embedder | None = None) -> None:
        """Open the data directory of ``settings``, without the lock and without a model.

        Raises DataDirectoryError if it cannot be made or read, NewerDataError if a newer
        Footnote made it.
        """
        self.settings = settings
        self.data = settings.data.expanduser().absolute()
        try:
            self.data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataDirectoryError(
                f"the data directory {self.data} cannot be made: {error.strerror}",
                "choose another with --data or FOOTNOTE_DATA",
            ) from error
        self.embedder: Embedder = embedder or LocalEmbedder(settings.embedding_model)
        self._engine = connect(settings.catalog_url, self.data)
        self.catalog = CatalogReader(self._engine, self.embedder.name)
        identity = self.catalog.identity()
        self._lock = IndexLock(self.data)
        self._catalog_lock = None if self._engine.dialect.name == "sqlite" else CatalogLock(self._engine)
        self._writer = (
            CatalogWriter(self._engine, self._catalog_lock.assure)
            if self._catalog_lock
            else CatalogWriter(self._engine)
        )
        self._spare = None if os.access(self.data, os.W_OK) else TemporaryDirectory(prefix="footnote-")
        derived = Path(self._spare.name) if self._spare else self.data
        self._terms = TermIndex(derived / "terms", identity)
        self._vectors: Follower[ChromaGeneration] = (
            ServedVectorIndex(settings, self.embedder.name, identity)
            if settings.chroma_url
            else VectorIndex(derived / "vectors", self.embedder.name, identity)
        )
        self._pages = Pages(self.data / "pages")

    @classmethod
    def open(cls, settings: IndexSettings, embedder: Embedder | None = None) -> Self:
        """Open a library to ask it: followers that are behind catch up, if no one else writes.

        Where the data directory cannot be written they are built beside it, for this process alone.
        """
        library = cls(settings, embedder)
        if library._spare:
            library.catch_up()
            return library
        try:
            with library.following("catching up"):
                library.catch_up()
        except IndexBusyError:
            pass  # the process that writes keeps the followers up
        return library

    @contextmanager
    def following(self, purpose: str) -> Iterator[None]:
        """Hold the lock of the data directory; raises IndexBusyError naming the process that has it."""
        if self._lock.held:
            yield
            return
        self._lock.acquire(purpose)
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def writing(self, purpose: str) -> Iterator[None]:
        """Hold all locks that a change needs: the data directory's, and the catalog's in a server.

        Raises IndexBusyError naming the process that has one.
        """
        with ExitStack() as held:
            held.enter_context(self.following(purpose))
            if self._catalog_lock and not self._catalog_lock.held:
                self._catalog_lock.acquire(purpose, _WAIT_SECONDS)
                held.callback(self._catalog_lock.release)
            yield

    def writer_elsewhere(self) -> str:
        """Return which other process changes the index, in words; empty if none does."""
        return (self._catalog_lock or self._lock).other_holder()

    def catch_up(self) -> None:
        """Bring the followers up to the catalog; the caller holds the data directory's lock.

        One that other machines share is left to the process that changes the catalog.
        """
        for follower in self.followers:
            if not follower.shared:
                follower.follow(self.catalog)
            elif follower.state(self.catalog).state not in {"ready", "away"}:
                with suppress(IndexBusyError), self.writing("catching up"):
                    follower.follow(self.catalog)

    @property
    def followers(self) -> tuple[TermIndex, Follower[ChromaGeneration]]:
        """What is derived from the catalog."""
        return self._terms, self._vectors

    def rebuild(self) -> None:
        """Build the followers anew from the catalog; raises IndexBusyError while another process writes."""
        with self.writing("rebuilding the index"):
            for follower in self.followers:
                follower.rebuild(self.catalog)

    def sync(
        self,
        paths: Iterable[Path | Url],
        on_progress: OnProgress | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
        collection: str = "",
    ) -> Report:
        """Index the files at and below ``paths``: new, changed, moved and deleted ones.

        Of web addresses what ``fetch`` has brought is read; this fetches nothing.
        What is found there belongs to ``collection``, now and later, if one is named.
        Raises IndexBusyError, or DataDirectoryError if the index cannot be written.
        """
        with self.writing("footnote index"):
            return self._builder(on_progress, is_cancelled).sync(paths, collection)

    def fetch(self, urls: Iterable[Url], on_progress: OnProgress | None = None) -> None:
        """Fetch pages, and those that feeds and sitemaps list, as far as they have changed.

        What could not be fetched, and why, is in the report of the ``sync`` that reads
        them. Needs no lock. Raises DataDirectoryError if the copies cannot be written.
        """
        from index.sources.client import Client, Limits
        from index.sources.refresh import Refresh

        limits = Limits(
            max_bytes=self.settings.fetch_max_bytes,
            seconds=self.settings.fetch_seconds,
            pause=self.settings.fetch_pause,
            hosts=frozenset(host.lower() for host in self.settings.fetch_hosts),
            ports=frozenset(self.settings.fetch_ports),
        )
        Refresh(self._pages, Client(limits), self.settings.fetch_pages, on_progress).bring(urls)

    def roots(self) -> list[Path | Url]:
        """Return what was named to be indexed, files, folders and addresses: where to look for changes."""
        return [Url(root) if is_url(root) else Path(root) for root in self.catalog.roots()]

    def remove(self, source: str) -> list[str]:
        """Remove the article at ``source``, or all of a file or folder; return their sources.

        Raises FootnoteError if nothing was indexed from there, IndexBusyError.
        """
        with self.writing("footnote remove"):
            return self._builder(None, lambda: False).remove(source)

    def search(self, text: str, limit: int = HITS, where: Filter | None = None) -> Found:
        """Return the passages nearest to a stand-alone question, best first.

        ``where`` says which articles are searched. Raises EmptyIndexError if nothing is
        indexed.
        """
        return self.search_for(Query.of(text, self.embedder.query(text)), limit, where)

    def search_for(self, query: Query, limit: int = HITS, where: Filter | None = None) -> Found:
        """Return the passages nearest to a query, which need not be what its text says; as ``search``.

        A follower that fails is left out, until it is built anew.
        """
        try:
            return self._reached(query, limit, where)
        except FootnoteError:
            raise
        except Exception as error:  # whatever a damaged follower makes its library raise
            damaged = [each.name for each in self.followers if each.put_aside(self.catalog)]
            if not damaged:
                raise
            logger.warning("the %s index has failed: %s", " and the ".join(damaged), error)
            return self._reached(query, limit, where)

    def _reached(self, query: Query, limit: int, where: Filter | None) -> Found:
        """Return what is found, by terms alone where a server of vectors cannot be reached."""
        vectors = self._vectors.current()
        try:
            return self._found(query, vectors, limit, where)
        except UnreachableError:
            try:
                return self._found(query, self._vectors.reopen(), limit, where)
            except UnreachableError:
                return self._found(query, None, limit, where)

    def _found(
        self, query: Query, vectors: ChromaGeneration | None, limit: int, where: Filter | None
    ) -> Found:
        terms = self._terms.current()
        if vectors is None and terms is None:
            raise EmptyIndexError("nothing has been indexed yet", "run: footnote index PATH…")
        found = search(
            query,
            catalog=self.catalog,
            vectors=vectors,
            words=terms,
            candidates=self.settings.candidates,
            limit=limit,
            where=where,
        )
        if vectors is None and self._vectors.shared:
            return replace(found, note=_BY_TERMS)
        if self._vectors.has_failed:
            return replace(found, note=_REBUILT)
        return found

    def extent(self, where: Filter | None = None) -> Extent:
        """Return how many articles and passages are searched."""
        return self.catalog.extent(where)

    def facets(self) -> Facets:
        """Return what there is to filter by."""
        return self.catalog.facets()

    def articles(
        self, search: str = "", offset: int = 0, limit: int | None = None
    ) -> tuple[list[ArticleSummary], int]:
        """Return current articles by title, and how many match ``search``."""
        return self.catalog.summaries(search, offset, limit)

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """Return an article; any version that ever stood can be read."""
        return self.catalog.article(article_id, version)

    def passages(self, article_id: str) -> list[Passage]:
        """Return the current passages of an article, in order."""
        return self.catalog.article_passages(article_id)

    def sentence_before(self, passage: Passage, sentence: Sentence) -> Sentence | None:
        """Return the sentence before one of ``passage``, in the passage before where need be.

        ``None`` at the start of the article, or once another version stands.
        """
        number = passage.sentences.index(sentence)
        if number:
            return passage.sentences[number - 1]
        return self.catalog.last_sentence(passage.article_id, passage.version, passage.ordinal - 1)

    def status(self) -> Status:
        """Return what there is, and how each part stands."""
        return Status(
            data=str(self.data),
            counts=self.catalog.counts(),
            followers=(self._terms.state(self.catalog), self._vectors.state(self.catalog)),
            model=self.embedder.name,
            writer=self.writer_elsewhere(),
            failed=tuple(self.catalog.files("failed")),
            skipped=tuple(self.catalog.files("skipped")),
            collections=self.catalog.facets().collections,
        )

    def close(self) -> None:
        """Release the files and the lock."""
        self._vectors.close()
        self._terms.close()
        if self._catalog_lock:
            self._catalog_lock.release()
        self._engine.dispose()
        self._lock.release()
        if self._spare:
            self._spare.cleanup()

    def __enter__(self) -> Self:
        """Return the library itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the library."""
        self.close()

    def _builder(self, on_progress: OnProgress | None, is_cancelled: Callable[[], bool]) -> Builder:
        return Builder(
            catalog=self.catalog,
            writer=self._writer,
            embedder=self.embedder,
            terms=self._terms,
            vectors=self._vectors,
            parser=Parser(self.settings.parse_seconds, self.settings.parse_bytes),
            pages=self._pages,
            passage_tokens=self.settings.passage_tokens,
            max_file_bytes=self.settings.max_file_bytes,
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )
