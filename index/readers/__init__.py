"""Files -> documents: the first stage of indexing.

    opening ── detect ── plain · markdown · html · pdf · docx · tables ── compose ── beside

A file is read as what its content shows it to be. Every reader takes bytes and a name and
hands its text to ``compose``; a metadata file beside the article has the last word.
``index.indexing.worker`` does all of it in a process of its own.
"""

from index.readers.beside import is_metadata_file, metadata_file
from index.readers.opening import content
from index.readers.read import read

__all__ = ["content", "is_metadata_file", "metadata_file", "read"]
