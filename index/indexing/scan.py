"""Paths and addresses -> the files that may hold articles, each with the stamp that tells a change."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.readers import content, is_metadata_file, metadata_file
from index.report import FileOutcome, Outcome
from index.sources.pages import Pages
from index.sources.url import Url
from index.types import Metadata


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file; ``stamp`` changes when its size or time does, or its metadata file's.

    ``path`` is what it is known by: an address if it is the copy of a web page, which lies
    ``at`` another place. ``about`` is for what the file does not say itself.
    """

    path: str
    stamp: str
    size: int
    at: Path
    about: Metadata = field(default_factory=Metadata)


@dataclass(slots=True)
class Scan:
    """What was found under the paths that were named.

    ``covered`` are the roots whose missing files count as deleted, ``unread`` the folders
    at or below them that could not be listed, of which nothing is known, ``empty`` those of them
    that hold nothing at all. ``addresses`` are the web
    addresses that were named, ``listed`` those that they lead to, ``gone`` the pages among
    all of them that are there no more.
    """

    files: list[FoundFile] = field(default_factory=list)
    problems: list[FileOutcome] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def names(self, place: str) -> bool:
        """Say whether ``place``, or a folder that it is in, was named."""
        return place in self.addresses or any(below(root, [place]) for root in self.covered)

    def covers(self, path: str) -> bool:
        """Say whether ``path`` would have been found if it were there."""
        return path in self.gone or (below(path, self.covered) and not below(path, self.unread))


def scan(paths: Iterable[Path | Url], pages: Pages) -> Scan:
    """Return the files at and below ``paths``, by name, without hidden ones, and copies of ``pages``.

    Links to folders are not followed. A path that is not there is a problem, and the
    articles that came from it are left alone: its disk may only be away.
    """
    found = Scan()
    seen: set[str] = set()
    for given in paths:
        if not isinstance(given, Path):
            found.addresses.append(given)
            for address in dict.fromkeys([given, *pages.listed(given)]):
                if address not in seen:
                    seen.add(address)
                    _look_at_page(address, pages, found)
            continue
        root = given.expanduser().absolute()
        if _misnamed(root, found):
            continue
        try:
            mode = root.stat().st_mode
        except OSError as error:
            reason = f"{error.strerror or error}; articles that came from it are kept"
            found.problems.append(FileOutcome(str(root), Outcome.FAILED, reason))
            continue
        found.covered.append(str(root))
        if stat.S_ISDIR(mode) and _is_empty(root):
            found.empty.append(str(root))
        for path in _walk(root, found) if stat.S_ISDIR(mode) else [root]:
            if str(path) not in seen and not is_metadata_file(path):
                seen.add(str(path))
                _look_at(path, found)
    return found


def _is_empty(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError:
        return False  # which walking through it will tell


def _walk(root: Path, found: Scan) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        folder = str(error.filename)
        found.unread.append(folder)
        reason = f"the folder cannot be read: {error.strerror}"
        found.problems.append(FileOutcome(_shown(folder), Outcome.FAILED, reason))

    for folder, folders, names in os.walk(root, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder) / name


def _misnamed(path: Path, found: Scan) -> bool:
    """Report a path that the catalog cannot hold: its name is not UTF-8."""
    shown = _shown(path)
    if shown == str(path):
        return False
    found.problems.append(FileOutcome(shown, Outcome.FAILED, "its name is not UTF-8; rename it"))
    return True


def _shown(path: str | Path) -> str:
    """Return ``path`` with a backslash escape for each byte that is not UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _look_at(path: Path, found: Scan) -> None:
    if _misnamed(path, found):
        return
    try:
        known = path.stat()
    except OSError as error:
        is_gone = isinstance(error, FileNotFoundError) and path.is_symlink()
        reason = "it is a link to a file that is not there" if is_gone else error.strerror or str(error)
        found.problems.append(FileOutcome(str(path), Outcome.FAILED, reason))
        return
    if not stat.S_ISREG(known.st_mode):
        found.problems.append(FileOutcome(str(path), Outcome.SKIPPED, "it is not a regular file"))
        return
    found.files.append(FoundFile(str(path), stamp_of(path, known), known.st_size, path))


def _look_at_page(address: str, pages: Pages, found: Scan) -> None:
    """Look at the copy of a page, and at what came of fetching it the last time."""
    copy = pages.known(address)
    path = pages.path(copy)
    found.listed.append(address)
    if copy.state == "gone":
        found.gone.add(address)
    elif copy.reason:
        outcome = Outcome.SKIPPED if copy.state == "skipped" else Outcome.FAILED
        found.problems.append(FileOutcome(address, outcome, copy.reason))
    elif path is not None:
        known = path.stat()
        found.files.append(FoundFile(address, stamp_of(path, known), known.st_size, path, copy.about))
    elif not copy.entries:
        reason = "it was not fetched yet; footnote sync does it"
        found.problems.append(FileOutcome(address, Outcome.SKIPPED, reason))


def stamp_of(path: Path, known: os.stat_result) -> str:
    """Return the stamp of the file at ``path``, of which ``known`` is known."""
    stamp = f"{known.st_size}-{known.st_mtime_ns}"
    try:
        beside = metadata_file(path).stat()
    except OSError:
        return stamp  # most files have no metadata file
    return f"{stamp}+{beside.st_size}-{beside.st_mtime_ns}"


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file and its metadata file; raises OSError if one cannot be read."""
    running = hashlib.sha256(content(path))
    beside = metadata_file(path)
    if beside.is_file():
        running.update(b"\0" + content(beside))
    return running.hexdigest()


def below(path: str, roots: Iterable[str]) -> bool:
    """Say whether ``path`` is one of ``roots`` or lies below one."""
    return any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)
