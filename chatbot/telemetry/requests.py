"""Each request as figures and as a span: by its route's template, never by its path or query."""

import logging
import time

from opentelemetry import context, propagate, trace
from opentelemetry.trace import SpanKind, Status, StatusCode, Tracer
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.telemetry.metrics import Metrics

logger = logging.getLogger(__name__)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OTHER = "other"
_TRACE = "trace"


class Requests:
    """ASGI middleware that counts and traces; the outermost, so that what is refused counts too."""

    def __init__(self, app: ASGIApp, metrics: Metrics, tracer: Tracer) -> None:
        self._app, self._metrics, self._tracer = app, metrics, tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500
        method = scope["method"] if scope["method"] in _METHODS else _OTHER
        carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        span = self._tracer.start_span(method, propagate.extract(carrier), SpanKind.SERVER)

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        above = trace.set_span_in_context(span)
        propagate.inject(scope.setdefault("state", {}).setdefault(_TRACE, {}), above)
        with (
            self._metrics.open_requests.track_inprogress(),
            trace.use_span(span, end_on_exit=True, record_exception=False, set_status_on_exception=False),
        ):
            try:
                await self._app(scope, receive, told)
            finally:
                seconds = time.perf_counter() - began
                route = _route(scope)
                self._metrics.requests.labels(method, route, str(status)).inc()
                self._metrics.request_seconds.labels(route).observe(seconds)
                span.update_name(f"{method} {route}")
                span.set_attributes(
                    {
                        "http.request.method": method,
                        "http.route": route,
                        "http.response.status_code": status,
                    }
                )
                if status >= 500:
                    span.set_status(Status(StatusCode.ERROR))
                logger.info(
                    "%s %s %d in %.3f s",
                    method,
                    route,
                    status,
                    seconds,
                    extra={"method": method, "route": route, "status": status, "seconds": round(seconds, 3)},
                )


def beneath(scope: Scope) -> None:
    """Let the spans that this task makes from now on stand beneath the request of ``scope``.

    For what a request only begins, as the page's queue does: its task knows of no request.
    """
    context.attach(propagate.extract(scope.get("state", {}).get(_TRACE, {})))


def _route(scope: Scope) -> str:
    """Return the template of the route that answered; what met none is all one."""
    return str(getattr(scope.get("route"), "path", "") or _OTHER)
