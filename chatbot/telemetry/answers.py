"""Each answer of the chain as figures and as spans: both listen to it as LangChain's tracers do.

So the page, the API, the MCP server and whatever else asks the chain are counted alike.
"""

import logging
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from opentelemetry import trace
from opentelemetry.trace import Span, Status, StatusCode, Tracer

from chatbot.stopping import Stopped
from chatbot.telemetry.metrics import Metrics
from chatbot.types import Answered
from index.errors import EmptyIndexError, QuestionError

logger = logging.getLogger(__name__)

_WHOLE = "footnote"
_STAGES = frozenset({"condense", "retrieve", "judge", "answer", "write", "verify"})


class CountedAnswers(BaseCallbackHandler):
    """Tells ``metrics`` of each answer and its stages."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._began: dict[UUID, float] = {}
        self._stages: dict[UUID, str] = {}

    def on_chain_start(
        self, serialized: Mapping[str, Any] | None, inputs: Any, *, run_id: UUID, **kwargs: Any
    ) -> None:
        """Note that an answer, or a stage of one, has begun."""
        name = kwargs.get("name")
        if name == _WHOLE:
            self._began[run_id] = time.perf_counter()
            self._metrics.answering.inc()
        elif name in _STAGES:
            self._stages[run_id] = name

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **kwargs: Any) -> None:
        """Count a reply; an answer that ends without one was stopped by whoever asked."""
        self._stages.pop(run_id, None)
        if run_id not in self._began:
            return
        if not isinstance(outputs, Answered):
            self._ended(run_id, "stopped", "")
            return
        reply = outputs.reply
        self._ended(run_id, "answered" if reply.answered else "refused", reply.writer.partition(":")[0])
        for stage, seconds in reply.timings.items():
            self._metrics.stage_seconds.labels(stage).observe(seconds)

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        """Count an answer, or a stage, that failed; a question that cannot be asked is the asker's."""
        stage = self._stages.pop(run_id, None)
        if stage and not isinstance(error, Stopped):
            self._metrics.stage_failures.labels(stage).inc()
        elif run_id in self._began:
            self._ended(run_id, _outcome_of(error), "")

    def _ended(self, run_id: UUID, outcome: str, writer: str) -> None:
        seconds = time.perf_counter() - self._began.pop(run_id)
        self._metrics.answering.dec()
        self._metrics.answer_seconds.observe(seconds)
        self._metrics.questions.labels(outcome, writer).inc()
        told = {"outcome": outcome, "writer": writer, "seconds": round(seconds, 3)}
        logger.info("a question was %s in %.3f s", outcome, seconds, extra=told)


class TracedAnswers(BaseCallbackHandler):
    """Makes a span of each answer, and beneath it one of each stage.

    It stands beneath the span of the request that asked, where one is being answered. A span
    has a name, a duration and the kind of what went wrong, and nothing of what was asked.
    """

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._open: dict[UUID, Span] = {}

    def on_chain_start(
        self,
        serialized: Mapping[str, Any] | None,
        inputs: Any,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        """Open the span of an answer or of a stage."""
        name = kwargs.get("name", "")
        if name == _WHOLE or name in _STAGES:
            above = self._open.get(parent_run_id) if parent_run_id else None
            context = trace.set_span_in_context(above) if above else None
            self._open[run_id] = self._tracer.start_span(name, context)

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **kwargs: Any) -> None:
        """Close a span; that of a whole answer says how it ended."""
        span = self._open.pop(run_id, None)
        if span and isinstance(outputs, Answered):
            reply = outputs.reply
            span.set_attribute("footnote.answered", reply.answered)
            span.set_attribute("footnote.confidence", reply.confidence)
            span.set_attribute("footnote.writer", reply.writer)
            span.set_attribute("footnote.evidence", len(reply.evidence))
        if span:
            span.end()

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        """Close the span of what failed, with the kind of its error."""
        span = self._open.pop(run_id, None)
        if span and not isinstance(error, Stopped):
            span.set_status(Status(StatusCode.ERROR))
            span.set_attribute("error.type", type(error).__name__)
        if span:
            span.end()


def _outcome_of(error: BaseException) -> str:
    """Return what became of a question whose answer ended in ``error``."""
    if isinstance(error, Stopped):
        return "stopped"
    return "rejected" if isinstance(error, (QuestionError, EmptyIndexError)) else "failed"
