"""A model's server that writes at a steady pace and says whose question it answers.

Run with: writer.py PORT TOKENS. It speaks OpenAI's chat completions, streamed. Every answer is made of
sentences that repeat the mark of its question, as ``Said-…``, so that a reader can tell its own from
another's and from the question; it has about TOKENS tokens.
``GET /streams`` tells which answers are being written, and when each was asked and had its last token.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import AsyncIterator
from itertools import cycle

import fastapi
import uvicorn
from fastapi.responses import StreamingResponse

MARK = re.compile(r"(mark|Said)-([0-9a-f]{12})")
TOKENS_A_SECOND = 20.0
TOKENS = 200
"""Tokens of an answer, unless it is told otherwise: models write 150 to 300 where they explain something,
ten seconds at this pace. Four quoted sentences, the shortest that they write, are some 100."""

SAID = "Said-{}:"

length = TOKENS
application = fastapi.FastAPI()
streams: dict[str, dict[str, float]] = {}


@application.get("/streams")
def told() -> dict[str, dict[str, float]]:
    return streams


@application.post("/v1/chat/completions", response_model=None)
async def completions(request: fastapi.Request) -> StreamingResponse:
    asked = time.monotonic()
    prompt = (await request.json())["messages"][-1]["content"]
    mark = MARK.findall(prompt)[-1][1]
    return StreamingResponse(
        _written(answer(prompt, mark, length), mark, asked), media_type="text/event-stream"
    )


async def _written(words: list[str], mark: str, asked: float) -> AsyncIterator[str]:
    told = streams[mark] = {"asked": asked}
    try:
        for number, word in enumerate(words):
            due = asked + number / TOKENS_A_SECOND
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            told["last"] = time.monotonic()
            yield _event(f"{word} ")
        yield _event("", "stop")
        yield "data: [DONE]\n\n"
    finally:
        told["ended"] = time.monotonic()


def answer(prompt: str, mark: str, tokens: int) -> list[str]:
    """Return an answer of ``tokens`` words, a word a token, and as many more as its last sentence needs.

    It says the sentences of the prompt with their numbers and the mark, the likeliest first, and
    each in other words where it says it again: no sentence is checked twice.
    """
    lines = re.findall(r"^\[(\d+)\] (.+)$", prompt, re.M)
    words: list[str] = []
    for turn, (number, text) in enumerate(cycle(lines)):
        words += f"{SAID.format(mark)} {'again ' * (turn // len(lines))}{text} [{number}]".split()
        if len(words) >= tokens:
            break
    return words


def _event(text: str, reason: str | None = None) -> str:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": reason}
    chunk = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }
    return f"data: {json.dumps(chunk)}\n\n"


if __name__ == "__main__":
    length = int(sys.argv[2])
    uvicorn.run(application, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
