"""What a model's thread has read, handed on at a pace that costs little: its beginning and its end at once.

Each text that is handed on is parsed, checked for whole sentences, escaped and sent, whoever asked;
ten milliseconds of a core where the page shows it. A model writes more pieces a second than
anyone reads, and fifty answers at once some thousand.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")

PACE = 0.1
"""Seconds between two texts of one answer, or longer where many are being written."""

SLOWEST = 1.0
"""Seconds between two texts, however many answers are being written: none seems to stand still."""

TEXTS_A_SECOND = 50
"""Texts that are handed on a second, of all answers together."""


class Pace:
    """How often each of the answers that are being written now is handed on."""

    def __init__(self) -> None:
        self._number = 0
        self._changing = threading.Lock()

    def seconds(self) -> float:
        """Return the seconds between two texts of one answer."""
        return min(SLOWEST, max(PACE, self._number / TEXTS_A_SECOND))

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Be one of those that are being written."""
        self._count(+1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, by: int) -> None:
        with self._changing:
            self._number += by


class Arrivals(Generic[T]):
    """A queue from one thread to another that is emptied now and then, and wakes nobody for each item."""

    def __init__(self) -> None:
        self._held: deque[T] = deque()
        self._waking = threading.Event()
        self._closed = threading.Event()

    def close(self) -> None:
        """Say that nobody takes any more."""
        self._closed.set()

    def is_closed(self) -> bool:
        """Say whether what is put is put in vain."""
        return self._closed.is_set()

    def put(self, item: T, *, at_once: bool = False) -> None:
        """Add an item; wake whoever waits where it is to be taken ``at_once``."""
        self._held.append(item)
        if at_once:
            self._waking.set()

    def taken(self, seconds: float) -> list[T]:
        """Wait so long, or until something is to be taken at once, and return all that is there."""
        self._waking.wait(seconds)
        self._waking.clear()
        return [self._held.popleft() for _ in range(len(self._held))]
