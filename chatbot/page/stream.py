"""The steps of an answer as the page takes them: no faster than anyone reads, and until it is stopped."""

import asyncio
import time
from collections.abc import AsyncGenerator

from chatbot.types import Step, Written

PACE = 0.1
"""Seconds between two texts that are shown while a model writes."""


async def until(stopped: asyncio.Event, steps: AsyncGenerator[Step]) -> AsyncGenerator[Step]:
    """Yield ``steps`` until they end or ``stopped`` is set; then close them, wherever they are.

    Of written texts that come faster than ``PACE`` only the newest is yielded, when it is time.
    """
    stop = asyncio.ensure_future(stopped.wait())
    following = asyncio.ensure_future(anext(steps, None))
    held: Written | None = None
    due = 0.0
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
                due = time.monotonic() + PACE
                shown, held = held, None
                yield shown
    finally:
        stop.cancel()
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await steps.aclose()
