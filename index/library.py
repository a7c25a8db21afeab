"""A library: its catalog, its followers and its embedding model, opened.

The surface that programs use. ``Library.open`` takes the data directory's lock where it is
free and brings the followers up to date; a library that another process is writing is read as
it stands. Where the catalog is in a server, several machines share it: each has a data
directory, and one process of all changes the catalog at a time (``docs/scale.md``).
"""

import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from index.catalog import CatalogReader, CatalogWriter, FileRecord, connect
from index.columns import column_names
from index.embedding import Embedder, LocalEmbedder
from index.errors import (
    DataDirectoryError,
    IndexBusyError,
    ModelError,
)
from index.facsimile import Facsimiles
from index.followers.follower import Follower, FollowerState
from index.followers.terms import TermIndex
from index.followers.vectors import ChromaGeneration
from index.indexing.build import Builder
from index.indexing.embed import embed
from index.indexing.locks import Locks
from index.indexing.parsing import Parser
from index.indexing.precedence import Precedence
from index.recent import Recent
from index.report import OnProgress, Report
from index.search.hits import Found, Query
from index.searcher import Searcher
from index.settings import IndexSettings
from index.sources.pages import Pages
from index.sources.url import Url, is_url
from index.space import Spaces, full_name
from index.types import (
    Article,
    ArticleOrder,
    ArticleSummary,
    Counts,
    Extent,
    Facets,
    Facsimile,
    Filter,
    Listing,
    Passage,
    Sentence,
)

logger = logging.getLogger(__name__)

HITS = 12

