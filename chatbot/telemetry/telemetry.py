"""Figures and traces of one process, joined: what the chain is told, and what stands around the site."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from fastapi import FastAPI
from langchain_core.callbacks import BaseCallbackHandler
from opentelemetry.trace import NoOpTracer, Tracer

from chatbot.changes.jobs import Jobs
from chatbot.settings import Settings
from chatbot.telemetry.answers import CountedAnswers, TracedAnswers
from chatbot.telemetry.holdings import Holdings
from chatbot.telemetry.metrics import Metrics
from chatbot.telemetry.requests import Requests
from chatbot.telemetry.tracing import tracer_of
from index.library import Library


@dataclass(frozen=True, slots=True)
class Telemetry:
    """What is counted and traced; give ``callbacks`` to the chain, and ``watch`` the application."""

    metrics: Metrics = field(default_factory=Metrics)
    tracer: Tracer = field(default_factory=NoOpTracer)
    close: Callable[[], None] = lambda: None
    """Sends the last spans."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the telemetry that ``settings`` ask for."""
        return cls(Metrics(), *tracer_of(settings))

    def callbacks(self) -> list[BaseCallbackHandler]:
        """Return what listens to the chain."""
        counted = CountedAnswers(self.metrics)
        return [counted] if isinstance(self.tracer, NoOpTracer) else [counted, TracedAnswers(self.tracer)]

    def watch(self, application: FastAPI, library: Library, jobs: Jobs) -> None:
        """Count what ``application`` is asked, and let it show the figures at ``/metrics``."""
        self.metrics.registry.register(Holdings(library, jobs))
        application.include_router(self.metrics.routes())
        application.add_middleware(Requests, metrics=self.metrics, tracer=self.tracer)
