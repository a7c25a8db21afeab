"""Passages without vectors -> their vectors in the catalog, some at a time, so that nothing is lost."""

from collections.abc import Callable

from index.catalog import CatalogReader, CatalogWriter
from index.embedding import Embedded, Embedder
from index.indexing.precedence import Precedence
from index.report import OnProgress, Phase

_TOGETHER = 256
_AT_ONCE = 4
"""Passages that a reader may have to wait for; of like length, so few are embedded as fast as many."""


def embed(
    catalog: CatalogReader,
    writer: CatalogWriter,
    embedder: Embedder,
    *,
    on_progress: OnProgress | None,
    is_stopped: Callable[[], bool],
    precedence: Precedence,
    kept: Callable[[], None] = lambda: None,
) -> int:
    """Embed every passage that ``catalog`` has no vectors of; return how many texts that were.

    ``kept`` is called whenever some are in the catalog; ``is_stopped`` is asked before each
    such batch. What was embedded before a stop stays. Raises ModelError, DataDirectoryError.
    """
    waiting = sorted(catalog.unembedded(), key=lambda item: len(item[1].text))
    phase = Phase("embedding", len(waiting), on_progress)
    done = 0
    for first in range(0, len(waiting), _TOGETHER):
        if is_stopped():
            break
        batch = waiting[first : first + _TOGETHER]
        embedded: list[Embedded] = []
        for at in range(0, len(batch), _AT_ONCE):
            with precedence.work():
                embedded += embedder.passages([passage for _, passage in batch[at : at + _AT_ONCE]])
        digests = [digest for digest, _ in batch]
        with writer.change() as change:
            change.put_vectors(embedder.name, list(zip(digests, embedded, strict=True)))
        done += len(batch)
        phase.advance(len(batch))
        kept()
    return done
