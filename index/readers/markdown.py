"""Markdown -> a document: the text as a reader of the page would see it, without markup."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.readers.about import line, metadata_of
from index.readers.byline import with_byline
from index.readers.compose import Piece, compose, row_of
from index.readers.decode import decode
from index.text import normalise
from index.types import BlockKind, Document, Metadata

if TYPE_CHECKING:
    from markdown_it.token import Token

_NESTING = 10_000
"""Deeper than Python recurses: a text nested so deep must fail, where a limit would drop it silently."""

_FENCES = ("---", "...")
_LONGEST_HEADER = 20_000


def read_markdown(data: bytes, name: str) -> Document:
    """Return the article in the bytes of a Markdown file.

    YAML front matter gives the metadata; what is wrong in it is passed over. The title
    is otherwise the first heading of level 1. Raw HTML is not shown. Raises ReadError if
    the encoding is not known, SkipFile if there are no words.
    """
    header, body = split_front_matter(normalise(decode(data, name)))
    metadata = _front_matter(header)
    pieces = markdown_pieces(body)
    if not metadata.title:
        titles = (piece.text for piece in pieces if piece.kind is BlockKind.HEADING and piece.level == 1)
        metadata = replace(metadata, title=line(next(titles, "")))
    return compose(pieces, with_byline(metadata, pieces), "text/markdown", name)


def markdown_pieces(text: str) -> list[Piece]:
    """Return what normalised ``text`` shows as Markdown."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable(["table", "strikethrough"])
    return list(_pieces(parser.parse(text)))


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the YAML between two ``---`` lines at the start of ``text``, and the rest."""
    first, _, rest = text.partition("\n")
    if first.rstrip() != "---":
        return "", text
    offset = 0
    for row in rest.splitlines(keepends=True):
        offset += len(row)
        if row.rstrip() in _FENCES:
            header = rest[: offset - len(row)]
            return (header, rest[offset:]) if ":" in header else ("", text)
    return "", text


def _front_matter(header: str) -> Metadata:
    import yaml

    if len(header) > _LONGEST_HEADER:
        return Metadata()
    try:
        values = yaml.safe_load(header)
    except Exception:  # any fault in it costs the metadata, never the article
        return Metadata()
    if not isinstance(values, dict):
        return Metadata()
    return metadata_of({key.lower(): value for key, value in values.items() if isinstance(key, str)})


def _pieces(tokens: Sequence["Token"]) -> Iterator[Piece]:
    """Yield what the tokens show, each piece in its innermost container."""
    containers: list[str] = []
    row: list[str] = []
    kind, level, heads = BlockKind.PARAGRAPH, 0, False
    for token in tokens:
        if token.type in ("list_item_open", "blockquote_open"):
            containers.append(token.type)
        elif token.type in ("list_item_close", "blockquote_close"):
            containers.pop()
        elif token.type == "paragraph_open":
            kind, level = _within(containers)
        elif token.type == "heading_open":
            kind, level = BlockKind.HEADING, int(token.tag[1:])
        elif token.type == "tr_open":
            kind, row = BlockKind.ROW, []
        elif token.type == "tr_close":
            yield row_of(row, names_columns=heads)
            kind = BlockKind.PARAGRAPH
        elif token.type in ("thead_open", "thead_close"):
            heads = token.type == "thead_open"
        elif token.type in ("fence", "code_block"):
            yield Piece(BlockKind.CODE, token.content)
        elif token.type == "inline":
            text = _shown(token.children or ()).strip()
            if kind is BlockKind.ROW:
                row.append(text)
            else:
                yield Piece(kind, text, level)


def _within(containers: Sequence[str]) -> tuple[BlockKind, int]:
    """Return the kind and level of a paragraph inside ``containers``."""
    if not containers:
        return BlockKind.PARAGRAPH, 0
    if containers[-1] == "blockquote_open":
        return BlockKind.QUOTE, 0
    return BlockKind.ITEM, containers.count("list_item_open")


def _shown(tokens: Sequence["Token"]) -> str:
    """Return the text that inline ``tokens`` show."""
    return "".join(_one_shown(token) for token in tokens)


def _one_shown(token: "Token") -> str:
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "\n"
    if token.type == "html_inline":
        return "\n" if token.content.lower().startswith("<br") else ""
    if token.type == "image":
        return _shown(token.children or ())
    return token.content
