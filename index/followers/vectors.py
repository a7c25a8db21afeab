"""The vector index: passage embeddings in Chroma, following the catalog."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from index.catalog import CatalogReader
from index.followers.follower import Follower, Generation
from index.followers.shelf import FolderShelf
from index.types import Vector

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

_COLLECTION = "passages"
_PROBES = 5
CONFIGURATION: "CreateCollectionConfiguration" = {
    "hnsw": {"space": "cosine", "ef_construction": 100, "ef_search": 100, "max_neighbors": 16}
}


class ChromaGeneration(Generation):
    """One Chroma collection of passage vectors; ids are passage ids."""

    def __init__(self, client: "Client", collection: "Collection") -> None:
        self._client = client
        self._collection = collection
        self._batch = client.get_max_batch_size()

    def nearest(self, vector: Vector, number: int) -> list[tuple[str, float]]:
        """Return up to ``number`` passage ids with their cosine similarity, best first."""
        found = self._collection.query(
            query_embeddings=cast("Any", [vector]), n_results=number, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return [(key, 1.0 - float(far)) for key, far in zip(found["ids"][0], distances[0], strict=True)]

    def apply(self, catalog: CatalogReader, after: int) -> None:
        """Bring in the vectors that changed in ``catalog`` after a revision."""
        removed = catalog.removed_since(after) if after else []
        for first in range(0, len(removed), self._batch):
            self._collection.delete(ids=removed[first : first + self._batch])
        for batch in catalog.vectors_since(after):
            for first in range(0, len(batch), self._batch):
                part = batch[first : first + self._batch]
                metadatas: list[Any] = [{"article_id": article_id} for _, article_id, _ in part]
                self._collection.upsert(
                    ids=[key for key, _, _ in part],
                    embeddings=np.stack([vector for _, _, vector in part]),
                    metadatas=metadatas,
                )

    def is_sound(self, catalog: CatalogReader) -> bool:
        """Say whether known vectors find themselves (Chroma's files can be damaged silently)."""
        known = catalog.sample_vectors(_PROBES)
        if not known:
            return True
        held = set(self._collection.get(ids=[key for key, _ in known], include=[])["ids"])
        return all(
            any(similarity > 0.99 for _, similarity in self.nearest(vector, 3))
            for key, vector in known
            if key in held
        )

    def ids(self) -> list[str]:
        """Return the id of every vector."""
        return self._collection.get(include=[])["ids"]

    def close(self) -> None:
        """Release Chroma's files."""
        self._client.close()


class VectorIndex(Follower[ChromaGeneration]):
    """Chroma in this process, in the data directory."""

    name = "vectors"

    def __init__(self, folder: Path, model: str, library: int) -> None:
        """Follow the catalog whose identity is ``library`` in ``folder``, with vectors of ``model``."""
        self._folders = FolderShelf(folder)
        super().__init__(self._folders, made_for=made_for(model, library))

    def _open_generation(self, number: int, fresh: bool) -> ChromaGeneration:
        import chromadb
        from chromadb.config import Settings

        folder = self._folders.place(number)
        if not fresh and not (folder / "chroma.sqlite3").is_file():
            raise FileNotFoundError(f"{folder} holds no Chroma database")
        folder.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        collection = client.get_or_create_collection(
            _COLLECTION, embedding_function=None, configuration=CONFIGURATION
        )
        return ChromaGeneration(cast("Client", client), collection)


def made_for(model: str, library: int) -> str:
    """Return what a generation of vectors depends on, in a text."""
    return f"{model} {CONFIGURATION} {library}"
