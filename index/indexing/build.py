"""Files -> catalog -> followers: indexing, where its stages meet.

    scan -> read -> sentences -> passages -> catalog -> terms
                                                |-> embeddings -> catalog -> vectors

A file is read and cut into sentences, by the parser's process, while the one before it is cut into passages
and put into the catalog.
A run only ever moves the catalog from one whole state to the next; one that is stopped
anywhere leaves the rest to the next run.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from index.catalog import CatalogReader, CatalogWriter, Change, FileRecord, Known, document_digest
from index.embedding import Embedder
from index.errors import FootnoteError, ReadError, SkipFile
from index.followers.follower import Follower
from index.indexing.embed import embed
from index.indexing.parsing import Parser, Read, ReaderDefect
from index.indexing.precedence import Precedence
from index.indexing.scan import FoundFile, Scan, below, digest_of, scan
from index.passages import passages
from index.report import FileOutcome, OnProgress, Outcome, Phase, Report
from index.sources.pages import Pages
from index.sources.url import Url, is_url
from index.types import Document, Metadata, shown_title

logger = logging.getLogger(__name__)

_COMMIT_SECONDS = 1.0
_FOLLOW_SECONDS = 5.0
_TERMS_SHARE = 0.1
"""Terms follow when reading has gone on for this share of its time: as many commits for more files."""
_FRESH_NANOSECONDS = 2_000_000_000
"""A file changed this shortly before it was read may change again under the same stamp."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file and the digest of its bytes, or why it has none; no ``stamp`` where it may change under it."""

    file: FoundFile
    stamp: str
    digest: str = ""
    problem: Exception | None = None


