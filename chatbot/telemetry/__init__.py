"""What an operator sees of a running Footnote: figures, traces and logs; never what was asked.

    metrics     the figures, and the page that Prometheus reads      holdings    the library's figures
    tracing     where spans go, if anywhere
    answers     each answer of the chain -> figures and spans        requests    each request -> the same
    logs        what is logged, as text or as JSON
    telemetry   the parts, joined

No question, no name and no path stands in a figure, a span or a log at its usual level.
"""

from chatbot.telemetry.logs import configure as configure_logs
from chatbot.telemetry.requests import beneath
from chatbot.telemetry.telemetry import Telemetry

__all__ = ["Telemetry", "beneath", "configure_logs"]
