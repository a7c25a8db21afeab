"""The steps of an answer as the page takes them: until it is stopped, and what is said meanwhile."""

import asyncio
import time
from collections.abc import AsyncGenerator

from chatbot.types import Answered, Asked, EvidenceFound, Step

UNSEEN = 0.25
"""Seconds that nobody needs to be told to wait for; telling takes some of them."""


TOGETHER = 0.02
"""Seconds that evidence waits for the answer, to be shown with it."""


async def until(stopped: asyncio.Event, steps: AsyncGenerator[Step]) -> AsyncGenerator[Step]:
    """Yield ``steps`` until they end or ``stopped`` is set; then close them, wherever they are."""
    stop = asyncio.ensure_future(stopped.wait())
    following = asyncio.ensure_future(anext(steps, None))
    try:
        while True:
            await asyncio.wait({following, stop}, return_when=asyncio.FIRST_COMPLETED)
            if stop.done():
                return
            if (step := following.result()) is None:
                return
            following = asyncio.ensure_future(anext(steps, None))
            yield step
    finally:
        stop.cancel()
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await steps.aclose()


async def awaited(steps: AsyncGenerator[Step]) -> AsyncGenerator[Step | None]:
    """Yield ``steps``, and ``None`` before them where the evidence takes so long that it must be said.

    Evidence that its answer follows at once comes with that: each is shown in some ten milliseconds.
    """
    end, is_told = time.monotonic() + UNSEEN, False
    coming = asyncio.ensure_future(anext(steps, None))
    try:
        while True:
            if not is_told:
                await asyncio.wait({coming}, timeout=max(0.0, end - time.monotonic()))
                if not coming.done():
                    is_told = True
                    yield None
            step = await coming
            if step is None:
                return
            is_told = is_told or not isinstance(step, Asked)
            coming = asyncio.ensure_future(anext(steps, None))
            if not (isinstance(step, EvidenceFound) and await _is_answered(coming)):
                yield step
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
        await steps.aclose()


async def _is_answered(coming: "asyncio.Future[Step | None]") -> bool:
    await asyncio.wait({coming}, timeout=TOGETHER)
    return coming.done() and not coming.exception() and isinstance(coming.result(), Answered)
