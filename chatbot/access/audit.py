"""Who did what: one JSON line an event in ``audit.jsonl``, read by its owner alone, and no secret in it.

What somebody typed at the login is never written (people type passwords into the name's
field), a question only where the settings ask for it.
"""

import json
import logging
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from chatbot.access.visitor import Visitor
from index.sqlite import make_private

FILE = "audit.jsonl"
_BYTES, _KEPT = 10_000_000, 9
"""Bytes of a file before it becomes ``audit.jsonl.1``, and how many of those are kept."""

Fact = str | int | list[str]


class Audit:
    """The audit log of a data directory, or of none; it is opened when something happens.

    With ``questions`` their words are kept, else their length alone.
    """

    def __init__(self, data: Path | None = None, *, questions: bool = False) -> None:
        self._questions = questions
        self._log = logging.Logger("footnote.audit")
        if data:
            handler = _PrivateFile(
                data / FILE, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True
            )
            self._log.addHandler(handler)
        else:
            self._log.addHandler(logging.NullHandler())

    def note(self, event: str, visitor: Visitor | None = None, **facts: Fact) -> None:
        """Write an event down, with who caused it and what else is known of it."""
        who = {"user": visitor.name, "key": visitor.key, "address": visitor.address} if visitor else {}
        known = {name: value for name, value in (who | facts).items() if value not in ("", [])}
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **known}
        self._log.info("%s", json.dumps(line, ensure_ascii=True))

    def asked(self, visitor: Visitor, question: str, by: str) -> None:
        """Write down that somebody asked; ``by`` names the surface: page, api, mcp."""
        text = {"question": question} if self._questions else {}
        self.note("asked", visitor, by=by, characters=len(question), **text)

    def close(self) -> None:
        """Release the file."""
        for handler in self._log.handlers:
            handler.close()


class _PrivateFile(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        make_private(Path(self.baseFilename))
        return super()._open()
