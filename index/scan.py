"""Paths -> the files below them that may hold articles, each with the stamp that tells a change."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.readers import is_metadata_file, metadata_file
from index.report import FileOutcome, Outcome


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file; ``stamp`` changes when its size or time does, or its metadata file's."""

    path: str
    stamp: str
    size: int


@dataclass(slots=True)
class Scan:
    """What was found under the paths that were named.

    ``covered`` are the roots whose missing files count as deleted, ``unread`` the folders
    below them that could not be listed, of which nothing is known.
    """

    files: list[FoundFile] = field(default_factory=list)
    problems: list[FileOutcome] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def covers(self, path: str) -> bool:
        """Say whether ``path`` would have been found if it were there."""
        return below(path, self.covered) and not below(path, self.unread)


def scan(paths: Iterable[Path]) -> Scan:
    """Return the files at and below ``paths``, by name, without hidden ones.

    Links to folders are not followed. A path that is not there is a problem, and the
    articles that came from it are left alone: its disk may only be away.
    """
    found = Scan()
    seen: set[str] = set()
    for given in paths:
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
        for path in _walk(root, found) if stat.S_ISDIR(mode) else [root]:
            if str(path) not in seen and not is_metadata_file(path):
                seen.add(str(path))
                _look_at(path, found)
    return found


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
        found.problems.append(FileOutcome(str(path), Outcome.FAILED, error.strerror or str(error)))
        return
    if not stat.S_ISREG(known.st_mode):
        found.problems.append(FileOutcome(str(path), Outcome.SKIPPED, "it is not a regular file"))
        return
    stamp = f"{known.st_size}-{known.st_mtime_ns}"
    try:
        beside = metadata_file(path).stat()
        stamp += f"+{beside.st_size}-{beside.st_mtime_ns}"
    except OSError:
        pass  # most files have no metadata file
    found.files.append(FoundFile(str(path), stamp, known.st_size))


def below(path: str, roots: Iterable[str]) -> bool:
    """Say whether ``path`` is one of ``roots`` or lies below one."""
    return any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)
