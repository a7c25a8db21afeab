"""A path -> its documents or its pages, by a process apart: no file can hang, exhaust or crash this one.

The worker (``index.readers.worker``) is started with the first file and used for all. One
that takes too long, or needs too much memory, is ended by the limits that it has set itself, one
that only waits by a timer; the file is told why it failed, and the next is read by a new worker.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import ReadError, SkipFile
from index.types import Document, Facsimile, Metadata, PageBox, blocks_from_json

_KEPT = 0.25
"""Share of its memory that a worker may have used and still read the next file."""

_PATIENCE = 3
"""Seconds of the clock that a worker has for each second of the processor: others may be using it too."""

_PACKAGES = Path(__file__).parents[1]


class ReaderDefect(Exception):
    """A reader raised what it should not: a defect of ours, not of the file."""


@dataclass(slots=True)
class _Worker:
    process: "subprocess.Popen[bytes]"
    files: int = 0


class Parser:
    """Reads files within limits of ``seconds`` (of processor time) and ``most_bytes`` (address space) each.

    ``close`` it in the end; for one thread at a time.
    """

    def __init__(self, seconds: float, most_bytes: int) -> None:
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._worker: _Worker | None = None

    def read(self, path: Path) -> tuple[Document, ...]:
        """Return the articles in the file at ``path``.

        Raises ReadError if it cannot be read within the limits or at all, SkipFile if it
        holds no article, ReaderDefect for a defect of the reader.
        """
        return tuple(map(_document, self._answered(path, "documents")))

    def pages(self, path: Path, text: str, spans: Sequence[tuple[int, int]]) -> Facsimile:
        """Return the pages of a PDF, and where they have ``spans`` of ``text``, which was read from it.

        Raises ReadError and ReaderDefect as ``read``.
        """
        return _facsimile(self._answered(path, "pages", text=text, spans=spans))

    def picture(self, path: Path, number: int, width: int) -> bytes:
        """Return a page of a PDF, counted from 1, as a PNG of ``width`` pixels; raises as ``pages``."""
        return b64decode(self._answered(path, "picture", number=number, width=width))

    def close(self) -> None:
        """End the worker."""
        if self._worker:
            self._worker.process.kill()
            self._worker.process.communicate()
            self._worker = None

    def _answered(self, path: Path, wanted: str, **given: Any) -> Any:
        had_read = self._worker is not None and self._worker.files > 0
        request = {"path": str(path), "wanted": wanted, **given}
        answer = self._asked(request)
        if had_read and ("memory" in answer or "crashed" in answer):
            answer = self._asked(request)  # what the files before left in the worker may be to blame
        if wanted in answer:
            return answer[wanted]
        raise self._error(path.name, answer)

    def _asked(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the worker's answer, or what became of the worker instead."""
        worker = self._worker = self._worker or self._started()
        late = threading.Event()

        def end() -> None:
            late.set()
            worker.process.kill()

        timer = threading.Timer(self._seconds * _PATIENCE, end)
        timer.start()
        try:
            answer = _exchange(worker.process, request)
        finally:
            timer.cancel()
        worker.files += 1
        if answer is None:
            status = worker.process.wait()
            self.close()
            is_late = late.is_set() or status == -getattr(signal, "SIGXCPU", 0)
            return {"late": True} if is_late else {"crashed": status}
        if "memory" in answer or answer["peak"] > self._most_bytes * _KEPT:
            self.close()
        return answer

    def _started(self) -> _Worker:
        paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
        command = [sys.executable, "-P", "-m", "index.readers.worker"]
        process = subprocess.Popen(
            [*command, str(self._seconds), str(self._most_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C is for this process
        )
        return _Worker(process)

    def _error(self, name: str, answer: dict[str, Any]) -> Exception:
        if "defect" in answer:
            return ReaderDefect(answer["defect"])
        if "skipped" in answer:
            return SkipFile(answer["skipped"], answer["help"])
        if "failed" in answer:
            return ReadError(answer["failed"], answer["help"])
        if "late" in answer:
            return ReadError(
                f"reading {name} took more than {self._seconds:g} s",
                "split the file, or raise FOOTNOTE_PARSE_SECONDS",
            )
        if "memory" in answer:
            return ReadError(
                f"reading {name} needs more than {self._most_bytes / 2**20:,.0f} MiB of memory",
                "split the file, or raise FOOTNOTE_PARSE_BYTES",
            )
        return ReadError(
            f"the reader of {name} crashed on it ({_named(answer['crashed'])})", "get the file again"
        )


def _exchange(process: "subprocess.Popen[bytes]", request: Mapping[str, Any]) -> dict[str, Any] | None:
    """Send a request and return the answer; ``None`` where the worker is gone."""
    assert process.stdin and process.stdout
    try:
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
    except OSError:
        return None
    length = int.from_bytes(process.stdout.read(8), "big")
    packed = process.stdout.read(length)
    if not packed or len(packed) < length:
        return None
    answer: dict[str, Any] = json.loads(packed)
    return answer


def _document(packed: dict[str, Any]) -> Document:
    return Document(
        text=packed["text"],
        blocks=blocks_from_json(packed["blocks"]),
        metadata=Metadata(**packed["metadata"]),
        media_type=packed["media_type"],
    )


def _facsimile(packed: dict[str, Any]) -> Facsimile:
    return Facsimile(
        sizes=tuple((width, height) for width, height in packed["sizes"]),
        boxes=tuple(tuple(PageBox(**box) for box in boxes) for boxes in packed["boxes"]),
    )


def _named(status: int) -> str:
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"exit status {status}"
