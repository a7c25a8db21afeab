"""Who comes in: every route of the assembled application, with and without a login."""

import re
from collections.abc import Callable, Iterator

import fastapi
import pytest
from fastapi.routing import _IncludedRouter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from chatbot.access import Accounts, Scope
from chatbot.site.gate import OPEN, Gate
from index.errors import SettingsError

PASSWORD = "four words nobody knows"
PAGE = {"accept": "text/html,*/*"}


def _routes(routes: list[BaseRoute], before: str = "") -> Iterator[tuple[str, str]]:
    """Give the method and the path of each route, with something in the place of its parameters."""
    for route in routes:
        if isinstance(route, Mount):
            yield from _routes(route.routes, before + route.path.rstrip("/"))
            yield "GET", f"{before}{route.path}/anything"
            continue
        if isinstance(route, _IncludedRouter):
            yield from _routes(list(route.original_router.routes), before + route.include_context.prefix)
            continue
        path = before + re.sub(r"{[^}]+}", "anything", getattr(route, "path", ""))
        if isinstance(route, WebSocketRoute):
            yield "WEBSOCKET", path
        elif isinstance(route, Route):
            yield from ((method, path) for method in route.methods or ())
        else:
            yield from _routes(list(getattr(route, "routes", [])), path)


def test_without_a_login_only_the_allow_list_answers(client: TestClient):
    found = set(_routes(client.app.routes))  # type: ignore[attr-defined]
    assert len(found) > 40 and ("POST", "/gradio_api/queue/join") in found and ("GET", "/") in found
    assert any(path.startswith("/gradio_api/upload") for _, path in found)
    answered = set()
    for method, path in sorted(found):
        if method == "WEBSOCKET":
            with pytest.raises(WebSocketDisconnect), client.websocket_connect(path):
                pass
        else:
            answer = client.request(method, path)
            if answer.status_code != 401 or "www-authenticate" not in answer.headers:
                answered.add(path)
            led = client.request(method, path, headers=PAGE).headers.get("location", "")
            if led.startswith("/login?next="):
                assert method in ("GET", "HEAD") and path not in OPEN
    assert answered <= OPEN and "/login" in answered


@pytest.mark.parametrize(
    "path",
    [
        "/login/",
        "//login",
        "/login/../",
        "/LOGIN",
        "/login/style.css/",
        "/health/x",
        "/login%2f..",
        "/;/login",
    ],
)
def test_what_only_looks_like_the_allow_list_does_not_answer(client: TestClient, path: str):
    assert client.get(path).status_code in (401, 404)
    assert "gradio" not in client.get(path).text


def test_a_browser_is_led_to_the_login_and_back(client: TestClient):
    led = client.get("/?__theme=dark", headers=PAGE)
    assert (led.status_code, led.headers["location"]) == (303, "/login?next=%2F%3F__theme%3Ddark")
    form = client.get(led.headers["location"])
    assert 'name="next" value="/?__theme=dark"' in form.text and form.headers["cache-control"] == "no-store"
    entered = client.post("/login", data={"name": "anna", "password": PASSWORD, "next": "/?__theme=dark"})
    assert (entered.status_code, entered.headers["location"]) == (303, "/?__theme=dark")
    assert "Footnote" in client.get("/").text
    assert client.get("/login").status_code == 303


def test_a_key_is_let_in_and_refused_at_the_next_request_once_revoked(
    client: TestClient, accounts: Accounts, client_of: Callable[..., TestClient]
):
    key, secret = accounts.keys.create("script", list(Scope))
    program = client_of(client.app, key=secret)
    assert program.get("/config").status_code == 200
    assert client_of(client.app, key=secret + "x").get("/config").status_code == 401
    accounts.keys.revoke(key.id)
    assert program.get("/config").status_code == 401


def test_a_key_that_is_no_good_is_not_made_up_for_by_a_cookie(client: TestClient):
    client.post("/login", data={"name": "anna", "password": PASSWORD})
    assert client.get("/config").status_code == 200
    assert client.get("/config", headers={"authorization": "Bearer footnote_x"}).status_code == 401


def test_a_removed_user_is_refused_at_the_next_request_even_the_last_one(
    client: TestClient, accounts: Accounts
):
    client.post("/login", data={"name": "anna", "password": PASSWORD})
    assert client.get("/config").status_code == 200
    accounts.users.remove("anna")
    assert client.get("/config").status_code == 401


