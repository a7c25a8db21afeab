"""A chat server's own followers, brought after what other processes put into the catalog.

Where several chat servers share a catalog, nobody tells them that it has changed: each looks
now and then, and applies what is new. A follower that was damaged, lost or left behind, by a
Chroma server that was away, say, is mended in the same way.
"""

import logging
import threading
from collections.abc import Callable

from index.errors import FootnoteError
from index.library import Library

logger = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
LONGEST_SECONDS = 60.0
"""Between two looks while nothing works, each wait being twice the one before."""


class CatchingUp:
    """Looks after the followers of ``library`` in a thread of its own, until it is stopped.

    The process holds the lock of the data directory. While ``is_busy``, an indexing job of
    this process keeps the followers up itself.
    """

    def __init__(self, library: Library, is_busy: Callable[[], bool], every: float = LOOK_SECONDS) -> None:
        self._library = library
        self._is_busy = is_busy
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="footnote-catching-up", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it, at the latest when the present look is over."""
        self._stopped.set()
        self._thread.join(timeout=30)

    def _work(self) -> None:
        wait = self._every
        while not self._stopped.wait(wait):
            try:
                if not self._is_busy():
                    self._library.catch_up()
                wait = self._every
            except Exception as error:  # the thread must outlive a disk that is full, a server that is away
                if wait == self._every:
                    helpful = error.help if isinstance(error, FootnoteError) else type(error).__name__
                    logger.warning("the index cannot catch up: %s (%s)", error, helpful)
                wait = min(2 * wait, max(LONGEST_SECONDS, self._every))
