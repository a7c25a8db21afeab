"""Followers: what is derived from the catalog, remembers how far it has come, and can be rebuilt.

A follower's generations and the pointer to the standing one are on its shelf
(``index.followers.shelf``): folders in the data directory, or collections in a Chroma server.

The pointer is replaced in one step after the changes are applied, and applying a change
twice is harmless; so a process killed at any moment leaves a follower that is at worst
behind. One that cannot be opened, was made for other settings, or does not find what it
must hold is built anew beside the old one, which answers until the new one stands. One
whose server cannot be reached is left as it is: nothing says that it is damaged.
"""

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from index.catalog import CatalogReader
from index.errors import DataDirectoryError, FootnoteError, UnreachableError
from index.followers.shelf import Pointer, Shelf

logger = logging.getLogger(__name__)

_REFUSED = ("no space left", "disk is full", "disk full", "quota exceeded", "read-only", "readonly")
_FAILED = ("input/output error", "disk i/o error")
"""What a bad disk makes the libraries say, and a damaged file too: so only of what is written anew."""


class Generation(ABC):
    """One opened generation of a follower."""

    @abstractmethod
    def apply(self, catalog: CatalogReader, after: int) -> None:
        """Bring in all that changed in ``catalog`` after a revision, durably."""

    @abstractmethod
    def is_sound(self, catalog: CatalogReader) -> bool:
        """Say whether a few things that must be found are found."""

    @abstractmethod
    def ids(self) -> list[str]:
        """Return the id of every passage that it holds, as often as it holds it."""

    @abstractmethod
    def close(self) -> None:
        """Release the files."""


AnyGeneration = TypeVar("AnyGeneration", bound=Generation)


@dataclass(frozen=True, slots=True)
class FollowerState:
    """A follower as ``footnote status`` shows it.

    ``missing``, ``behind``, ``ready``, ``failed``, or ``away``: its server cannot be reached.
    """

    name: str
    state: str
    revision: int
    problem: str = ""


