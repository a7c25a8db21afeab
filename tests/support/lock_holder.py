"""Holds the lock of a catalog in Postgres until it is killed. Run with: lock_holder.py DATA CATALOG_URL."""

import sys
from pathlib import Path

from hash_embedder import HashEmbedder

from index.library import Library
from index.settings import IndexSettings

settings = IndexSettings(data=Path(sys.argv[1]), catalog_url=sys.argv[2])
with Library(settings, HashEmbedder()) as library, library.writing("footnote watch"):
    print("held", flush=True)
    sys.stdin.read()
