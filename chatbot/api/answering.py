"""A question of a visitor -> the chain's steps: where every surface of the API asks.

The writers that a visitor may name are those that the server offers: nobody reaches a
provider, or spends its key, by naming it.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

from chatbot.access import visitor_of
from chatbot.chain import Question
from chatbot.services import Services
from chatbot.stopping import LOOK
from chatbot.types import Answered, Reply, Step, Turn

T = TypeVar("T")

DEFAULT = "footnote"
"""The model that is whatever writer the server would choose."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Asks the chain for visitors."""

    services: Services

    def models(self) -> list[str]:
        """Return the names that a request may choose by."""
        return [DEFAULT, *self.services.writers()]

    def writer(self, model: str | None) -> str | None:
        """Return the writer of that name, ``None`` for the server's own choice; 404 if there is none."""
        if model in (None, DEFAULT):
            return None
        if model not in self.services.writers():
            raise HTTPException(
                404, f"there is no model {model}; those there are: {', '.join(self.models())}"
            )
        return model

    async def aside(self, do: Callable[..., T], *given: Any) -> T:
        """Return ``do(*given)``, computed where it holds up nobody else."""
        return await asyncio.to_thread(do, *given)

    async def steps(self, request: Request, question: Question) -> AsyncGenerator[Step]:
        """Yield the steps of the reply; closing the iterator stops the writer."""
        visitor = visitor_of(request.scope)
        with self.services.limits.answering(visitor):
            self.services.audit.asked(visitor, question["question"], by="api")
            stream = cast(AsyncGenerator[Step], self.services.chain.astream(question))
            async with aclosing(stream) as steps:
                async for step in steps:
                    yield step

    async def begun(self, request: Request, question: Question) -> AsyncGenerator[Step]:
        """Return the steps once the first is known: what refuses the question is raised before a stream."""
        steps = self.steps(request, question)
        first = await while_awaited(request, anext(steps))
        return _continued(first, steps)

    async def reply(self, request: Request, question: Question) -> Reply:
        """Return the reply; a client that goes away meanwhile stops the writer."""

        async def last() -> Reply:
            async with aclosing(self.steps(request, question)) as steps:
                async for step in steps:
                    if isinstance(step, Answered):
                        return step.reply
            raise AssertionError("the last step is the reply")

        return await while_awaited(request, last())

    async def suggested(self, reply: Reply, question: Question) -> list[str]:
        """Return what else the articles answer, after ``reply`` to ``question``; often nothing."""
        suggester, given_up = self.services.suggester, threading.Event()
        if suggester is None:
            return []
        said = (Turn("user", reply.question), Turn("assistant", reply.text))
        after = Question(**{**question, "history": (*question.get("history", ()), *said)})
        known = [each.content for each in after["history"] if each.role == "user"]
        try:
            made = await self.aside(suggester.suggestions, reply, after, known, given_up.is_set)
        finally:
            given_up.set()
        return [each.question for each in made]


async def while_awaited(request: Request, doing: Awaitable[T]) -> T:
    """Return what comes of ``doing``; raises ClientDisconnect, and cancels it, once the client is away."""
    task = asyncio.ensure_future(doing)
    try:
        while not (await asyncio.wait({task}, timeout=LOOK))[0]:
            if await request.is_disconnected():
                raise ClientDisconnect
        return task.result()
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _continued(first: Step, steps: AsyncGenerator[Step]) -> AsyncGenerator[Step]:
    async with aclosing(steps):
        yield first
        async for step in steps:
            yield step
