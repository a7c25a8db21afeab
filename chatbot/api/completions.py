"""``/v1/chat/completions``: whoever speaks to OpenAI's API can ask the articles.

The last message is the question, those before it the conversation. System messages are left
out: what answers here takes no instructions. ``model`` names the writer.
"""

import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from chatbot.access import Scope, needs
from chatbot.api.answering import Answering
from chatbot.api.chat_request import ChatRequest
from chatbot.api.chat_response import (
    AnswerMessage,
    ChatCompletion,
    ChatCompletionChunk,
    Choice,
    ChunkChoice,
    Delta,
    Usage,
)
from chatbot.api.events import EVENTS, HEADERS, MEDIA_TYPE, event
from chatbot.api.problems import OPENAI_PROBLEMS, openai_error, status_of
from chatbot.api.transcript import Transcript, annotations
from chatbot.chain import Question
from chatbot.types import Answered, Step
from index.errors import FootnoteError


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
        head = _Head(f"chatcmpl-{uuid.uuid4().hex}", int(time.time()), wanted.model)
        if wanted.stream:
            coming = await answering.begun(request, question)
            events = _events(answering, coming, question, wanted, head)
            return StreamingResponse(events, media_type=MEDIA_TYPE, headers=HEADERS)
        reply = await answering.reply(request, question)
        text = Transcript().finished(reply)
        return ChatCompletion(
            **asdict(head),
            choices=[Choice(message=AnswerMessage(content=text, annotations=annotations(text, reply)))],
            usage=await answering.aside(_usage, answering, question, text),
            footnote=reply.to_json(),
        )

    return router


@dataclass(frozen=True, slots=True)
class _Head:
    """What all that tells of one answer has in common."""

    id: str
    created: int
    model: str

    def event(self, *choices: ChunkChoice, **more: Any) -> str:
        """Return a chunk of the answer as an event; what it does not tell is left out."""
        chunk = ChatCompletionChunk(**asdict(self), choices=list(choices), **more)
        return event(chunk.model_dump(exclude_unset=True) | {"object": chunk.object})


async def _events(
    answering: Answering,
    coming: AsyncGenerator[Step],
    question: Question,
    wanted: ChatRequest,
    head: _Head,
) -> AsyncIterator[str]:
    """Yield the answer's sentences as they are checked, then its citations, then the end."""
    transcript = Transcript()

    def said(**delta: Any) -> ChunkChoice:
        return ChunkChoice(index=0, delta=Delta(**delta), finish_reason=None, logprobs=None)

    yield head.event(said(role="assistant", content=""))
    try:
        async with aclosing(coming) as steps:
            async for step in steps:
                if isinstance(step, Answered):
                    yield head.event(said(content=transcript.finished(step.reply)))
                    cited = said(annotations=annotations(transcript.text, step.reply))
                    last = cited.model_copy(update={"finish_reason": "stop"})
                    yield head.event(last, footnote=step.reply.to_json())
                elif added := transcript.taken(step):
                    yield head.event(said(content=added))
    except FootnoteError as error:
        yield event(openai_error(status_of(error), error.in_one_line))
        return
    if wanted.stream_options and wanted.stream_options.include_usage:
        usage = await answering.aside(_usage, answering, question, transcript.text)
        yield head.event(usage=usage)
    yield "data: [DONE]\n\n"


def _usage(answering: Answering, question: Question, text: str) -> Usage:
    said = [question["question"], *(turn.content for turn in question.get("history", ()))]
    *asked, answered = answering.services.library.embedder.count([*said, text])
    return Usage(prompt_tokens=sum(asked), completion_tokens=answered, total_tokens=sum(asked) + answered)
