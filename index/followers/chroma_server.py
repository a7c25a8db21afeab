"""The connection to a Chroma server: ``chroma run`` on another machine, or Chroma Cloud."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from index.errors import FootnoteError, SettingsError, UnreachableError
from index.settings import IndexSettings

if TYPE_CHECKING:
    from chromadb.api.client import Client

_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 30.0
_HELP = "start it, or correct FOOTNOTE_CHROMA_URL and its token; what is missing in it then follows by itself"


class ChromaServer:
    """The connection to one Chroma server, made when it is first needed; safe from any thread."""

    def __init__(self, settings: IndexSettings) -> None:
        """Keep what is needed to connect; raises SettingsError for an address that is none."""
        parts = urlsplit(settings.chroma_url)
        try:
            self._port = parts.port or (443 if parts.scheme == "https" else 8000)
        except ValueError:
            self._port = 0
        if parts.scheme not in {"http", "https"} or not parts.hostname or not self._port:
            raise SettingsError(
                f"the address of the Chroma server is none: {settings.chroma_url}",
                "let FOOTNOTE_CHROMA_URL be like http://127.0.0.1:8000",
            )
        self.address = f"{parts.scheme}://{parts.hostname}:{self._port}"
        self._host, self._is_encrypted = parts.hostname, parts.scheme == "https"
        token = settings.chroma_token.get_secret_value()
        self._headers = {"X-Chroma-Token": token} if token else {}
        self._tenant, self._database = settings.chroma_tenant, settings.chroma_database
        self._turn = threading.Lock()
        self._client: Client | None = None

    def client(self) -> "Client":
        """Return the client, connected; raises whatever the connection does."""
        with self._turn:
            if self._client is None:
                self._client = self._connected()
            return self._client

    def _connected(self) -> "Client":
        import chromadb
        import httpx
        from chromadb.config import Settings

        httpx.get(
            f"{self.address}/api/v2/heartbeat", timeout=_CONNECT_SECONDS
        )  # chromadb would wait for ever
        client = cast(
            "Client",
            chromadb.HttpClient(
                self._host,
                self._port,
                ssl=self._is_encrypted,
                headers=dict(self._headers),
                settings=Settings(anonymized_telemetry=False),
                tenant=self._tenant,
                database=self._database,
            ),
        )
        session: httpx.Client = client._server._session  # type: ignore[attr-defined]  # no setting does
        session.timeout = httpx.Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS)
        return client

    @contextmanager
    def reached(self) -> Iterator[None]:
        """Turn whatever the server or the way to it raises into UnreachableError."""
        try:
            yield
        except FootnoteError:
            raise
        except Exception as error:  # chromadb raises its own, httpx's, ValueError and bare Exception
            raise UnreachableError(
                f"the Chroma server at {self.address} cannot be used: {error or type(error).__name__}", _HELP
            ) from error

    def close(self) -> None:
        """End the connection."""
        with self._turn:
            if self._client is not None:
                self._client.close()
                self._client = None
