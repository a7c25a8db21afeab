"""Jupyter notebooks -> a document: the text of the cells, the code, and what it printed."""

import json
from collections.abc import Iterator
from typing import Any

from index.errors import ReadError
from index.readers.about import language, line
from index.readers.byline import with_byline
from index.readers.compose import Piece, compose, first_heading
from index.readers.decode import decode
from index.readers.markdown import markdown_pieces
from index.text import normalise
from index.types import BlockKind, Document, Metadata

_MEDIA_TYPE = "application/x-ipynb+json"


def read_notebook(data: bytes, name: str) -> Document:
    """Return the article in the bytes of a notebook (nbformat 3 and 4).

    Raises ReadError if it is damaged, SkipFile if there are no words.
    """
    try:
        book = json.loads(decode(data, name))
        cells = book.get("cells")
        if cells is None:
            cells = [cell for sheet in book.get("worksheets", ()) for cell in sheet.get("cells", ())]
        pieces = [piece for cell in cells for piece in _cell(cell)]
        metadata = _metadata(book, pieces)
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise ReadError(f"{name} is a notebook that cannot be read: {error}", "save it again") from error
    return compose(pieces, with_byline(metadata, pieces), _MEDIA_TYPE, name)


def _metadata(book: dict[str, Any], pieces: list[Piece]) -> Metadata:
    told = book.get("metadata", {})
    authors = [each.get("name") if isinstance(each, dict) else each for each in told.get("authors") or ()]
    return Metadata(
        title=line(told.get("title")) or line(first_heading(pieces)),
        author=line(authors),
        language=language(told.get("language")),
    )


def _cell(cell: dict[str, Any]) -> Iterator[Piece]:
    kind = cell.get("cell_type")
    text = normalise(_joined(cell.get("source", cell.get("input", ""))))
    if kind == "markdown":
        yield from markdown_pieces(text)
    elif kind == "heading":
        yield Piece(BlockKind.HEADING, text, int(cell.get("level", 1)))
    elif kind == "code":
        yield Piece(BlockKind.CODE, text)
        for output in cell.get("outputs") or ():
            shown = output.get("data", {}).get("text/plain", "")
            yield Piece(BlockKind.CODE, _joined(output.get("text", shown)))
    else:
        yield Piece(BlockKind.PARAGRAPH, text)


def _joined(text: object) -> str:
    return "".join(map(str, text)) if isinstance(text, list) else str(text)
