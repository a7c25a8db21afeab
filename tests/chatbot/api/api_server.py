"""A real server on the loopback, over a small library, for clients that others have made."""

import math
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from hash_embedder import HashEmbedder
from langchain_core.runnables import RunnableConfig
from page_server import serving

from chatbot.access import Accounts, Audit, Limits
from chatbot.chain import FootnoteChain
from chatbot.changes.jobs import Jobs
from chatbot.conversations import ConversationStore
from chatbot.page import Offers, build_page
from chatbot.services import Services
from chatbot.settings import Settings
from chatbot.site import app
from chatbot.stopping import go_on
from chatbot.suggest.suggester import Suggester
from chatbot.team import Team
from chatbot.types import Evidence, Turn
from index.library import Library

ARTICLES = {
    "finland.txt": "Finland joined NATO on 4 April 2023. Its border with Russia is 1,340 km long.",
    "sweden.txt": "Sweden joined NATO on 7 March 2024. Turkey and Hungary had delayed it.",
    "bread.txt": "Bread is baked from flour and water. Rye bread keeps for a week.",
}


class Slow:
    """A writer that says what it is told, a word at a time, and notes that it was stopped."""

    name = "scripted"
    within = math.inf

    def __init__(self) -> None:
        self.says = "Sweden joined NATO on 7 March 2024 [1]. The moon is made of cheese [1]."
        self.pause = 0.0
        self.is_silent = False
        self.started, self.stopped = threading.Event(), threading.Event()

    def write(
        self,
        question: str,
        evidence: Sequence[Evidence],
        history: Sequence[Turn] = (),
        config: RunnableConfig | None = None,
    ) -> Iterator[str]:
        self.started.set()
        try:
            while self.is_silent:
                time.sleep(0.02)
                go_on()
            for word in self.says.split(" "):
                yield f"{word} "
                time.sleep(self.pause)
        finally:
            self.stopped.set()

    def complete(self, *_: Any) -> str:
        raise NotImplementedError


class Server:
    """Where it is, what it is made of, and a client for it."""

    def __init__(self, at: str, services: Services, writer: Slow) -> None:
        self.at, self.services, self.writer = at.rstrip("/"), services, writer

    def client(self, key: str = "") -> httpx.Client:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        return httpx.Client(base_url=self.at, headers=headers, timeout=20)

    def wait(self, job: int) -> dict[str, Any]:
        with self.client() as client:
            while (told := client.get(f"/api/jobs/{job}").json())["state"] in ("waiting", "running"):
                time.sleep(0.05)
        return told


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    sources = folder / "articles"
    sources.mkdir()
    for name, text in ARTICLES.items():
        (sources / name).write_text(text, "utf-8")
    settings, embedder, writer = Settings(data=folder / "data"), HashEmbedder(), Slow()
    with Library(settings, embedder) as library, Accounts(library.data) as accounts:
        library.sync([sources])
        jobs, store, team = Jobs(library), ConversationStore(library.data), Team(settings, embedder)
        team.take(writer)  # type: ignore[arg-type]
        chain = FootnoteChain(library, settings, team=team)
        services = Services(
            settings,
            library,
            chain,
            jobs,
            store,
            accounts=accounts,
            limits=Limits(),
            audit=Audit(library.data),
            writers=lambda: ("quote", writer.name),
            suggester=Suggester(library, chain, longest=12.0),
        )
        offers = Offers(library.facets, 0.5)
        page = build_page(library, services.chain, jobs, services.uploads, offers, conversations=store)
        with serving(app(services, page, "127.0.0.1"), 18860) as at:
            yield Server(at, services, writer)
        jobs.stop()
        store.close()
