"""XML -> documents: DocBook, JATS, TEI and others alike, their text in order; a saved feed by entry.

An element with text of its own is a block, with all that stands inside it; what holds only
other elements holds blocks. Entities are not expanded, nothing is fetched.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from index.errors import FootnoteError, ReadError, SkipFile
from index.readers.about import address, language, line
from index.readers.byline import with_byline
from index.readers.compose import Piece, compose, first_heading, row_of
from index.readers.dates import iso_date
from index.readers.html import page_pieces
from index.readers.markup_tables import simplify_tables
from index.readers.xml_about import about_xml, is_about, local
from index.text import fold
from index.types import BlockKind, Document, Metadata

_HEADINGS = re.compile(r"(?:sub)?title|head(?:ing)?|article-title|book-title|h[1-6]")
_ROWS = ("row", "tr")
_CELLS = ("entry", "cell", "td", "th")
_ITEMS = ("item", "li", "listitem", "list-item")
_QUOTES = ("quote", "blockquote", "disp-quote", "q")
_CODE = ("code", "programlisting", "screen", "pre", "literallayout")
_LEFT_OUT = ("script", "style", "processing-instruction", "binary", "math", "svg")
_SHOWN = ("title", "subtitle", "title-group", "article-title", "abstract", "trans-abstract")
"""Of what is told about an article, that which is read as its text."""
_MEDIA_TYPE = "application/xml"


def parsed(data: bytes, name: str) -> Any:
    """Return the root element of the XML in ``data``, entities left as they are.

    Raises ReadError if it is damaged or nested too deeply.
    """
    import lxml.etree

    parser = lxml.etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return lxml.etree.fromstring(data, parser)
    except lxml.etree.XMLSyntaxError as error:
        raise ReadError(
            f"{name} is XML that cannot be read: {line(str(error))}", "correct it, or save it as text"
        ) from error


def first_texts(root: Any) -> dict[str, str]:
    """Return the text of the first element of each name, as metadata files hold theirs."""
    told: dict[str, str] = {}
    for element in root.iter():
        told.setdefault(local(element), (element.text or "").strip())
    return told


def read_xml(data: bytes, name: str) -> Document | tuple[Document, ...]:
    """Return the article in the bytes of an XML file, or each entry of a feed.

    Raises ReadError if it is damaged, SkipFile if there are no words.
    """
    root = parsed(data, name)
    if local(root) in ("rss", "feed", "rdf"):
        return _entries(data, name)
    if local(root) == "svg":
        raise SkipFile(f"{name} is an SVG image, which is not a format that Footnote reads")
    simplify_tables(root)
    pieces = list(_pieces(root, BlockKind.PARAGRAPH, 0))
    metadata = replace(about_xml(root), title=line(first_heading(pieces)))
    return compose(pieces, with_byline(metadata, pieces), _MEDIA_TYPE, name)


def _pieces(element: Any, kind: BlockKind, level: int) -> Iterator[Piece]:
    """Yield the blocks in ``element``; ``level`` counts the headings above."""
    name = local(element)
    if not name or name in _LEFT_OUT:
        return
    if is_about(element):
        for child in element:
            if is_about(child) or local(child) in _SHOWN:
                yield from _pieces(child, kind, level)
        return
    if _HEADINGS.fullmatch(name):
        yield Piece(BlockKind.HEADING, fold("".join(element.itertext())), min(6, max(1, level)))
        return
    if name in _ROWS:
        cells = [fold("".join(cell.itertext())) for cell in element if local(cell) in _CELLS]
        yield row_of(cells, names_columns=next(element.iterancestors("{*}thead"), None) is not None)
        return
    if name in _CODE:
        yield Piece(BlockKind.CODE, "".join(element.itertext()))
        return
    if name in _ITEMS:
        kind = BlockKind.ITEM
    elif name in _QUOTES:
        kind = BlockKind.QUOTE
    if _has_text(element):
        yield Piece(kind, fold("".join(element.itertext())), 1 if kind is BlockKind.ITEM else 0)
        return
    deeper = level + any(_HEADINGS.fullmatch(local(child)) is not None for child in element)
    for child in element:
        yield from _pieces(child, kind, deeper)


def _has_text(element: Any) -> bool:
    own = [element.text, *(child.tail for child in element)]
    return any(text and text.strip() for text in own)


def _entries(data: bytes, name: str) -> tuple[Document, ...]:
    import feedparser

    found = []
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    for number, entry in enumerate(feed.entries, 1):
        content = entry.get("content") or [{"value": entry.get("summary", "")}]
        pieces = page_pieces(f"<html><body>{content[0]['value']}</body></html>", name)
        metadata = Metadata(
            title=line(entry.get("title")),
            author=line(entry.get("author")),
            published=iso_date(entry.get("published") or entry.get("updated")),
            language=language(feed.feed.get("language")),
            url=address(entry.get("link")),
            part=str(number),
        )
        try:
            found.append(compose(pieces, metadata, _MEDIA_TYPE, name))
        except FootnoteError:
            continue  # an entry without words
    if not found:
        raise SkipFile(f"{name} is a feed whose entries hold no text")
    return tuple(found)
