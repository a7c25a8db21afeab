"""Bytes -> text: a byte-order mark, then UTF-8, then what the bytes look like."""

import codecs
import unicodedata

from index.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4000
_WESTERN = "cp1252"
_CLOSE = 0.06
"""How much less coherent the commonest code page may look than a rare one and still be taken."""


def decode(data: bytes, name: str, declared: str = "") -> str:
    """Return the text of ``data``; ``declared`` is the encoding that the file says it has.

    Raises ReadError, naming the file, if no encoding fits.
    """
    text = unicode_text(data)
    if text is None and declared:
        text = _strict(data, declared)
    if text is None:
        text = _guessed(data)
    if text is None:
        raise ReadError(f"the text encoding of {name} is not known", "save it as UTF-8 and add it again")
    return text


def unicode_text(data: bytes) -> str | None:
    """Return ``data`` decoded if it is UTF-8, UTF-16 or UTF-32, otherwise ``None``."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data[:_SAMPLE]:
        for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
            text = _strict(data, encoding)
            if text is not None and _is_prose(text):
                return text
    return _strict(data, "utf-8")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _is_prose(text: str) -> bool:
    """Say whether ``text`` has spaces or line ends, and next to nothing unassigned."""
    sample = text[:_SAMPLE]
    strange = sum(unicodedata.category(one) in ("Cn", "Co", "Cc") and not one.isspace() for one in sample)
    return strange <= len(sample) // 100 and any(one in " \n" for one in sample)


def _guessed(data: bytes) -> str | None:
    """Decode by the look of the whole text; the single-byte code pages need its statistics."""
    from charset_normalizer import from_bytes

    found = from_bytes(data)
    best = found.best()
    if best is None:
        return None
    western = next((one for one in found if one.encoding == _WESTERN), best)
    return str(western if western.coherence > best.coherence - _CLOSE else best)
