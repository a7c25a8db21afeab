"""``/api/ask`` and ``/api/evidence``: replies whole or step by step, and retrieval alone for other agents."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from functools import partial
from typing import Annotated, Any, NotRequired

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from chatbot.access import Scope, needs
from chatbot.api.answering import Answering, while_awaited
from chatbot.api.events import EVENTS, HEADERS, MEDIA_TYPE, event
from chatbot.api.problems import PROBLEMS, status_of
from chatbot.api.questions import AskRequest, EvidenceRequest
from chatbot.chain import Question
from chatbot.evidence.scoring import SHOWN
from chatbot.types import (
    Answered,
    Asked,
    EvidenceFound,
    EvidenceJson,
    Quoted,
    Reply,
    ReplyJson,
    Step,
    Written,
    claim_json,
    evidence_json,
)
from index.errors import FootnoteError


class FoundEvidence(BaseModel):
    """The sentences that may answer, best first; ``confidence`` is the probability that they do."""

    standalone_question: str
    confidence: float
    searched: int
    evidence: list[EvidenceJson]


class AskedReply(ReplyJson):
    """A reply, and what else the articles answer where that was wanted."""

    suggestions: NotRequired[list[str]]


Suggested = Callable[[Reply], Awaitable[list[str]]]


def asking(answering: Answering) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/api", tags=["Asking"], responses=PROBLEMS)

    @router.post(
        "/ask",
        operation_id="ask",
        dependencies=[needs(Scope.ASK)],
        response_model=AskedReply,
        responses={200: EVENTS},
    )
    async def ask(request: Request, wanted: AskRequest, accept: Annotated[str, Header()] = "") -> Any:
        """Answer a question from the articles, or refuse; every sentence has its exact source.

        With ``Accept: text/event-stream`` the steps come as they are known: ``asked``,
        ``evidence``, ``quoted``, ``written`` (all of the text so far), ``answered`` (the
        reply), ``suggested`` where that is wanted, or ``problem``; what refuses the question is
        told by the status instead.
        """
        question = wanted.written_by(answering.writer(wanted.writer))
        if MEDIA_TYPE in accept:
            steps = await answering.begun(request, question)
            suggested = partial(answering.suggested, question=question) if wanted.suggest else None
            return StreamingResponse(_events(steps, suggested), media_type=MEDIA_TYPE, headers=HEADERS)
        reply = await answering.reply(request, question)
        if not wanted.suggest:
            return reply.to_json()
        suggestions = await while_awaited(request, answering.suggested(reply, question))
        return {**reply.to_json(), "suggestions": suggestions}

    @router.post("/evidence", operation_id="findEvidence", dependencies=[needs(Scope.READ)])
    async def evidence(
        request: Request, wanted: EvidenceRequest, k: Annotated[int, Query(ge=1, le=50)] = SHOWN
    ) -> FoundEvidence:
        """Find up to ``k`` sentences that may answer a question, without answering it."""
        steps = answering.steps(request, Question(**wanted.asked(), writer="quote", shown=k))
        return await while_awaited(request, _found(steps))

    return router


async def _found(coming: AsyncGenerator[Step]) -> FoundEvidence:
    """Return the evidence as soon as it is known; what would come after it is not made."""
    standalone = ""
    async with aclosing(coming) as steps:
        async for step in steps:
            if isinstance(step, Asked):
                standalone = step.standalone_question
            if isinstance(step, EvidenceFound):
                return FoundEvidence(
                    standalone_question=standalone,
                    confidence=round(step.confidence, 4),
                    searched=step.searched,
                    evidence=[evidence_json(each) for each in step.evidence],
                )
    raise AssertionError("every reply has evidence")


async def _events(coming: AsyncGenerator[Step], suggested: Suggested | None) -> AsyncIterator[str]:
    try:
        async with aclosing(coming) as steps:
            async for step in steps:
                name, told = _told(step)
                yield event(told, name)
                if suggested and isinstance(step, Answered):
                    yield event({"suggestions": await suggested(step.reply)}, "suggested")
    except FootnoteError as error:
        told = {"status": status_of(error), "detail": str(error), "help": error.help}
        yield event(told, "problem")


def _told(step: Step) -> tuple[str, Any]:
    match step:
        case Asked(standalone):
            return "asked", {"standalone_question": standalone}
        case EvidenceFound(evidence, confidence, searched):
            found = [evidence_json(each) for each in evidence]
            return "evidence", {"confidence": round(confidence, 4), "searched": searched, "evidence": found}
        case Quoted(claims):
            return "quoted", {"claims": [claim_json(each) for each in claims]}
        case Written(text):
            return "written", {"text": text}
        case Answered(reply):
            return "answered", reply.to_json()
