"""A server that is told to stop: what is being answered ends, nothing new begins, and it does not wait for ever."""

import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from chatbot.site.leaving import Leaving, Refusing
from chatbot.site.server import PageServer, address, listen


class Serving:
    """A server with one answer that goes on until it is let go."""

    def __init__(self, seconds: float) -> None:
        self.answering, self.go = 0, threading.Event()
        application = FastAPI()
        application.state.leaving = Leaving(lambda: self.answering, seconds)
        application.add_middleware(Refusing, leaving=application.state.leaving)

        def words() -> Iterator[str]:
            self.answering = 1
            yield "It began, "
            self.go.wait(20)
            yield "and it ended."
            self.answering = 0

        application.get("/ask")(lambda: StreamingResponse(words()))
        application.get("/health")(lambda: "alive")
        application.get("/ready")(lambda: "ready")
        listener = listen("127.0.0.1", 18860)
        self.at = address("127.0.0.1", listener)
        self.server = PageServer(application, lambda: None)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listener]}, daemon=True)
        self.thread.start()
        self.until(lambda: self.server.started)

    def status(self, path: str) -> int:
        return httpx.get(self.at + path).status_code

    def until(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + 20
        while not is_so():
            assert time.monotonic() < end, "it did not come about in time"
            time.sleep(0.02)


@pytest.fixture
def serving() -> Iterator[Callable[[float], Serving]]:
    started: list[Serving] = []

    def start(seconds: float) -> Serving:
        started.append(Serving(seconds))
        return started[-1]

    yield start
    for each in started:
        each.go.set()
        each.server.should_exit = True
        each.thread.join(20)


def test_a_running_answer_ends_while_new_ones_are_refused(serving: Callable[[float], Serving]):
    running = serving(20)
    assert running.status("ready") == 200
    with httpx.stream("GET", running.at + "ask", timeout=20) as answer:
        words = answer.iter_text()
        assert next(words) == "It began, "
        running.server.should_exit = True
        running.until(lambda: running.status("ready") == 503)
        assert running.status("ask") == 503 and running.status("health") == 200
        refused = httpx.get(running.at + "ask")
        assert refused.headers["retry-after"] == "5" and "stopping" in refused.text
        running.go.set()
        assert "".join(words) == "and it ended."
    running.thread.join(20)
    assert not running.thread.is_alive()


def test_an_answer_that_does_not_end_is_not_waited_for_beyond_the_time(serving: Callable[[float], Serving]):
    running = serving(0.2)
    with httpx.stream("GET", running.at + "ask", timeout=20) as answer:
        words = answer.iter_text()
        next(words)
        running.server.should_exit = True
        with pytest.raises(httpx.RemoteProtocolError):
            "".join(words)
    assert not running.go.is_set()
