"""Bytes and a name -> what a file is: by its content first, by its name second."""

import json
import re
from enum import StrEnum
from pathlib import PurePath

from index.errors import SkipFile
from index.readers.archive import member, open_archive
from index.readers.decode import decode, unicode_text
from index.readers.mail import is_mailbox, is_message
from index.readers.markdown import split_front_matter
from index.readers.tables import TEXT_KEYS, delimiter_of


class Format(StrEnum):
    """The formats that are read."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    CSV = "csv"
    JSON = "json"
    EPUB = "epub"
    ODT = "odt"
    RTF = "rtf"
    PPTX = "pptx"
    XLSX = "xlsx"
    EML = "eml"
    MBOX = "mbox"
    NOTEBOOK = "ipynb"
    XML = "xml"


_MAGIC = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office file"),
    (b"%!PS", "PostScript"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"OggS", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
    (b"\0asm", "a WebAssembly program"),
    (b"wOF", "a font"),
    (b"\0\1\0\0", "a font"),
    (b"OTTO", "a font"),
)
_ZIPPED = (
    ("word/document.xml", Format.DOCX),
    ("ppt/presentation.xml", Format.PPTX),
    ("xl/workbook.xml", Format.XLSX),
    ("META-INF/container.xml", Format.EPUB),
)
_OPENDOCUMENT = b"application/vnd.oasis.opendocument.text"
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_XML_START = re.compile(
    r"\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?:\?xml\b|!doctype\b|svg\b|rss\b|feed\b|[\w:]+\s[^<>]*\bxmlns\b)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(p|div|h[1-6]|article|section|table|ul|ol|br|span|main)\b[^<>]*>", re.IGNORECASE)
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"\[[^\[\]\n]+\]\((?:https?://|#|\.?/)[^()\s]*\)"),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"(?<!\S)\*\*[^*\s][^*\n]*\*\*"),
    re.compile(r"^\|[ :]*-{3}", re.MULTILINE),
)
_NOTEBOOK = re.compile(r'\A\s*\{\s*"(?:cells|metadata|nbformat)"[\s\S]*"cell_type"\s*:')
_SUFFIXES = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".mdown": Format.MARKDOWN,
    ".mkd": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".json": Format.JSON,
    ".jsonl": Format.JSON,
    ".ndjson": Format.JSON,
    ".ipynb": Format.NOTEBOOK,
    ".xml": Format.XML,
}
_HEAD = 100_000


def detect(data: bytes, name: str) -> Format:
    """Return the format of a file.

    Raises SkipFile if it is empty or of a format that is not read, ReadError if it is
    text in no known encoding.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise SkipFile(f"{name} holds no text")
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\3\4"):
        return _zipped(data, name)
    if data.startswith(b"{\\rtf"):
        return Format.RTF
    other = next((what for magic, what in _MAGIC if data.startswith(magic)), "") or _media(data)
    if other:
        raise unread(name, other)
    if is_mailbox(data):
        return Format.MBOX
    suffix = PurePath(name).suffix.lower()
    if is_message(data) or suffix == ".eml":
        return Format.EML
    return _text_format(_text(data, name), name)


def unread(name: str, what: str) -> SkipFile:
    """Return the error for a file that is ``what``, a format that is not read."""
    return SkipFile(
        f"{name} is {what}, which is not a format that Footnote reads yet",
        "save it as text, Markdown, HTML, PDF or DOCX",
    )


def _media(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return {b"WEBP": "a WebP image", b"WAVE": "a WAV recording"}.get(data[8:12], "a film")
    return "a film or recording (MP4)" if data[4:8] == b"ftyp" else ""


def _zipped(data: bytes, name: str) -> Format:
    with open_archive(data, name) as archive:
        members = set(archive.namelist())
        kind = member(archive, "mimetype", name) if "mimetype" in members else b""
    if kind.startswith(_OPENDOCUMENT):
        return Format.ODT
    if b"opendocument" in kind:
        raise unread(name, "an OpenDocument file other than a text")
    for place, found in _ZIPPED:
        if place in members:
            return found
    raise unread(name, "a ZIP archive")


def _text(data: bytes, name: str) -> str:
    """Return the start of the text in ``data``; raises if it is something else."""
    text = unicode_text(data)
    if text is None and b"\0" in data:
        raise unread(name, "binary data")
    text = (decode(data, name) if text is None else text)[:_HEAD]
    controls = sum(one < " " and one not in "\t\n\r\f\v\x1b\x1a" for one in text)
    if controls > len(text) // 20:
        raise unread(name, "binary data")
    return text


def _text_format(text: str, name: str) -> Format:
    named = _SUFFIXES.get(PurePath(name).suffix.lower())
    if _HTML_START.match(text):
        return Format.HTML
    if _XML_START.match(text) and named not in (Format.HTML, Format.MARKDOWN):
        return Format.XML
    if named is Format.HTML:
        return Format.HTML if _TAG.search(text) else Format.PLAIN
    if named is Format.NOTEBOOK or _NOTEBOOK.search(text):
        return Format.NOTEBOOK
    if named is Format.JSON or _is_json(text):
        return Format.JSON
    return named or _unnamed_format(text)


def _unnamed_format(text: str) -> Format:
    """Return the format of a text whose name says nothing."""
    if text.lstrip().startswith("<") and len(_TAG.findall(text)) > 2:
        return Format.HTML
    if _is_csv(text):
        return Format.CSV
    return Format.MARKDOWN if _is_markdown(text) else Format.PLAIN


def _is_json(text: str) -> bool:
    """Say whether the first line, or the whole text, is a JSON object or a list of them."""
    start = text.lstrip()
    if not start.startswith(("{", "[")):
        return False
    for candidate in (start.partition("\n")[0], start):
        try:
            value = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        return isinstance(value, dict) or (isinstance(value, list) and any(map(_is_object, value)))
    return bool(re.match(r'(?:\[\s*)?\{\s*"\w+"\s*:', start)) and len(text) >= _HEAD


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_csv(text: str) -> bool:
    """Say whether the first line names columns, one of them the articles' text."""
    header, _, rest = text.lstrip().partition("\n")
    columns = [column.strip(' "\r').lower() for column in header.split(delimiter_of(text))]
    named = all(re.fullmatch(r"[\w-]{1,30}", column) for column in columns)
    return len(columns) > 1 and named and bool(set(TEXT_KEYS) & set(columns)) and bool(rest.strip())


def _is_markdown(text: str) -> bool:
    """Say whether the text has front matter, or marks of two kinds that plain text has not."""
    header, _ = split_front_matter(text.replace("\r\n", "\n"))
    if re.search(r"^title\s*:", header, re.MULTILINE):
        return True
    return sum(bool(mark.search(text)) for mark in _MARKDOWN) > 1
