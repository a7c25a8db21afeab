"""Pieces of text -> a document: normalised text, and the exact span of every block.

All readers end here, so that what they promise is kept in one place: blocks are in
order, do not overlap, and neither start nor end with white space.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from index.columns import CELL_SEPARATOR, NAMES_COLUMNS
from index.errors import SkipFile
from index.readers.spans import named_by
from index.text import normalise
from index.types import Block, BlockKind, Document, Metadata

SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one block, before it has a place; ``level`` is as in ``Block``."""

    kind: BlockKind
    text: str
    level: int = 0


def row_of(cells: Sequence[str], *, names_columns: bool = False) -> Piece:
    """Return a table row; one whose cells are all empty has no text."""
    level = NAMES_COLUMNS if names_columns else 0
    return Piece(BlockKind.ROW, CELL_SEPARATOR.join(cells) if any(cells) else "", level)


def rows_of(rows: Sequence[tuple[Sequence[str], bool]]) -> list[Piece]:
    """Return a table's rows, each with whether it names columns; several that do, and come first, are one."""
    heads = [cells for cells, _ in takewhile(lambda row: row[1], rows)]
    names = named_by(heads, str) if len(heads) < len(rows) else []
    told = [(names, True), *rows[len(heads) :]] if names else rows
    return [row_of(cells, names_columns=names_columns) for cells, names_columns in told]


def compose(pieces: Iterable[Piece], metadata: Metadata, media_type: str, name: str) -> Document:
    """Return the document of ``pieces``, one block each, with a blank line between blocks.

    Pieces without text are left out; nothing inside a piece changes apart from
    ``normalise``. Raises SkipFile if no piece holds a letter or digit.
    """
    texts: list[str] = []
    blocks: list[Block] = []
    offset = 0
    for piece in pieces:
        text = normalise(piece.text).strip()
        if text:
            texts.append(text)
            blocks.append(Block(piece.kind, offset, offset + len(text), piece.level))
            offset += len(text) + len(SEPARATOR)
    return checked(Document(SEPARATOR.join(texts), tuple(blocks), metadata, media_type), name)


def checked(document: Document, name: str) -> Document:
    """Return ``document``; raises SkipFile, naming the file, if it has no letter or digit."""
    if not has_words(document.text):
        raise SkipFile(f"{name} holds no text")
    return document


def has_words(text: str) -> bool:
    """Say whether ``text`` has a letter or a digit of any script."""
    return any(character.isalnum() for character in text)


def first_heading(pieces: Iterable[Piece]) -> str:
    """Return the text of the first heading of the highest level, or ``""``."""
    headings = [piece for piece in pieces if piece.kind is BlockKind.HEADING]
    return min(headings, key=lambda piece: piece.level).text if headings else ""
