"""PDF -> a document: the lines of every page, handed to ``pdf_layout`` for paragraphs.

The PDF's own text order is kept. Its information dictionary gives the metadata where it
says more than the program that wrote it.
"""

import logging
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from index.errors import FootnoteError, ReadError
from index.readers.about import line as one_line
from index.readers.byline import dated_by_file, with_byline
from index.readers.compose import compose, first_heading, has_words
from index.readers.dates import iso_date
from index.readers.pdf_hidden import without_hidden_text
from index.readers.pdf_layout import pieces_of
from index.readers.pdf_lines import Line
from index.readers.unreadable import unreadable
from index.types import Document, Metadata

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " "}
)
_NO_TITLE = re.compile(
    r"\W*(?:untitled|title|no title|document\d*|slide|microsoft|powerpoint|unspecified|anonymous|unknown)\b.*"
    r"|.*\.(?:docx?|pdf|odt|rtf|txt|indd|tex|dvi|qxd|html?|pptx?|xlsx?|fm|md)",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"\W*(?:anonymous|unspecified|unknown|user|admin\w*|root|author|owner)\W*", re.IGNORECASE
)


def read_pdf(data: bytes, name: str) -> Document:
    """Return the article in the bytes of a PDF.

    Raises ReadError if it is damaged, needs a password, or has no text.
    """
    try:
        with _quiet():
            pages, metadata = _read(data, name)
    except FootnoteError:
        raise
    except Exception as error:  # pypdf lets many kinds through, TypeError and RecursionError among them
        help = "save it again as a new PDF, or as text"
        raise unreadable(f"{name} is a PDF that", error, help) from error
    pieces = list(pieces_of(pages))
    if not has_words("".join(piece.text for piece in pieces)):
        raise ReadError(
            f"{name} has no text; it is probably a scan",
            "run OCR on it first, for example with ocrmypdf",
        )
    if not metadata.title:
        metadata = replace(metadata, title=one_line(first_heading(pieces)))
    return compose(pieces, with_byline(metadata, pieces), "application/pdf", name)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf's remarks on damaged files off the console."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _read(data: bytes, name: str) -> tuple[list[list[Line]], Metadata]:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadError(f"{name} needs a password", "save a copy without a password and add that")
    return [_lines(page) for page in reader.pages], _metadata(reader)


def _metadata(reader: "PdfReader") -> Metadata:
    try:
        known: Mapping[str, Any] = reader.metadata or {}
        values = {key: one_line(str(known.get(key) or "")) for key in ("/Title", "/Author", "/CreationDate")}
    except Exception:  # a damaged dictionary costs the metadata, never the article
        return Metadata()
    made = re.match(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?", values["/CreationDate"])
    published = iso_date("-".join(filter(None, made.groups()))) if made else ""
    if published > datetime.now().astimezone().date().isoformat():
        published = ""
    about = Metadata(
        title="" if _NO_TITLE.fullmatch(values["/Title"]) else values["/Title"],
        author="" if _NO_AUTHOR.fullmatch(values["/Author"]) else values["/Author"],
    )
    return dated_by_file(about, published)


def _lines(page: "PageObject") -> list[Line]:
    """Return the lines of ``page`` in the order of its text, each with its place."""
    lines: list[Line] = []
    fragments: list[tuple[str, float, float, float, bool]] = []

    def close() -> None:
        found = _line(fragments)
        if found:
            lines.append(found)
        fragments.clear()

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        if not text:
            return
        across, down, scale = _place(cm, tm)
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        head, *others = text.split("\n")
        fragments.append((head, across, down, size * scale, bold))
        for other in others:
            close()
            fragments.append((other, across, down, size * scale, bold))

    without_hidden_text(page)
    page.extract_text(visitor_text=visit)
    close()
    return lines


def _place(cm: Sequence[float], tm: Sequence[float]) -> tuple[float, float, float]:
    """Return how far along its own direction and how far down a text starts, and its scale."""
    a, b = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    scale = math.hypot(a, b) or 1.0
    return (a * x + b * y) / scale, (b * x - a * y) / scale, scale


def _line(fragments: Sequence[tuple[str, float, float, float, bool]]) -> Line | None:
    """Join the fragments of a line; its place and size are those of most of its letters."""
    text = " ".join("".join(one[0] for one in fragments).translate(_LIGATURES).split())
    filled = [one for one in fragments if one[0].strip()]
    if not filled or not text:
        return None
    main = max(filled, key=lambda one: len(one[0].strip()))
    letters = sum(len(one[0]) for one in filled)
    bold = 2 * sum(len(one[0]) for one in filled if one[4]) > letters
    return Line(text, filled[0][1], main[2], round(main[3], 1), bold)
