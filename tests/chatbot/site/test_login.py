import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from chatbot.access import Accounts
from chatbot.page import texts
from chatbot.site.login import local

PASSWORD = "four words nobody knows"
GOOD = {"name": "Anna", "password": PASSWORD}


def test_the_cookie_is_for_this_site_and_no_script_and_new_each_time(
    client: TestClient, client_of: Callable[..., TestClient]
):
    cookie = client.post("/login", data=GOOD).headers["set-cookie"]
    assert re.search("; HttpOnly", cookie) and re.search("; SameSite=lax", cookie) and "Path=/" in cookie
    assert "Secure" not in cookie
    encrypted = client_of(client.app, scheme="https")
    assert "Secure" in encrypted.post("/login", data=GOOD).headers["set-cookie"]
    first = client.cookies["footnote_session"]
    client.post("/login", data=GOOD)
    second = client.cookies["footnote_session"]
    assert first != second and client.get("/config").status_code == 200
    client.cookies["footnote_session"] = first
    client.cookies.clear()
    assert client.get("/config", headers={"cookie": f"footnote_session={first}"}).status_code == 401
    assert client.get("/config", headers={"cookie": f"footnote_session={second}"}).status_code == 200


def test_who_logs_out_is_out_and_so_is_their_cookie(client: TestClient):
    client.post("/login", data=GOOD)
    kept = client.cookies["footnote_session"]
    assert client.post("/logout").headers["location"] == "/login"
    assert client.get("/config").status_code == 401
    assert client.get("/config", headers={"cookie": f"footnote_session={kept}"}).status_code == 401


def test_an_unknown_name_and_a_wrong_password_are_told_alike(client: TestClient):
    answers = [
        client.post("/login", data={"name": name, "password": "a wrong password"})
        for name in ("anna", "otto")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].text.replace("anna", "otto") == answers[1].text
    assert texts.LOGIN_WRONG in answers[0].text and "set-cookie" not in answers[0].headers


def test_guessing_is_stopped_and_the_right_password_too_until_it_is_time(client: TestClient):
    wrong = {"name": "anna", "password": "a wrong password"}
    answers = [client.post("/login", data=wrong).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]
    refused = client.post("/login", data=GOOD)
    assert refused.status_code == 429 and "Try again in 5 minutes" in refused.text
    assert 240 < int(refused.headers["retry-after"]) <= 300


def test_a_form_of_another_site_neither_logs_in_nor_out(client: TestClient):
    for origin in ("http://evil.example", "null"):
        assert client.post("/login", data=GOOD, headers={"origin": origin}).status_code == 403
    del client.headers["origin"]
    assert client.post("/login", data=GOOD).status_code == 403
    client.post("/login", data=GOOD, headers={"origin": "http://127.0.0.1"})
    assert client.post("/logout").status_code == 403
    assert client.get("/config").status_code == 200


@pytest.mark.parametrize(
    "next",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/\r\nx: y",
        "/\t/evil",
    ],
)
def test_nobody_is_led_elsewhere_after_the_login(client: TestClient, next: str):
    assert local(next) == "/"
    assert client.post("/login", data={**GOOD, "next": next}).headers["location"] == "/"


def test_what_was_typed_is_escaped(client: TestClient, accounts: Accounts):
    hostile = '"><script>alert(1)</script>'
    answer = client.post("/login", data={"name": hostile, "password": "x", "next": "/" + hostile}).text
    assert "<script" not in answer and "&lt;script&gt;" in answer


def test_its_style_needs_no_login_and_nothing_from_elsewhere(client: TestClient):
    style = client.get("/login/style.css")
    assert style.status_code == 200 and style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text and "http" not in client.get("/login").text
