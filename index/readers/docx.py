"""DOCX -> a document: paragraphs, headings, list items and table rows in their order.

What Word would not show (hidden, white or tiny runs, deleted changes) and what stands outside the text
(footnotes, headers, text boxes, a table of contents) is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from index.errors import FootnoteError, ReadError
from index.readers.about import language, line
from index.readers.archive import open_archive
from index.readers.byline import dated_by_file, with_byline
from index.readers.compose import Piece, compose, rows_of
from index.readers.dates import iso_date
from index.readers.spans import WIDEST, again
from index.readers.unreadable import unreadable
from index.types import BlockKind, Document, Metadata

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

SMALLEST = 4
"""Half points; smaller type than two points is not there to be read."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LEFT_OUT = {
    f"{_W}{tag}" for tag in ("del", "moveFrom", "txbxContent", "pict", "drawing", "object", "instrText")
}
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_TEMPLATE_DATE = "2013-12-23"


def read_docx(data: bytes, name: str) -> Document:
    """Return the article in the bytes of a Word document.

    Raises ReadError if it is damaged, SkipFile if there are no words.
    """
    try:
        metadata, pieces = _read(data, name)
    except FootnoteError:
        raise
    except Exception as error:  # damaged XML and parts come as many kinds
        help = "open it in a word processor and save it again"
        raise unreadable(f"{name} is a Word document that", error, help) from error
    return compose(pieces, metadata, _MEDIA_TYPE, name)


def _read(data: bytes, name: str) -> tuple[Metadata, list[Piece]]:
    import docx

    open_archive(data, name).close()
    document = docx.Document(BytesIO(data))
    if document.element.getroottree().docinfo.internalDTD is not None:  # what its entities stand for is lost
        raise ReadError(
            f"{name} declares entities, as no word processor does",
            "open it in a word processor and save it again",
        )
    styles = _Styles(document)
    found = [(styles.name(element), piece) for element, piece in _pieces(document.element.body, styles)]
    metadata = _metadata(document)
    if not metadata.title:
        titled = [piece for style, piece in found if style == "title"]
        headings = [piece for _, piece in found if piece.kind is BlockKind.HEADING and piece.level == 1]
        metadata = replace(metadata, title=line(next((piece.text for piece in titled + headings), "")))
    pieces = [piece for _, piece in found]
    return with_byline(metadata, pieces), pieces


def _metadata(document: "WordDocument") -> Metadata:
    try:
        told = document.core_properties
        made, title, author = told.created, told.title, told.author
        spoken = told.language
    except Exception:  # damaged properties cost the metadata, never the article
        return Metadata()
    published = iso_date(made)
    if published == _TEMPLATE_DATE:
        published = ""
    known = Metadata(
        title="" if re.fullmatch(r"(?i)word document|document\d*|untitled", title) else line(title),
        author="" if author == "python-docx" else line(author),
        language=language(spoken),
    )
    return dated_by_file(known, published)


class _Styles:
    """The styles of a document by their ids: names in lower case, and whether they list or hide."""

    def __init__(self, document: "WordDocument") -> None:
        self._names: dict[str, str] = {}
        self._listing: dict[str, int] = {}
        self._hiding: set[str] = set()
        for style in document.styles.element.iterchildren(f"{_W}style"):
            key = style.get(f"{_W}styleId", "")
            name = style.find(f"{_W}name")
            self._names[key] = (name.get(f"{_W}val", "") if name is not None else key).lower()
            level = _list_level(style.find(f"{_W}pPr"))
            if level:
                self._listing[key] = level
            if _hides(style.find(f"{_W}rPr")):
                self._hiding.add(key)

    def name(self, element: Any) -> str:
        """Return the name of the style of a paragraph, in lower case."""
        return self._names.get(_style_id(element, "pPr"), "")

    def hides(self, element: Any, properties: str) -> bool:
        """Say whether a run (``rPr``) or paragraph (``pPr``) has a style whose text is hidden."""
        return _style_id(element, properties) in self._hiding

    def level(self, paragraph: Any) -> int:
        """Return the depth of a list item from 1, or 0 for any other paragraph."""
        direct = _list_level(paragraph.find(f"{_W}pPr"))
        if direct is not None:
            return direct
        name = self.name(paragraph)
        named = re.match(r"list(?: (?:bullet|number|continue))?(?: (\d))?$", name)
        if named:
            return int(named[1] or 1)
        return self._listing.get(_style_id(paragraph, "pPr"), 0)


def _style_id(element: Any, properties: str) -> str:
    style = element.find(f"{_W}{properties}/{_W}{properties[0]}Style")
    return str(style.get(f"{_W}val", "")) if style is not None else ""


