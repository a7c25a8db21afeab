"""Who may come in: every request is somebody's, or goes no further.

A key in ``Authorization: Bearer`` (RFC 6750) or the cookie of a login says whose. A browser
that opens the page without one is led to ``/login``; everything else gets 401. What answers
without a login is named here, path by path.
"""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from chatbot.access import LOCAL, Accounts, Visitor
from chatbot.access import Scope as Right
from chatbot.access.guarding import Guard
from chatbot.access.keys import PREFIX
from chatbot.access.users import folded, is_name
from chatbot.api.problems import problem
from chatbot.site.tabs import Tabs
from index.errors import FootnoteError

COOKIE = "footnote_session"
OPEN = frozenset({"/health", "/ready", "/login", "/login/style.css", "/login/oidc", "/login/oidc/back"})
"""The only paths that answer without a login, beside the pages that their owners made public."""

_NEEDED = {"/gradio_api/upload": Right.WRITE, "/gradio_api/": Right.READ}
"""What the page's own routes ask of a visitor; all others say so themselves (``chatbot.access.needs``)."""
_NOBODY = (
    "You are not logged in: load the page anew",
    "A program sends a key, Authorization: Bearer footnote_…",
)
_LOOKUPS = 4
"""Requests that are looked up at once; the others wait, and hold up nothing else."""


class Gate:
    """Puts the visitor into the state of each request, or refuses it.

    ``is_public`` says of a path whether its owner lets whoever has it read what is there.
    """

    def __init__(
        self,
        app: ASGIApp,
        accounts: Accounts,
        guard: Guard,
        header: str = "",
        is_public: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._app, self._accounts, self._guard, self._header = app, accounts, guard, header
        self._is_public = is_public
        self._tabs = Tabs()
        self._limiter = CapacityLimiter(_LOOKUPS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its visitor, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        try:
            visitor, refusal = await anyio.to_thread.run_sync(self._met, connection, limiter=self._limiter)
            if visitor and self._tabs.is_anothers(connection, visitor):
                refusal = problem(scope["path"], 403, "this page is another visitor's")
        except FootnoteError as error:
            visitor, refusal = None, problem(scope["path"], 503, str(error), error.help)
        if refusal and scope["path"] not in OPEN:
            await refusal(scope, receive, send)
            return
        scope.setdefault("state", {})["visitor"] = visitor or Visitor(address=_address(connection))
        await self._app(scope, receive, send)

    def _met(self, connection: HTTPConnection) -> tuple[Visitor | None, Response | None]:
        """Return who sent a request, and what refuses it."""
        visitor = self._visitor(connection)
        refusal = _refusal(connection, visitor)
        return visitor, None if refusal and self._is_public(connection.scope["path"]) else refusal

    def _visitor(self, connection: HTTPConnection) -> Visitor | None:
        """Return who sent a request; ``None`` where nobody is known and somebody must be."""
        kind, _, secret = connection.headers.get("authorization", "").partition(" ")
        key = secret.strip() if kind.casefold() == "bearer" else ""
        cookie = connection.cookies.get(COOKIE, "")
        found = None
        if key:
            found = self._accounts.keys.visitor(key)
        elif cookie:
            found = self._accounts.sessions.visitor(cookie)
        if found:
            return replace(found, address=_address(connection))
        if key.startswith(PREFIX) or self._is_guarded():
            return None
        return self._passed_by_proxy(connection) if self._guard == "open" else LOCAL

    def _passed_by_proxy(self, connection: HTTPConnection) -> Visitor | None:
        """Return whom a proxy let through, by the name that it gives where it is to give one."""
        name = folded(connection.headers.get(self._header, "")) if self._header else ""
        if self._header and not is_name(name):
            return None
        return replace(LOCAL, name=name, address=_address(connection))

    def _is_guarded(self) -> bool:
        """Say whether somebody must log in; once so, it stays so until Footnote is started again."""
        if self._guard == "users" and self._accounts.have_users():
            self._guard = "always"
        return self._guard == "always"


def _refusal(connection: HTTPConnection, visitor: Visitor | None) -> Response | None:
    """Return what a request gets instead of an answer, if it may not have one."""
    path = connection.scope["path"]
    if visitor is None:
        if connection.scope["type"] == "http" and _is_navigation(connection):
            query = f"?{connection.scope['query_string'].decode('latin-1')}".rstrip("?")
            return RedirectResponse(f"/login?next={quote(path + query, safe='')}", 303)
        headers = {"WWW-Authenticate": 'Bearer realm="Footnote"'}
        return problem(path, 401, *_NOBODY, headers=headers)
    needed = next((right for start, right in _NEEDED.items() if path.startswith(start)), None)
    if needed and needed not in visitor.scopes:
        return problem(path, 403, f"this needs the right to {needed}")
    return None


def _is_navigation(connection: HTTPConnection) -> bool:
    """Say whether a browser asks for a page to show."""
    asks_for_page = "text/html" in connection.headers.get("accept", "")
    return connection.scope["method"] in ("GET", "HEAD") and asks_for_page


def _address(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""
