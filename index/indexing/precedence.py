"""Who asks goes before what is indexed: long work waits, in its pauses, until nobody is being answered.

Both would have the same processor cores, and a reader who waits notices what an indexing that takes
minutes does not. The work never stands still for it: of the time while people ask it has a share.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

QUIET = 0.25
"""Seconds without a question after which it is taken that nobody asks; stages of an answer are nearer."""
PATIENCE = 4.0
"""Seconds that work waits at most for each second that it has worked: it has a fifth of the time."""
LONGEST = 1.0
"""Seconds that one piece of work waits at most, so that work can be stopped."""


class Precedence:
    """Questions that are being answered, and the work that gives way to them; safe from any thread."""

    def __init__(self, quiet: float = QUIET, patience: float = PATIENCE) -> None:
        self._quiet, self._patience = quiet, patience
        self._changed = threading.Condition()
        self._asked = 0
        self._last = time.monotonic() - quiet

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Be answering somebody."""
        with self._changed:
            self._asked += 1
        try:
            yield
        finally:
            with self._changed:
                self._asked -= 1
                self._last = time.monotonic()
                self._changed.notify_all()

    def wait_until_unasked(self, patience: float) -> bool:
        """Wait until nobody is being answered, ``patience`` seconds at most; say whether that is so."""
        end = time.monotonic() + patience
        self._wait(end)
        return time.monotonic() < end

    @contextmanager
    def work(self) -> Iterator[None]:
        """Do a piece of long work, and wait after it until nobody is being answered."""
        start = time.monotonic()
        yield
        self._give_way(time.monotonic() - start)

    def _give_way(self, worked: float) -> None:
        self._wait(time.monotonic() + min(LONGEST, self._patience * worked))

    def _wait(self, end: float) -> None:
        with self._changed:
            while (now := time.monotonic()) < end and (self._asked or now < self._last + self._quiet):
                self._changed.wait(end - now if self._asked else min(end, self._last + self._quiet) - now)
