"""Which hosts may be reached: names are resolved once, checked, and connected to as resolved.

A page, a feed or a redirect could name an address within this machine's network, and a name
could resolve to a public address when it is checked and to a private one when it is used.
So the check is on the addresses, and the connection goes to one that was checked. TLS still
asks for the name.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable
from typing import Any

import httpcore

from index.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
_REFUSED = tuple(
    map(
        ipaddress.ip_network,
        ("192.88.99.0/24", "100.64.0.0/10", "192.0.0.0/24", "2001::/23", "2001:db8::/32", "3fff::/20"),
    )
)
"""What Python's ``is_global`` lets through, in some of its versions at least."""


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public internet, and so is any that it stands for."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_public, _meant(known)))


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host; raises OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def checked(host: str, port: int, allowed: Collection[str], look_up: Resolve) -> list[str]:
    """Return the addresses to connect to, those of the hosts ``allowed`` whatever they are.

    Raises FetchError if the host has none, or any that is not public.
    """
    try:
        addresses = look_up(host, port)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FetchError(f"the host {host} is not known: {reason}", "check the address") from error
    private = [] if host in allowed else [each for each in addresses if not is_public(each)]
    if private or not addresses:
        raise FetchError(
            f"{host} is at {', '.join(private) or 'no address'}, not on the public internet",
            f'if you trust it, name it in FOOTNOTE_FETCH_HOSTS: ["{host}"]',
        )
    return addresses


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to the addresses that were checked, and to nothing once ``deadline`` is over.

    ``deadline`` is in seconds of ``time.monotonic``.
    """

    def __init__(self, addresses: Iterable[str], deadline: float) -> None:
        self._addresses = tuple(addresses)
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers, whatever ``host`` resolves to by now."""
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses:
            try:
                stream = self._backend.connect_tcp(
                    address, port, _left(self._deadline, timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _TimedStream(stream, self._deadline)
        raise problem


class _TimedStream(httpcore.NetworkStream):
    """A stream that ends at a deadline, however slowly the other side goes on sending."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("it took too long as a whole")
    return left if timeout is None else min(left, timeout)


def _meant(address: Address) -> list[Address]:
    """Return the address that packets end at, where one is written within another."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address in _NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address, address.sixtofour] if address.sixtofour is not None else [address]


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address not in _PUBLIC_IPV6:
        return False
    refused = any(address.version == each.version and address in each for each in _REFUSED)
    return address.is_global and not (refused or address.is_multicast or address.is_reserved)
