"""Files and folders that change -> an index that follows them."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from watchfiles import watch

from index.errors import FootnoteError, IndexBusyError
from index.report import Report

SETTLED = 2.5
"""Seconds without a change until what changed is read: nothing is read half written."""

LONGEST = 60.0
"""Seconds after which it is read all the same, where something never comes to rest."""


def follow(
    sync: Callable[[], Report],
    roots: Sequence[Path],
    stop: threading.Event,
    tell: Callable[[str], None],
    every: float | None = None,
) -> Iterator[Report]:
    """Call ``sync`` now, when something at and below ``roots`` has changed, and ``every`` so many seconds.

    Yields a report of each time, until ``stop`` is set. While another process writes, what
    changed waits; ``tell`` gets a sentence on it. Raises FootnoteError for a root that
    cannot be watched.
    """
    watched = [root.expanduser().absolute() for root in roots]
    changed: float | None = 0.0
    due = time.monotonic() + every if every else float("inf")
    for seen in _changes(watched, stop):
        if seen:
            changed = changed or time.monotonic()
        if time.monotonic() >= due:
            changed = changed or 0.0
        if changed is None or (seen and time.monotonic() - changed < LONGEST):
            continue
        try:
            report = sync()
        except IndexBusyError as error:
            tell(f"{error}; what changed waits")
        else:
            changed = None
            due = time.monotonic() + every if every else float("inf")
            yield report


def _changes(roots: Sequence[Path], stop: threading.Event) -> Iterator[bool]:
    """Yield true when something has changed, false whenever nothing has for a while."""
    if not roots:
        yield from _ticks(stop)
        return
    for root in roots:
        if not root.exists():
            raise FootnoteError(f"{root} cannot be watched: it is not there", "name what is")
    try:
        for seen in watch(
            *roots,
            watch_filter=lambda _, path: _is_read(Path(path), roots),
            stop_event=stop,
            rust_timeout=int(SETTLED * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            yield bool(seen)
    except (OSError, RuntimeError) as error:
        raise FootnoteError(
            f"{', '.join(map(str, roots))} cannot be watched: {error}",
            "run footnote sync from time to time instead",
        ) from error


def _ticks(stop: threading.Event) -> Iterator[bool]:
    """Yield false from time to time, where there are no files to look at."""
    try:
        yield False
        while not stop.wait(SETTLED):
            yield False
    except KeyboardInterrupt:
        return


def _is_read(path: Path, roots: Sequence[Path]) -> bool:
    """Say whether indexing would look at ``path``: below hidden folders it does not."""
    below = (path.relative_to(root) for root in roots if path.is_relative_to(root))
    return any(not any(part.startswith(".") for part in each.parts) for each in below)
