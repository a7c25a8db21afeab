"""Indexes a folder with a quick embedder, in a process of its own that may be killed at any moment.

    python tests/torture/indexer.py DATA ARTICLES

Prints "ready" before it begins and "done" at the end.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from hash_embedder import HashEmbedder

from index.library import Library
from index.settings import IndexSettings


def main() -> None:
    data, articles = map(Path, sys.argv[1:])
    with Library(IndexSettings.read(data=data, catalog_url=""), HashEmbedder()) as library:
        print("ready", flush=True)
        library.sync([articles])
    print("done", flush=True)


if __name__ == "__main__":
    main()
