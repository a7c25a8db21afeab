"""An address -> what its host answers: one polite, bounded request at a time."""

import gzip
import io
import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cached_property

import httpcore

from index.errors import FetchError
from index.sources.guard import PinnedBackend, Resolve, checked, resolve
from index.sources.url import Parts, Url, clean, split

AGENT = "Footnote"
_MOST_REDIRECTS = 5
_SILENCE_SECONDS = 15.0
_LONGEST_WAIT = 60.0
"""Seconds of a host's Retry-After that are waited; a longer one is left for another time."""

_MOVED = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_NEVER_TEXT = ("image/", "video/", "audio/", "font/")


@dataclass(frozen=True, slots=True)
class Limits:
    """How far fetching goes: bytes once unpacked, seconds a request, seconds between two of a host.

    ``hosts`` may be reached though they are private; ``ports`` are the only ones.
    """

    max_bytes: int = 20_000_000
    seconds: float = 60.0
    pause: float = 1.0
    hosts: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset((80, 443))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered; ``url`` is where the redirects ended, header names are lower case."""

    url: Url
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type that the host says, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass
class Client:
    """Fetches pages within ``limits``, and no faster than its hosts like; not for several threads."""

    limits: Limits
    resolve: Resolve = resolve
    sleep: Callable[[float], None] = time.sleep
    _free_at: dict[str, float] = field(default_factory=dict)

    def get(self, url: Url, headers: Mapping[str, str] | None = None, pause: float = 0.0) -> Answer:
        """Return what the host answers once redirects are followed; any status but theirs.

        ``pause`` is what the host wants between two requests, in seconds, if more than ours.
        Raises FetchError if the host must not or cannot be reached, sends too much or too
        slowly, or has said that it is busy.
        """
        retried = False
        here = url
        for _ in range(_MOST_REDIRECTS + 2):
            parts = split(here)
            self._wait_turn(parts, pause)
            answer = self._once(here, parts, headers or {})
            if answer.status in _MOVED and "location" in answer.headers:
                here = clean(answer.headers["location"], here)
            elif answer.status in _BUSY:
                wait = _retry_after(answer.headers)
                self._free_at[parts.site] = time.monotonic() + wait
                if retried or wait > _LONGEST_WAIT:
                    raise FetchError(f"{parts.host} is busy ({answer.status}) for {wait:.0f} s", "try later")
                retried = True
            else:
                return answer
        raise FetchError(f"{url} is redirected more than {_MOST_REDIRECTS} times", "name where it ends")

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def _wait_turn(self, parts: Parts, pause: float) -> None:
        wait = self._free_at.get(parts.site, 0.0) - time.monotonic()
        if wait > max(_LONGEST_WAIT, pause):
            raise FetchError(f"{parts.host} asked to be left alone for another {wait:.0f} s", "try later")
        if wait > 0:
            self.sleep(wait)
        self._free_at[parts.site] = time.monotonic() + max(pause, self.limits.pause)

    def _once(self, url: Url, parts: Parts, headers: Mapping[str, str]) -> Answer:
        """Ask once, at an address that was checked, and read the answer within the limits."""
        if parts.port not in self.limits.ports:
            raise FetchError(
                f"{url} is at port {parts.port}, which is not fetched from",
                "if you trust it, add the port to FOOTNOTE_FETCH_PORTS",
            )
        addresses = checked(parts.host, parts.port, self.limits.hosts, self.resolve)
        sent = {
            "Host": parts.site.partition("://")[2],
            "User-Agent": AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            **headers,
        }
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), _SILENCE_SECONDS)
        backend = PinnedBackend(addresses, time.monotonic() + self.limits.seconds)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self._trust, network_backend=backend) as pool,
                pool.stream(
                    "GET",
                    httpcore.URL(scheme=parts.scheme, host=parts.host, port=parts.port, target=parts.target),
                    headers=list(sent.items()),
                    extensions={"timeout": timeout},
                ) as response,
            ):
                found = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in response.headers
                }
                answer = Answer(url, response.status, found, b"")
                body = self._body(response, answer) if response.status == 200 else b""
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise FetchError(f"{parts.host} is too slow: {error or 'no answer'}", "try later") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
            raise FetchError(f"{url} cannot be fetched: {error}", "try later") from error
        return Answer(url, answer.status, found, body)

    def _body(self, response: httpcore.Response, answer: Answer) -> bytes:
        if answer.media_type.startswith(_NEVER_TEXT):
            raise FetchError(f"{answer.url} is {answer.media_type}, not an article", skip=True)
        length = answer.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length) > self.limits.max_bytes:
            raise self._too_large(answer.url)
        coding = answer.headers.get("content-encoding", "").strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise FetchError(f"{answer.url} is packed as {coding[:40]}, which was not asked for", "try later")
        received = bytearray()
        for chunk in response.iter_stream():
            received += chunk
            if len(received) > self.limits.max_bytes:
                raise self._too_large(answer.url)
        packed = coding.endswith("gzip")
        return self.unpack(bytes(received), answer.url) if packed else bytes(received)

    def unpack(self, data: bytes, url: Url) -> bytes:
        """Return what is in gzip ``data``; raises FetchError if it is damaged or too much."""
        try:
            with gzip.open(io.BytesIO(data)) as packed:
                whole = packed.read(self.limits.max_bytes + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise FetchError(f"{url} is damaged: {error}", "try later") from error
        if len(whole) > self.limits.max_bytes:
            raise self._too_large(url)
        return whole

    def _too_large(self, url: Url) -> FetchError:
        return FetchError(
            f"{url} has more than {self.limits.max_bytes:,} bytes",
            "raise FOOTNOTE_FETCH_MAX_BYTES to read it",
        )


def _retry_after(headers: Mapping[str, str]) -> float:
    """Return the seconds that a busy host wants to be left alone."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        return max(1.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 5.0