class Follower(ABC, Generic[AnyGeneration]):
    """Keeps one generation in step with the catalog.

    ``made_for`` names the settings that a generation depends on. Only a process that holds
    the lock may call ``follow``, ``forget`` and ``rebuild``: the data directory's, and for a
    follower that is ``shared`` with other machines the catalog's.
    """

    name: str
    shared = False

    def __init__(self, shelf: Shelf, made_for: str) -> None:
        self._shelf = shelf
        self._made_for = made_for
        self._turn = threading.RLock()
        self._open: tuple[Pointer, AnyGeneration] | None = None
        self._problem = ""
        self._away = ""
        self._damaged: int | None = None

    @abstractmethod
    def _open_generation(self, number: int, fresh: bool) -> AnyGeneration:
        """Open, or where ``fresh`` make, a generation."""

    def current(self) -> AnyGeneration | None:
        """Return the standing generation, or ``None`` while there is none that can be read.

        Never waits: while a new generation is built, the old one is returned.
        """
        try:
            pointer, opened = self._shelf.pointer(), self._open
            self._away = ""
        except UnreachableError as error:
            self._away = str(error)
            return None
        if opened and (pointer is None or self._is_as_opened(opened[0], pointer)):
            return opened[1]
        if not self._turn.acquire(blocking=False):
            return opened[1] if opened else None
        try:
            return self._reopened(pointer)
        finally:
            self._turn.release()

    def _is_as_opened(self, opened: Pointer, pointer: Pointer) -> bool:
        """Say whether what was opened can be asked on, now that ``pointer`` stands.

        What another process brought into the same files is not seen by those who opened them
        before. Where another model's vectors stand, whoever still asks these goes on.
        """
        if pointer.made_for != self._made_for:
            return True
        if pointer.generation != opened.generation:
            return False
        return self.shared or pointer.revision == opened.revision

    def _reopened(self, pointer: Pointer | None) -> AnyGeneration | None:
        if pointer is None or pointer.made_for != self._made_for or pointer.generation == self._damaged:
            return None
        if self._open and self._open[0].generation == pointer.generation:
            self._let_go()  # Chroma keeps one client a folder: it must be closed to see more
        try:
            generation = self._open_generation(pointer.generation, fresh=False)
        except UnreachableError as error:
            self._away = str(error)
            return None
        except Exception as error:  # whatever a damaged file makes its library raise
            self._problem = f"{type(error).__name__}: {error}"
            return None
        self._let_go()
        self._open = (pointer, generation)
        return generation

    @property
    def has_failed(self) -> bool:
        """Whether the standing generation was put aside, and no other stands yet."""
        return self._damaged is not None and self._open is None

    @property
    def is_missing(self) -> bool:
        """Whether no generation stands: the first is still being built."""
        return self._shelf.pointer() is None

    def reopen(self) -> AnyGeneration | None:
        """Return the standing generation, looked up anew: the one at hand has failed."""
        with self._turn:
            self._let_go()
        return self.current()

    def put_aside(self, catalog: CatalogReader) -> bool:
        """Say whether the standing generation turns out to be damaged: it is not asked again.

        The next ``follow`` builds another. For a search that failed.
        """
        with self._turn:
            if self._open is None:
                return False
            try:
                _assure_sound(self._open[1], catalog)
            except Exception as error:  # whatever damage makes its library raise
                self._problem = f"{type(error).__name__}: {error}"
            else:
                return False
            self._damaged = self._open[0].generation
            self._let_go()
            return True

    def follow(self, catalog: CatalogReader) -> None:
        """Apply what is new in the catalog; rebuild where the standing generation cannot.

        Where its server cannot be reached the follower stays behind, with a warning.
        """
        with self._turn:
            try:
                self._follow(catalog)
            except UnreachableError as error:
                if self._away != str(error):
                    logger.warning("the %s index stays behind: %s", self.name, error)
                self._away = str(error)

    def _follow(self, catalog: CatalogReader) -> None:
        first_time = self._open is None
        pointer = self._shelf.pointer()
        generation = self.current()
        if generation is not None and pointer is not None and pointer.made_for == self._made_for:
            try:
                if first_time:
                    _assure_sound(generation, catalog)
                self._advance(generation, pointer, catalog)
                self._problem = ""
            except FootnoteError:  # of the catalog or of a server: that is no damage
                raise
            except Exception as error:  # whatever damage makes its library raise
                self._refuse_if_full(error)
                self._problem = f"{type(error).__name__}: {error}"
            else:
                return
        if self._problem:
            logger.warning("the %s index is rebuilt (%s)", self.name, self._problem)
        self._rebuild(catalog)

    def forget(self) -> None:
        """Let no generation stand: what follows is built from the whole catalog, whenever that is."""
        with self._turn:
            self._shelf.forget()

    def rebuild(self, catalog: CatalogReader) -> None:
        """Build a new generation from the whole catalog, whatever the standing one is like.

        Raises UnreachableError if it is kept in a server that cannot be reached.
        """
        with self._turn:
            self._rebuild(catalog)

    def state(self, catalog: CatalogReader) -> FollowerState:
        """Return how far the follower is."""
        generation = self.current()
        if self._away:
            return FollowerState(self.name, "away", 0, self._away)
        pointer = self._shelf.pointer()
        if pointer is None or pointer.made_for != self._made_for:
            return FollowerState(self.name, "missing", 0)
        if generation is None or self._problem:
            return FollowerState(self.name, "failed", 0, self._problem)
        state = "ready" if pointer.revision >= catalog.revision() else "behind"
        return FollowerState(self.name, state, pointer.revision)

    def close(self) -> None:
        """Release the files."""
        with self._turn:
            self._let_go()

    def _advance(self, generation: AnyGeneration, pointer: Pointer, catalog: CatalogReader) -> None:
        revision = catalog.revision()
        if revision < pointer.revision:
            raise RuntimeError("the catalog is older: it was restored from a backup")
        if revision > pointer.revision:
            generation.apply(catalog, pointer.revision)
            advanced = Pointer(pointer.generation, revision, pointer.made_for)
            self._open = (advanced, generation)
            self._shelf.point(advanced)

    def _rebuild(self, catalog: CatalogReader) -> None:
        before = self._shelf.pointer()
        number = self._shelf.next_number()
        revision = catalog.revision()
        try:
            generation = self._open_generation(number, fresh=True)
            generation.apply(catalog, 0)
            pointer = Pointer(number, revision, self._made_for)
            self._shelf.point(pointer)
        except Exception as error:
            with suppress(UnreachableError):
                self._shelf.drop(number)
            self._refuse_if_full(error, *_FAILED)
            raise
        self._let_go()
        self._open = (pointer, generation)
        self._problem = ""
        self._sweep({number, before.generation if before and before.made_for != self._made_for else number})

    def sweep(self) -> None:
        """Remove all generations but the standing one."""
        with self._turn:
            if pointer := self._shelf.pointer():
                self._sweep({pointer.generation})

    def _sweep(self, kept: Collection[int]) -> None:
        for number in self._shelf.numbers():
            if number not in kept:
                self._shelf.drop(number)

    def _refuse_if_full(self, error: Exception, *more: str) -> None:
        """Raise DataDirectoryError where the disk, not the follower, is at fault: nothing is to be rebuilt.

        Chroma and tantivy tell it in words alone, of which ``more`` count too.
        """
        if any(words in str(error).lower() for words in (*_REFUSED, *more)):
            raise DataDirectoryError(
                f"the {self.name} index cannot be written: {error}",
                "make room on the disk or make the data directory writable, then run the same command again",
            ) from error

    def _let_go(self) -> None:
        if self._open:
            with suppress(Exception):  # what is replaced may be damaged beyond closing
                self._open[1].close()
            self._open = None


def _assure_sound(generation: Generation, catalog: CatalogReader) -> None:
    """Raise whatever shows that a generation is damaged."""
    if not generation.is_sound(catalog):
        raise RuntimeError("it does not find what it holds")
