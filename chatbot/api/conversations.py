"""``/api/conversations``: a visitor's own, kept as the page keeps them."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, Field

from chatbot.access import Scope, needs, visitor_of
from chatbot.api.problems import PROBLEMS
from chatbot.conversations import ConversationStore, Feedback, Rating
from chatbot.conversations.export import FORMATS
from chatbot.conversations.types import Kept, Summary
from chatbot.services import Services
from chatbot.types import ReplyJson

_Key = Annotated[str, Path(max_length=64)]


class ConversationEntry(BaseModel):
    """A conversation by its key; moments are ISO 8601, in UTC."""

    key: str
    title: str
    begun: str
    changed: str
    answers: int

    @classmethod
    def of(cls, summary: Summary) -> "ConversationEntry":
        """Return the entry of a conversation."""
        return cls(
            key=summary.key,
            title=summary.title,
            begun=summary.begun.isoformat(),
            changed=summary.changed.isoformat(),
            answers=summary.answers,
        )


class ConversationPage(BaseModel):
    """Some conversations, the newest first, and how many there are in all."""

    total: int
    conversations: list[ConversationEntry]


class Rated(BaseModel):
    """What a reader thought of an answer, and a word on it."""

    rating: Rating
    word: str = Field(default="", max_length=2000)


class KeptAnswer(BaseModel):
    """An answer as it was given."""

    number: int
    moment: str
    feedback: Rated
    reply: ReplyJson

    @classmethod
    def of(cls, kept: Kept) -> "KeptAnswer":
        """Return a kept answer as JSON values."""
        return cls(
            number=kept.number,
            moment=kept.moment.isoformat(),
            feedback=Rated(rating=kept.feedback.rating, word=kept.feedback.word),
            reply=kept.reply.to_json(),
        )


class Conversation(ConversationEntry):
    """A conversation with its answers, in the order they were given."""

    kept: list[KeptAnswer]


class Title(BaseModel):
    """Another title."""

    title: str = Field(min_length=1, max_length=1000)


def conversations(services: Services) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/api/conversations", tags=["Conversations"], responses=PROBLEMS)

    def store(request: Request) -> ConversationStore:
        return services.conversations.of(visitor_of(request.scope).name)

    def known(request: Request, key: str) -> Summary:
        summary = store(request).summary(key)
        if summary is None:
            raise HTTPException(404, "there is no such conversation")
        return summary

    @router.get("", operation_id="listConversations", dependencies=[needs(Scope.ASK)])
    def listed(
        request: Request,
        search: Annotated[str, Query(max_length=200, description="in a title, question or answer")] = "",
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> ConversationPage:
        """List your conversations."""
        found, total = store(request).find(search, offset, limit)
        return ConversationPage(total=total, conversations=list(map(ConversationEntry.of, found)))

    @router.get("/{key}", operation_id="readConversation", dependencies=[needs(Scope.ASK)])
    def read(request: Request, key: _Key) -> Conversation:
        """Read a conversation with all its answers."""
        entry = ConversationEntry.of(known(request, key)).model_dump()
        return Conversation(**entry, kept=list(map(KeptAnswer.of, store(request).answers(key))))

    @router.get(
        "/{key}/export/{form}",
        operation_id="exportConversation",
        dependencies=[needs(Scope.ASK)],
        response_class=Response,
    )
    def export(request: Request, key: _Key, form: str) -> Any:
        """Take a conversation along: markdown, html, json, csv, bibtex or csl-json."""
        summary = known(request, key)
        if form not in FORMATS:
            raise HTTPException(404, f"there is no form {form}; those there are: {', '.join(FORMATS)}")
        chosen = FORMATS[form]
        name = quote(chosen.file_name(summary), safe="")
        written = chosen.write(summary, store(request).answers(key)).encode(errors="replace")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(written, media_type=chosen.media_type, headers=headers)

    @router.patch("/{key}", operation_id="renameConversation", dependencies=[needs(Scope.ASK)])
    def rename(request: Request, key: _Key, wanted: Title) -> ConversationEntry:
        """Give a conversation another title."""
        known(request, key)
        store(request).rename(key, wanted.title)
        return ConversationEntry.of(known(request, key))

    @router.delete(
        "/{key}", operation_id="deleteConversation", dependencies=[needs(Scope.ASK)], status_code=204
    )
    def delete(request: Request, key: _Key) -> None:
        """Delete a conversation; within an hour the page can bring it back."""
        known(request, key)
        store(request).delete(key)

    @router.put(
        "/{key}/answers/{number}/feedback",
        operation_id="rateAnswer",
        dependencies=[needs(Scope.ASK)],
        status_code=204,
    )
    def rate(request: Request, key: _Key, number: int, rated: Rated) -> None:
        """Say what you think of an answer."""
        known(request, key)
        mine = store(request)
        if number not in {kept.number for kept in mine.answers(key)}:
            raise HTTPException(404, "there is no such answer in this conversation")
        mine.rate(number, Feedback(rated.rating, rated.word))

    return router
