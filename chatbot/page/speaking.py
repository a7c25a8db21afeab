"""The page in each visitor's language: the one chosen on the page, or that of the browser.

Gradio makes a page once and sends everybody the same. Here the page is built once a language;
all visitors have the events and states of the first, and each is sent the words of their own.
"""

from collections.abc import Callable
from typing import Any, cast

import gradio as gr
from gradio.data_classes import BlocksConfigDict
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from chatbot.page import texts
from chatbot.page.closing import Running
from chatbot.page.parts import head

COOKIE = "footnote_language"
"""Where the browser keeps what was chosen on the page (``static/session.js``)."""


def language_of(connection: HTTPConnection) -> str:
    """Return the language of whoever sent a request; “” where none that they know is spoken here."""
    chosen = connection.cookies.get(COOKIE, "")
    return (
        chosen if chosen in texts.LANGUAGES else texts.accepted(connection.headers.get("accept-language", ""))
    )


class Speaking:
    """Lets all that answers a request speak the visitor's language."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        is_visitors = scope["type"] in ("http", "websocket")
        with texts.speaking(language_of(HTTPConnection(scope)) if is_visitors else ""):
            await self._app(scope, receive, send)


class SpokenPage(gr.Blocks):
    """A page in every language; ``build`` makes its components and joins their events.

    ``running`` are the answers that are being made on it.
    """

    def __init__(self, build: Callable[[gr.Blocks], None], running: Running) -> None:
        super().__init__(
            title=texts.NAME, fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)
        )
        self.running = running
        with self:
            build(self)
        others = [language for language in texts.LANGUAGES if language != texts.language()]
        self._built = {language: _components(language, build) for language in others}

    @property
    def config(self) -> BlocksConfigDict:
        """What Gradio sends a browser, in the language that is spoken."""
        components = self._config["components"]
        if built := self._built.get(texts.language()):
            components = [
                {**served, "props": spoken["props"]} for served, spoken in zip(components, built, strict=True)
            ]
        return cast(BlocksConfigDict, {**self._config, "components": components, "head": head()})

    @config.setter
    def config(self, config: BlocksConfigDict) -> None:
        self._config = config

    async def call_function(
        self,
        block_fn: Any,
        processed_input: Any,
        iterator: Any = None,
        requests: Any = None,
        *rest: Any,
        **named: Any,
    ) -> Any:
        """Handle an event in the language of whoever caused it: Gradio's queue is outside of all requests."""
        request = requests[0] if isinstance(requests, list) else requests
        with texts.speaking(language_of(request.request) if request and request.request else ""):
            return await super().call_function(block_fn, processed_input, iterator, requests, *rest, **named)


def _components(language: str, build: Callable[[gr.Blocks], None]) -> list[dict[str, Any]]:
    """Return the components of the page as they are made in a language, in their order."""
    with texts.speaking(language), gr.Blocks(analytics_enabled=False) as page:
        build(page)
    return list(page.get_config_file()["components"])
