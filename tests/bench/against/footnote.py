"""Footnote: its passages, sentence vectors and terms, and a search for the passages of a question."""

import sys
from pathlib import Path

import chromadb  # noqa: F401  # before the clock starts, as the others do
from measuring import report, task

from index.embedding import LocalEmbedder
from index.library import Library
from index.settings import DEFAULT_MODEL, IndexSettings

given = task()
embedder = LocalEmbedder(DEFAULT_MODEL)
embedder.query("loaded before the clock starts")
library = Library(IndexSettings.read(data=given.folder / "index", catalog_url=""), embedder)


def index():
    library.sync([Path(sys.argv[1])])
    return library.search


report(given, index)
library.close()
