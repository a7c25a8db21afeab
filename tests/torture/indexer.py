"""Indexes a folder with a quick embedder, in a process of its own that may be killed at any moment."""

import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).parent))

from hash_embedder import HashEmbedder
from phases import Death, announce

from index.library import Library
from index.settings import IndexSettings


def index(data: Path, articles: Path, said: Connection, death: Death | None) -> None:
    """Index; send each phase with the moment that it begins, in seconds, and "done"."""

    def tell(phase: str) -> None:
        said.send((phase, time.monotonic()))
        if death:
            death.see(phase)

    with Library(IndexSettings.read(data=data, catalog_url=""), HashEmbedder()) as library:
        announce(tell)
        library.sync([articles])
    said.send(("done", time.monotonic()))
