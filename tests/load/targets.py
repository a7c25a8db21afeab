"""The two doors that a load comes through: the page's queue, and the API in OpenAI's form.

A target asks one question for one user and yields what comes back as it comes, as raw text.
"""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from typing import Protocol

import httpx


class Target(Protocol):
    """Something that answers; ``ask`` yields pieces until the answer stands, and raises Refused."""

    def ask(self, question: str) -> AsyncIterator[str]: ...

    async def close(self) -> None:
        """Leave, as whoever closes a tab."""


class Refused(Exception):
    """The server answered with an error."""


class Page:
    """A tab with the page open: one session, whose conversation goes on while its heartbeat is heard."""

    def __init__(self, client: httpx.AsyncClient, config: dict) -> None:
        self._client, self._session = client, uuid.uuid4().hex
        asks = next(each["id"] for each in config["components"] if each["props"].get("elem_id") == "fn-ask")
        ask = next(each for each in config["dependencies"] if each["targets"][0][1] == "ask")
        self._event, self._asks, self._inputs = ask["id"], asks, ask["inputs"]
        self._alive = asyncio.create_task(self._heartbeat())

    async def _heartbeat(self) -> None:
        async with self._client.stream("GET", f"gradio_api/heartbeat/{self._session}", timeout=None) as beats:
            async for _ in beats.aiter_raw():
                pass

    async def ask(self, question: str) -> AsyncIterator[str]:
        data = [question if each == self._asks else None for each in self._inputs]
        joined = await self._client.post(
            "gradio_api/queue/join",
            json={
                "data": data,
                "fn_index": self._event,
                "session_hash": self._session,
                "trigger_id": self._asks,
                "event_data": None,
            },
        )
        if joined.status_code != 200:
            raise Refused(f"queue/join: {joined.status_code}")
        address = f"gradio_api/queue/data?session_hash={self._session}"
        async with self._client.stream("GET", address) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data: "):
                    continue
                message = json.loads(line[6:])
                if message["msg"] == "process_completed":
                    if not message["success"] or "fn-problem" in line:
                        raise Refused(line[:300])
                    yield line
                    return
                if message["msg"] == "process_generating":
                    if "fn-problem" in line:
                        raise Refused(line[:300])
                    yield line
                elif message["msg"] in ("unexpected_error", "server_stopped"):
                    raise Refused(line[:300])
        raise Refused("the stream ended before the answer")

    async def close(self) -> None:
        self._alive.cancel()
        await asyncio.gather(self._alive, return_exceptions=True)


class Completions:
    """A program that asks ``/v1/chat/completions``; ``model`` names the writer."""

    def __init__(self, client: httpx.AsyncClient, model: str) -> None:
        self._client, self._model = client, model

    async def ask(self, question: str) -> AsyncIterator[str]:
        body = {
            "model": self._model,
            "stream": True,
            "messages": [{"role": "user", "content": question}],
        }
        async with self._client.stream("POST", "v1/chat/completions", json=body) as stream:
            if stream.status_code != 200:
                raise Refused(f"{stream.status_code}: {(await stream.aread()).decode()[:300]}")
            async for line in stream.aiter_lines():
                if line == "data: [DONE]":
                    return
                if line.startswith("data: "):
                    if "error" in json.loads(line[6:]):
                        raise Refused(line[:300])
                    yield line
        raise Refused("the stream ended before [DONE]")

    async def close(self) -> None:
        """Leave nothing open: each question was a request of its own."""
