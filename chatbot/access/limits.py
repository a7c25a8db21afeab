"""How much a visitor, and all of them together, may ask: one object for the page and every API.

    with services.limits.answering(visitor):
        …  # ask the chain

What is refused is refused before anything is searched; a route need not catch ``BusyError``, the
application answers it (``chatbot.site.caps.busy``). The counts are this process's own.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from chatbot.access.visitor import Visitor
from chatbot.access.windows import seconds_until
from index.errors import FootnoteError

_SOON = 5
"""Seconds after which a place may be free: about what an answer takes."""


class BusyError(FootnoteError):
    """A question that is not answered now.

    ``status`` is HTTP's: 429 where this visitor asks too much, 503 where all together do
    (RFC 6585, section 4; RFC 9110, section 15.6.4); ``retry_after`` is in seconds.
    """

    def __init__(self, message: str, help: str, status: int, retry_after: int) -> None:
        super().__init__(message, help)
        self.status, self.retry_after = status, retry_after


class Limits:
    """Counts questions; ``a_minute`` and ``at_once`` are each visitor's, ``in_all`` is everybody's at once.

    Whoever sits at the machine itself, where nobody logs in, is only counted among all.
    """

    def __init__(self, a_minute: int = 30, at_once: int = 4, in_all: int = 64) -> None:
        self._rate = RateLimitItemPerMinute(a_minute)
        self._at_once, self._in_all = at_once, in_all
        self._asked = MovingWindowRateLimiter(MemoryStorage())
        self._answering: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def answering(self, visitor: Visitor) -> Iterator[None]:
        """Hold a place while a question of ``visitor`` is answered. Raises BusyError where there is none."""
        who = visitor.counted_as
        with self._lock:
            self._check(who)
            self._answering[who] += 1
        try:
            yield
        finally:
            with self._lock:
                self._answering[who] -= 1
                if not self._answering[who]:
                    del self._answering[who]

    def _check(self, who: str) -> None:
        if self._answering.total() >= self._in_all:
            raise BusyError(
                f"Footnote is busy: {self._in_all} questions are being answered",
                "ask again in a few seconds",
                503,
                _SOON,
            )
        if not who:
            return
        if self._answering[who] >= self._at_once:
            raise BusyError(
                f"{self._at_once} of your questions are being answered already",
                "ask again when one of them is done",
                429,
                _SOON,
            )
        if not self._asked.hit(self._rate, who):
            seconds = seconds_until(self._asked, self._rate, who)
            raise BusyError(
                f"you have asked {self._rate.amount} questions within a minute",
                f"ask again in {seconds} seconds",
                429,
                seconds,
            )
