"""The vector index in a Chroma server, shared by every process that uses the library.

A generation is a collection, named after the library and numbered; its metadata says what it
was made for and, once it stands, which of the catalog's revisions it has applied::

    footnote-1804289383-1795467600    {"made_for": "…", "revision": 57}

The highest-numbered one that has a revision stands. That is written in the server and not in
the catalog, so that a server that lost its data has lost the pointer too.
"""

import re
import time
from collections.abc import Mapping
from typing import Any

from index.catalog import CatalogReader
from index.errors import UnreachableError
from index.followers.chroma_server import ChromaServer
from index.followers.follower import Follower
from index.followers.shelf import Pointer, Shelf
from index.followers.vectors import CONFIGURATION, ChromaGeneration, made_for
from index.settings import IndexSettings
from index.types import Vector

_LOOK_SECONDS = 1.0
"""How long a pointer, or that the server is away, is believed without asking again."""


class CollectionShelf(Shelf):
    """Generations in collections of one Chroma server."""

    def __init__(self, server: ChromaServer, library: int) -> None:
        self._server = server
        self._name = re.compile(rf"footnote-{library}-(\d+)")
        self._prefix = f"footnote-{library}-"
        self._looked: tuple[float, Pointer | UnreachableError | None] | None = None

    def place(self, number: int) -> str:
        """Return the name of a generation's collection."""
        return f"{self._prefix}{number}"

    def pointer(self) -> Pointer | None:
        """Return what stood not longer ago than a moment."""
        looked = self._looked
        if looked is None or time.monotonic() - looked[0] > _LOOK_SECONDS:
            found: Pointer | UnreachableError | None
            try:
                found = self._standing()
            except UnreachableError as error:
                found = error
            self._looked = looked = (time.monotonic(), found)
        if isinstance(looked[1], UnreachableError):
            raise looked[1]
        return looked[1]

    def point(self, pointer: Pointer) -> None:
        """Write the revision into the collection's metadata."""
        self._describe(pointer.generation, {"made_for": pointer.made_for, "revision": pointer.revision})

    def forget(self) -> None:
        """Take the revision out of every collection's metadata."""
        for number, described in self._collections().items():
            self._describe(number, {"made_for": str(described.get("made_for", ""))})

    def numbers(self) -> list[int]:
        """Return the numbers of this library's collections."""
        return list(self._collections())

    def next_number(self) -> int:
        """Return the present second (Unix time): no number comes again, though the server lose its disk."""
        return max(super().next_number(), int(time.time()))

    def drop(self, number: int) -> None:
        """Delete a collection, if it is there."""
        with self._server.reached():
            if number in self._collections():
                self._server.client().delete_collection(self.place(number))

    def look_again(self) -> None:
        """Believe no pointer that was read before."""
        self._looked = None

    def _standing(self) -> Pointer | None:
        known = {number: each for number, each in self._collections().items() if "revision" in each}
        if not known:
            return None
        newest = max(known)
        return Pointer(newest, int(known[newest]["revision"]), str(known[newest]["made_for"]))

    def _collections(self) -> dict[int, Mapping[str, Any]]:
        with self._server.reached():
            return {
                int(named[1]): each.metadata or {}
                for each in self._server.client().list_collections()
                if (named := self._name.fullmatch(each.name))
            }

    def _describe(self, number: int, metadata: dict[str, Any]) -> None:
        with self._server.reached():
            client = self._server.client()
            client.get_collection(self.place(number), embedding_function=None).modify(metadata=metadata)
        self.look_again()


class ServedGeneration(ChromaGeneration):
    """A collection of a Chroma server; what goes wrong there raises UnreachableError."""

    def __init__(self, server: ChromaServer, name: str, fresh: bool) -> None:
        """Open the collection ``name``, or where ``fresh`` make it."""
        self._server = server
        with server.reached():
            client = server.client()
            collection = (
                client.create_collection(name, embedding_function=None, configuration=CONFIGURATION)
                if fresh
                else client.get_collection(name, embedding_function=None)
            )
            super().__init__(client, collection)

    def nearest(self, vector: Vector, number: int) -> list[tuple[str, float]]:
        """As ``ChromaGeneration.nearest``."""
        with self._server.reached():
            return super().nearest(vector, number)

    def apply(self, catalog: CatalogReader, after: int) -> None:
        """As ``ChromaGeneration.apply``."""
        with self._server.reached():
            super().apply(catalog, after)

    def is_sound(self, catalog: CatalogReader) -> bool:
        """As ``ChromaGeneration.is_sound``."""
        with self._server.reached():
            return super().is_sound(catalog)

    def ids(self) -> list[str]:
        """As ``ChromaGeneration.ids``."""
        with self._server.reached():
            return super().ids()

    def close(self) -> None:
        """Nothing is held: the connection is the index's."""


class ServedVectorIndex(Follower[ChromaGeneration]):
    """Passage vectors in a Chroma server, one for all processes of the library."""

    name = "vectors"
    shared = True

    def __init__(self, settings: IndexSettings, model: str, library: int) -> None:
        """Follow the catalog whose identity is ``library``; raises SettingsError as ``ChromaServer``."""
        self._server = ChromaServer(settings)
        self._collections = CollectionShelf(self._server, library)
        super().__init__(self._collections, made_for=made_for(model, library))

    def reopen(self) -> ChromaGeneration | None:
        """Look up the standing collection anew: another process may have replaced it."""
        self._collections.look_again()
        return super().reopen()

    def close(self) -> None:
        """End the connection."""
        super().close()
        self._server.close()

    def _open_generation(self, number: int, fresh: bool) -> ChromaGeneration:
        return ServedGeneration(self._server, self._collections.place(number), fresh)
