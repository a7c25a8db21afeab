"""The REST API of our own, through a real server."""

import json
import socket

import httpx
import pytest
from api_server import Server, Slow

from chatbot.access import Scope
from chatbot.conversations import Rating


@pytest.fixture
def client(server: Server):
    with server.client() as opened:
        yield opened


def events(text: str) -> list[tuple[str, dict]]:
    parts = [part.split("\n", 1) for part in text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in parts]


def test_a_question_is_answered_with_exact_sources(client: httpx.Client, server: Server):
    reply = client.post("/api/ask", json={"question": "When did Sweden join NATO?"}).json()
    assert reply["answered"] and reply["searched"] == 3
    cited = reply["claims"][0]["citations"][0]
    article = client.get(f"/api/articles/{cited['article']}", params={"version": cited["version"]}).json()
    assert article["text"][cited["start"] : cited["end"]] == cited["quote"]
    assert {"start": cited["start"], "end": cited["end"], "kind": "paragraph"} in article["sentences"]


def test_the_steps_of_an_answer_can_be_followed(client: httpx.Client):
    asked = {"question": "When did Sweden join NATO?", "writer": "scripted"}
    streamed = client.post("/api/ask", json=asked, headers={"accept": "text/event-stream"})
    told = events(streamed.text)
    assert [name for name, _ in told[:3]] == ["asked", "evidence", "quoted"]
    assert {name for name, _ in told[3:-1]} == {"written"}
    assert told[-1][0] == "answered" and told[-1][1]["writer"] == "scripted"
    refused = client.post("/api/ask", json={"question": " "}, headers={"accept": "text/event-stream"})
    assert refused.status_code == 422 and refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"] == "the question is empty"


def test_what_else_the_articles_answer_is_told_where_that_is_wanted(client: httpx.Client):
    asked = {"question": "Had Turkey delayed Sweden or Finland?", "threshold": 0.0, "suggest": True}
    reply = client.post("/api/ask", json=asked).json()
    assert reply["suggestions"] and set(reply["suggestions"]) <= {
        "When did Finland join NATO?",
        "When did Sweden join NATO?",
    }
    told = events(client.post("/api/ask", json=asked, headers={"accept": "text/event-stream"}).text)
    assert [name for name, _ in told[-2:]] == ["answered", "suggested"]
    assert told[-1][1] == {"suggestions": reply["suggestions"]}
    assert "suggestions" not in client.post("/api/ask", json={**asked, "suggest": False}).json()


def test_evidence_alone_for_other_people_s_agents(client: httpx.Client):
    found = client.post("/api/evidence?k=2", json={"question": "When did Sweden join NATO?"}).json()
    assert len(found["evidence"]) == 2 and 0 <= found["confidence"] <= 1
    assert found["evidence"][0]["quote"] == "Sweden joined NATO on 7 March 2024."
    asked = {"question": "When did Sweden join NATO?", "where": {"since": "2030"}}
    assert client.post("/api/evidence", json=asked).json()["searched"] == 0


def test_problems_are_told_in_the_standard_s_form(client: httpx.Client):
    wrong = client.post("/api/ask", json={"question": "Who?", "where": {"since": "2024-99"}})
    assert wrong.status_code == 422 and wrong.headers["content-type"] == "application/problem+json"
    assert wrong.json()["detail"] == "“2024-99” is no date to search since"
    assert "2024-05" in wrong.json()["help"]
    for body in (
        {},
        {"question": "Who?", "history": [{"role": "system", "content": "x"}]},
        {"question": "Who?", "more": 1},
    ):
        assert client.post("/api/ask", json=body).status_code == 422
    assert client.post("/api/ask", json={"question": "Who?", "writer": "anthropic:x"}).status_code == 404
    assert client.get("/api/articles/none").json()["title"] == "Not Found"


