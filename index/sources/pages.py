"""The copies of fetched pages in the data directory, and what is known of each address.

    pages/<digest of the address>.json      what is known
    pages/<digest of the address>/NAME      the page, where there is one

A copy's file changes only with its bytes, so its size and time tell a change as they do of
any file. All of it can be fetched again: the catalog stays the truth.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from index.errors import DataDirectoryError
from index.types import Metadata

State = Literal["new", "kept", "gone", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Copy:
    """What is known of an address.

    ``etag`` and ``modified`` are the host's validators, ``mark`` the date that the feed or
    sitemap gave the version that was fetched, at ``fetched`` in seconds since 1970.
    ``missing`` counts the answers in a row that it is not there. ``file`` names its copy, if
    there is one; ``entries`` are the addresses of a feed or sitemap. ``about`` is what the
    feed says of the page, for what the page does not say itself.
    """

    url: str
    state: State = "new"
    reason: str = ""
    etag: str = ""
    modified: str = ""
    mark: str = ""
    fetched: float = 0.0
    missing: int = 0
    file: str = ""
    entries: tuple[str, ...] = ()
    about: Metadata = field(default_factory=Metadata)


class Pages:
    """A folder of copies; each change is one replaced file, so that a stop leaves old or new."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def known(self, url: str) -> Copy:
        """Return what is known of an address: next to nothing of a new one."""
        try:
            values: dict[str, Any] = json.loads(self._record(url).read_bytes())
            about = Metadata(**values.pop("about"))
            copy = Copy(**{**values, "entries": tuple(values["entries"]), "about": about})
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return Copy(url)  # a damaged record is fetched anew, as one that is not there
        return copy if copy.url == url else Copy(url)

    def path(self, copy: Copy) -> Path | None:
        """Return where a page's copy lies, ``None`` if there is none."""
        path = self._folder / _digest(copy.url) / copy.file
        return path if copy.file and path.is_file() else None

    def put(self, copy: Copy, data: bytes | None = None) -> None:
        """Remember what is known of an address, and its page's bytes where they are new.

        Raises DataDirectoryError if they cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if data is not None:
                beside = self._folder / _digest(copy.url)
                beside.mkdir(exist_ok=True)
                page = beside / copy.file
                if not (page.is_file() and page.read_bytes() == data):
                    _replace(page, data)
                self._drop_pages(copy, but=copy.file)
            record = json.dumps(asdict(copy), ensure_ascii=False).encode()
            _replace(self._record(copy.url), record)
            if not copy.file:
                self._drop_pages(copy)
        except OSError as error:
            raise DataDirectoryError(
                f"{self._folder} cannot be written: {error.strerror or error}", "make room or choose another"
            ) from error

    def listed(self, url: str) -> Sequence[str]:
        """Return the addresses that a feed or sitemap led to; none for a page."""
        return self.known(url).entries

    def _drop_pages(self, copy: Copy, but: str = "") -> None:
        beside = self._folder / _digest(copy.url)
        for old in beside.iterdir() if beside.is_dir() else ():
            if old.name != but:
                old.unlink()

    def _record(self, url: str) -> Path:
        return self._folder / f"{_digest(url)}.json"


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:32]


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)
