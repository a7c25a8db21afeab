"""``footnote sync`` and ``watch``: keep the index after the files, pages and feeds that it was made from."""

import re
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatbot.commands.options import AsJson, Data, opened
from index.errors import FootnoteError
from index.report import Outcome
from index.sources.url import Url, addresses, as_root

if TYPE_CHECKING:
    from index.library import Library
    from index.report import Report

EXIT_FAILED_FILES = 3

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files, folders, pages, feeds and sitemaps.  [default: all that were ever indexed]",
        show_default=False,
    ),
]
_UNITS = {"m": 60.0, "h": 3600.0, "d": 86_400.0}


def sync(paths: Paths = None, data: Data = None, as_json: AsJson = False) -> None:
    """Bring the index after all files, folders and addresses that were named to be indexed.

    Exit status as of index.
    """
    from chatbot.changes import handover
    from chatbot.commands import show

    with opened(data) as library:
        with show.progress(quiet=as_json) as tell:
            roots = _roots(library, paths)
            library.fetch(addresses(roots), tell)
            report = handover.sync(library, roots, tell)
        counts = library.status().counts
    print(show.report_json(report, counts) if as_json else show.report(report, counts))
    if report.with_outcome(Outcome.FAILED):
        raise typer.Exit(EXIT_FAILED_FILES)


def watch(
    paths: Paths = None,
    every: Annotated[str, typer.Option("--every", help="Fetch addresses this often: 15m, 2h or 1d.")] = "1h",
    data: Data = None,
) -> None:
    """Index what changes in files and folders as soon as it has settled, until Ctrl-C.

    Pages, feeds and sitemaps are fetched on a schedule.
    """
    from chatbot.changes import handover
    from index.indexing.watch import follow

    with opened(data, new=bool(paths)) as library:
        roots = _roots(library, paths)
        files, urls = [root for root in roots if isinstance(root, Path)], addresses(roots)
        seconds, due = interval(every), time.monotonic()
        print(f"watching {', '.join(map(str, roots))}; Ctrl-C ends it", flush=True)

        def bring() -> "Report":
            nonlocal due
            if time.monotonic() >= due:
                library.fetch(urls)
                due = time.monotonic() + seconds
            return handover.sync(library, roots)

        for report in follow(bring, files, threading.Event(), print, seconds if urls else None):
            for line in _changes(report):
                print(line, flush=True)
    print("stopped watching; what was done so far is kept")


def interval(text: str) -> float:
    """Return the seconds that ``15m``, ``2h`` or ``1d`` stand for; raises FootnoteError."""
    found = re.fullmatch(r"([1-9]\d{0,4})([mhd])", text.strip(), re.ASCII)
    if not found:
        raise FootnoteError(f"--every {text} is no length of time", "write it as 15m, 2h or 1d")
    return int(found[1]) * _UNITS[found[2]]


def _roots(library: "Library", paths: Sequence[str] | None) -> list[Path | Url]:
    roots = [as_root(path) for path in paths] if paths else library.roots()
    if not roots:
        raise FootnoteError("nothing was ever indexed", "name files, folders or addresses")
    return roots


def _changes(report: "Report") -> list[str]:
    """Return a line for each file that changed something."""
    return [
        f"{file.outcome.value:<9} {file.path}{f': {file.reason}' if file.reason else ''}"
        for file in report.files
        if file.outcome not in {Outcome.UNCHANGED, Outcome.SKIPPED}
    ]
