"""Whoever asked has left: said where an answer is awaited, heard where it waits for a model's next word.

The one is in an event loop, the other in a thread that nobody can interrupt; so the thread looks.
"""

import threading
from contextvars import ContextVar

LOOK = 0.25
"""Seconds between two looks, while there is nothing else to do."""

stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)
"""Set once nobody awaits the answer that is made in this context; ``None`` where nobody could say so."""


class Stopped(BaseException):
    """Nobody awaits the answer any more: no failure, and nothing to be told instead of it."""


def go_on() -> None:
    """Raise Stopped where nobody awaits the answer that is made in this context."""
    asked = stop.get()
    if asked is not None and asked.is_set():
        raise Stopped
