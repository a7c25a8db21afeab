"""All locks that a change of a library needs: its data directory's, and its catalog's in a server."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Engine

from index.catalog import CatalogLock
from index.indexing.lock import IndexLock

_WAIT_SECONDS = 1.0
"""For another process that holds the catalog's lock only to catch up."""


class Locks:
    """The locks of the library in ``data`` whose catalog is ``engine``'s."""

    def __init__(self, data: Path, engine: Engine) -> None:
        self._of_data = IndexLock(data)
        self._of_catalog = None if engine.dialect.name == "sqlite" else CatalogLock(engine)

    def assure(self) -> None:
        """Raise IndexBusyError where a lock that was held is no longer this process's own."""
        if self._of_catalog:
            self._of_catalog.assure()

    @contextmanager
    def following(self, purpose: str) -> Iterator[None]:
        """Hold the lock of the data directory; raises IndexBusyError naming the process that has it."""
        if self._of_data.held:
            yield
            return
        self._of_data.acquire(purpose)
        try:
            yield
        finally:
            self._of_data.release()

    @contextmanager
    def writing(self, purpose: str) -> Iterator[None]:
        """Hold every lock; raises IndexBusyError naming the process that has one."""
        with ExitStack() as held:
            held.enter_context(self.following(purpose))
            if self._of_catalog and not self._of_catalog.held:
                self._of_catalog.acquire(purpose, _WAIT_SECONDS)
                held.callback(self._of_catalog.release)
            yield

    def other_holder(self) -> str:
        """Return which other process changes the library, in words; empty if none does."""
        return (self._of_catalog or self._of_data).other_holder()

    def release_catalog(self) -> None:
        """Give back the catalog's lock, whose connection is the engine's."""
        if self._of_catalog:
            self._of_catalog.release()

    def release(self) -> None:
        """Give back the data directory's lock."""
        self._of_data.release()
