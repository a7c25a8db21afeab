"""HTML -> a document: the article of a page without menus, advertising and hidden text.

Which part of the page is the article is told by the tool that made a manual, and else decided
by ``trafilatura``; where it finds nothing, everything in the body but its navigation is taken.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from index.errors import FootnoteError, ReadError
from index.readers.compose import Piece, compose, has_words, row_of
from index.readers.decode import decode
from index.readers.html_about import about_page
from index.readers.html_hidden import remove_hidden
from index.readers.html_manuals import manual
from index.readers.markup_tables import simplify_tables
from index.readers.unreadable import unreadable
from index.text import fold, normalise
from index.types import BlockKind, Document

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{2,40})", re.IGNORECASE)
_FURNITURE = ("script", "style", "nav", "header", "footer", "aside", "form", "head", "button", "select")
_DATES = {"original_date": True, "extensive_search": False}
"""A date anywhere in the text is not the article's; without one of its own it has none."""
_ROWS = ("row", "tr")
_CELLS = ("cell", "td", "th")
_HEADINGS = ("head", "h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST_CELL = 1000
"""Characters from which a cell is a text, not a datum."""

_CODE = ("code", "pre")
_QUOTES = ("quote", "blockquote")
_LISTS = ("list", "ul", "ol", "dl")
_ITEMS = ("item", "li", "dt", "dd")
_INLINE_TAGS = """
    hi ref del ins graphic a abbr acronym b bdi bdo big cite data dfn em font i img kbd label mark q s
    samp small span strike strong sub sup time tt u var wbr
"""
_INLINE = frozenset(_INLINE_TAGS.split())


def read_html(data: bytes, name: str) -> Document:
    """Return the article in the bytes of a web page.

    Raises ReadError if the page is damaged beyond reading or its encoding is not known,
    SkipFile if there are no words.
    """
    declared = _DECLARED.search(data[:4096]) or _XML_DECLARED.match(data)
    text = normalise(decode(data, name, declared[1].decode("ascii") if declared else ""))
    try:
        tree = _parsed(text, name)
        remove_hidden(tree)
        _remove_menus(tree)
        _tell_heads(tree)
        article = manual(tree)
        simplify_tables(tree)
        extracted = _extracted(tree)
        if article is None and extracted is not None:
            article = extracted.body
        pieces = list(_pieces(article)) if article is not None else []
        if not has_words("".join(piece.text for piece in pieces)):
            pieces = _everything(tree)
        metadata = about_page(tree, extracted)
    except FootnoteError:
        raise
    except Exception as error:  # lxml and trafilatura let many kinds through on damaged pages
        help = "save the article again, or as text"
        raise unreadable(f"{name} is a web page that", error, help) from error
    return compose(pieces, metadata, "text/html", name)


def page_pieces(text: str, name: str, sheets: Sequence[str] = ()) -> list[Piece]:
    """Return all that a page shows but its navigation: for pages that are nothing but their article.

    ``sheets`` are the style sheets that it links to. Raises ReadError if the page is damaged beyond reading.
    """
    try:
        tree = _parsed(text, name)
        remove_hidden(tree, sheets)
        _remove_menus(tree)
        _tell_heads(tree)
        article = manual(tree)
        simplify_tables(tree)
        return _everything(tree) if article is None else list(_pieces(article))
    except FootnoteError:
        raise
    except Exception as error:  # as above
        raise unreadable(f"a page in {name}", error, "save it again") from error


def _parsed(text: str, name: str) -> Any:
    import lxml.html
    from lxml.etree import ErrorTypes

    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    tree = lxml.html.document_fromstring(text.encode(), parser=parser)
    if parser.error_log.filter_types([ErrorTypes.ERR_RESOURCE_LIMIT]):  # what is deeper was dropped
        raise ReadError(f"{name} is nested too deeply to be read", "save the article again, or as text")
    return tree


def _remove_menus(tree: Any) -> None:
    """Remove what is never the article, and what trafilatura keeps on pages with little text."""
    for element in list(tree.iter("nav", "footer")):
        inside_article = any(True for _ in element.iterancestors("article"))
        if element.getparent() is not None and (element.tag == "nav" or not inside_article):
            element.drop_tree()


def _tell_heads(tree: Any) -> None:
    """Make each cell of a table's head a ``<th>``: trafilatura keeps no ``<thead>``."""
    for head in tree.iter("thead"):
        for cell in head.iter("td"):
            cell.tag = "th"


def _extracted(tree: Any) -> Any:
    """Return what trafilatura takes for the article, or ``None``."""
    import trafilatura

    return trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        with_metadata=True,
        date_extraction_params=_DATES,
    )