_TABLES = 64
"""Articles whose columns' names are kept: those of some questions."""


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
        self._engine = connect(settings.catalog_url, self.data)
        self._locks = Locks(self.data, self._engine)
        self._writer = CatalogWriter(self._engine, self._locks.assure)
        self._spare = None if os.access(self.data, os.W_OK) else TemporaryDirectory(prefix="footnote-")
        derived = Path(self._spare.name) if self._spare else self.data
        self._spaces = Spaces(self._engine, settings, derived, embedder)
        self._terms = TermIndex(derived / "terms", self.catalog.identity())
        self._searcher = Searcher(self._spaces, self._terms, settings.candidates)
        self._pages = Pages(self.data / "pages")
        self._precedence = Precedence()
        self._facsimiles = Facsimiles(self._parser(), self._pages)
        self._columns: Recent[tuple[str, int], Mapping[int, str]] = Recent(_TABLES)

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

    def following(self, purpose: str) -> AbstractContextManager[None]:
        """Hold the lock of the data directory; raises IndexBusyError naming the process that has it."""
        return self._locks.following(purpose)

    def writing(self, purpose: str) -> AbstractContextManager[None]:
        """Hold all locks that a change needs: the data directory's, and the catalog's in a server.

        Raises IndexBusyError naming the process that has one.
        """
        return self._locks.writing(purpose)

    def writer_elsewhere(self) -> str:
        """Return which other process changes the index, in words; empty if none does."""
        return self._locks.other_holder()

    def catch_up(self) -> None:
        """Bring the followers up to the catalog; the caller holds the data directory's lock.

        One that other machines share is left to the process that changes the catalog. Where
        another process has changed the embedding model, this one changes to it. Raises
        ModelError where it cannot: it goes on by terms alone then.
        """
        try:
            self._spaces.adopt()
        except ModelError:
            self._terms.follow(self.catalog)
            raise
        for follower in self.followers:
            if not follower.shared:
                follower.follow(self.catalog)
            elif follower.state(self.catalog).state not in {"ready", "away"}:
                with suppress(IndexBusyError), self.writing("catching up"):
                    follower.follow(self.catalog)

    @property
    def embedder(self) -> Embedder:
        """The embedding model that stands."""
        return self._spaces.standing.embedder

    @property
    def catalog(self) -> CatalogReader:
        """The catalog, with the vectors of the standing model."""
        return self._spaces.standing.catalog

    @property
    def followers(self) -> tuple[TermIndex, Follower[ChromaGeneration]]:
        """What is derived from the catalog."""
        return self._terms, self._spaces.standing.vectors

    def rebuild(self) -> None:
        """Build the followers anew from the catalog; raises IndexBusyError while another process writes."""
        with self.writing("rebuilding the index"):
            self._spaces.adopt_unasked()
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

    def reembed(
        self,
        model: str | Embedder,
        on_progress: OnProgress | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Embed every passage with another model; it stands once all are, and until then the present one.

        A run that is stopped goes on where it stopped when it is asked for again. Passages stay
        as they were cut. Raises ModelError where the model cannot be used, IndexBusyError,
        DataDirectoryError.
        """
        embedder = LocalEmbedder(full_name(model)) if isinstance(model, str) else model
        report = Report()

        def is_stopped() -> bool:
            report.interrupted = report.interrupted or is_cancelled()
            return report.interrupted

        with self.writing("footnote reembed"):
            embedder.query("a model that cannot embed must not be waited for")
            coming = self._spaces.of(embedder)
            with self._writer.change() as change:
                change.put_model(embedder.name, standing=False)
            report.embedded = embed(
                coming.catalog,
                self._writer,
                embedder,
                on_progress=on_progress,
                is_stopped=is_stopped,
                precedence=self._precedence,
            )
            if not report.interrupted:
                coming.vectors.follow(coming.catalog)
                with self._writer.change() as change:
                    change.put_model(embedder.name, standing=True)
                    change.measure()
                self._spaces.enter(coming)
                for follower in self.followers:
                    follower.follow(self.catalog)
        return report

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

    def asked(self) -> AbstractContextManager[None]:
        """Be answering somebody: indexing gives way to what is computed within."""
        return self._precedence.asked()

    def wait_until_unasked(self, patience: float) -> bool:
        """Wait until nobody is being answered, ``patience`` seconds at most; say whether that is so."""
        return self._precedence.wait_until_unasked(patience)

    def bring_back(
        self,
        source: str,
        collections: Sequence[str] = (),
        on_progress: OnProgress | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Index again what was removed from ``source``, as of the ``collections`` that it was named for.

        Raises FootnoteError if nothing is known of it and nothing is there, IndexBusyError.
        """
        with self.writing("footnote index"):
            return self._builder(on_progress, is_cancelled).bring_back(source, collections)

    def retry(
        self,
        paths: Sequence[str],
        on_progress: OnProgress | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Read files again that are known, though they have not changed; raises IndexBusyError."""
        with self.writing("footnote index"):
            return self._builder(on_progress, is_cancelled).retry(paths)

    def search(self, text: str, limit: int = HITS, where: Filter | None = None) -> Found:
        """Return the passages nearest to a stand-alone question, best first.

        ``where`` says which articles are searched. Raises EmptyIndexError if nothing is
        indexed.
        """
        embedder = self.embedder
        return self.search_for(Query.of(text, embedder.query(text), embedder.name), limit, where)

    def search_for(self, query: Query, limit: int = HITS, where: Filter | None = None) -> Found:
        """Return the passages nearest to a query, which need not be what its text says; as ``search``."""
        return self._searcher.found(query, limit, where)

    def extent(self, where: Filter | None = None) -> Extent:
        """Return how many articles and passages are searched."""
        return self.catalog.extent(where)

    def facets(self) -> Facets:
        """Return what there is to filter by."""
        return self.catalog.facets()

    def articles(
        self,
        search: str = "",
        offset: int = 0,
        limit: int | None = None,
        order: ArticleOrder = ArticleOrder.TITLE,
    ) -> tuple[list[ArticleSummary], int]:
        """Return current articles in ``order``, and how many match ``search``."""
        return self.listed(Listing(search, order=order), offset, limit)

    def listed(
        self, listing: Listing, offset: int = 0, limit: int | None = None
    ) -> tuple[list[ArticleSummary], int]:
        """Return the current articles of a listing, and how many there are in all."""
        return self.catalog.summaries(listing, offset, limit)

    def failed(
        self, offset: int = 0, limit: int | None = None, listing: Listing | None = None
    ) -> tuple[list[FileRecord], int]:
        """Return the files and addresses that could not be read, by path, and how many ``listing`` leaves."""
        return self.catalog.failed(offset, limit, listing)

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """Return an article; any version that ever stood can be read."""
        return self.catalog.article(article_id, version)

    def columns(self, article_id: str, version: int) -> Mapping[int, str]:
        """Return, by where each table row of an article starts, the row that names its columns."""

        def named(keys: Sequence[tuple[str, int]]) -> list[Mapping[int, str]]:
            found = [self.catalog.article(*key) for key in keys]
            return [column_names(each.text, each.blocks) if each else {} for each in found]

        return self._columns.of([(article_id, version)], named)[0]

    def passages(self, article_id: str) -> list[Passage]:
        """Return the current passages of an article, in order."""
        return self.catalog.article_passages(article_id)

    def facsimile(self, article: Article, spans: Sequence[tuple[int, int]] = ()) -> Facsimile:
        """Return the pages of a PDF as they were printed, and where they have ``spans`` of its text.

        Raises NoPagesError where there are none, or the file is away or has changed since, ReadError.
        """
        return self._facsimiles.of(self.catalog, article, spans)

    def picture(self, article: Article, page: int) -> bytes:
        """Return a page of a PDF, counted from 1, as a PNG; raises as ``facsimile``."""
        return self._facsimiles.picture(self.catalog, article, page)

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
            followers=tuple(follower.state(self.catalog) for follower in self.followers),
            model=self.embedder.name,
            writer=self.writer_elsewhere(),
            failed=tuple(self.catalog.files("failed")),
            skipped=tuple(self.catalog.files("skipped")),
            collections=self.catalog.facets().collections,
        )

    def close(self) -> None:
        """Release the files and the lock."""
        self._facsimiles.close()
        self._spaces.close()
        self._terms.close()
        self._locks.release_catalog()
        self._engine.dispose()
        self._locks.release()
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
            vectors=self._spaces.standing.vectors,
            parser=self._parser(),
            pages=self._pages,
            precedence=self._precedence,
            passage_tokens=self.settings.passage_tokens,
            max_file_bytes=self.settings.max_file_bytes,
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )

    def _parser(self) -> Parser:
        return Parser(self.settings.parse_seconds, self.settings.parse_bytes)
