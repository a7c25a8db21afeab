"""The steps of an answer as the page takes them: no faster than anyone reads, and until it is stopped."""

import asyncio
import time
from collections.abc import AsyncGenerator

from chatbot.types import Answered, Asked, EvidenceFound, Step, Written

PACE = 0.1
"""Seconds between two texts that are shown while a model writes, or longer where many read."""

SHOWN_A_SECOND = 50
"""Texts that are shown a second, to all visitors together: each takes Gradio some 10 ms of a core."""


UNSEEN = 0.15
"""Seconds that nobody needs to be told to wait for; telling takes some of them."""


TOGETHER = 0.02
"""Seconds that evidence waits for the answer, to be shown with it."""


class Readers:
    """Those who follow an answer now; the more, the slower each is shown what is written."""

    def __init__(self) -> None:
        self.number = 0

    def pace(self) -> float:
        """Return the seconds between two texts that one reader is shown."""
        return max(PACE, self.number / SHOWN_A_SECOND)


_READERS = Readers()


async def until(stopped: asyncio.Event, steps: AsyncGenerator[Step]) -> AsyncGenerator[Step]:
    """Yield ``steps`` until they end or ``stopped`` is set; then close them, wherever they are.

    Of written texts that come faster than anyone is shown them only the newest is yielded, when
    it is time.
    """
    stop = asyncio.ensure_future(stopped.wait())
    following = asyncio.ensure_future(anext(steps, None))
    held: Written | None = None
    due = 0.0
    _READERS.number += 1
    try:
        while True:
            patience = max(0.0, due - time.monotonic()) if held else None
            await asyncio.wait({following, stop}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            if stop.done():
                return
            if following.done():
                step = following.result()
                if step is None:
                    return
                following = asyncio.ensure_future(anext(steps, None))
                if not isinstance(step, Written):
                    held = None
                    yield step
                    continue
                held = step
            if held and time.monotonic() >= due:
                due = time.monotonic() + _READERS.pace()
                shown, held = held, None
                yield shown
    finally:
        _READERS.number -= 1
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
