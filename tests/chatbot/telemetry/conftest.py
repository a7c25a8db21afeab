"""A site over three small articles whose figures and spans are at hand, and writers without a model."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from chatbot.chain import FootnoteChain
from chatbot.changes.jobs import Jobs
from chatbot.conversations import ConversationStore
from chatbot.page import Offers, build_page
from chatbot.services import Services
from chatbot.settings import Settings
from chatbot.site import app
from chatbot.team import Team
from chatbot.telemetry import Telemetry
from chatbot.telemetry.metrics import Metrics
from chatbot.types import Evidence, Turn
from index.errors import WriterError
from index.library import Library


class Says:
    name = "scripted:model"
    within = math.inf

    def write(self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = (), config=None):
        yield "Sweden joined NATO "
        yield f"on 7 March 2024 [{evidence[0].rank}]."


class Fails:
    name = "failing:model"
    within = math.inf

    def write(self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = (), config=None):
        yield "Sweden "
        raise WriterError("failing:model broke off")


@dataclass
class Watched:
    """Services whose telemetry is watched, and its figures and spans by name."""

    services: Services
    spans: InMemorySpanExporter

    @property
    def chain(self) -> FootnoteChain:
        return self.services.chain

    def figure(self, name: str, **labels: str) -> float:
        return self.services.telemetry.metrics.registry.get_sample_value(name, labels) or 0.0

    def ended(self) -> dict[str, object]:
        return {span.name: span for span in self.spans.get_finished_spans()}

    def browser(self) -> TestClient:
        page = build_page(
            self.services.library,
            self.chain,
            self.services.jobs,
            self.services.uploads,
            Offers(self.services.library.facets, 0.5),
            conversations=self.services.conversations,
        )
        return TestClient(app(self.services, page, "127.0.0.1"), base_url="http://127.0.0.1")


@pytest.fixture
def watched(library: Library, articles: Path) -> Iterator[Watched]:
    library.sync([articles])
    settings = Settings(data=library.data, threshold=0.0)
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    telemetry = Telemetry(Metrics(), provider.get_tracer("footnote"))
    team = Team(settings, library.embedder)
    team.take(Says())
    team.take(Fails())
    chain = FootnoteChain(library, settings, team=team, callbacks=telemetry.callbacks())
    jobs, store = Jobs(library), ConversationStore(library.data)
    yield Watched(Services(settings, library, chain, jobs, store, telemetry=telemetry), exporter)
    jobs.stop()
    store.close()


@pytest.fixture
def asks(watched: Watched) -> Callable[..., object]:
    def ask(question: str = "When did Sweden join NATO?", writer: str = "quote"):
        return watched.chain.invoke({"question": question, "writer": writer})

    return ask
