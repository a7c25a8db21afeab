"""The line under a headline ("By Marta Hollis, 3 April 2024") -> author and date."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.readers.about import line
from index.readers.compose import Piece
from index.readers.dates import iso_date
from index.types import BlockKind, Metadata

DATE_NOTE = "the date on which the file was made"
"""The note on a date that comes from a file's properties and not from its article."""

_BYLINE = re.compile(
    r"(?P<by>By\s+)?(?P<author>[^\W\d_][^,|·•\d]{1,80}?)(?:\s*(?P<sign>[,|·•—–])\s*(?P<date>.{4,40}?))?"
)
_BLOCKS = 4


def with_byline(metadata: Metadata, pieces: Sequence[Piece]) -> Metadata:
    """Return ``metadata`` with the author and date of a byline near the start, where it has none.

    A date from a file's properties counts as none.
    """
    for piece in [one for one in pieces if one.text.strip()][:_BLOCKS]:
        found = byline(piece.text) if piece.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) else None
        if found:
            author, published = found
            metadata = replace(metadata, author=metadata.author or author)
            if published and (not metadata.published or metadata.published_note == DATE_NOTE):
                metadata = replace(metadata, published=published, published_note="")
            return metadata
    return metadata


def dated_by_file(metadata: Metadata, made: str) -> Metadata:
    """Return ``metadata`` with the date on which its file was ``made``; ``""`` is none."""
    return replace(metadata, published=made, published_note=DATE_NOTE if made else "")


def byline(text: str) -> tuple[str, str] | None:
    """Return the author and the date (or ``""``) in ``text`` if it is a byline.

    Without ``By`` it is one only as a name, a bar or dot, and a date.
    """
    found = _BYLINE.fullmatch(line(text).rstrip("."))
    if not found:
        return None
    published = iso_date(found["date"])
    if (found["date"] and not published) or (not found["by"] and not (published and found["sign"] in "|·•")):
        return None
    return line(found["author"]), published
