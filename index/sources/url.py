"""What is an address, and how it is written so that every part of Footnote reads it alike."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NewType
from urllib.parse import quote, urljoin, urlsplit

from index.errors import FetchError

Url = NewType("Url", str)
"""An ``http`` or ``https`` address without a fragment."""

_START = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_BAD = re.compile(r"[\x00-\x20\x7f\\]")
_PORTS = {"http": 80, "https": 443}
_LONGEST = 2000
_SAFE = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Parts:
    """An address taken apart, once: what is checked is what is connected to."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        """The address that relative ones below it begin with, and that robots.txt speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def is_url(text: str) -> bool:
    """Say whether ``text`` is meant as an address, not as a path; the address may be a bad one."""
    return bool(_START.match(text))


def addresses(roots: Iterable[Path | Url]) -> list[Url]:
    """Return the addresses among what was named to be indexed."""
    return [root for root in roots if not isinstance(root, Path)]


def as_root(text: str) -> Path | Url:
    """Return what was named to be indexed; raises FetchError for an address that cannot be one."""
    return clean(text) if is_url(text) else Path(text)


def clean(text: str, base: str = "") -> Url:
    """Return an address, read as relative to ``base``, in the one way that it is written here.

    Raises FetchError where it cannot be fetched whatever its host is.
    """
    joined = urljoin(base, text.strip()) if base else text
    parts = split(joined)
    return Url(parts.site + parts.target)


def split(url: str) -> Parts:
    """Take an address apart; raises FetchError where it cannot be fetched whatever its host is."""
    if _BAD.search(url) or len(url) > _LONGEST:
        raise FetchError(f"{url[:100]!r} is no address", "write it as a browser shows it")
    try:
        given = urlsplit(url)
        port = given.port
        host = (given.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError as error:
        raise FetchError(f"{url} is no address: {error}", "write it as a browser shows it") from error
    scheme = given.scheme.lower()
    if scheme not in _PORTS:
        raise FetchError(f"{url} cannot be fetched: only http and https are", "name a web address")
    if given.username is not None or given.password is not None:
        raise FetchError(f"an address of {host} holds a user name", "name it without; pages must be public")
    if not host:
        raise FetchError(f"{url} names no host", "write it as a browser shows it")
    target = quote(given.path or "/", safe=_SAFE) + (
        f"?{quote(given.query, safe=_SAFE)}" if given.query else ""
    )
    return Parts(scheme, host.lower(), port if port is not None else _PORTS[scheme], target)
