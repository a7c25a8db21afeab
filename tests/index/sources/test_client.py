"""What a real server answers, and how far it is listened to."""

import gzip

import pytest
from local_web import Page, Web

from index.errors import FetchError
from index.sources.client import Client
from index.sources.url import clean


def test_redirects_are_followed_and_the_last_address_is_told(web: Web, client: Client) -> None:
    web.pages["/old"] = Page(status=301, headers={"Location": "new?a=1"})
    web.pages["/new?a=1"] = Page("here")
    answer = client.get(web.at("/old"))
    assert (answer.body, answer.url) == (b"here", web.at("/new?a=1"))


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://127.0.0.2/", "public internet"),
        ("http://[::1]/", "public internet"),
        ("http://169.254.169.254/latest/", "public internet"),
        ("http://0x7f.2/", "public internet"),
        ("//10.0.0.1/", "public internet"),
        ("http://127.0.0.1:22/", "port 22"),
        ("file:///etc/passwd", "only http"),
        ("gopher://127.0.0.1/", "only http"),
        ("http://user:word@127.0.0.1/", "user name"),
    ],
)
def test_a_redirect_is_checked_like_an_address(web: Web, client: Client, location: str, why: str) -> None:
    web.pages["/out"] = Page(status=302, headers={"Location": location})
    with pytest.raises(FetchError, match=why):
        client.get(web.at("/out"))
    assert web.asked == ["/out"]


def test_redirects_have_an_end(web: Web, client: Client) -> None:
    web.pages["/round"] = Page(status=302, headers={"Location": "/round"})
    with pytest.raises(FetchError, match="redirected more than"):
        client.get(web.at("/round"))
    assert len(web.asked) < 10


def test_a_page_too_large_is_left(web: Web, client: Client) -> None:
    web.pages["/said"] = Page(b"x" * 100_001)
    web.pages["/unsaid"] = Page(b"x" * 5_000_000, headers={"Content-Length": ""})
    for path in ("/said", "/unsaid"):
        with pytest.raises(FetchError, match="more than 100,000 bytes"):
            client.get(web.at(path))


def test_a_page_that_unpacks_to_too_much_is_left(web: Web, client: Client) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    web.pages["/bomb"] = Page(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="more than 100,000 bytes"):
        client.get(web.at("/bomb"))


def test_packed_pages_are_unpacked_unless_they_are_damaged(web: Web, client: Client) -> None:
    packed = gzip.compress(b"in two ") + gzip.compress(b"parts")
    web.pages["/packed"] = Page(packed, headers={"Content-Encoding": "gzip"})
    web.pages["/cut"] = Page(packed[:-9], headers={"Content-Encoding": "gzip"})
    web.pages["/odd"] = Page(packed, headers={"Content-Encoding": "br"})
    assert client.get(web.at("/packed")).body == b"in two parts"
    for path, why in {"/cut": "damaged", "/odd": "packed as br"}.items():
        with pytest.raises(FetchError, match=why):
            client.get(web.at(path))


def test_a_page_that_drips_is_left_when_its_time_is_over(web: Web, client: Client) -> None:
    web.pages["/drip"] = Page(b"x" * 200, pause=0.1)
    with pytest.raises(FetchError, match="too slow"):
        client.get(web.at("/drip"))


@pytest.mark.parametrize("media_type", ["image/png", "video/mp4", "font/woff2"])
def test_what_holds_no_text_is_not_read(web: Web, client: Client, media_type: str) -> None:
    web.pages["/shown"] = Page(b"x", media_type=media_type)
    with pytest.raises(FetchError, match="not an article") as refused:
        client.get(web.at("/shown"))
    assert refused.value.skip


def test_a_busy_host_is_asked_once_more_when_it_likes(web: Web, client: Client) -> None:
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        web.pages["/"] = Page("free again")

    client.sleep = sleep
    web.pages["/"] = Page(status=503, headers={"Retry-After": "30"})
    assert client.get(web.at("/")).body == b"free again"
    assert [round(seconds) for seconds in waited] == [30]


def test_a_host_that_is_busy_for_long_is_left_alone(web: Web, client: Client) -> None:
    web.pages["/"] = Page(status=429, headers={"Retry-After": "86400"})
    for _ in range(2):
        with pytest.raises(FetchError, match=r"busy|left alone"):
            client.get(web.at("/"))
    assert web.asked == ["/"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a#b", "https://example.org/a"),
        ("http://münchen.example/straße?q=ü", "http://xn--mnchen-3ya.example/stra%C3%9Fe?q=%C3%BC"),
        ("http://example.org./a%20b", "http://example.org/a%20b"),
    ],
)
def test_an_address_is_written_in_one_way(written: str, read: str) -> None:
    assert clean(written) == read
