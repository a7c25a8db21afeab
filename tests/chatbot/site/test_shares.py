"""Shared conversations: who reads them, what their pages may do, and that they can be taken back."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import fastapi
import pytest
from starlette.testclient import TestClient

from chatbot.access import Accounts, Scope
from chatbot.chain import FootnoteChain
from chatbot.conversations import ConversationStore
from chatbot.settings import Settings
from chatbot.types import Reply
from index.library import Library

EVIL = "<script>alert(1)</script>"
PAGE = {"accept": "text/html,*/*"}


@pytest.fixture
def reply(library: Library, articles: Path) -> Reply:
    library.sync([articles])
    chain = FootnoteChain(library, Settings(data=library.data, threshold=0.0))
    return replace(chain.ask("When did Sweden join NATO?"), question=f"When did Sweden join NATO? {EVIL}")


@pytest.fixture
def kept(library: Library, reply: Reply) -> str:
    """The key of a conversation of Anna's with one answer."""
    store = ConversationStore(library.data)
    store.of("anna").add("a" * 32, reply)
    store.close()
    return "a" * 32


@pytest.fixture
def site(
    assembled: Callable[..., fastapi.FastAPI], accounts: Accounts, client_of: Callable[..., TestClient]
) -> Callable[..., TestClient]:
    """Give a function that makes a client of a user, or of nobody."""
    made: dict[bool, fastapi.FastAPI] = {}

    def client(name: str = "", *, public: bool = True, scopes: list[Scope] | None = None) -> TestClient:
        application = made.setdefault(public, assembled(public_shares=public, auth="login"))
        if not name:
            return client_of(application)
        if not accounts.users.named(name):
            accounts.users.add(name, "four words nobody knows", list(Scope))
        secret = accounts.keys.create(name, scopes or list(Scope), user=name)[1]
        return client_of(application, key=secret)

    return client


def test_a_shared_conversation_is_read_by_those_who_may_read_here_until_it_is_revoked(
    site: Callable[..., TestClient], kept: str, reply: Reply, data: Path
):
    anna, other = site("anna"), site("bert")
    shared = anna.put(f"/api/conversations/{kept}/share", json={}).json()
    assert len(shared["path"]) > 45 and shared["answers"] == 1 and not shared["public"]
    assert anna.get("/api/shares").json() == [shared] and other.get("/api/shares").json() == []
    page = other.get(shared["path"])
    assert page.status_code == 200 and reply.claims[0].citations[0].quote in page.text
    assert EVIL not in page.text and "&lt;script&gt;" in page.text
    assert site().get(shared["path"]).status_code == 401
    assert site().get(shared["path"], headers=PAGE).headers["location"].startswith("/login?next=")
    assert site("carla", scopes=[Scope.ASK]).get(shared["path"]).status_code == 403
    assert other.delete(f"/api/conversations/{kept}/share").status_code == 404
    assert anna.delete(f"/api/conversations/{kept}/share").status_code == 204
    assert other.get(shared["path"]).status_code == 404
    again = anna.put(f"/api/conversations/{kept}/share", json={}).json()
    assert again["path"] != shared["path"]
    told = [json.loads(line) for line in (data / "audit.jsonl").read_text().splitlines()]
    events = [each["event"] for each in told if "shar" in each["event"]]
    assert events == ["shared", "read shared", "stopped sharing", "shared"]
    assert all(shared["path"].rpartition("/")[2] not in json.dumps(each) for each in told)


def test_whoever_has_the_link_reads_it_only_where_owner_and_server_allow_it(
    site: Callable[..., TestClient], kept: str
):
    anna, nobody = site("anna"), site()
    path = anna.put(f"/api/conversations/{kept}/share", json={"public": True}).json()["path"]
    assert nobody.get(path).status_code == nobody.get(path, headers=PAGE).status_code == 200
    for near in (f"{path}x", f"{path}/", path[:-1], "/shared/", "/shared/a/b", f"{path}/..%2f"):
        assert nobody.get(near).status_code in (401, 404)
    assert nobody.get("/config").status_code == 401
    assert site(public=False).get(path).status_code == 401
    refused = site("anna", public=False).put(f"/api/conversations/{kept}/share", json={"public": True})
    assert refused.status_code == 403 and "FOOTNOTE_PUBLIC_SHARES" in refused.text
    assert anna.put(f"/api/conversations/{kept}/share", json={}).json()["path"] == path
    assert nobody.get(path).status_code == 401


def test_a_shared_page_runs_nothing_loads_nothing_and_is_not_framed(
    site: Callable[..., TestClient], kept: str
):
    anna = site("anna")
    page = anna.get(anna.put(f"/api/conversations/{kept}/share", json={}).json()["path"])
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "script-src" not in policy
    assert page.headers["referrer-policy"] == "no-referrer" and page.headers["cache-control"] == "no-store"
    assert "unsafe-inline" in anna.get("/").headers["content-security-policy"]
    gone = anna.get("/shared/none")
    assert gone.status_code == 404 and "not shared any more" in gone.text


def test_what_is_asked_later_is_not_on_it_and_a_deleted_conversation_takes_it_along(
    site: Callable[..., TestClient], kept: str, reply: Reply, data: Path
):
    anna = site("anna")
    path = anna.put(f"/api/conversations/{kept}/share", json={}).json()["path"]
    store = ConversationStore(data).of("anna")
    store.add(kept, replace(reply, question="A question of later"))
    assert "A question of later" not in anna.get(path).text
    assert anna.put(f"/api/conversations/{kept}/share", json={}).json()["answers"] == 2
    assert "A question of later" in anna.get(path).text
    store.delete(kept)
    assert anna.get(path).status_code == 404 and anna.get("/api/shares").json() == []
    store.bring_back(kept)
    assert anna.get(path).status_code == 200
    store.close()
    assert site("bert").put(f"/api/conversations/{kept}/share", json={}).status_code == 404
