"""``/api/conversations/{key}/share`` and ``/api/shares``: one's own conversations, for others to read."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from pydantic import BaseModel, Field

from chatbot.access import Scope, needs, visitor_of
from chatbot.api.problems import PROBLEMS
from chatbot.conversations import Share, Shares
from chatbot.services import Services

_Key = Annotated[str, Path(max_length=64)]


class ShareRequest(BaseModel):
    """Whom a conversation is shared with."""

    public: bool = Field(
        default=False,
        description="whoever has the link, instead of those who may read here; the server must allow it",
    )


class SharedConversation(BaseModel):
    """A shared page: its conversation, its path on this server, how many answers it shows."""

    conversation: str
    path: str
    shared: str = Field(description="since when, ISO 8601 in UTC")
    answers: int
    public: bool

    @classmethod
    def of(cls, share: Share) -> "SharedConversation":
        """Return a shared page as JSON values."""
        return cls(
            conversation=share.conversation,
            path=f"/shared/{share.token}",
            shared=share.moment.isoformat(),
            answers=share.answers,
            public=share.is_public,
        )


def shares(services: Services) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/api", tags=["Conversations"], responses=PROBLEMS)
    audit, allowed = services.audit, services.settings.public_shares

    def own(request: Request) -> Shares:
        return Shares(services.conversations.of(visitor_of(request.scope).name))

    @router.get("/shares", operation_id="listShares", dependencies=[needs(Scope.ASK)])
    def listed(request: Request) -> list[SharedConversation]:
        """List the conversations that you share."""
        return list(map(SharedConversation.of, own(request).shared().values()))

    @router.put(
        "/conversations/{key}/share", operation_id="shareConversation", dependencies=[needs(Scope.ASK)]
    )
    def share(request: Request, key: _Key, wanted: ShareRequest) -> SharedConversation:
        """Share a conversation as it now is, as a page to be read; shared anew it keeps its address."""
        if wanted.public and not allowed:
            raise HTTPException(403, "this server lets nobody read without a login: FOOTNOTE_PUBLIC_SHARES")
        made = own(request).share(key, is_public=wanted.public)
        if made is None:
            raise HTTPException(404, "there is no such conversation")
        whom = "whoever has the link" if made.is_public else "who may read here"
        audit.note("shared", visitor_of(request.scope), by="api", conversation=key, whom=whom)
        return SharedConversation.of(made)

    @router.delete(
        "/conversations/{key}/share",
        operation_id="stopSharing",
        dependencies=[needs(Scope.ASK)],
        status_code=204,
    )
    def revoke(request: Request, key: _Key) -> None:
        """Take a conversation's shared page down for good."""
        if own(request).revoke(key) is None:
            raise HTTPException(404, "this conversation is not shared")
        audit.note("stopped sharing", visitor_of(request.scope), by="api", conversation=key)

    return router
