from collections.abc import Callable, Iterator

import fastapi
import pytest
from starlette.testclient import TestClient

from chatbot.access import Limits, Scope, Visitor


@pytest.fixture
def client(assembled: Callable[..., fastapi.FastAPI], client_of: Callable[..., TestClient]) -> TestClient:
    return client_of(assembled(max_request_bytes=1000, max_upload_bytes=5000))


def _chunks(size: int) -> Iterator[bytes]:
    """Give a body whose length is told by nothing."""
    yield from (b"x" * 100 for _ in range(size // 100))


@pytest.mark.parametrize("path", ["/gradio_api/queue/join", "/login", "/nowhere", "/gradio_api/run/predict"])
def test_a_body_that_is_too_large_is_not_read(client: TestClient, path: str):
    assert client.post(path, content=b"x" * 1001).status_code == 413
    assert client.post(path, content=b"x" * 1000).status_code != 413


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/gradio_api/queue/join", "application/json"), ("/login", "application/x-www-form-urlencoded")],
)
def test_neither_is_one_that_does_not_say_how_large_it_is(client: TestClient, path: str, kind: str):
    refused = client.post(path, content=_chunks(2000), headers={"content-type": kind})
    assert refused.status_code == 413 and "1,000 bytes" in refused.json()["detail"]


def test_files_may_be_larger_but_not_without_end(client: TestClient):
    def upload(size: int) -> int:
        return client.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * size)}).status_code

    assert upload(4000) == 200
    assert upload(6000) == 413
    head = {"content-type": "multipart/form-data; boundary=b"}
    assert client.post("/gradio_api/upload", content=_chunks(6000), headers=head).status_code == 413


def test_a_route_that_is_refused_a_place_says_when_to_come_again(
    assembled: Callable[..., fastapi.FastAPI], client_of: Callable[..., TestClient]
):
    application = assembled()
    limits = Limits(a_minute=1)
    anna = Visitor("anna", frozenset(Scope))

    @application.get("/asked")
    def asked() -> str:
        with limits.answering(anna):
            return "answered"

    application.router.routes.insert(0, application.router.routes.pop())
    client = client_of(application)
    assert client.get("/asked").json() == "answered"
    refused = client.get("/asked")
    assert refused.status_code == 429 and 1 <= int(refused.headers["retry-after"]) <= 60
    told = refused.json()
    assert told["detail"] == "you have asked 1 questions within a minute"
    assert told["help"].startswith("ask again in")
