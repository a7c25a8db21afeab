"""The local writer: the fetched model file, in this process."""

import functools
import os
from pathlib import Path

from chatbot.local.model import LocalModel
from chatbot.modelstore import WRITER, Store
from chatbot.settings import Settings
from chatbot.writers import ChatWriter

__all__ = ["NAME", "LocalModel", "local_writer"]

NAME = "local"

WITHIN = 2.0
"""``Writer.within``, in log-odds: a small model cites whatever it is given to read (docs/quality.md)."""


def local_writer(settings: Settings) -> ChatWriter:
    """Return the local writer; raises ModelError where its file is not there whole."""
    path = Store(settings.models).locate(WRITER)
    model = _model(path, settings.writer_max_tokens, settings.writer_temperature)
    return ChatWriter(
        model,
        NAME,
        first_token_timeout=settings.writer_first_token_timeout,
        timeout=settings.writer_timeout,
        within=WITHIN,
    )


@functools.cache
def _model(path: Path, max_tokens: int, temperature: float | str) -> LocalModel:
    """Return the one model of this process for a file: a second would need its memory again."""
    return LocalModel(
        path=path,
        max_tokens=max_tokens,
        temperature=0.0 if isinstance(temperature, str) else temperature,
        threads=max(1, min(8, os.cpu_count() or 1)),
    )
