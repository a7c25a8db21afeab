"""A tab that is closed -> its answers are stopped at once, wherever they are.

Gradio looks for a closed tab when a handler has something to show: while a model writes and
many read, that is seconds later. The stream of events that a tab listens to ends with it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STREAM = "/gradio_api/queue/data"

Stop = Callable[[], None]


def listening(connection: HTTPConnection) -> str:
    """Return the tab (Gradio's session hash) whose stream of events is asked for; “” for other requests."""
    return connection.query_params.get("session_hash", "") if connection.scope["path"] == _STREAM else ""


class Running:
    """The answers that are being made, by the tab that they are shown in."""

    def __init__(self) -> None:
        self._stops: dict[str, list[Stop]] = {}

    @contextmanager
    def shown_in(self, tab: str, stop: Stop) -> Iterator[None]:
        """Have ``stop`` called if the tab is closed meanwhile."""
        self._stops.setdefault(tab, []).append(stop)
        try:
            yield
        finally:
            self._stops[tab].remove(stop)
            if not self._stops[tab]:
                del self._stops[tab]

    def close(self, tab: str) -> None:
        """Stop what is being made for a tab."""
        for stop in self._stops.get(tab, ()):
            stop()


class Closing:
    """Passes requests on, and tells ``running`` of a tab whose stream of events was cut off."""

    def __init__(self, app: ASGIApp, running: Running) -> None:
        self._app, self._running = app, running

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        tab, is_whole = listening(HTTPConnection(scope)) if scope["type"] == "http" else "", False
        if not tab:
            await self._app(scope, receive, send)
            return

        async def heard() -> Message:
            message = await receive()
            if message["type"] == "http.disconnect" and not is_whole:
                self._running.close(tab)
            return message

        async def sent(message: Message) -> None:
            nonlocal is_whole
            is_whole = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        await self._app(scope, heard, sent)