def test_only_who_may_write_can_upload(
    client: TestClient, accounts: Accounts, client_of: Callable[..., TestClient]
):
    files = {"files": ("a.txt", b"Bread.")}
    _, reads = accounts.keys.create("reads", [Scope.READ, Scope.ASK])
    _, asks = accounts.keys.create("asks", [Scope.ASK])
    _, writes = accounts.keys.create("writes", [Scope.WRITE])
    assert client.post("/gradio_api/upload", files=files).status_code == 401
    assert client_of(client.app, key=reads).post("/gradio_api/upload", files=files).status_code == 403
    assert client_of(client.app, key=asks).get("/gradio_api/heartbeat/x").status_code == 403
    assert client_of(client.app, key=writes).post("/gradio_api/upload", files=files).status_code == 200


def test_nobody_logs_in_at_this_machine_until_there_is_a_user(
    assembled: Callable[..., fastapi.FastAPI], accounts: Accounts, client_of: Callable[..., TestClient]
):
    client = client_of(assembled())
    key, secret = accounts.keys.create("script", [Scope.READ])
    assert client.get("/config").status_code == 200
    assert client.get("/login").status_code == 303
    assert client_of(client.app, key="whatever a client library insists on").get("/config").status_code == 200
    assert client_of(client.app, key=secret).get("/config").status_code == 200
    accounts.keys.revoke(key.id)
    assert client_of(client.app, key=secret).get("/config").status_code == 401
    accounts.users.add("anna", PASSWORD)
    assert client.get("/config").status_code == 401


def test_a_site_that_others_reach_does_not_start_without_somebody_to_log_in(
    assembled: Callable[..., fastapi.FastAPI], accounts: Accounts, client_of: Callable[..., TestClient]
):
    for host in ("0.0.0.0", "::", "10.1.2.3", "footnote.example"):
        with pytest.raises(SettingsError, match=f"others can reach {host}") as refused:
            assembled(host=host)
        assert "footnote users add" in refused.value.help and "FOOTNOTE_AUTH=none" in refused.value.help
    assert client_of(assembled(host="0.0.0.0", auth="none")).get("/config").status_code == 200
    accounts.keys.create("script", [Scope.READ])
    assert client_of(assembled(host="0.0.0.0")).get("/config").status_code == 401
    assert client_of(assembled(auth="login")).get("/config").status_code == 401


async def _shown(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("what the page is shown")


def test_what_a_page_is_shown_is_for_who_opened_it(accounts: Accounts, client_of: Callable[..., TestClient]):
    path = "/gradio_api/queue/data"
    gated = Gate(Starlette(routes=[Route(path, _shown)]), accounts, "always")
    first, second = (
        client_of(gated, key=accounts.keys.create(name, list(Scope))[1]) for name in ("one", "other")
    )  # type: ignore[arg-type]
    for _ in range(2):
        assert first.get(f"{path}?session_hash=abc").text == "what the page is shown"
        assert second.get(f"{path}?session_hash=abc").status_code == 403
    assert second.get(f"{path}?session_hash=def").status_code == 200
    assert first.get(f"{path}?session_hash=def").status_code == 403


def test_a_proxy_names_whom_it_let_through(
    assembled: Callable[..., fastapi.FastAPI], client_of: Callable[..., TestClient]
):
    client = client_of(assembled(host="0.0.0.0", auth="none", auth_header="Remote-User"))
    assert client.get("/config", headers={"remote-user": "Anna@Example.org"}).status_code == 200
    for name in ("", "key:1234", "a b"):
        assert client.get("/config", headers={"remote-user": name}).status_code == 401
    assert client.get("/config").status_code == 401
    with pytest.raises(SettingsError, match="could be anybody"):
        assembled(auth="login", auth_header="Remote-User")


def test_only_the_names_that_were_given_are_answered(
    assembled: Callable[..., fastapi.FastAPI], client_of: Callable[..., TestClient]
):
    at = {"host": "Articles.example.org", "origin": "http://Articles.example.org"}
    for host in ("127.0.0.1", "0.0.0.0"):
        client = client_of(assembled(host=host, auth="none", hosts=["articles.Example.org"]))
        assert client.get("/config", headers=at).status_code == 200
        assert client.get("/config", headers={"host": "evil.example"}).status_code == 403
    assert client_of(assembled()).get("/config", headers=at).status_code == 403
    with pytest.raises(SettingsError, match=r"others can reach 127\.0\.0\.1, articles\.example\.org"):
        assembled(hosts=["articles.example.org"])
