"""Where spans go: to a collector by OTLP, where one is named; nowhere otherwise.

The collector's address is a setting of ours or OpenTelemetry's own variable; its other
variables (headers, certificates, sampling, the service's name) hold as its SDK reads them.
"""

import os
from collections.abc import Callable

from opentelemetry.trace import NoOpTracer, Tracer

from chatbot.settings import Settings

_VARIABLES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_NAME = "footnote"


def tracer_of(settings: Settings) -> tuple[Tracer, Callable[[], None]]:
    """Return a tracer, and what must be called at the end so that its last spans are sent."""
    if not settings.otlp_endpoint and not any(os.environ.get(name) for name in _VARIABLES):
        return NoOpTracer(), _nothing
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource.create({SERVICE_NAME: _NAME}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(settings.otlp_endpoint or None)))
    return provider.get_tracer(_NAME), provider.shutdown


def _nothing() -> None:
    """Send nothing."""
