"""The page on an address of this machine, until it is told to stop."""

import errno
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by gradio when it is imported

import fastapi
import gradio as gr
import uvicorn

from chatbot.chain import FootnoteChain
from chatbot.conversations import ConversationStore
from chatbot.jobs import Jobs
from chatbot.page.downloads import downloads
from chatbot.page.edge import Edge, is_loopback
from chatbot.page.layout import build_page
from chatbot.page.offers import Offers
from chatbot.page.parts import STATIC, static
from index.errors import SettingsError
from index.library import Library

PORTS_TRIED = 20
_GRACE = 0.5
"""Seconds that open connections get when the server stops."""


def serve(
    library: Library,
    chain: FootnoteChain,
    jobs: Jobs,
    uploads: Path,
    offers: Offers,
    *,
    conversations: ConversationStore,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    on_ready: Callable[[str], None] | None = None,
    examples: Sequence[str] = (),
) -> None:
    """Serve the page until Ctrl-C or SIGTERM; ``on_ready`` gets its address once it answers.

    A taken port moves to the next free one. Raises SettingsError if there is none, or if
    ``host`` is no address of this machine.
    """
    listener = listen(host, port)
    if not is_loopback(host):
        print(
            f"Warning: whoever reaches {host} can read and change this library: there is no login. "
            "Put it behind a proxy that knows your people.",
            file=sys.stderr,
            flush=True,
        )

    def ready() -> None:
        at = address(host, listener)
        if on_ready:
            on_ready(at)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(at,), daemon=True).start()

    page = build_page(library, chain, jobs, uploads, offers, conversations=conversations, examples=examples)
    application = app(page, host, library.settings.max_file_bytes, conversations)
    with listener, _told_to_stop():
        PageServer(application, ready).run(sockets=[listener])


def app(page: gr.Blocks, host: str, max_file_bytes: int, conversations: ConversationStore) -> fastapi.FastAPI:
    """Return the web application of a page, with nothing of Gradio's that leads outside."""
    application = fastapi.FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    application.add_middleware(Edge, host=host)
    application.include_router(downloads(conversations))
    mounted: fastapi.FastAPI = gr.mount_gradio_app(
        application,
        page,
        path="/",
        app_kwargs={"openapi_url": None},
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        # as ``css`` Gradio would rewrite its selectors
        head=f"<style>{static('page.css')}{static('answers.css')}{static('conversations.css')}</style>",
        favicon_path=str(STATIC / "favicon.svg"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        max_file_size=max_file_bytes,
    )
    return mounted


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
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=_GRACE,  # type: ignore[arg-type]  # asyncio takes a fraction too
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; open tabs hold connections that end in the middle, which is no error now."""
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
