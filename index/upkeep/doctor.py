"""Checks of everything that an index stands on, each with what mends it.

The catalog is the truth: what is wrong in it can only be restored from a backup. All else
is derived from it, and repaired by building it anew.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.catalog import inspection
from index.errors import FootnoteError, UnreachableError
from index.library import Library
from index.upkeep.manifest import strays

LITTLE_ROOM = 500_000_000
"""Free bytes on the data directory's disk below which a warning is due."""

_TOLD = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``help`` says what to do where ``--repair`` cannot mend it."""

    part: str
    problem: str
    repairable: bool
    help: str = ""


def examine(library: Library) -> list[Finding]:
    """Return everything that is wrong with ``library``; it may be in use meanwhile."""
    checks: tuple[Callable[[Library], Iterator[Finding]], ...] = (
        _catalog,
        _embeddings,
        _followers,
        _lock,
        _model,
        _room,
    )
    return [finding for check in checks for finding in check(library)]


def repair(library: Library) -> list[Finding]:
    """Mend what can be mended, and return what is still wrong.

    Raises IndexBusyError while another process writes.
    """
    with library.writing("footnote doctor --repair"):
        broken = {finding.part for finding in examine(library) if finding.repairable}
        if "embeddings" in broken:
            library.sync([])
        for follower in library.followers:
            if follower.name in broken:
                follower.rebuild(library.catalog)
    return examine(library)


def _catalog(library: Library) -> Iterator[Finding]:
    engine = library.catalog.engine
    found = inspection.damage(engine) or inspection.misplaced(engine)
    for problem in found[:_TOLD]:
        yield Finding("catalog", problem, False, "restore a backup, or index the articles anew elsewhere")
    if len(found) > _TOLD:
        yield Finding("catalog", f"… and {len(found) - _TOLD} more", False)


def _embeddings(library: Library) -> Iterator[Finding]:
    waiting = len(library.catalog.unembedded())
    if waiting:
        yield Finding("embeddings", f"{waiting} passages have no embedding yet", True)


def _followers(library: Library) -> Iterator[Finding]:
    try:
        lacking = strays(library)
    except UnreachableError as error:
        yield Finding("vectors", str(error), False, error.help)
        return
    for follower in library.followers:
        state = follower.state(library.catalog)
        if state.state == "away":
            yield Finding(follower.name, state.problem, False, "start that server; the index then catches up")
            continue
        if state.state != "ready":
            problem = f"it is {state.state}" + (f": {state.problem}" if state.problem else "")
            yield Finding(follower.name, problem, True)
            continue
        absent, twice, gone = lacking[follower.name]
        if absent or twice or gone:
            problem = f"{absent} passages are missing, {twice} held twice, {gone} held though they are gone"
            yield Finding(follower.name, problem, True)


def _lock(library: Library) -> Iterator[Finding]:
    holder = library.writer_elsewhere()
    if holder:
        yield Finding("lock", f"the index is being changed by {holder}; look again when that is done", False)


def _model(library: Library) -> Iterator[Finding]:
    try:
        library.embedder.check()
    except FootnoteError as error:
        yield Finding("model", str(error), False, error.help)


def _room(library: Library) -> Iterator[Finding]:
    free = shutil.disk_usage(library.data).free
    if free < LITTLE_ROOM:
        yield Finding("disk", f"{free / 1e6:,.0f} MB are free where {library.data} lies", False, "make room")
