"""A scripted server, writers that ask it with the providers' real clients, and evidence."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the module that these tests share

from made_evidence import evidence_of
from scripted_server import ScriptedServer, serving

from chatbot.choose import writer_of
from chatbot.settings import Settings
from chatbot.types import Evidence
from chatbot.writers import ChatWriter

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


@pytest.fixture(name="evidence_of")
def evidence_of_fixture() -> Callable[..., tuple[Evidence, ...]]:
    return evidence_of
