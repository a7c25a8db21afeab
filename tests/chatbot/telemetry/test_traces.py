"""Spans: each stage beneath its answer, each answer beneath its request, and none of what was asked."""

import pytest
from opentelemetry.trace import NoOpTracer

from chatbot.settings import Settings
from chatbot.telemetry import Telemetry
from chatbot.telemetry.tracing import tracer_of

STAGES = ["condense", "retrieve", "judge", "answer"]


def test_stages_stand_beneath_their_answer(watched, asks):
    asks(writer="scripted:model")
    ended = watched.ended()
    assert set(ended) == {*STAGES, "write", "verify", "footnote"}
    whole = ended["footnote"]
    assert whole.parent is None and whole.attributes["footnote.writer"] == "scripted:model"
    for stage in (*STAGES, "write", "verify"):
        assert ended[stage].parent.span_id == whole.context.span_id
        assert whole.start_time <= ended[stage].start_time <= ended[stage].end_time <= whole.end_time


def test_what_fails_is_marked_without_its_words(watched, asks):
    asks(writer="failing:model")
    ended = watched.ended()
    assert ended["write"].attributes["error.type"] == "WriterError"
    assert not ended["write"].status.is_ok and ended["footnote"].status.is_unset
    assert ended["write"].events == ()


def test_an_answer_stands_beneath_its_request_and_the_request_beneath_its_caller(watched):
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    application = FastAPI()
    watched.services.telemetry.watch(application, watched.services.library, watched.services.jobs)

    @application.get("/ask/{question}")
    def ask(question: str) -> str:
        return watched.chain.ask(question).text

    caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    TestClient(application).get("/ask/When did Sweden join NATO?", headers={"traceparent": caller})
    ended = watched.ended()
    request = ended["GET /ask/{question}"]
    assert ended["footnote"].parent.span_id == request.context.span_id
    assert f"{request.context.trace_id:032x}" == caller.split("-")[1]
    assert request.attributes["http.response.status_code"] == 200
    assert not any("Sweden" in str(span.to_json()) for span in watched.spans.get_finished_spans())


def test_an_answer_on_the_page_stands_beneath_the_request_that_asked_it(watched):
    with watched.browser() as browser:
        config = browser.get("/config").json()
        (box,) = (each["id"] for each in config["components"] if each["props"].get("elem_id") == "fn-ask")
        asks = next(each for each in config["dependencies"] if each["targets"][0][1] == "ask")
        data = ["When did Sweden join NATO?" if each == box else None for each in asks["inputs"]]
        asked = {"data": data, "fn_index": asks["id"], "session_hash": "tab", "trigger_id": box}
        assert browser.post("/gradio_api/queue/join", json=asked).status_code == 200
        assert "process_completed" in browser.get("/gradio_api/queue/data?session_hash=tab").text
    ended = watched.ended()
    assert ended["footnote"].parent.span_id == ended["POST /gradio_api/queue/join"].context.span_id


@pytest.mark.parametrize("variable", ["", "OTEL_EXPORTER_OTLP_ENDPOINT"])
def test_nothing_is_traced_unless_a_collector_is_named(monkeypatch: pytest.MonkeyPatch, variable: str):
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    if variable:
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    tracer, close = tracer_of(Settings())
    assert isinstance(tracer, NoOpTracer) == (not variable)
    close()


def test_without_a_collector_nothing_listens_for_spans():
    assert len(Telemetry().callbacks()) == 1