@pytest.mark.parametrize(
    ("method", "path", "size", "status"),
    [
        ("GET", "/nothing", 0, 404),
        ("PUT", "/nothing", 9, 404),
        ("POST", "/nothing", 1_000_001, 413),
        ("POST", "/nothing", 9, 404),
    ],
)
def test_what_no_route_answers_is_refused_in_a_program_s_form_too(
    client: httpx.Client, method: str, path: str, size: int, status: int
):
    ours = client.request(method, f"/api{path}", content=b"x" * size)
    assert ours.status_code == status and ours.headers["content-type"] == "application/problem+json"
    assert ours.json()["status"] == status and ours.json()["detail"]
    theirs = client.request(method, f"/v1{path}", content=b"x" * size)
    assert theirs.status_code == status
    assert theirs.json()["error"]["message"] and theirs.json()["error"]["type"] == "invalid_request_error"


def test_files_are_added_read_followed_and_removed(client: httpx.Client, server: Server):
    sent = [
        ("files", ("../../norway.md", b"---\ntitle: Norway\n---\n\nNorway was a founder of NATO in 1949.")),
        ("files", ("torn.pdf", b"%PDF-1.7 torn")),
    ]
    begun = client.post("/api/articles", files=sent, data={"collection": "north"})
    assert begun.status_code == 202
    number = begun.json()["number"]
    followed = events(client.get(f"/api/jobs/{number}/events").text)
    assert followed[-1][1]["state"] == "done"
    outcomes = {each["path"].rsplit("/", 1)[-1]: each for each in server.wait(number)["files"]}
    assert outcomes["norway.md"]["outcome"] == "indexed"
    assert outcomes["torn.pdf"]["outcome"] == "failed" and outcomes["torn.pdf"]["reason"]
    assert (server.services.uploads / "norway.md").is_file()
    listed = client.get("/api/articles", params={"search": "norway"}).json()
    assert listed["total"] == 1 and listed["articles"][0]["title"] == "Norway"
    article = listed["articles"][0]["id"]
    asked = {"question": "Who was a founder of NATO?", "where": {"collections": ["north"]}}
    assert client.post("/api/ask", json=asked).json()["searched"] == 1
    client.post("/api/articles", files={"files": ("norway.md", b"Norway has fjords. It is long.")})
    server.wait(number + 1)
    assert client.get(f"/api/articles/{article}").json()["version"] == 2
    first = client.get(f"/api/articles/{article}", params={"version": 1}).json()
    assert first["current"] is False
    assert [first["text"][each["start"] : each["end"]] for each in first["sentences"]] == [
        "Norway was a founder of NATO in 1949."
    ]
    gone = client.delete(f"/api/articles/{article}")
    assert gone.status_code == 202
    assert server.wait(gone.json()[0]["number"])["removed"]
    assert client.delete(f"/api/articles/{article}").status_code == 404
    assert not (server.services.uploads / "norway.md").exists()


def test_conversations_are_their_owner_s(guarded):
    server, key = guarded
    accounts = server.services.accounts
    accounts.users.add("ben", "four other words here")
    reply = server.services.chain.ask("When did Sweden join NATO?")
    number = server.services.conversations.of("anna").add("her-key", reply)
    with server.client(key(Scope.ASK)) as anna, server.client(key(Scope.ASK, owner="ben")) as ben:
        assert anna.get("/api/conversations").json()["total"] == 1
        kept = anna.get("/api/conversations/her-key").json()
        assert kept["kept"][0]["reply"]["question"] == "When did Sweden join NATO?"
        assert "Sweden joined" in anna.get("/api/conversations/her-key/export/markdown").text
        assert (
            anna.put(
                f"/api/conversations/her-key/answers/{number}/feedback", json={"rating": "good"}
            ).status_code
            == 204
        )
        assert anna.get("/api/conversations/her-key").json()["kept"][0]["feedback"]["rating"] == Rating.GOOD
        assert anna.patch("/api/conversations/her-key", json={"title": "Sweden"}).json()["title"] == "Sweden"
        assert ben.get("/api/conversations").json()["total"] == 0
        for method, path in (
            ("GET", ""), ("GET", "/export/json"), ("DELETE", ""), ("PATCH", ""), ("PUT", f"/answers/{number}/feedback")
        ):  # fmt: skip
            body = {"title": "x"} if method == "PATCH" else {"rating": "bad"} if method == "PUT" else None
            assert ben.request(method, f"/api/conversations/her-key{path}", json=body).status_code == 404
        assert anna.delete("/api/conversations/her-key").status_code == 204
        assert anna.get("/api/conversations/her-key").status_code == 404


