"""An article of a PDF -> its pages as they were printed, as long as the file is the one that was read."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from index.catalog import CatalogReader
from index.errors import NoPagesError
from index.indexing.parsing import Parser, ReaderDefect
from index.indexing.scan import digest_of, stamp_of
from index.sources.pages import Pages
from index.sources.url import is_url
from index.types import Article, Facsimile

MEDIA_TYPE = "application/pdf"
"""What has printed pages."""

WIDTH = 1_240
"""Pixels of a page's picture: A4 at 150 dots an inch."""


@dataclass(slots=True)
class Facsimiles:
    """Shows printed pages, within the limits of ``parser``; safe to use from any thread, one at a time."""

    parser: Parser
    pages: Pages
    _alone: threading.Lock = field(default_factory=threading.Lock, init=False)

    def of(self, catalog: CatalogReader, article: Article, spans: Sequence[tuple[int, int]]) -> Facsimile:
        """Return the article's pages, and where they have ``spans`` of its text.

        Raises NoPagesError where it has none, or its file is away, or not as it was read; ReadError where
        they cannot be read.
        """
        with self._read(catalog, article) as path:
            return self.parser.pages(path, article.text, spans)

    def picture(self, catalog: CatalogReader, article: Article, number: int) -> bytes:
        """Return a page, counted from 1, as a PNG of ``WIDTH`` pixels; raises as ``of``."""
        with self._read(catalog, article) as path:
            return self.parser.picture(path, number, WIDTH)

    def close(self) -> None:
        """End the process that reads."""
        with self._alone:
            self.parser.close()

    @contextmanager
    def _read(self, catalog: CatalogReader, article: Article) -> Iterator[Path]:
        """Let nobody else read while the file of ``article`` is read."""
        path = self._file(catalog, article)
        with self._alone:
            try:
                yield path
            except ReaderDefect as defect:
                raise NoPagesError(f"the pages of {path.name} cannot be shown", "read its text") from defect

    def _file(self, catalog: CatalogReader, article: Article) -> Path:
        """Return a file that has exactly this version of the article."""
        if article.media_type != MEDIA_TYPE:
            raise NoPagesError(f"{article.title} is no PDF: it has no printed pages", "read its text")
        if not article.current:
            raise NoPagesError("the PDF of an earlier version is not kept", "its text is; read that")
        for source in article.sources:
            path = self.pages.path(self.pages.known(source)) if is_url(source) else Path(source)
            if path and _is_as_read(catalog, source, path):
                return path
        raise NoPagesError(
            "the PDF is away, or has changed since it was read", "read its text, or index it again"
        )


def _is_as_read(catalog: CatalogReader, source: str, path: Path) -> bool:
    record = catalog.file(source)
    if record is None or record.outcome != "indexed":
        return False
    try:
        return record.stamp == stamp_of(path, path.stat()) or record.digest == digest_of(path)
    except OSError:
        return False
