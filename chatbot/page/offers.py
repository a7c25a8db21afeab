"""What a visitor can choose from: the writers there are, what each threshold costs, the filters.

``footnote serve`` makes the offers, the page shows them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatbot.weights import Cost
from index.types import Article, Facets

QUOTE = "quote"
"""The writer that needs no model, as ``Settings.writer`` names it."""

OnFetched = Callable[[int, int], None]
"""Takes the bytes that are there and the bytes of the whole file."""


@dataclass(frozen=True, slots=True)
class WriterOffer:
    """A writer by its name in ``Settings.writer``.

    One that is not ready lacks a file of ``size`` bytes, which ``command`` fetches.
    """

    name: str
    is_ready: bool = True
    size: int = 0
    command: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be chosen now; ``writer`` and ``threshold`` are what stands where nothing is.

    ``fetch`` gets the file of the writer that is not ready: it calls back with each part
    and asks whether it is to stop. Without it the page shows the offer's command. ``article``
    finds one of the library's, that a visitor may ask alone, by its id.
    ``seeds`` is the folder of articles to begin with, where they are at hand.
    """

    facets: Callable[[], Facets]
    threshold: float
    costs: Sequence[Cost] = ()
    writers: Callable[[], Sequence[WriterOffer]] = lambda: (WriterOffer(QUOTE),)
    writer: str = QUOTE
    fetch: Callable[[OnFetched, Callable[[], bool]], None] | None = None
    article: Callable[[str], Article | None] = lambda _: None
    seeds: Path | None = None

    def ready(self) -> list[str]:
        """Return the names of the writers that can be chosen now."""
        return [offer.name for offer in self.writers() if offer.is_ready]

    def chosen_writer(self) -> str:
        """Return the writer that answers where a visitor has chosen none; ``auto`` is the last offered."""
        ready = self.ready()
        return self.writer if self.writer in ready else ready[-1]