def _everything(tree: Any) -> list[Piece]:
    """Return all text of the page outside its furniture."""
    for element in list(tree.iter(*_FURNITURE)):
        if element.getparent() is not None:
            element.drop_tree()
    body = tree.find("body")
    return list(_pieces(body if body is not None else tree))


def _pieces(
    element: Any, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0, depth: int = 0
) -> Iterator[Piece]:
    """Yield the pieces inside ``element``, whose own text is of ``kind``; ``depth`` counts lists."""
    run = element.text or ""
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in ("lb", "br"):
            run += "\v"
        elif tag in _INLINE or (tag == "code" and kind is not BlockKind.CODE and _is_inline(child)):
            run += _inline(child)
        elif tag:
            yield from _flushed(run, kind, level)
            run = ""
            yield from _block(child, tag, kind, level, depth)
        run += child.tail or ""
    yield from _flushed(run, kind, level)


def _block(child: Any, tag: str, kind: BlockKind, level: int, depth: int) -> Iterator[Piece]:
    if tag == "head" or re.fullmatch(r"h[1-6]", tag):
        rank = (child.get("rend") or "") if tag == "head" else tag
        yield Piece(
            BlockKind.HEADING, fold(_inline(child)), int(rank[1]) if re.fullmatch(r"h[1-6]", rank) else 2
        )
    elif tag in _ROWS and _is_layout(child):
        yield from _pieces(child, kind, level, depth)
    elif tag in _ROWS:
        cells = [fold(_inline(cell)) for cell in child if cell.tag in _CELLS]
        yield row_of(cells, names_columns=_names_columns(child))
    elif tag in _CODE:
        yield Piece(BlockKind.CODE, _inline(child).replace("\v", "\n"))
    elif tag in _QUOTES:
        yield from _pieces(child, BlockKind.QUOTE, 0, depth)
    elif tag in _LISTS:
        yield from _pieces(child, kind, level, depth + 1)
    elif tag in _ITEMS:
        yield from _pieces(child, BlockKind.ITEM, max(1, depth), depth)
    else:
        yield from _pieces(child, kind, level, depth)


def _is_layout(row: Any) -> bool:
    """Say whether a row is there for the layout: it holds no data, or is one cell of a table in a table."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    holds_blocks = any(True for cell in cells for _ in cell.iterdescendants("table", *_HEADINGS))
    is_long = any(len("".join(cell.itertext())) > _LONGEST_CELL for cell in cells)
    around = sum(1 for _ in row.iterancestors("table"))
    return holds_blocks or is_long or (len(cells) == 1 and around > 1)


def _names_columns(row: Any) -> bool:
    """Say whether all cells are ``<th>``, for which trafilatura has a role."""
    heads = [cell.tag == "th" or cell.get("role") == "head" for cell in row if cell.tag in _CELLS]
    return bool(heads) and all(heads)


def _is_inline(code: Any) -> bool:
    return code.getparent().tag in ("p", "item", "li", "dt", "cell", "td") and "\n" not in (code.text or "")


def _inline(element: Any) -> str:
    """Return the text in ``element``, with a vertical tab for each line break."""
    parts = [element.text or ""]
    for child in element:
        parts.append("\v" if child.tag in ("lb", "br") else "")
        parts.append(_inline(child))
        parts.append(" " if child.tag in ("p", *_ITEMS, *_CELLS, "div") else "")
        parts.append(child.tail or "")
    return "".join(parts)


def _flushed(run: str, kind: BlockKind, level: int) -> Iterator[Piece]:
    """Yield ``run``, cut where two line breaks follow each other."""
    if not run.strip():
        return
    for part in re.split(r"\v\s*\v", run):
        yield Piece(kind, "\n".join(fold(one) for one in part.split("\v")), level)
