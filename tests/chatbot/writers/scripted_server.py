"""A model's HTTP server on the loopback that does what a script says, request by request."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Call"], None]
LONG = 30.0  # seconds after which a behaviour that waits to be told ends anyway


class Call(BaseHTTPRequestHandler):
    """One request; the behaviours below answer it."""

    protocol_version = "HTTP/1.1"
    server: "ScriptedServer"
    body: dict[str, Any]

    def do_POST(self) -> None:
        self.close_connection = True
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.calls.append(self)
            behaviour = self.server.script.popleft() if self.server.script else status(500)
        try:
            behaviour(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.left.set()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def start(self, content_type: str = "text/event-stream") -> None:
        """Send the head of a reply whose body ends where it should, in a last chunk."""
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def send(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def event(self, data: dict[str, Any]) -> None:
        self.send(f"data: {json.dumps(data)}\n\n")

    def delta(self, text: str, reason: str | None = None) -> None:
        """Send one chunk of OpenAI's chat completions."""
        delta = {"role": "assistant", "content": text}
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        self.event(
            {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        )

    def end(self) -> None:
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def wait(self) -> None:
        """Say nothing until the test is over."""
        self.server.over.wait(LONG)


class ScriptedServer(ThreadingHTTPServer):
    """``script`` holds what is yet to be done, ``calls`` the requests that came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Call)
        self.lock = threading.Lock()
        self.script: deque[Behaviour] = deque()
        self.calls: list[Call] = []
        self.over = threading.Event()
        self.left = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def then(self, *behaviours: Behaviour) -> "ScriptedServer":
        self.script.extend(behaviours)
        return self

    def prompt(self, call: int = -1) -> str:
        """The last message of a request."""
        content = self.calls[call].body["messages"][-1]["content"]
        return content if isinstance(content, str) else content[0]["text"]


@contextmanager
def serving() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def says(*texts: str, reason: str = "stop") -> Behaviour:
    """Stream ``texts`` and end well."""

    def run(call: Call) -> None:
        call.start()
        for text in texts:
            call.delta(text)
        call.delta("", reason)
        call.send("data: [DONE]\n\n")
        call.end()

    return run


def stalls(*texts: str) -> Behaviour:
    """Stream ``texts``, and then nothing."""

    def run(call: Call) -> None:
        call.start()
        for text in texts:
            call.delta(text)
        call.wait()

    return run


def cut(*texts: str) -> Behaviour:
    """Stream ``texts``, and close the connection within the body."""

    def run(call: Call) -> None:
        call.start()
        for text in texts:
            call.delta(text)

    return run


def ends_early(*texts: str) -> Behaviour:
    """Stream ``texts``, and end the body as if it were whole, without a reason for the end."""

    def run(call: Call) -> None:
        call.start()
        for text in texts:
            call.delta(text)
        call.end()

    return run


def sends(*bodies: str, content_type: str = "text/event-stream") -> Behaviour:
    """Send ``bodies`` as they are."""

    def run(call: Call) -> None:
        call.start(content_type)
        for body in bodies:
            call.send(body)
        call.end()

    return run


def fails_after(*texts: str) -> Behaviour:
    """Stream ``texts``, and then report an error of the server within the stream."""

    def run(call: Call) -> None:
        call.start()
        for text in texts:
            call.delta(text)
        call.event({"error": {"message": "out of memory", "code": 500}})
        call.end()

    return run


def never_ends(text: str = "and on ") -> Behaviour:
    """Stream ``text`` again and again, until the client leaves or the test is over."""

    def run(call: Call) -> None:
        call.start()
        while not call.server.over.wait(0.005):
            call.delta(text)

    return run


def status(code: int, message: str = "no", **headers: str) -> Behaviour:
    """Answer with an HTTP status, in the JSON that OpenAI and Anthropic use for errors."""

    def run(call: Call) -> None:
        data = json.dumps({"type": "error", "error": {"type": "error", "message": message}}).encode()
        call.send_response(code)
        for name, value in headers.items():
            call.send_header(name.replace("_", "-"), value)
        call.send_header("Content-Type", "application/json")
        call.send_header("Content-Length", str(len(data)))
        call.end_headers()
        call.wfile.write(data)

    return run
