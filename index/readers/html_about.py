"""A page's tree -> its metadata, from what the page declares about itself."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from index.readers.about import address, language, line
from index.readers.dates import iso_date
from index.text import fold
from index.types import Metadata

_DATES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish_date",
    "publication_date",
    "date",
)
_TITLES = ("og:title", "twitter:title", "citation_title", "dc.title", "headline")
_AUTHORS = ("author", "article:author_name", "citation_author", "dc.creator", "parsely-author", "byl")
_PARTED = re.compile(r"\s+[|–—\-•·»:]+\s+")
_SHOWN = re.compile(
    r"\d{4}-\d\d(?:-\d\d)?|\d{1,2}\.\d{1,2}\.\d{4}|(?:\d{1,2} )?[^\W\d_]{3,} (?:\d{1,2}, )?\d{4}"
)
_SHORT_LINE, _FEW = 100, 6
_ARTICLES = re.compile(r"Article|BlogPosting|Report|WebPage", re.IGNORECASE)


def about_page(tree: Any, extracted: Any) -> Metadata:
    """Return the metadata of a page; ``extracted`` is what trafilatura found, or ``None``.

    What the page declares comes first: a date keeps the precision that it has there.
    """
    declared = _meta(tree)
    linked = next(_linked_articles(tree), {})
    return Metadata(
        title=_title(tree, declared, line(linked.get("headline")), extracted),
        author=line(linked_author(linked))
        or _any(declared, _AUTHORS, line)
        or line(_of(extracted, "author")),
        published=_published(tree, declared, linked, extracted),
        language=language(tree.get("lang") or tree.get("xml:lang") or declared.get("og:locale", "")),
        url=address(_canonical(tree)) or address(declared.get("og:url", "")),
    )


def _of(extracted: Any, field: str) -> str:
    return str(getattr(extracted, field, None) or "")


def _meta(tree: Any) -> dict[str, str]:
    """Return the first content of every ``meta`` element by its name, in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = element.get("content") or ""
        if key and content.strip():
            found.setdefault(key.strip().lower(), content)
    return found


def _any(declared: dict[str, str], keys: tuple[str, ...], clean: Any) -> str:
    return next((found for key in keys if (found := clean(declared.get(key, "")))), "")


def _linked_articles(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the articles that the page describes in JSON-LD."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            value = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        nodes = value if isinstance(value, list) else [value]
        for node in nodes:
            graph = node.get("@graph") if isinstance(node, dict) else None
            for one in graph if isinstance(graph, list) else [node]:
                if (
                    isinstance(one, dict)
                    and _ARTICLES.search(str(one.get("@type", "")))
                    and one.get("headline")
                ):
                    yield one


def linked_author(article: dict[str, Any]) -> str:
    """Return the names of the authors of a JSON-LD article."""
    author = article.get("author")
    people = author if isinstance(author, list) else [author]
    return ", ".join(
        filter(None, (line(one.get("name") if isinstance(one, dict) else one) for one in people[:20]))
    )


def _canonical(tree: Any) -> str:
    return next((link.get("href") or "" for link in tree.iter("link") if link.get("rel") == "canonical"), "")


def _published(tree: Any, declared: dict[str, str], linked: dict[str, Any], extracted: Any) -> str:
    found = iso_date(linked.get("datePublished")) or _any(declared, _DATES, iso_date)
    if found:
        return found
    times = [element for element in tree.iter("time") if element.get("datetime")]
    dates = [date for element in times if (date := iso_date(element.get("datetime")))]
    if dates:
        return dates[0]
    return _shown_date(tree, iso_date(_of(extracted, "date")))


def _shown_date(tree: Any, guessed: str) -> str:
    """Return ``guessed`` as far as the page's address or a short line of it, such as a byline, says so.

    A line with code in it is an example.
    """
    if not guessed:
        return ""
    if guessed.replace("-", "/") in _canonical(tree):
        return guessed
    found = ""
    for element in tree.iter("p", "span", "div", "time", "li", "small", "em", "i", "b", "a", "td", "address"):
        is_line = len(element) < _FEW and element.find(".//code") is None
        text = fold("".join(element.itertext())) if is_line else ""
        if len(text) <= _SHORT_LINE:
            dates = (iso_date(shown) for shown in _SHOWN.findall(text))
            found = max([found, *(date for date in dates if date and guessed.startswith(date))], key=len)
    return found


def _title(tree: Any, declared: dict[str, str], headline: str, extracted: Any) -> str:
    """Return the headline: the page's ``h1`` where its title says the same, with no site name."""
    whole = line(next((element.text_content() for element in tree.iter("title")), ""))
    candidates = [headline, *(line(declared.get(key, "")) for key in _TITLES), whole]
    headings = [line(element.text_content()) for element in tree.iter("h1")]
    for heading in filter(None, headings):
        if any(candidate.casefold().startswith(heading.casefold()) for candidate in candidates):
            return heading
    named = headline or next(filter(None, candidates), "")
    if not named and len(headings) == 1:
        return headings[0]
    sites = [line(declared.get("og:site_name", "")), line(_of(extracted, "sitename")), *headings]
    return without_site(named, sites) or line(_of(extracted, "title"))


def without_site(title: str, sites: Sequence[str]) -> str:
    """Return ``title`` without the name of its site (or a short last part after a bar) at its end."""
    parts = _PARTED.split(title)
    bars = list(_PARTED.finditer(title))
    if not bars:
        return title
    last = parts[-1]
    names = {name for site in sites for name in (site.casefold(), site.casefold().removeprefix("the "))}
    if last.casefold() in names or ("|" in bars[-1].group() and len(last) < len(title) / 2):
        return title[: bars[-1].start()].strip()
    return title
