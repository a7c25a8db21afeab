"""A web server on the loopback, a client that may reach it, and a library that follows it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hash_embedder import HashEmbedder
from local_web import Following, Web

from index.library import Library
from index.settings import IndexSettings
from index.sources.client import Client, Limits


@pytest.fixture
def web() -> Iterator[Web]:
    web = Web()
    thread = threading.Thread(target=web.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield web
    web.server.shutdown()
    web.server.server_close()


@pytest.fixture
def client(web: Web) -> Client:
    """A client that may reach the loopback, at the server's port."""
    ports = frozenset((80, web.port))
    return Client(
        Limits(max_bytes=100_000, seconds=1.0, pause=0.0, hosts=frozenset(("127.0.0.1",)), ports=ports)
    )


@pytest.fixture
def following(web: Web, tmp_path: Path, embedder: HashEmbedder) -> Iterator[Following]:
    settings = IndexSettings(
        data=tmp_path / "data",
        fetch_hosts=("127.0.0.1",),
        fetch_ports=(web.port,),
        fetch_pause=0,
        fetch_seconds=2,
        fetch_max_bytes=50_000,
    )
    with Library(settings, embedder) as library:
        yield Following(library)
