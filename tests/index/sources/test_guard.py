"""Nothing private is ever connected to, however its address is written."""

import socket
from collections.abc import Iterator

import pytest

from index.errors import FetchError
from index.sources.client import Client, Limits
from index.sources.guard import is_public, resolve
from index.sources.url import clean

REFUSED = [
    # the loopback, as inet_aton reads it: short, decimal, octal, hexadecimal
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.0000.0000.0001/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://0X7F.0.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://localhost:80/",
    "https://localhost/",
    # private, link-local, shared, reserved
    "http://10.0.0.1/",
    "http://012.0.0.1/",
    "http://0xa000001/",
    "http://167772161/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://3232235521/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.169.254./",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://203.0.113.9/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    # IPv6, and IPv4 within it
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:169.254.169.254]/",
    "http://[::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25lo]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    # other ways to write it
    "http://127。0。0。1/",
    "http://１２７.0.0.1/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://localhost。/",
    "http:127.0.0.1/",
    "http:///127.0.0.1/",
    "http://%31%32%37.0.0.1/",
    # user names, and what looks like them
    "http://example.org@127.0.0.1/",
    "http://example.org:80@127.0.0.1/",
    "http://@127.0.0.1/",
    "http://127.0.0.1\\@example.org/",
    "http://127.0.0.1#@example.org/",
    "http://127.0.0.1?@example.org/",
    "http://example.org\t@127.0.0.1/",
    "http://exa mple.org/",
    "http://127.0.0.1%00.example.org/",
    # ports and schemes
    "http://127.0.0.1:22/",
    "http://8.8.8.8:6379/",
    "http://8.8.8.8:0/",
    "http://8.8.8.8:99999/",
    "http://8.8.8.8:80:80/",
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "gopher://127.0.0.1:70/_x",
    "ftp://127.0.0.1/",
    "dict://127.0.0.1:11211/stat",
    "ldap://127.0.0.1/",
    "jar:http://127.0.0.1!/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "//127.0.0.1/",
    "http://",
    "http://[::1/",
    "http://" + "a" * 3000 + "/",
]


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What sockets were asked to connect to; none is let through."""
    tried: list[object] = []

    def connect(self: socket.socket, address: object) -> None:
        tried.append(address)
        raise OSError("the tests do not connect")

    monkeypatch.setattr(socket.socket, "connect", connect)
    yield tried


def no_names(host: str, port: int) -> list[str]:
    """Resolve what the system reads as a number or as this machine, and ask no one else."""
    if host.rstrip(".").lower() == "localhost":
        return ["127.0.0.1", "::1"]
    return resolve(host, port) if set(host.lower()) <= set("0123456789abcdefx.:") else []


@pytest.mark.parametrize("url", REFUSED)
def test_no_connection_is_made(url: str, connected: list[object]) -> None:
    with pytest.raises(FetchError):
        Client(Limits(pause=0), resolve=no_names).get(clean(url))
    assert connected == []


def test_the_forms_are_many() -> None:
    assert len(set(REFUSED)) >= 60


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.1.2.3"], ["8.8.8.8", "192.168.1.1"], ["::ffff:10.0.0.1"], ["fe80::1%eth0"], []],
)
def test_a_name_of_a_private_address_is_refused(addresses: list[str], connected: list[object]) -> None:
    with pytest.raises(FetchError, match="public"):
        Client(Limits(pause=0), resolve=lambda host, port: addresses).get(clean("http://intern.example/"))
    assert connected == []


def test_a_name_that_is_rebound_is_connected_to_as_it_was_checked(connected: list[object]) -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    client = Client(Limits(pause=0), resolve=lambda host, port: next(answers))
    with pytest.raises(FetchError):
        client.get(clean("http://rebound.example/"))
    assert connected == [("93.184.215.14", 80)]
    assert next(answers) == ["127.0.0.1"], "it was resolved once only"


def test_a_name_that_cannot_be_resolved_is_said(connected: list[object]) -> None:
    def fails(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(FetchError, match=r"nowhere\.example is not known"):
        Client(Limits(pause=0), resolve=fails).get(clean("http://nowhere.example/"))
    assert connected == []


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)
