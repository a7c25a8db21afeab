"""An answer -> the file that is kept of it: its name, and its bytes as the readers want them."""

import html
import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from index.sources.client import Answer
from index.sources.url import split

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "text/csv": ".csv",
}


def entry_page(title: str, content: str) -> bytes:
    """Return a page of what a feed itself holds of an article, ``content`` as HTML."""
    page = (
        f"<!doctype html><html><head><title>{html.escape(title)}</title></head>"
        f"<body><article>{content}</article></body></html>"
    )
    return page.encode("utf-8", "replace")


def file_name(answer: Answer) -> str:
    """Return a name that says what a page is, as its address and its host say it."""
    parts = split(answer.url)
    last = unquote(PurePosixPath(parts.target.partition("?")[0]).name)
    name = re.sub(r"[^\w.-]+", "-", last).strip(".-")[-80:].lstrip(".-") or parts.host.replace(":", "-")
    suffix = _SUFFIXES.get(answer.media_type, "")
    return (
        name
        if name.lower().endswith(suffix) and not name.endswith(".meta.json")
        else name + (suffix or ".txt")
    )


def unicode_bytes(answer: Answer) -> bytes:
    """Return a page's bytes, as UTF-8 where only the host says what encoding a text is in."""
    said = re.search(
        r"charset\s*=\s*[\"']?([\w.:-]{2,40})", answer.headers.get("content-type", ""), re.IGNORECASE
    )
    if not said or not answer.media_type.startswith("text/"):
        return answer.body
    try:
        answer.body.decode("utf-8")
    except UnicodeError:
        try:
            return b"\xef\xbb\xbf" + answer.body.decode(said[1]).encode()
        except (UnicodeError, LookupError):
            return answer.body
    return answer.body