@dataclass(slots=True)
class Builder:
    """Brings files into the catalog and the followers after it."""

    catalog: CatalogReader
    writer: CatalogWriter
    embedder: Embedder
    terms: Follower[Any]
    vectors: Follower[Any]
    parser: Parser
    pages: Pages
    passage_tokens: int
    max_file_bytes: int
    precedence: Precedence = field(default_factory=Precedence)
    on_progress: OnProgress | None = None
    is_cancelled: Callable[[], bool] = lambda: False
    _report: Report = field(default_factory=Report)

    def sync(self, paths: Iterable[Path | Url], collection: str = "") -> Report:
        """Make the index hold what the files at and below ``paths`` hold, and no more.

        Of addresses it reads the copies that were fetched.

        What is found there belongs to ``collection`` from now on, if one is named.

        Raises DataDirectoryError if the index cannot be written; everything that was
        reported before stays.
        """
        self._report = Report()
        found = scan(paths, self.pages)
        self._report.files.extend(found.problems)
        with self.writer.change() as change:
            change.put_model(self.embedder.name, standing=True)
            for root in found.covered:
                change.put_root(root)
                if collection:
                    change.put_in_collection(collection, root)
            for address in found.addresses:
                change.put_address(address)
            for address in found.listed if collection else ():
                change.put_in_collection(collection, address)
        self._keep_what_was_in(found)
        with closing(self.parser):
            self._read(found)
        self.terms.follow(self.catalog)
        self._embed()
        return self._report

    def remove(self, source: str) -> list[str]:
        """Remove the article at ``source``, or those of a file, folder or feed; return their sources.

        Raises FootnoteError if nothing was indexed from there.
        """
        was_named = source in self.catalog.roots()
        with self.writer.change() as change:
            removed = change.remove_below(source)
            for address in self.pages.listed(source):
                removed += change.remove_below(address, named=source)
        if not removed and was_named:
            return [source]  # nothing could be read from there, and nothing is looked for any more
        if not removed:
            raise FootnoteError(
                f"nothing was indexed from {source}", "footnote status --sources lists what was"
            )
        self.terms.follow(self.catalog)
        self.vectors.follow(self.catalog)
        return removed

    def retry(self, paths: Sequence[str]) -> Report:
        """Read again each of ``paths`` that is known, though it has not changed; as ``sync``."""
        records = [record for record in map(self.catalog.file, paths) if record]
        with self.writer.change() as change:
            for record in records:
                change.put_file(replace(record, stamp="", digest=""))
        return self.sync([Url(each.path) if is_url(each.path) else Path(each.path) for each in records])

    def bring_back(self, source: str, collections: Sequence[str] = ()) -> Report:
        """Read again what was removed from ``source``, a file, a part of one or an address.

        Raises FootnoteError if nothing is known of it and nothing is there.
        """
        record = self.catalog.file(source) or self.catalog.file(source.rpartition("#")[0])
        if record is None and not _exists(source):
            raise FootnoteError(f"there is nothing at {source} to bring back", "index its file again")
        path = record.path if record else source
        with self.writer.change() as change:
            if record:
                change.put_file(replace(record, stamp="", digest=""))
            for name in collections:
                change.put_in_collection(name, path)
        return self.sync([Url(path) if is_url(path) else Path(path)])

    def _keep_what_was_in(self, found: Scan) -> None:
        """Let no folder that stands empty, as one does where its disk is not there, remove what it held."""
        for folder in found.empty:
            held = sum(
                1
                for record in self.catalog.files()
                if record.outcome == "indexed" and below(record.path, [folder])
            )
            if held:
                found.unread.append(folder)
                reason = (
                    f"the folder is empty, so its disk may be away, and the {held:,} files that were indexed "
                    f"from it are kept; if they are gone for good: footnote remove {folder}"
                )
                self._report.files.append(FileOutcome(folder, Outcome.FAILED, reason))

    def _read(self, found: Scan) -> None:
        """Bring each found file up to date in the catalog, some in each transaction."""
        known = {record.path: record for record in self.catalog.files()}
        changed = [file for file in found.files if not self._needs_nothing(file, known.get(file.path), found)]
        phase = Phase("reading", len(changed), self.on_progress)
        waiting = pairwise(chain(map(self._opened, changed), [None]))
        held = {"", *(record.digest for record in known.values())}
        done = False
        began = followed = time.monotonic()
        while not done and not self._stopped():
            started = time.monotonic()
            outcomes: list[FileOutcome] = []
            gone: list[FileOutcome] = []
            with self.writer.change() as change:
                while not done and time.monotonic() - started < _COMMIT_SECONDS:
                    file, following = next(waiting, (None, None))
                    if file is None:
                        done = True
                        gone = self._forget_missing(change, found, known)
                    else:
                        is_repeated = file.digest in held
                        held.add(file.digest)
                        is_new = following and following.digest not in held
                        ahead = (following.file.at, following.file.about) if following and is_new else None
                        with self.precedence.work():
                            record = known.get(file.file.path)
                            outcomes.append(self._attempt(change, file, record, ahead, is_repeated))
            self._report.files.extend(outcomes + gone)
            phase.advance(len(outcomes))
            if (now := time.monotonic()) - followed >= _TERMS_SHARE * (now - began):
                self.terms.follow(self.catalog)
                followed = time.monotonic()

    def _needs_nothing(self, file: FoundFile, record: FileRecord | None, found: Scan) -> bool:
        """Report a file that was removed, or not touched since it was last looked at."""
        if record is None:
            return False
        if record.outcome == "removed":
            named = found.names(record.reason)
            if not named:
                reason = f"it was removed; to bring it back, index {record.reason} itself"
                self._report.files.append(FileOutcome(file.path, Outcome.SKIPPED, reason))
            return not named
        if record.stamp not in (file.stamp, self._within_limits(file.stamp)):
            return False
        outcome = Outcome.UNCHANGED if record.outcome == "indexed" else Outcome(record.outcome)
        self._report.files.append(FileOutcome(file.path, outcome, record.reason))
        return True

    def _within_limits(self, stamp: str) -> str:
        """Return the stamp of a file that is beyond a limit: with other limits it is looked at anew."""
        return f"{stamp} within {self.max_file_bytes} bytes, {self.parser.limits}" if stamp else ""

    def _opened(self, file: FoundFile) -> _Opened:
        """Look at a file's bytes."""
        stamp = file.stamp if _settled(file.stamp) else ""
        try:
            if file.size > self.max_file_bytes:
                raise SkipFile(
                    f"it has {file.size:,} bytes, and files over {self.max_file_bytes:,} are left out",
                    "raise FOOTNOTE_MAX_FILE_BYTES to read it",
                    by_limit=True,
                )
            return _Opened(file, stamp, digest_of(file.at))
        except Exception as error:
            return _Opened(file, stamp, problem=error)

    def _attempt(
        self,
        change: Change,
        opened: _Opened,
        record: FileRecord | None,
        ahead: tuple[Path, Metadata] | None,
        is_repeated: bool,
    ) -> FileOutcome:
        """Bring one file up to date, ``ahead`` being read; what is wrong with it stays with it.

        ``record`` is what is known of it, and ``is_repeated`` whether its bytes may be another's too.
        """
        file = opened.file
        try:
            with change.attempt():
                return self._bring(change, opened, record, ahead, is_repeated)
        except (FootnoteError, SQLAlchemyError):
            raise
        except Exception as error:  # a defect of ours must not stop the other files
            logger.exception("%s could not be indexed", file.path)
            told = error if isinstance(error, ReaderDefect) else f"{type(error).__name__}: {error}"
            reason = f"an error in Footnote, please report it: {told}"
            return self._not_indexed(change, FileRecord(file.path, "", "", "failed", reason))

    def _bring(
        self,
        change: Change,
        opened: _Opened,
        record: FileRecord | None,
        ahead: tuple[Path, Metadata] | None,
        is_repeated: bool,
    ) -> FileOutcome:
        """Bring one file up to date in the catalog, or remember why it cannot be."""
        file, stamp, digest = opened.file, opened.stamp, opened.digest
        try:
            if opened.problem:
                raise opened.problem
            if record and record.digest == digest and record.outcome != "removed":
                change.put_file(replace(record, stamp=stamp))
                outcome = Outcome.UNCHANGED if record.outcome == "indexed" else Outcome(record.outcome)
                return FileOutcome(file.path, outcome, record.reason)
            repeated = self._repeated(change, file.path, stamp, digest) if is_repeated else None
            if repeated:
                return repeated
            found = self.parser.read(file.at, file.about, ahead)
        except ReadError as error:
            outcome = Outcome.SKIPPED if isinstance(error, SkipFile) else Outcome.FAILED
            if error.by_limit:
                stamp, digest = self._within_limits(stamp), ""
            return self._not_indexed(
                change, FileRecord(file.path, stamp, digest, outcome.value, error.in_one_line)
            )
        except OSError as error:
            reason = error.strerror or str(error)
            return self._not_indexed(change, FileRecord(file.path, "", "", "failed", reason))
        change.put_file(FileRecord(file.path, stamp, digest, "indexed", ""))
        return self._put(change, file.path, found, change.sources_in(file.path) if record else {})

    def _not_indexed(self, change: Change, record: FileRecord) -> FileOutcome:
        """Remember why a file is not indexed; a version that was read before stays."""
        if change.sources_in(record.path):
            record = replace(record, reason=f"{record.reason} (its last readable version is kept)")
        change.put_file(record)
        return FileOutcome(record.path, Outcome(record.outcome), record.reason)

    def _repeated(self, change: Change, path: str, stamp: str, digest: str) -> FileOutcome | None:
        """Take over the articles of a file with the same bytes, without reading them again."""
        same = [other for other in change.files_with_digest(digest) if other != path]
        if not same:
            return None
        origin = next((other for other in same if not _exists(other)), same[0])
        moved = not _exists(origin)
        stale = change.sources_in(path)
        change.put_file(FileRecord(path, stamp, digest, "indexed", ""))
        for source, article_id in change.sources_in(origin).items():
            own = path + source.removeprefix(origin)
            stale.pop(own, None)
            change.lead(own, path, article_id, change.article_at(own))
        for source in stale:
            change.detach(source)
        if moved:
            change.forget_file(origin)
        return FileOutcome(path, Outcome.MOVED if moved else Outcome.DUPLICATE, f"of {origin}")

    def _put(self, change: Change, path: str, found: Sequence[Read], stale: dict[str, str]) -> FileOutcome:
        """Put the articles of a file into the catalog, and take out those of ``stale`` it no longer holds."""
        was_known = bool(stale)
        new, repeats = 0, ""
        for each in found:
            document, part = each.document, each.document.metadata.part
            source = f"{path}#{part}" if part else path
            stale.pop(source, None)
            known = change.known(document_digest(document), source)
            if known.same:
                if known.before != known.same:
                    change.lead(source, path, known.same, known.before)
                    repeats = known.same
                continue
            self._put_article(change, source, path, each, known)
            new += 1
        for source in stale:
            change.detach(source)
        if was_known:
            return FileOutcome(path, Outcome.UPDATED)
        if not new and repeats:
            return FileOutcome(path, Outcome.DUPLICATE, "its text is already in the library")
        return FileOutcome(path, Outcome.INDEXED)

    def _put_article(self, change: Change, source: str, path: str, read: Read, known: Known) -> None:
        document, article_id, version = read.document, known.article_id, known.version
        if known.before and change.is_only_source(source, known.before):
            article_id, version = known.before, change.next_version(known.before)
        cut = passages(
            document if document.metadata.title else _titled(document, path),
            read.sentences,
            article_id=article_id,
            version=version,
            window=min(self.passage_tokens, self.embedder.window),
            counter=self.embedder,
        )
        title = shown_title(document.metadata, (source,), article_id)
        change.put_article(article_id, version, document, title=title, digest=known.digest, cut=cut)
        change.lead(source, path, article_id, known.before)

    def _forget_missing(self, change: Change, found: Scan, known: dict[str, FileRecord]) -> list[FileOutcome]:
        present = {file.path for file in found.files} | {problem.path for problem in found.problems}
        gone = [path for path in known if path not in present and found.covers(path)]
        outcomes = []
        for path in gone:
            if change.is_known_file(path):  # not one that was found to have moved
                had = bool(change.sources_in(path))
                change.forget_file(path)
                if had:
                    outcomes.append(FileOutcome(path, Outcome.REMOVED))
        return outcomes

    def _embed(self) -> None:
        """Embed every passage that has no vectors yet, and let Chroma follow."""
        followed = time.monotonic()

        def follow() -> None:
            nonlocal followed
            if time.monotonic() - followed > _FOLLOW_SECONDS:
                self.vectors.follow(self.catalog)
                followed = time.monotonic()

        self._report.embedded += embed(
            self.catalog,
            self.writer,
            self.embedder,
            on_progress=self.on_progress,
            is_stopped=self._stopped,
            precedence=self.precedence,
            kept=follow,
        )
        with self.writer.change() as change:
            change.drop_unused_vectors()
            if self._report.embedded:
                change.measure()
        self.vectors.follow(self.catalog)
        self.terms.follow(self.catalog)

    def _stopped(self) -> bool:
        self._report.interrupted = self._report.interrupted or self.is_cancelled()
        return self._report.interrupted


def _settled(stamp: str) -> bool:
    """Say whether a stamp's file was last changed long enough ago to trust the stamp."""
    _, _, changed = stamp.partition("+")[0].partition("-")
    return time.time_ns() - int(changed) > _FRESH_NANOSECONDS


def _exists(path: str) -> bool:
    """Say whether a file is there; a page is, until its host says otherwise."""
    return is_url(path) or Path(path).exists()


def _titled(document: Document, path: str) -> Document:
    """Return ``document`` with its file's name as the title that passages are found by."""
    name = Path(path).stem.replace("-", " ").replace("_", " ")
    return replace(document, metadata=replace(document.metadata, title=name))
