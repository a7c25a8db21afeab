"""A path -> its documents: detection, the right reader, and the metadata file beside it."""

from collections.abc import Callable
from pathlib import Path

from index.errors import ReadError, SkipFile
from index.readers.beside import is_metadata_file, metadata_file, override
from index.readers.detect import Format, detect
from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.markdown import read_markdown
from index.readers.opening import content
from index.readers.pdf import read_pdf
from index.readers.plain import read_plain
from index.readers.tables import read_csv, read_json
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
    return override(documents, metadata_file(path))
