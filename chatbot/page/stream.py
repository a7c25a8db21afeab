"""The steps of an answer as the page takes them: until it is stopped."""

import asyncio
from collections.abc import AsyncGenerator

from chatbot.types import Step


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
