"""RTF -> a document, by ``striprtf``; hidden text, which it would show, is taken out before."""

import re

from index.readers.about import line
from index.readers.byline import dated_by_file
from index.readers.compose import Piece, compose, row_of
from index.readers.dates import iso_date
from index.readers.unreadable import unreadable
from index.types import BlockKind, Document, Metadata

_TOKEN = re.compile(r"\\'[0-9a-fA-F]{2}|\\([a-zA-Z]+)(-?\d+)? ?|\\[^a-zA-Z]|[{}]|[^\\{}]+", re.DOTALL)
_MADE = re.compile(r"\\creatim\\yr(\d+)\\mo(\d+)\\dy(\d+)")


def read_rtf(data: bytes, name: str) -> Document:
    """Return the article in the bytes of a rich text (Rich Text Format 1.9.1).

    Raises ReadError if it is damaged, SkipFile if there are no words.
    """
    source = data.decode("latin-1")  # all of it is ASCII; other characters are escaped
    try:
        text = _plain(shown(source))
        about = {key: _plain(_group(source, key)) for key in ("title", "author")}
    except Exception as error:  # it raises many kinds on damaged files
        help = "open it in a word processor and save it again"
        raise unreadable(f"{name} is rich text that", error, help) from error
    made = _MADE.search(source)
    published = iso_date("-".join(part.zfill(2) for part in made.groups())) if made else ""
    metadata = Metadata(title=line(about["title"]), author=line(about["author"]))
    return compose(map(_piece, text.split("\n")), dated_by_file(metadata, published), "application/rtf", name)


def _piece(text: str) -> Piece:
    """Return a paragraph, or a table's row, whose cells end with a bar."""
    if text.endswith("|"):
        return row_of([cell.strip() for cell in text[:-1].split("|")])
    return Piece(BlockKind.PARAGRAPH, text)


def _plain(source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    text: str = rtf_to_text(source, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    return text


def shown(source: str) -> str:
    r"""Return ``source`` without the text between ``\v`` or ``\deleted`` and their end, or their group's."""
    kept: list[str] = []
    around: list[bool] = []
    hidden = False
    for token in _TOKEN.finditer(source):
        text, word = token[0], token[1]
        if text == "{":
            around.append(hidden)
        elif text == "}":
            hidden = around.pop() if around else False
        elif word in ("v", "deleted"):
            hidden = token[2] != "0"
        elif word == "plain":
            hidden = False
        elif hidden and (word is None or word in ("u", "par", "line", "tab", "cell")):
            continue
        kept.append(text)
    return "".join(kept)


def _group(source: str, key: str) -> str:
    found = re.search(r"\{\\" + key + r"\s([^{}]*)\}", source[:100_000])
    return r"{\rtf1\ansi " + found[1] + "}" if found else ""
