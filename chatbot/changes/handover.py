"""One index, one writer: a command hands its work to the chat page's process, which holds the index.

    footnote index … --> socket in a folder that only this user may enter --> Door --> Jobs

One JSON line asks (``sync`` with paths and a collection, ``remove`` with a source, or
``reembed`` with a model); lines of progress come back, then a report or a problem. A command
that goes away cancels what it asked for. Where there are no Unix sockets (Windows), the
command says who holds the index.
"""

import getpass
import json
import logging
import os
import select
import shutil
import socket
import socketserver
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from chatbot.access import Audit, Visitor
from chatbot.changes.jobs import Doing, Job, Jobs, Task
from index.errors import FetchError, FootnoteError, IndexBusyError
from index.library import Library
from index.report import FileOutcome, OnProgress, Outcome, Progress, Report
from index.sources.url import Url, as_root
from index.space import full_name

logger = logging.getLogger(__name__)

_SIGN = "index.door"
"""The file in the data directory that says where the socket is."""

_LOOK_SECONDS = 0.1
_LONGEST_REQUEST = 10_000_000
_OVER = ("done", "failed", "cancelled")


class Door:
    """Takes work for ``jobs`` from commands of the same user, until it is closed."""

    def __init__(self, data: Path, jobs: Jobs) -> None:
        self._sign = data / _SIGN
        self._folder = Path(tempfile.mkdtemp(prefix="footnote-"))  # mode 0700, and a short path
        self._server = _Server(str(self._folder / "door"), jobs)
        self._thread = threading.Thread(target=self._server.serve_forever, name="footnote-door", daemon=True)
        self._thread.start()
        self._sign.write_text(str(self._folder / "door"), "utf-8")

    @classmethod
    def opened(cls, data: Path, jobs: Jobs) -> "Door | None":
        """Return an open door, or ``None`` where the system has none."""
        if not hasattr(socket, "AF_UNIX"):
            return None
        try:
            return cls(data, jobs)
        except OSError as error:
            logger.warning("commands cannot hand over their work: %s", error)
            return None

    def close(self) -> None:
        """Take no more work."""
        self._sign.unlink(missing_ok=True)
        self._server.shutdown()
        self._server.server_close()
        shutil.rmtree(self._folder, ignore_errors=True)


def sync(
    library: Library,
    paths: Sequence[Path | Url],
    on_progress: OnProgress | None = None,
    collection: str = "",
    *,
    is_noted: bool = False,
) -> Report:
    """Index ``paths`` here, or have the process do it that holds the index, if it takes work.

    It goes into the audit log as a command, unless it ``is_noted`` there already.

    Raises what ``Library.sync`` does; FootnoteError if the other process could not do it.
    """
    wanted = [str(path.expanduser().absolute() if isinstance(path, Path) else path) for path in paths]
    if not is_noted:
        _note(library.data, "added", wanted)
    try:
        return library.sync(paths, on_progress, collection=collection)
    except IndexBusyError:
        told = _handed(library.data, {"do": "sync", "paths": wanted, "collection": collection}, on_progress)
        if told is None:
            raise
    return _report(told)


def reembed(library: Library, model: str, on_progress: OnProgress | None = None) -> Report:
    """Embed everything anew here, or in the process that holds the index; as ``Library.reembed``."""
    _note(library.data, "reembedded", [model])
    try:
        return library.reembed(model, on_progress)
    except IndexBusyError:
        told = _handed(library.data, {"do": "reembed", "model": full_name(model)}, on_progress)
        if told is None:
            raise
    return _report(told)


def remove(library: Library, source: str) -> list[str]:
    """Remove ``source`` here, or have the process do it that holds the index; as ``Library.remove``."""
    _note(library.data, "removed", [source])
    try:
        return library.remove(source)
    except IndexBusyError:
        told = _handed(library.data, {"do": "remove", "source": source}, None)
        if told is None:
            raise
        return list(told["removed"])


def _note(data: Path, event: str, sources: list[str]) -> None:
    """Write down what somebody at this machine does to the index."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as containers have them
        user = str(os.getuid())
    audit = Audit(data)
    audit.note(event, Visitor(name=user), by="command", sources=sources)
    audit.close()


def _report(told: Mapping[str, Any]) -> Report:
    files = [FileOutcome(path, Outcome(outcome), reason) for path, outcome, reason in told["files"]]
    return Report(files, told["embedded"], told["interrupted"])


def _handed(data: Path, request: Mapping[str, Any], on_progress: OnProgress | None) -> dict[str, Any] | None:
    """Return what came of ``request``; ``None`` where nobody takes it."""
    try:
        address = (data / _SIGN).read_text("utf-8")
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.connect(address)
    except (OSError, AttributeError):
        return None
    with line, line.makefile("rw", encoding="utf-8") as talk:
        talk.write(json.dumps(request) + "\n")
        talk.flush()
        for told in map(json.loads, talk):
            if "progress" in told and on_progress:
                on_progress(Progress(**told["progress"]))
            if "problem" in told:
                raise FootnoteError(told["problem"])
            if "report" in told:
                return dict(told["report"])
    raise FootnoteError("the process that holds the index has ended", "run the same command again")


class _Server(socketserver.ThreadingMixIn, getattr(socketserver, "UnixStreamServer", object)):  # type: ignore[misc]
    daemon_threads = True

    def __init__(self, address: str, jobs: Jobs) -> None:
        super().__init__(address, _Visit)
        self.jobs = jobs


class _Visit(socketserver.StreamRequestHandler):
    """One command at the door."""

    server: _Server

    def handle(self) -> None:
        try:
            wanted = json.loads(self.rfile.readline(_LONGEST_REQUEST))
            job = self._begun(wanted)
        except (ValueError, KeyError, TypeError, FetchError) as error:
            self._tell({"problem": f"this Footnote does not understand the command: {error}"})
            return
        try:
            for told in _story(job, self._is_gone):
                self._tell(told)
        except OSError:
            job.cancel.set()

    def _begun(self, wanted: dict[str, Any]) -> Job:
        if wanted["do"] == "sync":
            paths = [as_root(path) for path in wanted["paths"]]
            return self.server.jobs.sync(paths, ", ".join(map(str, paths)), wanted["collection"])
        if wanted["do"] == "remove":
            return self.server.jobs.remove(wanted["source"], wanted["source"])
        if wanted["do"] == "reembed":
            return self.server.jobs.reembed(wanted["model"], Task(Doing.EMBEDDING, wanted["model"]))
        raise ValueError(wanted["do"])

    def _tell(self, told: Mapping[str, Any]) -> None:
        self.wfile.write(json.dumps(told).encode() + b"\n")

    def _is_gone(self) -> bool:
        """Wait a moment, and say whether the command has gone away."""
        readable, _, _ = select.select([self.connection], [], [], _LOOK_SECONDS)
        with suppress(OSError):
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
        return True


def _story(job: Job, is_gone: Callable[[], bool]) -> Iterator[dict[str, Any]]:
    """Yield what there is to tell of ``job`` as it goes on; cancel it where nobody listens."""
    shown = None
    while job.state not in _OVER:
        if is_gone():
            job.cancel.set()
            return
        now = job.progress
        if now is not None and now is not shown:
            shown = now
            yield {"progress": asdict(now)}
    if job.problem:
        yield {"problem": job.problem}
    elif job.report is not None:
        files = [(file.path, file.outcome.value, file.reason) for file in job.report.files]
        yield {
            "report": {
                "files": files,
                "embedded": job.report.embedded,
                "interrupted": job.report.interrupted,
            }
        }
    else:
        yield {"report": {"removed": job.removed}}
