"""``/v1/chat/completions``: whoever speaks to OpenAI's API can ask the articles.

The last message of the user is the question, those before it the conversation. System
messages are left out: what answers here takes no instructions. ``model`` names the writer.
https://platform.openai.com/docs/api-reference/chat
"""

import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from chatbot.access import Scope, needs
from chatbot.api.answering import Answering
from chatbot.api.events import EVENTS, HEADERS, MEDIA_TYPE, event
from chatbot.api.problems import OPENAI_PROBLEMS, openai_error, status_of
from chatbot.api.questions import MOST_CHARACTERS, MOST_TURNS, AskRequest, Message
from chatbot.api.transcript import annotations
from chatbot.chain import Question
from chatbot.types import Answered, Step
from index.errors import FootnoteError


class Part(BaseModel):
    """A part of a message; only text can be asked."""

    type: str
    text: str = Field(default="", max_length=MOST_CHARACTERS)


class ChatMessage(BaseModel):
    """A message as OpenAI's clients send it."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, Field(max_length=MOST_CHARACTERS)] | list[Part] | None = None

    @property
    def text(self) -> str:
        """The text of its parts."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    """How a stream ends."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """A chat so far; what else OpenAI's API takes (temperature, tools, …) is accepted and has no effect."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [
                {"model": "quote", "messages": [{"role": "user", "content": "How long did Sweden wait?"}]}
            ]
        },
    )

    model: str = Field(max_length=200, description="one of /v1/models")
    messages: list[ChatMessage] = Field(min_length=1, max_length=MOST_TURNS)
    stream: bool = False
    stream_options: StreamOptions | None = None

    def asked(self) -> AskRequest:
        """Return the question and the conversation before it; 422 where the last message asks nothing."""
        said = [
            Message(role="user" if each.role == "user" else "assistant", content=each.text)
            for each in self.messages
            if each.role in ("user", "assistant")
        ]
        if not said or said[-1].role != "user" or not said[-1].content.strip():
            raise HTTPException(422, "the last message must be a question of the user, in text")
        return AskRequest.of(said[-1].content, said[:-1])


class ChatCompletion(BaseModel):
    """An answer; ``footnote`` is the whole reply as /api/ask gives it."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[dict[str, Any]]
    usage: dict[str, int]
    footnote: dict[str, Any]


def completions(answering: Answering) -> APIRouter:
    """Return the route."""
    router = APIRouter(prefix="/v1", tags=["OpenAI's form"], responses=OPENAI_PROBLEMS)

    @router.post(
        "/chat/completions",
        operation_id="createChatCompletion",
        dependencies=[needs(Scope.ASK)],
        response_model=ChatCompletion,
        responses={200: EVENTS},
    )
    async def complete(request: Request, wanted: ChatRequest) -> Any:
        """Answer the last message from the articles, every sentence with its citations."""
        question = wanted.asked().written_by(answering.writer(wanted.model))
        head: dict[str, Any] = {
            "id": f"chatcmpl-{uuid.uuid4().hex}",
            "created": int(time.time()),
            "model": wanted.model,
        }
        if wanted.stream:
            coming = await answering.begun(request, question)
            events = _events(answering, coming, question, wanted, head)
            return StreamingResponse(events, media_type=MEDIA_TYPE, headers=HEADERS)
        reply = await answering.reply(request, question)
        text = answering.transcript().finished(reply)
        message = {"role": "assistant", "content": text, "annotations": annotations(text, reply)}
        return ChatCompletion(
            id=head["id"],
            created=head["created"],
            model=wanted.model,
            choices=[{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
            usage=await answering.aside(_usage, answering, question, text),
            footnote=dict(reply.to_json()),
        )

    return router


async def _events(
    answering: Answering,
    coming: AsyncGenerator[Step],
    question: Question,
    wanted: ChatRequest,
    head: Mapping[str, Any],
) -> AsyncIterator[str]:
    """Yield the answer's sentences as they are checked, then its citations, then the end."""
    told = {**head, "object": "chat.completion.chunk"}
    transcript = answering.transcript()

    def chunk(delta: Mapping[str, Any], finish: str | None = None, **more: Any) -> str:
        choices = [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]
        return event({**told, "choices": choices, **more})

    yield chunk({"role": "assistant", "content": ""})
    try:
        async with aclosing(coming) as steps:
            async for step in steps:
                if isinstance(step, Answered):
                    yield chunk({"content": transcript.finished(step.reply)})
                    cited = annotations(transcript.text, step.reply)
                    yield chunk({"annotations": cited}, "stop", footnote=step.reply.to_json())
                elif added := await answering.aside(transcript.taken, step):
                    yield chunk({"content": added})
    except FootnoteError as error:
        yield event(openai_error(status_of(error), error.in_one_line))
        return
    if wanted.stream_options and wanted.stream_options.include_usage:
        usage = await answering.aside(_usage, answering, question, transcript.text)
        yield event({**told, "choices": [], "usage": usage})
    yield "data: [DONE]\n\n"


def _usage(answering: Answering, question: Question, text: str) -> dict[str, int]:
    """Return how many tokens of the embedding model the chat and the answer have: no bill is made here."""
    said = [question["question"], *(turn.content for turn in question.get("history", ()))]
    *asked, answered = answering.services.library.embedder.count([*said, text])
    return {"prompt_tokens": sum(asked), "completion_tokens": answered, "total_tokens": sum(asked) + answered}
