"""What an indexer is doing, told while it does it; and its end, at a moment within that.

The parts of the product are called as ever; ``announce`` only lets a phase be told when it
begins, and the phase around it when it is over.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from sqlalchemy import Engine, event

from index.catalog.writing import CatalogWriter, Change
from index.followers.follower import Follower
from index.followers.shelf import FolderShelf
from index.followers.terms import TantivyGeneration
from index.followers.vectors import ChromaGeneration
from index.indexing import build
from index.indexing.parsing import Parser

BUILDING = ("scan", "parse", "transaction", "commit", "terms", "embedding", "vectors", "pointer")
"""The phases of every run that has something to do."""
REBUILDING = ("rebuild", "swap", "sweep")
"""The phases of a run that finds a follower damaged."""
PHASES = (*BUILDING, *REBUILDING)

_IN_REBUILD = {"pointer": "swap", "sweep": "sweep"}
_under_way = ["between"]
_tell: list[Callable[[str], object]] = []


@dataclass
class Death:
    """The moment to die at: ``seconds`` into the so-and-so-many-th ``visit`` to ``phase``."""

    phase: str
    visit: int
    seconds: float

    def see(self, phase: str) -> None:
        """Set the system's timer, which ends this process as SIGKILL would, when it is the visit."""
        self.visit -= phase == self.phase
        if self.visit == 0 and phase == self.phase:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, max(self.seconds, 1e-6))


def announce(tell: Callable[[str], object]) -> None:
    """Let ``tell`` be told of every phase of this process."""
    _tell.append(tell)
    build.scan = _told("scan", build.scan)
    build.embed = _told("embedding", build.embed)
    for owner, name, phase in (
        (Parser, "read", "parse"),
        (TantivyGeneration, "apply", "terms"),
        (ChromaGeneration, "apply", "vectors"),
        (FolderShelf, "point", "pointer"),
        (Follower, "_rebuild", "rebuild"),
        (Follower, "_sweep", "sweep"),
    ):
        setattr(owner, name, _told(phase, getattr(owner, name)))
    _announce_transactions()


def _announce_transactions() -> None:
    change = CatalogWriter.change

    @contextmanager
    def told(self: CatalogWriter) -> Iterator[Change]:
        with _under("transaction"), change(self) as opened:
            yield opened

    CatalogWriter.change = told  # type: ignore[method-assign]
    event.listen(Engine, "commit", lambda _: _say("commit") if "transaction" in _under_way else None)


def _told(phase: str, done: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(done)
    def told(*given: Any, **named: Any) -> Any:
        with _under(_IN_REBUILD.get(phase, "rebuild") if "rebuild" in _under_way else phase):
            return done(*given, **named)

    return told


@contextmanager
def _under(phase: str) -> Iterator[None]:
    _under_way.append(phase)
    _say(phase)
    try:
        yield
    finally:
        _under_way.pop()
        _say(_under_way[-1])


def _say(phase: str) -> None:
    for tell in _tell:
        tell(phase)
