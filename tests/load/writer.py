"""A model's server that writes at a steady pace and says whose question it answers.

Run with: writer.py PORT. It speaks OpenAI's chat completions, streamed. Every answer is made of
sentences that repeat the mark of its question, as ``Said-…``, so that a reader can tell its own from
another's and from the question.
``GET /streams`` tells which answers are being written, and when each was asked and had its last token.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import AsyncIterator

import fastapi
import uvicorn
from fastapi.responses import StreamingResponse

MARK = re.compile(r"(mark|Said)-([0-9a-f]{12})")
TOKENS_A_SECOND = 20.0
SENTENCES = 4
"""Sentences of an answer, the most that a writer is asked for: some six seconds."""

SAID = "Said-{}:"

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
    return StreamingResponse(_written(answer(prompt, mark), mark, asked), media_type="text/event-stream")


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


def answer(prompt: str, mark: str) -> list[str]:
    """Return an answer, a word a token: the likeliest sentences of the prompt with their numbers, and the mark."""
    lines = re.findall(r"^\[(\d+)\] (.+)$", prompt, re.M)[:SENTENCES]
    written = [f"{SAID.format(mark)} {text} [{number}]" for number, text in lines]
    return " ".join(written).split()


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
    uvicorn.run(application, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
