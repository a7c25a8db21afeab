"""The site on an address of this machine, until it is told to stop."""

import errno
import logging
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import fastapi
import uvicorn

from chatbot.site.leaving import Leaving
from index.errors import SettingsError

PORTS_TRIED = 20
_GRACE = 0.5
"""Seconds that open connections get when the server stops."""


def serve(
    application: fastapi.FastAPI,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM; ``on_ready`` gets the page's address once it answers.

    A taken port moves to the next free one. Raises SettingsError if there is none, or if
    ``host`` is no address of this machine.
    """
    listener = listen(host, port)

    def ready() -> None:
        at = address(host, listener)
        if on_ready:
            on_ready(at)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(at,), daemon=True).start()

    with listener, _told_to_stop():
        PageServer(application, ready).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket on the first free port from ``port`` on; says so where it is another."""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        try:
            listener = _bound(host, candidate)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            raise SettingsError(
                f"the page cannot listen on {host}, port {candidate}: {error.strerror or error}",
                "choose another with --port, FOOTNOTE_PORT or FOOTNOTE_HOST",
            ) from error
        if candidate != port:
            print(f"port {port} is taken, so the page takes {candidate}", file=sys.stderr, flush=True)
        return listener
    last = min(port + PORTS_TRIED, 65536) - 1
    raise SettingsError(f"all ports from {port} to {last} are taken", "choose another with --port")


def address(host: str, listener: socket.socket) -> str:
    """Return the page's address, as a browser takes it."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}/"


class PageServer(uvicorn.Server):
    """A server that tells when it answers, and that stops without a word."""

    def __init__(self, application: fastapi.FastAPI, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                log_config=None,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=_GRACE,  # type: ignore[arg-type]  # asyncio takes a fraction too
            )
        )
        self._on_ready = on_ready
        self._leaving: Leaving = application.state.leaving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let running answers end, then stop; open tabs hold connections that end in the middle."""
        await self._leaving.wait(lambda: self.force_exit)
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen()  # a port that is only bound may still be taken by another
    except OSError:
        listener.close()
        raise
    return listener


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the server and no more: uvicorn raises them again when it is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.signal(each, lambda *_: None) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
