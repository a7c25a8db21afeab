"""Plain text -> a document: the text as it stands, with blocks as spans over it."""

from dataclasses import replace

from index.readers.about import line
from index.readers.byline import with_byline
from index.readers.compose import Piece, checked
from index.readers.decode import decode
from index.readers.layout import blocks_of
from index.text import normalise
from index.types import BlockKind, Document, Metadata


def read_plain(data: bytes, name: str) -> Document:
    """Return the article in the bytes of a text file; its title is a heading it starts with.

    Raises ReadError if the encoding is not known, SkipFile if there are no words.
    """
    return plain_document(decode(data, name), Metadata(), "text/plain", name)


def plain_document(raw: str, metadata: Metadata, media_type: str, name: str) -> Document:
    """Return the document of plain text ``raw``; a title in ``metadata`` is kept."""
    text = normalise(raw)
    blocks = blocks_of(text)
    if not metadata.title and blocks and blocks[0].kind is BlockKind.HEADING:
        title = line(text[blocks[0].start : blocks[0].end])
        metadata = replace(metadata, title=title)
    first = [Piece(block.kind, text[block.start : block.end]) for block in blocks[:4]]
    return checked(Document(text, blocks, with_byline(metadata, first), media_type), name)
