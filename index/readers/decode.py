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
_BROWSERS_READ = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874",    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
"""What browsers read an encoding as that pages name: https://encoding.spec.whatwg.org/#names-and-labels."""

_WHOLE = 50
"""Characters beyond ASCII for each that is lost, from which a text is UTF-8 all the same."""

_SAMPLE = 4000
_WESTERN = "cp1252"
_CLOSE = 0.06
"""How much less coherent the commonest code page may look than a rare one and still be taken."""


def decode(data: bytes, name: str, declared: str = "") -> str:
    """Return the text of ``data``; ``declared`` is the encoding that the file says it has.

    Raises ReadError, naming the file, if no encoding fits.
    """
    text = unicode_text(data)
    if text is None:
        text = _nearly_unicode(data)
    if text is None and declared:
        text = _as_declared(data, declared)
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


def _nearly_unicode(data: bytes) -> str | None:
    """Return UTF-8 of which few bytes were lost, with U+FFFD for those; ``None`` for what is none."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return text if lost * _WHOLE < sum(one > "\x7f" for one in text) else None


def _as_declared(data: bytes, declared: str) -> str | None:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    text = _strict(data, _BROWSERS_READ[name]) if name in _BROWSERS_READ else None
    return _strict(data, name) if text is None else text


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
