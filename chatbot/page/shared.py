"""Shared conversations as pages to be read: one address each, no script, nothing that could be changed."""

import fastapi
from fastapi.responses import HTMLResponse

from chatbot.access import Audit, Scope, needs, visitor_of
from chatbot.conversations import Shares
from chatbot.conversations.export import policy, share
from chatbot.page import texts

PREFIX = "/shared/"


def is_public(shares: Shares, path: str) -> bool:
    """Say whether whoever has its link may read what is at ``path``."""
    token = path.removeprefix(PREFIX)
    return token != path and "/" not in token and shares.is_public(token)


def shared(shares: Shares, audit: Audit, *, allow_public: bool) -> fastapi.APIRouter:
    """Return the route of the pages; without ``allow_public`` they are for those alone who may read here."""
    router = fastapi.APIRouter()
    reads = needs(Scope.READ).dependency

    @router.get("/shared/{token}")
    def show(request: fastapi.Request, token: str) -> HTMLResponse:
        visitor, found = visitor_of(request.scope), shares.page(token)
        if not (found and found.share.is_public and allow_public):
            reads(request)
        headers = {
            "content-security-policy": f"{policy()}; frame-ancestors 'none'",
            "referrer-policy": "no-referrer",  # its address is its key
            "cache-control": "no-store",
            "x-robots-tag": "noindex",
        }
        if found is None:
            return HTMLResponse(_gone(), 404, headers)
        audit.note("read shared", visitor, conversation=found.share.conversation)
        return HTMLResponse(share(found.summary, found.answers, texts.EXPORTED), headers=headers)

    return router


def _gone() -> str:
    return (
        f'<!doctype html><html lang="{texts.language()}" dir="{texts.DIRECTION}"><meta charset="utf-8">'
        f"<title>{texts.SHARED_GONE}</title>"
        f"<h1>{texts.SHARED_GONE}</h1><p>{texts.SHARED_GONE_HOW}</p></html>"
    )
