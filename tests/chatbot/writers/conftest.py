"""A scripted server, writers that ask it with the providers' real clients, and evidence."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the module that these tests share

from scripted_server import ScriptedServer, serving

from chatbot.choose import writer_of
from chatbot.settings import Settings
from chatbot.types import Evidence
from chatbot.writers import ChatWriter
from index.types import ArticleSummary, Metadata, Passage, Sentence

KEY = "sk-a-key-that-nobody-may-see"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings, keys or proxies but those of a test."""
    for name in os.environ:
        if name.upper().startswith(
            ("FOOTNOTE_", "OPENAI_", "ANTHROPIC_", "OLLAMA_", "GOOGLE_", "LANGSMITH_")
        ):
            monkeypatch.delenv(name)
        if name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with serving() as started:
        yield started


@pytest.fixture
def writer_with(server: ScriptedServer) -> Callable[..., ChatWriter]:
    """A writer that asks the scripted server, and hardly waits before another try."""

    def made(writer: str = "openai:scripted", **settings: Any) -> ChatWriter:
        address = {"writer_base_url": server.address, "writer_api_key": KEY}
        chosen = writer_of(Settings.read(writer=writer, **{**address, **settings}))
        assert isinstance(chosen, ChatWriter)
        return replace(chosen, backoff=0.01)

    return made


@pytest.fixture
def evidence_of() -> Callable[..., tuple[Evidence, ...]]:
    def made(*texts: str, title: str = "Enlargement", published: str = "2024-11-28") -> tuple[Evidence, ...]:
        metadata = Metadata(title=title, published=published)
        article = ArticleSummary("a", 1, title, metadata, "text/plain", ("a.txt",), 1, len(texts), 1, "")
        found = []
        for rank, text in enumerate(texts, 1):
            sentence = Sentence(text, 0, len(text))
            passage = Passage("p", "a", 1, 0, 0, len(text), title, (sentence,))
            found.append(Evidence(sentence, passage, article, 1 / rank, rank))
        return tuple(found)

    return made
