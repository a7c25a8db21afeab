"""Raw values -> metadata: one line each, nothing that a page could not show or link."""

import re
from collections.abc import Callable, Mapping

from index.readers.dates import iso_date
from index.text import fold, normalise
from index.types import Metadata

_Clean = Callable[[object], str]

_LONGEST = 500
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2,3})((?:[-_][a-z0-9]{2,8})*)", re.IGNORECASE)
_KEYS = {
    "title": ("title", "headline"),
    "author": ("author", "authors"),
    "published": ("published", "date"),
    "language": ("language", "lang"),
    "url": ("url", "source"),
}


def metadata_of(values: Mapping[str, object]) -> Metadata:
    """Return the metadata that ``values`` give under the usual keys, in lower case.

    ``title`` or ``headline``, ``author``, ``published`` or ``date``, ``language`` or
    ``lang``, ``url`` or ``source``; what is no usable value counts as absent.
    """
    return Metadata(
        title=_first(values, "title", line),
        author=_first(values, "author", line),
        published=_first(values, "published", iso_date),
        language=_first(values, "language", language),
        url=_first(values, "url", address),
    )


def _first(values: Mapping[str, object], field: str, clean: _Clean) -> str:
    return next((found for key in _KEYS[field] if (found := clean(values.get(key)))), "")


def line(value: object) -> str:
    """Return a string, a number or a list of them as one line of text."""
    if isinstance(value, list | tuple):
        return fold(", ".join(filter(None, (line(one) for one in value[:20]))))[:_LONGEST]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return fold(normalise(str(value)))[:_LONGEST]


def address(value: object) -> str:
    """Return ``value`` if it is an http or https address, otherwise ``""``."""
    text = value.strip() if isinstance(value, str) else ""
    return text if _ADDRESS.fullmatch(text) and normalise(text) == text else ""


def language(value: object) -> str:
    """Return ``value`` as a language tag such as ``uk`` or ``en-GB``, otherwise ``""``."""
    found = _LANGUAGE.fullmatch(value.strip()) if isinstance(value, str) else None
    return found[1].lower() + found[2].replace("_", "-") if found else ""
