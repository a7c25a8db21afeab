"""Kept conversations as files to download; a key that is unknown, or another's, has none."""

from urllib.parse import quote

import fastapi

from chatbot.access import Scope, needs, visitor_of
from chatbot.conversations import ConversationStore
from chatbot.conversations.export import FORMATS
from chatbot.page import texts
from chatbot.page.escape import escaped


def downloads(store: ConversationStore) -> fastapi.APIRouter:
    """Return the route of the files, ``conversations/KEY/FORMAT``, which a browser saves and never shows."""
    router = fastapi.APIRouter()

    @router.get("/conversations/{key}/{form}", dependencies=[needs(Scope.READ)])
    def download(request: fastapi.Request, key: str, form: str) -> fastapi.Response:
        own = store.of(visitor_of(request.scope).name)
        summary = own.summary(key)
        if summary is None or form not in FORMATS:
            raise fastapi.HTTPException(404)
        chosen = FORMATS[form]
        name = quote(chosen.file_name(summary), safe="")
        return fastapi.Response(
            chosen.write(summary, own.answers(key), texts.EXPORTED).encode(errors="replace"),
            media_type=chosen.media_type,
            headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"},
        )

    return router


def files(key: str) -> str:
    """Return the links to a conversation's files, as the items of a list."""
    return "".join(
        f'<li><a href="conversations/{escaped(key)}/{form}" download>{escaped(FORMATS[form].label)}</a></li>'
        for form in FORMATS
    )