def _list_level(properties: Any) -> int | None:
    """Return the depth that numbering gives, 0 where it is turned off, ``None`` if unsaid."""
    numbering = properties.find(f"{_W}numPr") if properties is not None else None
    if numbering is None:
        return None
    number, level = numbering.find(f"{_W}numId"), numbering.find(f"{_W}ilvl")
    if number is not None and number.get(f"{_W}val") == "0":
        return 0
    return 1 + int(level.get(f"{_W}val", 0)) if level is not None else 1


def _pieces(container: Any, styles: _Styles) -> Iterator[tuple[Any, Piece]]:
    """Yield the pieces in ``container``, each with its paragraph or table."""
    for child in container.iterchildren():
        if child.tag == f"{_W}p":
            piece = _paragraph(child, styles)
            if piece:
                yield child, piece
        elif child.tag == f"{_W}tbl":
            yield from ((child, row) for row in _table(child, styles))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _pieces(child, styles)


def _paragraph(element: Any, styles: _Styles) -> Piece | None:
    name = styles.name(element)
    if name.startswith("toc") or styles.hides(element, "pPr"):
        return None
    text = "\n".join(" ".join(part.split()) for part in _text(element, styles).split("\n"))
    heading = _HEADING.match(name)
    if name == "title" or heading:
        return Piece(BlockKind.HEADING, text, min(6, int(heading[1]) or 1) if heading else 1)
    if name in ("quote", "intense quote", "block text"):
        return Piece(BlockKind.QUOTE, text)
    level = styles.level(element)
    return Piece(BlockKind.ITEM, text, level) if level else Piece(BlockKind.PARAGRAPH, text)


def _table(table: Any, styles: _Styles) -> list[Piece]:
    """Return the rows of a table, each cell in every place that it was merged with."""
    found: list[tuple[list[str], bool]] = []
    above: list[str] = []
    for row in table.iter(f"{_W}tr"):
        own = list(row.iter(f"{_W}tc"))
        cells: list[str] = []
        for cell in own:
            merged, span = cell.find(f"{_W}tcPr/{_W}vMerge"), cell.find(f"{_W}tcPr/{_W}gridSpan")
            goes_on = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
            text = again(above[len(cells)]) if goes_on and len(cells) < len(above) else _cell(cell, styles)
            width = int(span.get(f"{_W}val", 1)) if span is not None and len(own) > 1 else 1
            cells += [text] + [again(text)] * (max(1, min(width, WIDEST)) - 1)
        found.append((cells, row.find(f"{_W}trPr/{_W}tblHeader") is not None))
        above = cells
    return rows_of(found)


def _cell(cell: Any, styles: _Styles) -> str:
    return " ".join(_text(cell, styles).split())


def _text(element: Any, styles: _Styles) -> str:
    """Return the text of the runs in ``element`` that are shown."""
    parts: list[str] = []
    for child in element.iterchildren():
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        elif child.tag in _LEFT_OUT or (child.tag == f"{_W}r" and _is_hidden(child, styles)):
            continue
        elif isinstance(child.tag, str) and not child.tag.endswith("Pr"):
            parts.append(_text(child, styles))
            parts.append("\n" if child.tag == f"{_W}p" else "")
    return "".join(parts)


def _is_hidden(run: Any, styles: _Styles) -> bool:
    properties = run.find(f"{_W}rPr")
    return _hides(properties) or styles.hides(run, "rPr") or _is_white(run, properties)


def _is_white(run: Any, properties: Any) -> bool:
    """Say whether a run is written in white, and neither it nor what is around it is shaded."""
    colour = properties.find(f"{_W}color") if properties is not None else None
    if colour is None or colour.get(f"{_W}val", "").upper() != "FFFFFF":
        return False
    shaded = any(properties.find(f"{_W}{name}") is not None for name in ("shd", "highlight"))
    around = (each.find(f"{each.tag}Pr") for each in run.iterancestors(f"{_W}p", f"{_W}tc", f"{_W}tbl"))
    styled = (f"{_W}shd", f"{_W}tblStyle", f"{_W}pStyle")
    return not shaded and not any(
        own is not None and any(own.find(name) is not None for name in styled) for own in around
    )


def _hides(properties: Any) -> bool:
    if properties is None:
        return False
    vanish, size = properties.find(f"{_W}vanish"), properties.find(f"{_W}sz")
    if size is not None and size.get(f"{_W}val", "").isdecimal() and int(size.get(f"{_W}val")) < SMALLEST:
        return True
    return vanish is not None and vanish.get(f"{_W}val", "true") not in ("0", "false", "off")
