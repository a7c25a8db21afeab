"""Users who ask again and again, and what each of them saw."""

import asyncio
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
from targets import Refused, Target
from writer import MARK

QUESTIONS = (
    "Who is urging NATO leaders to invite Ukraine?",
    "How long did Sweden wait?",
    "By when does Ukraine hope to end the war?",
    "How much generating capacity has Ukraine lost?",
)


@dataclass(slots=True)
class Asked:
    """One question: when it was asked, when its first own word came, when its answer stood (monotonic seconds)."""

    mark: str
    began: float
    first: float = 0.0
    ended: float = 0.0
    left: bool = False
    error: str = ""
    foreign: set[str] = field(default_factory=set)


async def users(
    number: int, seconds: float, visit: Callable[[], Target], *, leave_every: int, pause: float, seed: int = 1
) -> list[Asked]:
    """Let so many users ask for so long; of all their answers every ``leave_every``-th is left half way, none where it is 0;
    between two questions a user pauses for about ``pause`` seconds."""
    chance = random.Random(seed)
    end = time.monotonic() + seconds
    own: list[Asked] = []

    async def user() -> None:
        target = visit()
        mine: set[str] = set()
        await asyncio.sleep(chance.uniform(0, min(5.0, seconds / 4)))
        while time.monotonic() < end:
            asked = Asked(uuid.uuid4().hex[:12], time.monotonic())
            own.append(asked)
            mine.add(asked.mark)
            leaves = leave_every > 0 and len(own) % leave_every == 0
            await _ask(target, asked, chance.choice(QUESTIONS), mine, leaves)
            if asked.left:  # a tab that was closed is not opened again
                await target.close()
                target, mine = visit(), set()
            await asyncio.sleep(pause * chance.uniform(0.5, 1.5))
        await target.close()

    await asyncio.gather(*(user() for _ in range(number)))
    return own


async def _ask(target: Target, asked: Asked, question: str, mine: set[str], leaves: bool) -> None:
    answer = target.ask(f"{question} (mark-{asked.mark})")
    try:
        async for piece in answer:
            marks = set(MARK.findall(piece))
            asked.foreign |= {mark for _, mark in marks} - mine
            if ("Said", asked.mark) in marks and not asked.first:
                asked.first = time.monotonic()
            if leaves and asked.first and time.monotonic() > asked.first + 1:
                asked.left = True
                break
    except (Refused, httpx.HTTPError) as error:
        asked.error = f"{type(error).__name__}: {error}"
    finally:
        asked.ended = time.monotonic()
        await answer.aclose()
