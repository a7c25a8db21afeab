"""What is logged, one line each, as text or as JSON: the server's own words and uvicorn's alike.

Secrets of the settings are blotted out wherever they turn up. At the level “info” stands what
was done, by route and stage, and how long it took; never what was asked.
"""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

from opentelemetry import trace
from pydantic import SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from chatbot.settings import Settings

_OURS = ("chatbot", "index")
_OF_EVERY_RECORD = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime", "color_message"})
_SHORTEST_SECRET = 4
_BLOT = "…"


def configure(settings: Settings) -> None:
    """Let everything that is logged come out on standard error in the form that ``settings`` ask for.

    Their level is that of our own loggers; of libraries, which may log what they were sent,
    only warnings are shown.
    """
    form = JsonLines if settings.log_format == "json" else TextLines
    handler = logging.StreamHandler()
    handler.setFormatter(form(secrets_of(settings)))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(settings.log_level.upper())


def secrets_of(settings: Settings) -> list[str]:
    """Return every secret that the settings hold, the longest first."""
    return sorted(
        {each for each in _secrets(settings) if len(each) >= _SHORTEST_SECRET}, key=len, reverse=True
    )


class TextLines(logging.Formatter):
    """``2026-11-24T10:00:00Z WARNING chatbot.page: what happened``; a traceback follows on its own lines."""

    def __init__(self, secrets: list[str]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = f"{_moment(record)} {record.levelname} {record.name}: {_on_one_line(record.getMessage())}"
        if record.exc_info:
            told += f"\n{self.formatException(record.exc_info)}"
        return _blotted(told, self._secrets)


class JsonLines(logging.Formatter):
    """An object a line: time, level, logger, message, exception, trace, and what was given as ``extra``."""

    def __init__(self, secrets: list[str]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        within = trace.get_current_span().get_span_context()
        if within.is_valid:
            told["trace_id"] = f"{within.trace_id:032x}"
        told |= {name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
        blotted = {
            name: _blotted(value, self._secrets) if isinstance(value, str) else value
            for name, value in told.items()
        }
        return json.dumps(blotted, ensure_ascii=False, default=str)


def _secrets(settings: Settings) -> Iterator[str]:
    for value in vars(settings).values():
        if isinstance(value, SecretStr):
            yield value.get_secret_value()
    try:
        yield make_url(settings.catalog_url).password or ""
    except ArgumentError:
        return


def _moment(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def _on_one_line(text: str) -> str:
    """Return ``text`` with its line ends written out, so that no foreign text makes a line of its own."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


def _blotted(text: str, secrets: list[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, _BLOT)
    return text
