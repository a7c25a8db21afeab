"""Embedding spaces: a model, the catalog with its vectors, and the index of them.

Vectors of two models cannot be compared, so a question stays in the space that it was embedded
in, though another stands by the time that it is searched for.
"""

import logging
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from index.catalog import CatalogReader
from index.embedding import Embedder, LocalEmbedder
from index.followers.follower import Follower
from index.followers.vector_server import ServedVectorIndex
from index.followers.vectors import ChromaGeneration, VectorIndex
from index.search.early import Early
from index.settings import DEFAULT_MODEL, IndexSettings

logger = logging.getLogger(__name__)

_LEFT_SECONDS = 60.0
"""How long questions that began before the embedding model changed may still go on."""


@dataclass(frozen=True, slots=True)
class Space:
    """What belongs to one embedding model."""

    embedder: Embedder
    catalog: CatalogReader
    vectors: Follower[ChromaGeneration]
    early: Early


class Spaces:
    """The space that stands, and the one that was left only now."""

    def __init__(
        self, engine: Engine, settings: IndexSettings, derived: Path, embedder: Embedder | None
    ) -> None:
        """Enter the space of ``embedder``, or else of the model that the library or its settings name.

        An index of vectors that needs a folder has it in ``derived``. Raises SettingsError as
        ``ChromaServer``.
        """
        self._engine = engine
        self._settings = settings
        self._derived = derived
        self._may_change = embedder is None
        self._left: tuple[float, Space] | None = None
        self.standing = self.of(embedder or LocalEmbedder(self._model()))

    def of(self, embedder: Embedder) -> Space:
        """Return the space of ``embedder``, without entering it."""
        catalog = CatalogReader(self._engine, embedder.name)
        library = catalog.identity()
        vectors: Follower[ChromaGeneration]
        if self._settings.chroma_url:
            vectors = ServedVectorIndex(self._settings, embedder.name, library)
        else:
            vectors = VectorIndex(self._derived / "vectors", embedder.name, library)
        return Space(embedder, catalog, vectors, Early(embedder))

    def asked_in(self, model: str) -> Space:
        """Return the space that a query of ``model`` was embedded in."""
        left = self._left
        return left[1] if left and left[1].embedder.name == model else self.standing

    def enter(self, space: Space) -> None:
        """Let ``space`` stand; questions that are under way go on in the one before."""
        if self._left:
            self._left[1].vectors.close()
        self._left, self.standing = (time.monotonic(), self.standing), space

    def adopt(self) -> None:
        """Enter the space of the model that another process let stand, once it can be asked.

        The caller holds the lock. Raises ModelError where the model cannot be used here.
        """
        if self._left and time.monotonic() - self._left[0] > _LEFT_SECONDS:
            self._left[1].vectors.close()
            self._left = None
            self.standing.vectors.sweep()
        if space := self._other():
            space.embedder.query("the next question must not wait for the model")
            if not space.vectors.shared:
                space.vectors.follow(space.catalog)
            self.enter(space)

    def adopt_unasked(self) -> None:
        """Enter the space of the model that stands in the catalog, whatever it is; nothing is loaded."""
        if space := self._other():
            self.enter(space)

    def close(self) -> None:
        """Release the files."""
        if self._left:
            self._left[1].vectors.close()
        self.standing.vectors.close()

    def _other(self) -> Space | None:
        model = self.standing.catalog.standing_model()
        if not self._may_change or model in ("", self.standing.embedder.name):
            return None
        return self.of(LocalEmbedder(model))

    def _model(self) -> str:
        standing, named = CatalogReader(self._engine, "").standing_model(), self._settings.embedding_model
        if standing and named not in (standing, DEFAULT_MODEL):
            logger.warning(
                "this library is embedded with %s, which is used; footnote reembed --model %s changes it",
                standing,
                named,
            )
        return standing or full_name(named)


def full_name(model: str) -> str:
    """Return the name of a model by which it is known from everywhere: a folder's whole path."""
    folder = Path(model).expanduser()
    return str(folder.absolute()) if folder.is_dir() else model
