"""A path -> its articles or its pages, by a process apart: no file can hang, exhaust or crash this one.

The worker (``index.indexing.worker``) is started with the first file and used for all; it may read
the next one while what the last one holds is worked on. One that takes too long, or needs too much
memory, is ended by the limits that it has set itself, one that only waits by a timer; the file is
told why it failed, and the next is read by a new worker.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from base64 import b64decode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import ReadError, SkipFile
from index.types import (
    Document,
    Facsimile,
    Metadata,
    PageBox,
    Sentence,
    blocks_from_json,
    sentences_from_json,
)

_KEPT = 0.25
"""Share of its memory that a worker may have used and still read the next file."""

_PATIENCE = 3
"""Seconds of the clock that a worker has for each second of the processor: others may be using it too."""

_NOTHING = Metadata()
_PACKAGES = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Read:
    """An article as its reader found it, and the sentences that its text was cut into."""

    document: Document
    sentences: tuple[Sentence, ...]


class ReaderDefect(Exception):
    """A reader raised what it should not: a defect of ours, not of the file."""


@dataclass(slots=True)
class _Worker:
    process: "subprocess.Popen[bytes]"
    files: int = 0


@dataclass(frozen=True, slots=True)
class _Sent:
    """A request that the worker has got; it is ended when ``timer`` is over, which sets ``late``."""

    request: Mapping[str, Any]
    worker: _Worker
    timer: threading.Timer
    late: threading.Event


class Parser:
    """Reads files within limits of ``seconds`` (of processor time) and ``most_bytes`` (address space) each.

    ``close`` it in the end; for one thread at a time.
    """

    def __init__(self, seconds: float, most_bytes: int) -> None:
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._worker: _Worker | None = None
        self._ahead: _Sent | None = None

    @property
    def limits(self) -> str:
        """The limits, as a text that differs where they do."""
        return f"{self._seconds:g} s, {self._most_bytes} bytes"

    def read(
        self, path: Path, about: Metadata = _NOTHING, following: tuple[Path, Metadata] | None = None
    ) -> tuple[Read, ...]:
        """Return the articles in the file at ``path``, and have ``following`` read meanwhile.

        What is known ``about`` a file is for what it does not say itself. Raises ReadError if
        it cannot be read within the limits or at all, SkipFile if it holds no article,
        ReaderDefect for a defect of the reader.
        """
        packed = self._answered(path, "articles", about=about.to_json())
        if following:
            self._ahead = self._sent(_request(following[0], "articles", about=following[1].to_json()))
        return tuple(map(_read, packed))

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
        if self._ahead:
            self._ahead.timer.cancel()
            self._ahead = None
        if self._worker:
            self._worker.process.kill()
            self._worker.process.communicate()
            self._worker = None

    def _answered(self, path: Path, wanted: str, **given: Any) -> Any:
        request = _request(path, wanted, **given)
        ahead, self._ahead = self._ahead, None
        if ahead and ahead.request != request:
            self._received(ahead)  # it turned out not to be wanted
            ahead = None
        had_read = self._worker is not None and self._worker.files > 0
        answer = self._received(ahead or self._sent(request))
        if (had_read and ("memory" in answer or "crashed" in answer)) or (
            ahead and answer.get("late") == "by the clock"
        ):
            answer = self._received(self._sent(request))  # what went before may be to blame
        if wanted in answer:
            return answer[wanted]
        raise self._error(path.name, answer)

    def _sent(self, request: Mapping[str, Any]) -> _Sent:
        """Give the worker a request; the clock runs from now."""
        worker = self._worker = self._worker or self._started()
        late = threading.Event()

        def end() -> None:
            late.set()
            worker.process.kill()

        timer = threading.Timer(self._seconds * _PATIENCE, end)
        timer.start()
        assert worker.process.stdin
        with suppress(OSError):  # it is gone, which its silence will tell
            worker.process.stdin.write(json.dumps(request).encode() + b"\n")
            worker.process.stdin.flush()
        return _Sent(request, worker, timer, late)

    def _received(self, sent: _Sent) -> dict[str, Any]:
        """Return the worker's answer, or what became of the worker instead."""
        worker = sent.worker
        try:
            answer = _answer(worker.process)
        finally:
            sent.timer.cancel()
        worker.files += 1
        if answer is None:
            status = worker.process.wait()
            self.close()
            if sent.late.is_set():
                return {"late": "by the clock"}
            is_late = status == -getattr(signal, "SIGXCPU", 0)
            return {"late": "by the processor"} if is_late else {"crashed": status}
        if "memory" in answer or answer["peak"] > self._most_bytes * _KEPT or sent.late.is_set():
            self.close()
        return answer

    def _started(self) -> _Worker:
        paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
        command = [sys.executable, "-P", "-m", "index.indexing.worker"]
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
                by_limit=True,
            )
        if "memory" in answer:
            return ReadError(
                f"reading {name} needs more than {self._most_bytes / 2**20:,.0f} MiB of memory",
                "split the file, or raise FOOTNOTE_PARSE_BYTES",
                by_limit=True,
            )
        return ReadError(
            f"the reader of {name} crashed on it ({_named(answer['crashed'])})", "get the file again"
        )


def _request(path: Path, wanted: str, **given: Any) -> Mapping[str, Any]:
    return {"path": str(path), "wanted": wanted, **given}


def _answer(process: "subprocess.Popen[bytes]") -> dict[str, Any] | None:
    """Wait for an answer and return it; ``None`` where the worker is gone."""
    assert process.stdout
    length = int.from_bytes(process.stdout.read(8), "big")
    packed = process.stdout.read(length)
    if not packed or len(packed) < length:
        return None
    answer: dict[str, Any] = json.loads(packed)
    return answer


def _read(packed: dict[str, Any]) -> Read:
    document = Document(
        text=packed["text"],
        blocks=blocks_from_json(packed["blocks"]),
        metadata=Metadata(**packed["metadata"]),
        media_type=packed["media_type"],
    )
    return Read(document, sentences_from_json(packed["sentences"], document.text))


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
