"""ODT -> a document: headings, paragraphs, list items and table rows of the text.

Deleted and hidden text, notes and remarks are left out, as in Word documents.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from index.errors import ReadError
from index.readers.about import language, line
from index.readers.archive import member, open_archive
from index.readers.byline import dated_by_file, with_byline
from index.readers.compose import Piece, compose, first_heading, rows_of
from index.readers.dates import iso_date
from index.readers.spans import again
from index.readers.xml import first_texts, parsed
from index.readers.xml_about import local
from index.text import fold
from index.types import BlockKind, Document, Metadata

_ROW_GROUPS = ("table-header-rows", "table-rows", "table-row-group")
_LEFT_OUT = (
    "tracked-changes",
    "note",
    "annotation",
    "annotation-end",
    "sequence-decls",
    "hidden-text",
    "hidden-paragraph",
    "table-of-content",
    "image",
    "object",
    "object-ole",
)
_BESIDE = ("frame", "text-box", "custom-shape", "rect", "ellipse", "circle", "polygon", "path")
"""What stands beside the line that it is anchored in, and is read after it."""
_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


def read_odt(data: bytes, name: str) -> Document:
    """Return the article in the bytes of an OpenDocument text (ISO/IEC 26300).

    Raises ReadError if it is damaged or needs a password, SkipFile if there are no words.
    """
    with open_archive(data, name) as archive:
        members = set(archive.namelist())
        if b"encryption-data" in (
            member(archive, "META-INF/manifest.xml", name) if "META-INF/manifest.xml" in members else b""
        ):
            raise ReadError(f"{name} needs a password", "save a copy without a password and add that")
        if "content.xml" not in members:
            raise ReadError(f"{name} is an OpenDocument file without its content", "get the file again")
        root = parsed(member(archive, "content.xml", name), name)
        about = parsed(member(archive, "meta.xml", name), name) if "meta.xml" in members else None
        styles = parsed(member(archive, "styles.xml", name), name) if "styles.xml" in members else None
    hidden = {name for tree in (root, styles) if tree is not None for name in _hidden_styles(tree)}
    body = next(
        (each for each in root.iter() if local(each) == "text" and local(each.getparent()) == "body"), root
    )
    pieces = list(_pieces(body, hidden, 0))
    metadata = _metadata(about, pieces)
    return compose(pieces, with_byline(metadata, pieces), _MEDIA_TYPE, name)


def _metadata(about: Any, pieces: list[Piece]) -> Metadata:
    told = {} if about is None else first_texts(about)
    known = Metadata(
        title=line(told.get("title")) or line(first_heading(pieces)),
        author=line(told.get("initial-creator") or told.get("creator")),
        language=language(told.get("language")),
    )
    return dated_by_file(known, iso_date(told.get("creation-date")))


def _hidden_styles(tree: Any) -> Iterator[str]:
    for style in tree.iter():
        if local(style) == "style" and any(_value(each, "display") == "none" for each in style.iter()):
            yield _value(style, "name")


def _value(element: Any, name: str) -> str:
    """Return the attribute of ``element`` with the local name ``name``."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _pieces(container: Any, hidden: set[str], depth: int) -> Iterator[Piece]:
    """Yield the pieces in ``container``; ``depth`` counts the lists around it."""
    for child in container:
        name = local(child)
        if _is_left_out(child, hidden):
            continue
        if name == "h":
            level = int(_value(child, "outline-level") or 1)
            yield Piece(BlockKind.HEADING, _text(child, hidden), min(6, max(1, level)))
        elif name == "p":
            yield Piece(BlockKind.ITEM if depth else BlockKind.PARAGRAPH, _text(child, hidden), depth)
        elif name == "table":
            rows = list(_rows(child, hidden))
            yield from _table(rows, hidden)
            for row in rows:
                for box in _boxes(row, hidden):
                    yield from _pieces(box, hidden, 0)
            continue
        else:
            yield from _pieces(child, hidden, depth + (name == "list"))
            continue
        for box in _boxes(child, hidden):
            yield from _pieces(box, hidden, 0)


def _rows(container: Any, hidden: set[str]) -> Iterator[Any]:
    """Yield the rows of a table, and of its groups of rows, that are shown."""
    for child in container:
        if _is_left_out(child, hidden):
            continue
        if local(child) == "table-row":
            yield child
        elif local(child) in _ROW_GROUPS:
            yield from _rows(child, hidden)


def _table(rows: Sequence[Any], hidden: set[str]) -> list[Piece]:
    """Return rows as pieces, each cell in every place that it covers."""
    found: list[tuple[list[str], bool]] = []
    above: list[str] = []
    for row in rows:
        cells: list[str] = []
        left = 0
        alone = sum(local(cell) == "table-cell" for cell in row) == 1
        for cell in row:
            if local(cell) == "table-cell":
                cells.append(fold(_text(cell, hidden)))
                left = int(_value(cell, "number-columns-spanned") or 1) - 1
            elif local(cell) == "covered-table-cell" and not (alone and left):
                covering = cells[-1:] if left else above[len(cells) : len(cells) + 1]
                cells.append(again("".join(covering)))
                left = max(0, left - 1)
        found.append((cells, local(row.getparent()) == "table-header-rows"))
        above = cells
    return rows_of(found)


def _boxes(line: Any, hidden: set[str]) -> Iterator[Any]:
    """Yield the text boxes and shapes that are anchored in a line of text."""
    for child in line:
        if local(child) in _BESIDE and not _is_left_out(child, hidden):
            yield child
        elif not _is_left_out(child, hidden):
            yield from _boxes(child, hidden)


def _is_left_out(element: Any, hidden: set[str]) -> bool:
    return (
        local(element) in _LEFT_OUT
        or _value(element, "display") == "none"
        or _value(element, "style-name") in hidden
        or any(local(each) == "hidden-paragraph" and _value(each, "is-hidden") == "true" for each in element)
    )


def _text(element: Any, hidden: set[str]) -> str:
    parts = [element.text or ""]
    for child in element:
        name = local(child)
        if name == "s":
            parts.append(" " * int(_value(child, "c") or 1))
        elif name in ("tab", "line-break"):
            parts.append(" " if name == "tab" else "\n")
        elif name not in _BESIDE and not _is_left_out(child, hidden):
            parts.append(_text(child, hidden) + (" " if name in ("p", "h") else ""))
        parts.append(child.tail or "")
    return "".join(parts)
