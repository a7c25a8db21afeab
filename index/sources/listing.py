"""Bytes -> the addresses that a feed or a sitemap lists, with what it says of each."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from index.errors import FetchError, ReadError
from index.readers.xml import parsed
from index.sources.url import Url, clean
from index.types import Metadata

_ROOT = re.compile(
    rb"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!doctype[^>\[]*>\s*)*<(?:[\w.-]+:)?(rss|feed|rdf|urlset|sitemapindex)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_SITEMAPS = (b"urlset", b"sitemapindex")
_HEAD = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed page; ``mark`` changes when it does, ``content`` is what the feed holds of it, as HTML."""

    url: Url
    mark: str = ""
    content: str = ""
    about: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap lists; ``sitemaps`` are those that a sitemap index leads to."""

    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[Url, ...] = ()


def listing(data: bytes, url: Url) -> Listing | None:
    """Return what is listed in the bytes of a feed or sitemap, ``None`` if they are neither.

    Raises FetchError if it is damaged so far that nothing can be read.
    """
    kind = _ROOT.match(data.removeprefix(b"\xef\xbb\xbf")[:_HEAD])
    if kind is None:
        return None
    found = _sitemap(data, url) if kind[1].lower() in _SITEMAPS else _feed(data, url)
    if not (found.entries or found.sitemaps) and not _is_whole(data):
        raise FetchError(f"{url} is a damaged feed or sitemap", "try later, or tell its publisher")
    return found


def _feed(data: bytes, url: Url) -> Listing:
    import feedparser

    feed = feedparser.parse(
        io.BytesIO(data), response_headers={"content-location": url, "content-type": "application/xml"}
    )
    found = {entry.url: entry for entry in _feed_entries(feed.entries, url)}
    return Listing(tuple(found.values()))


def _feed_entries(entries: list[Any], base: Url) -> Iterator[Entry]:
    for each in entries:
        link = each.get("link") or ""
        try:
            url = clean(link, base) if link else None
        except FetchError:
            url = None  # a link to mail, to an app, or none at all
        if url is None or url == base:
            continue
        contents = [part.get("value", "") for part in each.get("content", [])] or [each.get("summary", "")]
        yield Entry(
            url,
            mark=each.get("updated") or each.get("published") or "",
            content=max(contents, key=len),
            about=Metadata(
                title=_flat(each.get("title", "")),
                author=_flat(each.get("author", "")),
                published=_date(each.get("published_parsed") or each.get("updated_parsed")),
                url=url,
            ),
        )


def _sitemap(data: bytes, url: Url) -> Listing:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    root = etree.fromstring(data, parser)
    if root is None:
        return Listing()
    pages: dict[Url, Entry] = {}
    sitemaps: dict[Url, None] = {}
    for element in root:
        values = {
            etree.QName(child).localname: (child.text or "").strip()
            for child in element
            if isinstance(child.tag, str)
        }
        try:
            here = clean(values.get("loc", ""), url) if values.get("loc") else None
        except FetchError:
            continue
        if here is not None and etree.QName(element).localname == "sitemap":
            sitemaps[here] = None
        elif here is not None:
            pages[here] = Entry(here, mark=values.get("lastmod", ""), about=Metadata(url=here))
    return Listing(tuple(pages.values()), tuple(sitemaps))


def _is_whole(data: bytes) -> bool:
    try:
        parsed(data, "a listing")
    except ReadError:
        return False
    return True


def _flat(text: str) -> str:
    return " ".join(re.sub(r"<[^<>]*>", "", text).split())


def _date(parsed: Any) -> str:
    return f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}" if parsed else ""
