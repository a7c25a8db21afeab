"""The figures of one process, in a registry of its own, for Prometheus to read.

Names and units follow Prometheus' rules: base units, ``_total`` for what only grows. Every
label takes its value from a list that is short and ours, so that no visitor can make series.
"""

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder

from chatbot.access import Scope, needs

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


class Metrics:
    """Counters and histograms of one process; ``registry`` holds them and whatever is added to it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.questions = Counter(
            "footnote_questions",
            "Questions by what became of them (answered, refused, stopped, rejected, failed) and who wrote.",
            ("outcome", "writer"),
            registry=self.registry,
        )
        self.answer_seconds = Histogram(
            "footnote_answer_seconds",
            "Seconds from a question to its whole reply.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.stage_seconds = Histogram(
            "footnote_stage_seconds",
            "Seconds of each stage of an answer.",
            ("stage",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.stage_failures = Counter(
            "footnote_stage_failures",
            "Stages that failed; where the writer did, the quoted answer stood.",
            ("stage",),
            registry=self.registry,
        )
        self.answering = Gauge(
            "footnote_answers_in_progress", "Answers that are being made.", registry=self.registry
        )
        self.requests = Counter(
            "footnote_http_requests",
            "Requests by method, route template and status.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.request_seconds = Histogram(
            "footnote_http_request_seconds",
            "Seconds of a request, to the end of its reply: an open stream counts when it ends.",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.open_requests = Gauge(
            "footnote_http_requests_in_progress",
            "Requests that are being answered, open streams among them.",
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)

    def answers_in_progress(self) -> int:
        """Return how many answers are being made."""
        return int(self.registry.get_sample_value("footnote_answers_in_progress") or 0)

    def routes(self) -> APIRouter:
        """Return the route ``/metrics``, for whoever may read."""
        router = APIRouter()

        @router.get("/metrics", dependencies=[needs(Scope.READ)], include_in_schema=False)
        def metrics(request: Request) -> Response:
            encode, media_type = choose_encoder(request.headers.get("accept", ""))
            return Response(encode(self.registry), headers={"content-type": media_type})

        return router
