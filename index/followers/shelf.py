"""Where the generations of a follower are kept, and the pointer that says which one stands.

In the data directory they are numbered folders beside a file that is replaced in one step::

    vectors/current.json    {"generation": 3, "revision": 57, "made_for": "…"}
    vectors/3/              the standing generation
"""

import json
import os
import shutil
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which generation stands, how far it is, and the settings it was made for."""

    generation: int
    revision: int
    made_for: str


class Shelf(ABC):
    """The numbered generations of one follower; every method may raise UnreachableError."""

    @abstractmethod
    def pointer(self) -> Pointer | None:
        """Return what stands, or ``None`` if nothing does."""

    @abstractmethod
    def point(self, pointer: Pointer) -> None:
        """Let a generation stand from now on, in one step."""

    @abstractmethod
    def forget(self) -> None:
        """Let no generation stand; the generations stay."""

    @abstractmethod
    def numbers(self) -> list[int]:
        """Return the number of each generation that there is, standing or not."""

    def next_number(self) -> int:
        """Return the number for a new generation, higher than those of all others."""
        return 1 + max(self.numbers(), default=0)

    @abstractmethod
    def drop(self, number: int) -> None:
        """Remove a generation."""


class FolderShelf(Shelf):
    """Generations in folders of their own below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "current.json"

    def place(self, number: int) -> Path:
        """Return the folder of a generation, which need not be there."""
        return self._folder / str(number)

    def pointer(self) -> Pointer | None:
        """Return what the pointer file says; ``None`` where it is missing or damaged."""
        try:
            return Pointer(**json.loads(self._pointer.read_text("utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def point(self, pointer: Pointer) -> None:
        """Replace the pointer file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        written = self._pointer.with_name("current.json.new")
        with written.open("w", encoding="utf-8") as file:
            json.dump(asdict(pointer), file)
            file.flush()
            os.fsync(file.fileno())
        written.replace(self._pointer)

    def forget(self) -> None:
        """Remove the pointer file."""
        self._pointer.unlink(missing_ok=True)

    def numbers(self) -> list[int]:
        """Return the names of the numbered folders."""
        if not self._folder.is_dir():
            return []
        return [int(path.name) for path in self._folder.iterdir() if path.name.isdigit() and path.is_dir()]

    def drop(self, number: int) -> None:
        """Remove a generation's folder, as far as that can be done."""
        shutil.rmtree(self.place(number), ignore_errors=True)
