"""What indexing tells while it works and when it is done."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What came of one file (or of one source that was removed)."""

    INDEXED = "indexed"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    MOVED = "moved"
    DUPLICATE = "duplicate"
    REMOVED = "removed"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file's outcome; ``reason`` says why it was skipped or failed, or what it repeats."""

    path: str
    outcome: Outcome
    reason: str = ""


@dataclass(slots=True)
class Report:
    """Every file's outcome; ``interrupted`` if the run was stopped before its end."""

    files: list[FileOutcome] = field(default_factory=list)
    embedded: int = 0
    interrupted: bool = False

    def counts(self) -> dict[Outcome, int]:
        """Return how many files had each outcome that occurred."""
        found = Counter(file.outcome for file in self.files)
        return {outcome: found[outcome] for outcome in Outcome if found[outcome]}

    def with_outcome(self, *outcomes: Outcome) -> list[FileOutcome]:
        """Return the files that had one of ``outcomes``."""
        return [file for file in self.files if file.outcome in outcomes]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a phase (``reading`` files or ``embedding`` passages) is; times in seconds."""

    phase: str
    done: int
    total: int
    elapsed: float

    @property
    def rate(self) -> float:
        """Return how many were done a second."""
        return self.done / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Return the seconds left at this rate, ``None`` while there is none."""
        return (self.total - self.done) / self.rate if self.rate else None


OnProgress = Callable[[Progress], None]


class Phase:
    """Counts one phase and tells ``on_progress`` of it."""

    def __init__(self, name: str, total: int, on_progress: OnProgress | None) -> None:
        self._name = name
        self._total = total
        self._tell = on_progress
        self._done = 0
        self._start = time.monotonic()

    def advance(self, number: int = 1) -> None:
        """Count ``number`` more as done."""
        self._done += number
        if self._tell:
            self._tell(Progress(self._name, self._done, self._total, time.monotonic() - self._start))
