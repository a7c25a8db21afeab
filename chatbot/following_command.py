"""``footnote sync`` and ``watch``: keep the index after the files that it was made from."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatbot.options import AsJson, Data, opened
from index.errors import FootnoteError
from index.report import Outcome

if TYPE_CHECKING:
    from index.library import Library
    from index.report import Report

EXIT_FAILED_FILES = 3

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Files and folders.  [default: all that were ever indexed]", show_default=False),
]


def sync(paths: Paths = None, data: Data = None, as_json: AsJson = False) -> None:
    """Bring the index after all files and folders that were named to be indexed.

    Exit status as of index.
    """
    from chatbot import handover, show

    with opened(data) as library:
        with show.progress(quiet=as_json) as tell:
            report = handover.sync(library, _roots(library, paths), tell)
        counts = library.status().counts
    print(show.report_json(report, counts) if as_json else show.report(report, counts))
    if report.with_outcome(Outcome.FAILED):
        raise typer.Exit(EXIT_FAILED_FILES)


def watch(paths: Paths = None, data: Data = None) -> None:
    """Index what changes in files and folders as soon as it has settled, until Ctrl-C."""
    from chatbot import handover
    from index.watch import follow

    with opened(data, new=bool(paths)) as library:
        roots = _roots(library, paths)
        print(f"watching {', '.join(map(str, roots))}; Ctrl-C ends it", flush=True)

        def bring() -> "Report":
            return handover.sync(library, roots)

        for report in follow(bring, roots, threading.Event(), print):
            for line in _changes(report):
                print(line, flush=True)
    print("stopped watching; what was done so far is kept")


def _roots(library: "Library", paths: Sequence[Path] | None) -> list[Path]:
    roots = list(paths or library.roots())
    if not roots:
        raise FootnoteError("nothing was ever indexed", "name files and folders")
    return roots


def _changes(report: "Report") -> list[str]:
    """Return a line for each file that changed something."""
    return [
        f"{file.outcome.value:<9} {file.path}{f': {file.reason}' if file.reason else ''}"
        for file in report.files
        if file.outcome not in {Outcome.UNCHANGED, Outcome.SKIPPED}
    ]
