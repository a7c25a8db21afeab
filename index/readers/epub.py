"""EPUB -> documents, one article a chapter: a citation of a whole book could not be checked."""

import posixpath
import zipfile
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urldefrag

from index.errors import ReadError, SkipFile
from index.readers.about import language, line
from index.readers.archive import member, open_archive
from index.readers.compose import Piece, compose, first_heading, has_words
from index.readers.dates import iso_date
from index.readers.decode import decode
from index.readers.html import page_pieces
from index.readers.xml import first_texts, parsed
from index.readers.xml_about import local
from index.text import normalise
from index.types import Document, Metadata

_MEDIA_TYPE = "application/epub+zip"


def read_epub(data: bytes, name: str) -> tuple[Document, ...]:
    """Return the chapters of a book, in its reading order (EPUB 3.3, the spine).

    Raises ReadError if it is damaged or locked, SkipFile if no chapter has words.
    """
    with open_archive(data, name) as archive:
        package = _package(archive, name)
        root = parsed(member(archive, package, name), name)
        about = _about(root)
        locked = _locked(archive, name)
        sheets = _sheets(root, posixpath.dirname(package), archive, name)
        found: list[Document] = []
        for place in _spine(root, posixpath.dirname(package)):
            if place in locked:
                raise ReadError(f"{name} is locked by its seller (DRM)", "add a copy that is not")
            page = normalise(decode(member(archive, place, name), place))
            pieces = page_pieces(page, name, sheets)
            if has_words("".join(piece.text for piece in pieces)):
                chapter = _chapter(about, pieces, place)
                if any(each.metadata.part == chapter.part for each in found):
                    chapter = replace(chapter, part=place)
                found.append(compose(pieces, chapter, _MEDIA_TYPE, name))
    if not found:
        raise SkipFile(f"{name} holds no text")
    return tuple(found)


def _package(archive: zipfile.ZipFile, name: str) -> str:
    container = parsed(member(archive, "META-INF/container.xml", name), name)
    paths = [each.get("full-path", "") for each in container.iter() if local(each) == "rootfile"]
    if not paths:
        raise ReadError(f"{name} is an e-book without a package document", "get the file again")
    return str(paths[0])


def _spine(root: Any, folder: str) -> list[str]:
    """Return the places of the chapters; one that is named once a section is still one chapter."""
    items = {each.get("id"): each for each in root.iter() if local(each) == "item"}
    order = [items.get(each.get("idref")) for each in root.iter() if local(each) == "itemref"]
    pages = [item for item in order if item is not None and "html" in item.get("media-type", "")]
    return list(dict.fromkeys(_place(item, folder) for item in pages))


def _place(item: Any, folder: str) -> str:
    """Return where an item of the package in ``folder`` lies in the archive."""
    href = unquote(urldefrag(item.get("href", "")).url)
    return posixpath.normpath(posixpath.join(folder, href))


def _sheets(root: Any, folder: str, archive: zipfile.ZipFile, name: str) -> list[str]:
    """Return the book's style sheets, as far as they can be read: every page is taken to link to all."""
    places = [
        _place(each, folder)
        for each in root.iter()
        if local(each) == "item" and each.get("media-type") == "text/css"
    ]
    there = set(archive.namelist())
    return [member(archive, place, name).decode("utf-8", "replace") for place in places if place in there]


def _locked(archive: zipfile.ZipFile, name: str) -> set[str]:
    if "META-INF/encryption.xml" not in archive.namelist():
        return set()
    root = parsed(member(archive, "META-INF/encryption.xml", name), name)
    return {unquote(each.get("URI", "")) for each in root.iter() if local(each) == "cipherreference"}


def _about(root: Any) -> Metadata:
    told = first_texts(root)
    return Metadata(
        title=line(told.get("title")),
        author=line(told.get("creator")),
        published=iso_date(told.get("date")),
        language=language(told.get("language")),
    )


def _chapter(book: Metadata, pieces: list[Piece], place: str) -> Metadata:
    own = line(first_heading(pieces))
    title = own if not book.title or own == book.title else f"{book.title}: {own}" if own else book.title
    return replace(book, title=title, part=posixpath.basename(place))
