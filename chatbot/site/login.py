"""The page where people log in, and the way out.

No form of it can be sent from elsewhere: the edge refuses a foreign ``Origin``, a browser
sends one with every form, and here a form without one is refused too. The session's
cookie is ``SameSite=Lax`` beside that.
"""

from dataclasses import replace
from typing import Annotated

import anyio
import fastapi
from fastapi import Form, Request
from jinja2 import Environment, PackageLoader
from starlette.responses import HTMLResponse, RedirectResponse, Response

from chatbot.access import Accounts, Audit, visitor_of
from chatbot.access.accounts import DAY
from chatbot.access.guesses import Guesses
from chatbot.page import texts
from chatbot.site.gate import COOKIE

_HASHING = 2
"""Passwords that are looked at at once: each takes 64 MiB."""

_FILES = Environment(loader=PackageLoader("chatbot.site"), autoescape=True)


def login(accounts: Accounts, audit: Audit, *, oidc: bool, days: float) -> fastapi.APIRouter:
    """Return the routes ``/login`` and ``/logout``; a cookie lasts ``days`` at most."""
    router = fastapi.APIRouter()
    guesses, hashing = Guesses(), anyio.CapacityLimiter(_HASHING)

    @router.get("/login")
    def show(request: Request, next: str = "/") -> Response:
        """Show the form, to those who are not in already."""
        if visitor_of(request.scope).scopes:
            return RedirectResponse(local(next), 303)
        return page(next, oidc=oidc)

    @router.get("/login/style.css")
    def style() -> Response:
        return Response(_FILES.get_template("login.css").render(), media_type="text/css")

    @router.post("/login")
    async def enter(
        request: Request,
        name: Annotated[str, Form()] = "",
        password: Annotated[str, Form()] = "",
        next: Annotated[str, Form()] = "/",
    ) -> Response:
        """Log in; a wrong name and a wrong password are told alike."""
        if "origin" not in request.headers:
            return page(next, texts.LOGIN_FOREIGN, 403, oidc=oidc)
        visitor = visitor_of(request.scope)
        if seconds := guesses.wait(name, visitor.address):
            audit.note("login refused", visitor, seconds=seconds)
            said = texts.login_wait(-(-seconds // 60))
            return page(next, said, 429, {"Retry-After": str(seconds)}, oidc=oidc)
        user = await anyio.to_thread.run_sync(accounts.users.with_password, name, password, limiter=hashing)
        if user is None:
            known = await anyio.to_thread.run_sync(accounts.users.named, name)
            audit.note("login failed", visitor, account=known.name if known else "")
            return page(next, texts.LOGIN_WRONG, 401, name=name, oidc=oidc)
        guesses.right(name)
        audit.note("logged in", replace(visitor, name=user.name), by="password")
        return await enter_as(request, accounts, user.name, next, days)

    @router.post("/logout")
    async def leave(request: Request) -> Response:
        """End the session."""
        if "origin" not in request.headers:
            return page("/", texts.LOGIN_FOREIGN, 403, oidc=oidc)
        await anyio.to_thread.run_sync(accounts.sessions.end, request.cookies.get(COOKIE, ""))
        audit.note("logged out", visitor_of(request.scope))
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE)
        return answer

    return router


async def enter_as(request: Request, accounts: Accounts, user: str, next: str, days: float) -> Response:
    """Begin a session and go on to ``next``; the cookie that the browser had is good no more."""
    await anyio.to_thread.run_sync(accounts.sessions.end, request.cookies.get(COOKIE, ""))
    secret = await anyio.to_thread.run_sync(accounts.sessions.begin, user)
    answer = RedirectResponse(local(next), 303)
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=int(days * DAY),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return answer


def page(
    next: str,
    problem: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
    *,
    name: str = "",
    oidc: bool = False,
) -> Response:
    """Return the form, which no cache keeps."""
    html = _FILES.get_template("login.html").render(
        next=local(next), problem=problem, name=name[:64], oidc=oidc, texts=texts
    )
    return HTMLResponse(html, status, {"Cache-Control": "no-store", **(headers or {})})


def local(next: str) -> str:
    """Return a path of this site to go on to, whatever address was asked for."""
    is_path = next.startswith("/") and not next.startswith(("//", "/\\"))
    return next if is_path and next.isprintable() else "/"
