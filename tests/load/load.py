"""Many users who ask at once: errors, crossed sessions, our own time, memory, and what leaving stops.

    python tests/load/load.py --target page --users 50 --seconds 300
    python tests/load/load.py --target completions
    python tests/load/load.py --target page --writer quote      (and bare retrieval beside it)

Everything runs on this machine's loopback, ends by itself, and is measured by one clock, which
all processes of a machine share. Not locust: it replaces the sockets of its whole process
(gevent), and its users are requests, while ours are event streams that are read, told apart
and left half way.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from bare import bare
from figures import figures, stages
from running import ROOT, Running, running
from targets import Completions, Page, Target
from users import users
from writer import TOKENS

SCRIPTED = "openai:scripted"


async def load(
    server: Running, *, target: str, writer: str, number: int, seconds: float, leave_every: int
) -> dict[str, Any]:
    """Let users ask ``server`` and return the figures."""
    memory: list[tuple[float, int]] = []
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=server.address, timeout=120, limits=limits) as client:
        visit = await _visits(client, target, writer)
        await users(2, 1, visit, leave_every=0, pause=1.0)  # the models are loaded at their first use
        before = server.processor()
        watching = asyncio.create_task(_watch(server, memory))
        own = await users(
            number, seconds, visit, leave_every=leave_every, pause=0.0 if writer == "quote" else 1.0
        )
        await asyncio.sleep(3)  # for the streams that were left last
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        streams = (await client.get(f"{server.writer}streams")).json()
        told = (await client.get("metrics")).text
    return {
        **figures(own, streams, memory),
        "processor_seconds_an_answer": round((server.processor() - before) / len(own), 3),
        "stage_ms": stages(told),
    }


async def _visits(client: httpx.AsyncClient, target: str, writer: str) -> Callable[[], Target]:
    if target == "completions":
        return lambda: Completions(client, writer)
    config = (await client.get("config")).json()
    return lambda: Page(client, config)


async def _watch(server: Running, memory: list[tuple[float, int]]) -> None:
    while True:
        memory.append((time.monotonic(), server.memory()))
        await asyncio.sleep(1)


def main() -> None:
    """Run a load, print its figures and write them as JSON."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--target", choices=("page", "completions"), default="page")
    given.add_argument("--writer", choices=("scripted", "quote"), default="scripted")
    given.add_argument("--users", type=int, default=50)
    given.add_argument("--seconds", type=float, default=300)
    given.add_argument("--tokens", type=int, default=TOKENS, help="of a scripted answer, 20 a second")
    given.add_argument("--leave-every", type=int, default=10, help="leave one answer in so many half way")
    given.add_argument("--out", type=Path, default=ROOT / "build" / "load")
    asked = given.parse_args()
    is_quoted = asked.writer == "quote"
    writer = "quote" if is_quoted else SCRIPTED
    with tempfile.TemporaryDirectory(prefix="footnote-load-") as folder:
        with running(Path(folder), ROOT / "seeds", writer, asked.tokens) as server:
            found = asyncio.run(
                load(
                    server,
                    target=asked.target,
                    writer=writer,
                    number=asked.users,
                    seconds=asked.seconds,
                    leave_every=0 if is_quoted else asked.leave_every,
                )
            )
        if is_quoted:
            found["bare_retrieval"] = bare(Path(folder) / "data", asked.users, min(asked.seconds, 30.0))
    found = {
        "target": asked.target,
        "writer": asked.writer,
        "users": asked.users,
        "seconds": asked.seconds,
        "tokens_an_answer": asked.tokens,
        "cores": len(os.sched_getaffinity(0)),
        **found,
    }
    asked.out.mkdir(parents=True, exist_ok=True)
    path = asked.out / f"{asked.target}-{asked.writer}-{asked.users}-{asked.tokens}.json"
    path.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))
    print(f"written to {path}", flush=True)
    if found["errors"] or found["crossed"] or found["never_stopped"]:
        sys.exit("errors, crossed sessions or streams that never stopped: see above")


if __name__ == "__main__":
    main()
