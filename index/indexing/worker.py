"""Reads files for its parent, one after another, in a process that can be ended without loss.

    python -m index.indexing.worker SECONDS BYTES

A request is one line of JSON: a path, what is wanted of it ("articles", "pages" or "picture")
and what that takes. An answer is its length (eight bytes, big endian) and so much JSON. It leaves
when its parent closes the pipe, or is gone.
"""

import json
import os
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import ReadError, SkipFile
from index.readers.pdf_pages import draw_page, read_pages
from index.readers.read import read
from index.sentences import sentences
from index.types import Document, Metadata, blocks_to_json, sentences_to_json

_NO_MEMORY = 2
"""``XML_ERR_NO_MEMORY`` of libxml2's ``xmlerror.h``: its code is all that lxml tells of it."""


_WANTED: Mapping[str, Callable[..., Any]] = {
    "articles": lambda path, about: [_packed(_completed(each, about)) for each in read(path)],
    "pages": lambda path, text, spans: asdict(read_pages(path, text, spans)),
    "picture": lambda path, number, width: b64encode(draw_page(path, number, width)).decode("ascii"),
}


def main() -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # a library's print is no answer
    seconds, most_bytes = float(sys.argv[1]), int(sys.argv[2])
    _limit("RLIMIT_AS", most_bytes, most_bytes)
    for line in sys.stdin.buffer:
        _limit("RLIMIT_CPU", ceil(time.process_time() + seconds))  # ends it though the parent be gone
        request = json.loads(line)
        answer = _answer(Path(request.pop("path")), **request)
        _send(answers, answer | {"peak": _peak()})


def _answer(path: Path, wanted: str, **given: Any) -> dict[str, Any]:
    try:
        return {wanted: _WANTED[wanted](path, **given)}
    except SkipFile as error:
        return {"skipped": str(error), "help": error.help}
    except ReadError as error:
        return _exhausted(path, error.__cause__) or {"failed": str(error), "help": error.help}
    except (MemoryError, RecursionError) as error:
        return _exhausted(path, error)
    except Exception as error:  # a defect of ours must not stop the other files
        return {"defect": f"{type(error).__name__}: {error}"}


def _exhausted(path: Path, error: BaseException | None) -> dict[str, Any]:
    """Return the answer for a file that asks too much of its reader; empty for another error."""
    if isinstance(error, MemoryError) or getattr(error, "code", None) == _NO_MEMORY:
        return {"memory": True}
    if isinstance(error, RecursionError):
        return {"failed": f"{path.name} is nested too deeply to be read", "help": "save it as text"}
    return {}


def _completed(document: Document, about: Mapping[str, str]) -> Document:
    """Return ``document`` with what is known ``about`` it in the place of what it does not say."""
    said = {name: value for name, value in document.metadata.to_json().items() if value}
    return replace(document, metadata=Metadata(**{**about, **said}))


def _packed(document: Document) -> dict[str, Any]:
    return {
        "text": document.text,
        "blocks": blocks_to_json(document.blocks),
        "metadata": document.metadata.to_json(),
        "media_type": document.media_type,
        "sentences": sentences_to_json(sentences(document)),
    }


def _send(answers: BinaryIO, answer: dict[str, Any]) -> None:
    try:
        packed = json.dumps(answer).encode()
    except MemoryError:
        packed = b'{"memory": true}'
    answers.write(len(packed).to_bytes(8, "big") + packed)
    answers.flush()


def _peak() -> int:
    """Return the most memory that this process has held, in bytes; 0 where the system does not tell.

    ``VmHWM`` of proc(5), since getrusage counts what the parent held before the exec too.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _limit(name: str, soft: int, hard: int | None = None) -> None:
    """Set a limit of setrlimit(2): Windows has none, macOS refuses ``RLIMIT_AS``, and the timer stands."""
    try:
        import resource

        resource.setrlimit(getattr(resource, name), (soft, resource.RLIM_INFINITY if hard is None else hard))
    except (ImportError, ValueError, OSError):
        pass


if __name__ == "__main__":
    main()
