"""A web server on the loopback whose answers the tests write."""

import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from index.library import Library
from index.report import Report
from index.sources.url import Url, as_root


@dataclass
class Page:
    """An answer; ``pause`` is waited before each byte of the body, in seconds.

    A header of no value is not sent.
    """

    body: bytes | str = b""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0


class Web:
    """Pages by their path, and the requests and connections that came."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        self.sent: list[dict[str, str]] = []
        self.statuses: list[int] = []
        self.connections = 0
        web = self

        class Handler(BaseHTTPRequestHandler):
            def setup(self) -> None:
                web.connections += 1
                super().setup()

            def do_GET(self) -> None:
                web.asked.append(self.path)
                web.sent.append({name.lower(): value for name, value in self.headers.items()})
                page = web.pages.get(self.path, Page("nothing here", 404))
                if web.unchanged(page, web.sent[-1]):
                    page = Page(status=304)
                web.statuses.append(page.status)
                body = page.body.encode() if isinstance(page.body, str) else page.body
                self.send_response(page.status)
                for name, value in {
                    "Content-Type": page.media_type,
                    "Content-Length": str(len(body)),
                    **page.headers,
                }.items():
                    if value:
                        self.send_header(name, value)
                self.end_headers()
                try:
                    for byte in body if page.pause else b"":
                        time.sleep(page.pause)
                        self.wfile.write(bytes([byte]))
                    if not page.pause:
                        self.wfile.write(body)
                except OSError:
                    pass  # the client had enough

            def log_message(self, format: str, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    @staticmethod
    def unchanged(page: Page, sent: dict[str, str]) -> bool:
        """Say whether the client holds this version, by its ETag first (RFC 9110, 13.2.2)."""
        if "ETag" in page.headers:
            return sent.get("if-none-match") == page.headers["ETag"]
        return (
            "Last-Modified" in page.headers and sent.get("if-modified-since") == page.headers["Last-Modified"]
        )

    def at(self, path: str) -> Url:
        root = as_root(self.url + path)
        assert not isinstance(root, Path)
        return root


@dataclass
class Following:
    """A library that follows the server's pages."""

    library: Library

    def sync(self, *urls: Url) -> Report:
        self.library.fetch(urls)
        return self.library.sync(urls)

    def sources(self) -> set[str]:
        return {source for article in self.library.articles()[0] for source in article.sources}

    def texts(self, question: str) -> str:
        return " ".join(hit.passage.text for hit in self.library.search(question).hits)
