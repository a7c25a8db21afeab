"""How the server takes its leave: nothing new begins, what is being answered may end.

Whoever routes requests sees at ``/ready`` that no more are wanted, before the address is given
up; a container's and a service manager's own patience must be longer than ours.
"""

import asyncio
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from chatbot.api.problems import problem

_ALIVE = "/health"
_LOOK = 0.05
"""Seconds between two looks whether the last answer has ended."""


class Leaving:
    """Whether the server was told to stop; ``seconds`` are the most that running answers get."""

    def __init__(self, answers: Callable[[], int], seconds: float) -> None:
        self._answers, self._seconds = answers, seconds
        self.has_begun = False

    async def wait(self, is_hurried: Callable[[], bool]) -> None:
        """Let nothing new begin, and wait for the answers that are being made, unless told to hurry."""
        self.has_begun = True
        end = time.monotonic() + self._seconds
        while self._answers() and time.monotonic() < end and not is_hurried():
            await asyncio.sleep(_LOOK)


class Refusing:
    """Answers new requests with 503 once the server is leaving; that it is alive it still says."""

    def __init__(self, app: ASGIApp, leaving: Leaving) -> None:
        self._app, self._leaving = app, leaving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if not self._leaving.has_begun or scope["type"] != "http" or scope["path"] == _ALIVE:
            await self._app(scope, receive, send)
            return
        headers = {"retry-after": "5", "connection": "close"}
        refusal = problem(scope["path"], 503, "the server is stopping", "ask again in a moment", headers)
        await refusal(scope, receive, send)
