"""EML and mbox -> documents: one article a message, by the standard library's ``email``.

The plain text of a message is taken, its HTML where there is none or where the plain text is a
stub ("this message has pictures, open it on the web"); attachments are not read. The library's
parser of fields takes time by the square of their length, so a longer field is read by its beginning.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any, cast

from index.errors import FootnoteError, SkipFile
from index.readers.about import line
from index.readers.compose import Piece, compose, has_words
from index.readers.dates import iso_date
from index.readers.decode import decode
from index.readers.html import page_pieces
from index.readers.plain import plain_document
from index.readers.unreadable import unreadable
from index.text import normalise
from index.types import Document, Metadata

_HEADERS = re.compile(rb"(?:[!-9;-~]{1,76}:[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*){2,}")
_TELLING = re.compile(rb"^(?:Message-ID|Received|MIME-Version|Return-Path):", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(rb"(?:\A|(?<=\n)\r?\n)From [^\r\n]*\r?\n(?=[!-9;-~]{1,76}:)")

_STUB = 0.5
"""A plain text with less than this share of the HTML's words is a stub."""

_LONGEST_FIELD = 2000
"""Characters of a header field that are read; RFC 5322 has lines of 998, RFC 2046 boundaries of 70."""


class _CutFields(EmailPolicy):
    """The library's default policy, of the beginning of each field."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:_LONGEST_FIELD])


def is_message(data: bytes) -> bool:
    """Say whether ``data`` begins with the headers of a message (RFC 5322)."""
    headers = _HEADERS.match(data[:20_000])
    return bool(headers and _TELLING.search(headers[0]) and re.search(rb"^From:", headers[0], re.I | re.M))


def is_mailbox(data: bytes) -> bool:
    """Say whether ``data`` begins as an mbox file does (RFC 4155)."""
    return _FROM.match(data) is not None


def read_eml(data: bytes, name: str) -> Document:
    """Return the message in ``data``.

    Raises ReadError if it is damaged, SkipFile if there are no words.
    """
    try:
        message = cast("EmailMessage", message_from_bytes(data, policy=_CutFields()))
        metadata = Metadata(
            title=line(str(message.get("Subject", ""))),
            author=line(str(message.get("From", ""))),
            published=iso_date(_moment(message)),
        )
        plain, page = _body(message, "plain"), _body(message, "html")
    except Exception as error:  # the library lets many kinds through on damaged messages
        raise unreadable(f"{name} is a message that", error, "save it again") from error
    pieces = page_pieces(page, name) if page else []
    if has_words(plain) and not _is_stub(plain, pieces):
        return plain_document(plain, metadata, "message/rfc822", name)
    return compose(pieces, metadata, "message/rfc822", name)


def read_mbox(data: bytes, name: str) -> tuple[Document, ...]:
    """Return the messages in an mbox file; ``part`` is their number.

    Raises SkipFile if no message has words.
    """
    starts = [(found.start(), found.end()) for found in _FROM.finditer(data)]
    ends = [start for start, _ in starts[1:]] + [len(data)]
    found = []
    for number, ((_, start), end) in enumerate(zip(starts, ends, strict=True), 1):
        message = re.sub(rb"^>(>*From )", rb"\1", data[start:end], flags=re.MULTILINE)
        try:
            read = read_eml(message, name)
        except FootnoteError:
            continue  # one message does not stop the others
        found.append(replace(read, metadata=replace(read.metadata, part=str(number))))
    if not found:
        raise SkipFile(f"{name} holds no message with text")
    return tuple(found)


def _is_stub(plain: str, pieces: Sequence[Piece]) -> bool:
    """Say whether the HTML of a message shows so much more than its plain text that this is not its text."""
    return len(plain.split()) < _STUB * sum(len(piece.text.split()) for piece in pieces)


def _moment(message: EmailMessage) -> object:
    return getattr(message.get("Date"), "datetime", None)


def _body(message: EmailMessage, kind: str) -> str:
    """Return the text of the part of a kind, in whatever encoding it is; empty where there is none."""
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    if (
        part.get_content_charset() is None
    ):  # that would be ASCII (RFC 2045, 5.2), and senders write what they like
        return normalise(decode(cast("bytes", part.get_payload(decode=True)), "a message"))
    try:
        return normalise(str(part.get_content()))
    except LookupError:  # an encoding that there is not
        return normalise(cast("bytes", part.get_payload(decode=True)).decode("utf-8", "replace"))
