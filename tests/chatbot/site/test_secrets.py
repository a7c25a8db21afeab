"""No secret is written anywhere, whatever is done with it: canaries through all paths."""

import logging
from collections.abc import Callable
from pathlib import Path

import fastapi
import pytest
from starlette.testclient import TestClient

from chatbot.access import Accounts, Scope
from chatbot.settings import Settings

CANARY = "canary-tweet-four-words"
OIDC = {
    "oidc_issuer": "http://127.0.0.1:9",
    "oidc_client_id": "footnote",
    "oidc_client_secret": f"{CANARY}-oidc",
    "oidc_domains": ["*"],
}


def test_what_was_secret_is_in_no_log_no_file_and_no_answer(
    assembled: Callable[..., fastapi.FastAPI],
    accounts: Accounts,
    client_of: Callable[..., TestClient],
    data: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.CRITICAL, "httpx2")  # the client's own word on what it requests
    password = f"{CANARY}-password"
    accounts.users.add("anna", password)
    key, secret = accounts.keys.create("script", list(Scope), "anna")
    client = client_of(assembled(**OIDC))
    answers = [
        client.post("/login", data={"name": password, "password": "typed into the wrong field"}),
        client.post("/login", data={"name": "anna", "password": f"{CANARY}-almost"}),
        client.post("/login", data={"name": "anna", "password": f"{CANARY}-" + "x" * 2000}),
        client.post("/login", data={"name": "anna", "password": password}),
        client.get("/config"),
        client.get(f"/?key={CANARY}", headers={"accept": "text/html"}),
        client_of(client.app, key=secret).get("/config"),
        client_of(client.app, key=secret + CANARY).get("/config"),
        client_of(client.app, key=CANARY).get("/nowhere"),
        client.get("/login/oidc"),
        client.get(f"/login/oidc/back?code={CANARY}-code&state={CANARY}-state"),
        client.get(f"/login/oidc/back?error={CANARY}&error_description={CANARY}"),
        *(client.post("/login", data={"name": "anna", "password": CANARY}) for _ in range(12)),
    ]
    session = client.cookies["footnote_session"]
    accounts.keys.revoke(key.id)
    answers.append(client.post("/logout"))
    assert {answer.status_code for answer in answers} >= {200, 303, 401, 429}
    written = caplog.text + "".join(capfd.readouterr())
    for file in data.rglob("*"):
        written += file.read_bytes().decode("utf-8", "replace") if file.is_file() else ""
    for canary in (CANARY, secret, session):
        assert canary not in written, canary
    for answer in answers[1:]:
        assert CANARY not in answer.text and secret not in answer.text
    assert '"event": "login failed"' in (data / "audit.jsonl").read_text()


def test_settings_that_are_shown_hide_theirs():
    shown = repr(Settings(first_password=CANARY, **OIDC))  # type: ignore[arg-type]  # pydantic reads them
    assert CANARY not in shown and "oidc_issuer" in shown


def test_no_file_beside_the_accounts_can_be_read_by_others(
    accounts: Accounts, client: TestClient, data: Path
):
    client.post("/login", data={"name": "anna", "password": "wrong"})
    private = {file for file in data.iterdir() if file.name.startswith(("access", "audit", "conversations"))}
    assert len(private) >= 4
    assert all(file.stat().st_mode & 0o077 == 0 for file in private)
