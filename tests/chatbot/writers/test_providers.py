"""The other providers' real clients, against servers that speak as theirs do."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from scripted_server import Behaviour, Call, ScriptedServer, sends, status

from chatbot.types import Evidence
from chatbot.writers import ChatWriter
from index.errors import WriterError

KEY = "sk-a-key-that-nobody-may-see"
Made = Callable[..., ChatWriter]
Evidences = Callable[..., tuple[Evidence, ...]]


def anthropic(*texts: str, end: bool = True) -> Behaviour:
    """Stream ``texts`` as Anthropic's messages API does, thoughts in a block of their own first."""
    usage = {"input_tokens": 9, "output_tokens": 9}
    message = {"id": "1", "type": "message", "role": "assistant", "model": "m", "content": [], "usage": usage}
    thought = {"type": "thinking", "thinking": "", "signature": ""}
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": {**message, "stop_reason": None, "stop_sequence": None}},
        {"type": "content_block_start", "index": 0, "content_block": thought},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "Hm."}},
        {"type": "content_block_stop", "index": 0},
        {"type": "content_block_start", "index": 1, "content_block": {"type": "text", "text": ""}},
        *(
            {"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": text}}
            for text in texts
        ),
    ]
    if end:
        reason = {"stop_reason": "end_turn", "stop_sequence": None}
        events += [
            {"type": "content_block_stop", "index": 1},
            {"type": "message_delta", "delta": reason, "usage": usage},
            {"type": "message_stop"},
        ]
    return sends(*(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events))


def ollama(*texts: str, end: bool = True) -> Behaviour:
    """Stream ``texts`` as Ollama's chat API does, one JSON object a line."""
    lines = [{"message": {"role": "assistant", "content": text}, "done": False} for text in texts]
    if end:
        lines.append({"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"})
    head = {"model": "m", "created_at": "2026-11-23T00:00:00Z"}
    return sends(
        *(json.dumps({**head, **line}) + "\n" for line in lines), content_type="application/x-ndjson"
    )


@pytest.fixture(params=["anthropic", "ollama"])
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def speak(provider: str) -> Callable[..., Behaviour]:
    return {"anthropic": anthropic, "ollama": ollama}[provider]


@pytest.fixture
def writer(provider: str, writer_with: Made, server: ScriptedServer) -> ChatWriter:
    key = "" if provider == "ollama" else KEY
    return writer_with(
        f"{provider}:m", writer_api_key=key, writer_base_url=server.address.removesuffix("/v1")
    )


def test_it_writes(
    writer: ChatWriter, speak: Callable[..., Behaviour], server: ScriptedServer, evidence_of: Evidences
) -> None:
    server.then(speak("Sweden ", "joined [1]."))
    assert "".join(writer.write("Who joined?", evidence_of("Sweden joined."))) == "Sweden joined [1]."
    assert "[1] Sweden joined." in server.prompt()
    call: Call = server.calls[0]
    limits = call.body.get("options", call.body)
    assert limits["temperature"] == 0
    assert limits.get("max_tokens", limits.get("num_predict")) == 1024


def test_a_cut_stream_is_noticed(
    writer: ChatWriter, speak: Callable[..., Behaviour], server: ScriptedServer, evidence_of: Evidences
) -> None:
    server.then(speak("Sweden ", end=False), speak("never asked"))
    written = writer.write("Who joined?", evidence_of("Sweden joined."))
    assert next(written) == "Sweden "
    with pytest.raises(WriterError, match="broke off"):
        list(written)
    assert len(server.calls) == 1


def test_only_our_retries_count(
    writer: ChatWriter, speak: Callable[..., Behaviour], server: ScriptedServer, evidence_of: Evidences
) -> None:
    server.then(status(503), status(503), status(503), speak("never asked"))
    with pytest.raises(WriterError, match="HTTP 503"):
        list(writer.write("Who joined?", evidence_of("Sweden joined.")))
    assert len(server.calls) == 3


def test_a_server_that_is_not_there_is_told(provider: str, writer_with: Made, evidence_of: Evidences) -> None:
    writer = writer_with(f"{provider}:m", writer_api_key="", writer_base_url="http://127.0.0.1:9")
    with pytest.raises(WriterError, match="cannot be reached"):
        list(writer.write("Who joined?", evidence_of("Sweden joined.")))
