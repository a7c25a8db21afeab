"""Followers: what is derived from the catalog, remembers how far it has come, and can be rebuilt.

A follower lives in numbered folders under its own, with a pointer file that names the
standing one and the catalog's revision that it has applied::

    vectors/current.json    {"generation": 3, "revision": 57, "made_for": "…"}
    vectors/3/              the standing generation

The pointer is replaced in one step after the changes are applied, and applying a change
twice is harmless; so a process killed at any moment leaves a follower that is at worst
behind. One that cannot be opened, was made for other settings, or does not find what it
must hold is built anew beside the old one, which answers until the new one stands.
"""

import json
import logging
import os
import shutil
import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Generic, TypeVar

from index.catalog import CatalogReader

logger = logging.getLogger(__name__)


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
class Pointer:
    """Which generation stands, how far it is, and the settings it was made for."""

    generation: int
    revision: int
    made_for: str


@dataclass(frozen=True, slots=True)
class FollowerState:
    """A follower as ``footnote status`` shows it: ``missing``, ``behind``, ``ready`` or ``failed``."""

    name: str
    state: str
    revision: int
    problem: str = ""


class Follower(ABC, Generic[AnyGeneration]):
    """Keeps one generation in step with the catalog.

    ``made_for`` names the settings that a generation depends on. Only the process that
    holds the index's lock may call ``follow``.
    """

    name: str

    def __init__(self, folder: Path, made_for: str) -> None:
        self._folder = folder
        self._made_for = made_for
        self._turn = threading.RLock()
        self._open: tuple[Pointer, AnyGeneration] | None = None
        self._problem = ""

    @abstractmethod
    def _open_generation(self, folder: Path, fresh: bool) -> AnyGeneration:
        """Open, or where ``fresh`` make, the generation in ``folder``."""

    def current(self) -> AnyGeneration | None:
        """Return the standing generation, or ``None`` while there is none that can be read.

        Never waits: while a new generation is built, the old one is returned.
        """
        pointer, opened = self._pointer(), self._open
        if opened and (pointer is None or opened[0].generation == pointer.generation):
            return opened[1]
        if not self._turn.acquire(blocking=False):
            return opened[1] if opened else None
        try:
            return self._reopened(pointer)
        finally:
            self._turn.release()

    def _reopened(self, pointer: Pointer | None) -> AnyGeneration | None:
        if pointer is None or pointer.made_for != self._made_for:
            return None
        try:
            generation = self._open_generation(self._folder / str(pointer.generation), fresh=False)
        except Exception as error:  # whatever a damaged file makes its library raise
            self._problem = f"{type(error).__name__}: {error}"
            return None
        self._let_go()
        self._open = (pointer, generation)
        return generation

    def follow(self, catalog: CatalogReader) -> None:
        """Apply what is new in the catalog; rebuild where the standing generation cannot."""
        with self._turn:
            first_time = self._open is None
            generation, pointer = self.current(), self._pointer()
            if generation is not None and pointer is not None:
                try:
                    if first_time and not generation.is_sound(catalog):
                        raise RuntimeError("it does not find what it holds")
                    self._advance(generation, pointer, catalog)
                    self._problem = ""
                except Exception as error:  # as above
                    self._problem = f"{type(error).__name__}: {error}"
                else:
                    return
            if self._problem:
                logger.warning("the %s index is rebuilt (%s)", self.name, self._problem)
            self._rebuild(catalog)

    def forget(self) -> None:
        """Let no generation stand: what follows is built from the whole catalog, whenever that is."""
        with self._turn:
            (self._folder / "current.json").unlink(missing_ok=True)

    def rebuild(self, catalog: CatalogReader) -> None:
        """Build a new generation from the whole catalog, whatever the standing one is like."""
        with self._turn:
            self._rebuild(catalog)

    def state(self, catalog: CatalogReader) -> FollowerState:
        """Return how far the follower is."""
        pointer = self._pointer()
        if self._problem or (pointer and self.current() is None and pointer.made_for == self._made_for):
            return FollowerState(self.name, "failed", 0, self._problem)
        if pointer is None or pointer.made_for != self._made_for:
            return FollowerState(self.name, "missing", 0)
        state = "ready" if pointer.revision >= catalog.revision() else "behind"
        return FollowerState(self.name, state, pointer.revision)

    def close(self) -> None:
        """Release the files."""
        with self._turn:
            self._let_go()

    def _advance(self, generation: AnyGeneration, pointer: Pointer, catalog: CatalogReader) -> None:
        revision = catalog.revision()
        if revision > pointer.revision:
            generation.apply(catalog, pointer.revision)
            self._point(Pointer(pointer.generation, revision, pointer.made_for))

    def _rebuild(self, catalog: CatalogReader) -> None:
        number = 1 + max([int(path.name) for path in self._generations()], default=0)
        revision = catalog.revision()
        generation = self._open_generation(self._folder / str(number), fresh=True)
        generation.apply(catalog, 0)
        self._let_go()
        pointer = Pointer(number, revision, self._made_for)
        self._point(pointer)
        self._open = (pointer, generation)
        self._problem = ""
        for path in self._generations():
            if path.name != str(number):
                shutil.rmtree(path, ignore_errors=True)

    def _let_go(self) -> None:
        if self._open:
            with suppress(Exception):  # what is replaced may be damaged beyond closing
                self._open[1].close()
            self._open = None

    def _generations(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return [path for path in self._folder.iterdir() if path.name.isdigit() and path.is_dir()]

    def _pointer(self) -> Pointer | None:
        try:
            return Pointer(**json.loads((self._folder / "current.json").read_text("utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def _point(self, pointer: Pointer) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        written = self._folder / "current.json.new"
        with written.open("w", encoding="utf-8") as file:
            json.dump(asdict(pointer), file)
            file.flush()
            os.fsync(file.fileno())
        written.replace(self._folder / "current.json")