def test_rights_are_asked_for(guarded):
    server, key = guarded
    with server.client() as nobody, server.client(key(Scope.READ)) as reader:
        assert nobody.get("/health").json() == {"status": "ok"}
        assert nobody.get("/ready").json() == {"ready": True, "waiting_for": []}
        for path in ("/api/articles", "/api/jobs", "/v1/models", "/api/openapi.json", "/api/conversations"):
            assert nobody.get(path).status_code == 401, path
        assert nobody.get("/api/jobs").json()["detail"] == "You are not logged in: load the page anew"
        assert "sends a key" in nobody.get("/v1/models").json()["error"]["message"]
        assert reader.get("/api/articles").status_code == 200
        assert reader.post("/api/ask", json={"question": "Who?"}).status_code == 403
        assert reader.post("/api/articles", files={"files": ("a.txt", b"A.")}).status_code == 403


def test_it_is_not_ready_while_no_index_stands(server: Server, monkeypatch: pytest.MonkeyPatch):
    for follower in server.services.library.followers:
        monkeypatch.setattr(follower, "current", lambda: None)
    waiting = server.client().get("/ready")
    assert waiting.status_code == 503
    assert waiting.json() == {"ready": False, "waiting_for": ["the index, which is being built"]}


def body_of(path: str, streamed: bool) -> dict:
    if path == "/api/ask":
        return {"question": "When did Sweden join NATO?", "writer": "scripted"}
    messages = [{"role": "user", "content": "When did Sweden join NATO?"}]
    return {"model": "scripted", "messages": messages, "stream": streamed}


@pytest.fixture
def endless(server: Server, monkeypatch: pytest.MonkeyPatch) -> Slow:
    """The writer, who has a lot to say."""
    writer = server.writer
    monkeypatch.setattr(writer, "pause", 0.05)
    monkeypatch.setattr(writer, "says", "and on " * 2000)
    writer.started.clear()
    writer.stopped.clear()
    return writer


@pytest.mark.parametrize("path", ["/api/ask", "/v1/chat/completions"])
def test_who_leaves_a_stream_stops_the_writer(server: Server, endless: Slow, path: str):
    body, headers = body_of(path, streamed=True), {"accept": "text/event-stream"}
    with server.client() as client, client.stream("POST", path, json=body, headers=headers) as answer:
        arriving = answer.iter_bytes()  # a stream whose reader is let go of is closed
        assert next(arriving)
        assert endless.started.wait(20)
    assert endless.stopped.wait(10)


@pytest.mark.parametrize("path", ["/api/ask", "/v1/chat/completions"])
@pytest.mark.parametrize("is_silent", [True, False])
def test_who_awaits_the_whole_no_longer_stops_the_writer_even_a_silent_one(
    server: Server, endless: Slow, monkeypatch: pytest.MonkeyPatch, path: str, is_silent: bool
):
    monkeypatch.setattr(endless, "is_silent", is_silent)
    with socket.create_connection(("127.0.0.1", httpx.URL(server.at).port)) as leaving:
        sent = json.dumps(body_of(path, streamed=False)).encode()
        head = f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: {len(sent)}"
        leaving.sendall(f"{head}\r\n\r\n".encode() + sent)
        assert endless.started.wait(20)
    assert endless.stopped.wait(10)
