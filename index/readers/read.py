"""A path -> its documents: detection, the right reader, and the metadata file beside it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from index.errors import ReadError, SkipFile
from index.readers.beside import is_metadata_file, metadata_file, override
from index.readers.detect import Format, detect
from index.readers.docx import read_docx
from index.readers.epub import read_epub
from index.readers.html import read_html
from index.readers.mail import read_eml, read_mbox
from index.readers.markdown import read_markdown
from index.readers.notebook import read_notebook
from index.readers.office import read_pptx, read_xlsx
from index.readers.opendocument import read_odt
from index.readers.opening import content
from index.readers.pdf import read_pdf
from index.readers.plain import read_plain
from index.readers.rtf import read_rtf
from index.readers.tables import read_csv, read_json
from index.readers.xml import read_xml
from index.types import Document

_Reader = Callable[[bytes, str], Document | tuple[Document, ...]]
_READERS: dict[Format, _Reader] = {
    Format.PLAIN: read_plain,
    Format.MARKDOWN: read_markdown,
    Format.HTML: read_html,
    Format.PDF: read_pdf,
    Format.DOCX: read_docx,
    Format.CSV: read_csv,
    Format.JSON: read_json,
    Format.EPUB: read_epub,
    Format.ODT: read_odt,
    Format.RTF: read_rtf,
    Format.PPTX: read_pptx,
    Format.XLSX: read_xlsx,
    Format.EML: read_eml,
    Format.MBOX: read_mbox,
    Format.NOTEBOOK: read_notebook,
    Format.XML: read_xml,
}


def read(path: Path) -> tuple[Document, ...]:
    """Return the articles in the file at ``path``: one, or as many as a table has rows.

    Raises ReadError if the file cannot be read, SkipFile if it holds no article.
    """
    if is_metadata_file(path):
        raise SkipFile(f"{path.name} is the metadata of {path.name.removesuffix('.meta.json')}")
    try:
        data = content(path)
    except OSError as error:
        raise ReadError(f"{path.name} cannot be opened: {error.strerror or error}") from error
    found = _READERS[detect(data, path.name)](data, path.name)
    documents = found if isinstance(found, tuple) else (found,)
    return _apart(override(documents, metadata_file(path)))


def _apart(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Return ``documents`` with a part of its own for each: of two with one name, the later is the second."""
    seen: Counter[str] = Counter()

    def apart(document: Document) -> Document:
        part = document.metadata.part
        seen[part] += 1
        if seen[part] == 1:
            return document
        return replace(document, metadata=replace(document.metadata, part=f"{part} ({seen[part]})".strip()))

    return tuple(map(apart, documents))
