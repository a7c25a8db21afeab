"""Logging in at a provider: who may, and every way in which its answer may be wrong."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fastapi
import pytest
from joserfc.jwk import RSAKey
from oidc_provider import CLIENT, CODE, SECRET, Provider
from starlette.testclient import TestClient

from chatbot.access import Accounts, Scope
from chatbot.site import oidc as oidc_module
from index.errors import SettingsError


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def visit(
    provider: Provider, assembled: Callable[..., fastapi.FastAPI], client_of: Callable[..., TestClient]
) -> Callable[..., TestClient]:
    def start(**given: Any) -> TestClient:
        settings = {"oidc_issuer": provider.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        return client_of(assembled(**{**settings, "oidc_domains": ["example.org"], **given}))

    return start


def _come_back(client: TestClient, provider: Provider) -> Any:
    there = client.get("/login/oidc?next=/%3Fa")
    assert there.headers["location"].startswith(f"{provider.url}/authorize?")
    return client.get(f"/login/oidc/back?{provider.authorize(there.headers['location'])}")


def test_a_person_logs_in_at_their_organisation_and_becomes_a_user(
    visit: Callable[..., TestClient], provider: Provider, accounts: Accounts, data: Path
):
    client = visit()
    assert client.get("/config").status_code == 401
    assert "Log in with your organisation" in client.get("/login").text
    entered = _come_back(client, provider)
    assert (entered.status_code, entered.headers["location"]) == (303, "/?a")
    assert (
        provider.asked["code_challenge_method"] == "S256"
        and provider.asked["redirect_uri"] == "http://127.0.0.1/login/oidc/back"
    )
    assert client.get("/config").status_code == 200
    (user,) = accounts.users.all()
    assert (user.name, user.scopes, user.has_password) == ("anna@example.org", {Scope.READ, Scope.ASK}, False)
    assert accounts.users.with_password("anna@example.org", "") is None
    again = client.get(f"/login/oidc/back?code={CODE}&state={provider.asked['state']}")
    assert again.status_code == 401, "an answer is good once"
    accounts.users.remove(user.name)
    assert client.get("/config").status_code == 401
    events = [json.loads(line) for line in (data / "audit.jsonl").read_text().splitlines()]
    assert events[0] | {"at": ""} == {
        "at": "",
        "event": "logged in",
        "user": user.name,
        "address": "testclient",
        "by": "oidc",
    }


def test_an_address_that_only_the_person_page_tells_is_taken_if_it_is_of_the_same_person(
    visit: Callable[..., TestClient], provider: Provider
):
    provider.claims = {"email": None, "email_verified": None}
    provider.told = {"sub": "2", "email": "anna@example.org", "email_verified": True}
    assert _come_back(visit(), provider).status_code == 401
    provider.told["sub"] = "1"
    assert _come_back(visit(), provider).status_code == 303


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": "another", "azp": CLIENT},
        {"iss": "https://evil.example"},
        {"nonce": "another"},
        {"exp": int(time.time()) - 3600},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": "anna@example.org.evil.example"},
        {"email": "anna@evil.example"},
        {"email": "evil@evil.example,@example.org"},
        {"email": ""},
    ],
)
def test_a_token_of_another_kind_or_person_lets_nobody_in(
    visit: Callable[..., TestClient], provider: Provider, accounts: Accounts, claims: dict[str, Any]
):
    provider.claims = claims
    client = visit()
    answer = _come_back(client, provider)
    assert answer.status_code in (401, 403) and "footnote_session" not in answer.headers.get("set-cookie", "")
    assert accounts.users.all() == [] and client.get("/config").status_code == 401


@pytest.mark.parametrize("how", ["another's key", "no signature", "the public key as a secret"])
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(
    visit: Callable[..., TestClient], provider: Provider, accounts: Accounts, how: str
):
    provider.algorithms = ["none", "HS256", "RS256"]
    if how == "another's key":
        provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    else:
        provider.algorithm = "none" if how == "no signature" else "HS256"
    assert _come_back(visit(), provider).status_code == 401
    assert accounts.users.all() == []


def test_an_answer_that_was_not_asked_for_lets_nobody_in(
    visit: Callable[..., TestClient], provider: Provider, client_of: Callable[..., TestClient]
):
    client = visit()
    query = provider.authorize(client.get("/login/oidc").headers["location"])
    victim = client_of(client.app)
    for sent in (query, f"code={CODE}", f"code={CODE}&state=x", "error=access_denied", ""):
        answer = victim.get(f"/login/oidc/back?{sent}")
        assert answer.status_code == 401 and oidc_module.FAILED in answer.text, sent


def test_a_provider_that_is_away_or_another_is_a_sentence(
    visit: Callable[..., TestClient], provider: Provider
):
    provider.issued_as = "https://evil.example"
    answer = visit().get("/login/oidc")
    assert answer.status_code == 502 and oidc_module.FAILED in answer.text
    answer = visit(oidc_issuer="http://127.0.0.1:9").get("/login/oidc")
    assert answer.status_code == 502 and oidc_module.FAILED in answer.text


def test_settings_that_let_in_nobody_or_anybody_are_refused(visit: Callable[..., TestClient]):
    for given, problem in (
        ({"oidc_domains": []}, "everybody with an account"),
        ({"oidc_issuer": "http://login.example.org"}, "not reached by https"),
        ({"oidc_client_id": ""}, "knows Footnote by an id"),
    ):
        with pytest.raises(SettingsError, match=problem):
            visit(**given)
