"""A chat model -> its text as it comes, from a thread that nobody has to wait for.

A client may block in a read for as long as its server pleases, so it reads in a daemon
thread, and the caller waits at a queue for as long as it has patience. A thread that was
given up ends with the next piece that reaches it, or with its client's own read time-out.
"""

import contextvars
import threading
import time
from collections.abc import Generator, Iterator
from queue import Empty, SimpleQueue
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.runnables import RunnableConfig

from chatbot.stopping import LOOK, go_on
from chatbot.writers.failures import Failure

THREAD = "footnote-writer"
MOST_CHARACTERS = 50_000
"""A stream is stopped here: no answer, with the thoughts before it, is as long, in code points."""

_TELLING = ("langchain_openai", "langchain_anthropic", "langchain_ollama", "langchain_google_genai")
"""Integrations that tell why a stream ended; one of theirs that does not was cut."""

_ENDS = ("finish_reason", "stop_reason", "done_reason")
_FULL = frozenset({"length", "max_tokens", "max_output_tokens"})
_DECLINED = frozenset(
    {"content_filter", "refusal", "safety", "prohibited_content", "recitation", "blocklist"}
)


class Patience:
    """How long to wait: ``token`` seconds for each piece, ``whole`` seconds for all together."""

    def __init__(self, token: float, whole: float) -> None:
        self._token, self._whole = token, whole
        self._started = self._heard = time.monotonic()

    def left(self) -> float:
        """Return the seconds that the next piece may yet take, at least 0."""
        return max(0.0, min(self._heard + self._token, self._started + self._whole) - time.monotonic())

    def heard(self) -> None:
        """Start to wait for the next piece."""
        self._heard = time.monotonic()

    def over(self) -> Failure:
        """Return the failure of a model that was waited for until now."""
        if self._started + self._whole <= self._heard + self._token:
            return Failure(
                f"had not finished after {self._whole:g} seconds",
                "raise FOOTNOTE_WRITER_TIMEOUT, or choose a faster FOOTNOTE_WRITER",
            )
        return Failure(
            f"wrote nothing for {self._token:g} seconds",
            "raise FOOTNOTE_WRITER_FIRST_TOKEN_TIMEOUT, or choose a faster FOOTNOTE_WRITER",
        )


def streamed(
    model: BaseChatModel, asked: list[BaseMessage], patience: Patience, config: RunnableConfig | None = None
) -> Iterator[str]:
    """Yield the text that ``model`` replies, in pieces that are not empty.

    Raises Failure for a stream that stalls or does not come to a proper end, Stopped where
    nobody awaits it any more, and whatever the model's client raises. Closing the iterator
    stops the model.
    """
    queue: SimpleQueue[Any] = SimpleQueue()
    stopped = threading.Event()
    threading.Thread(
        target=contextvars.copy_context().run,
        args=(_read, model, asked, config, queue, stopped),
        name=THREAD,
        daemon=True,
    ).start()
    try:
        end = yield from _texts(_chunks(queue, patience), patience)
    finally:
        stopped.set()
    _check(end, model)


def _read(
    model: BaseChatModel,
    asked: list[BaseMessage],
    config: RunnableConfig | None,
    queue: "SimpleQueue[Any]",
    stopped: threading.Event,
) -> None:
    """Put every chunk into ``queue``, then ``None``, or the exception that ended the stream."""
    try:
        chunks: Any = model.stream(asked, config)
        try:
            for chunk in chunks:
                queue.put(chunk)
                if stopped.is_set():
                    return
        finally:
            chunks.close()
        queue.put(None)
    except BaseException as error:
        queue.put(error)


def _chunks(queue: "SimpleQueue[Any]", patience: Patience) -> Iterator[AIMessageChunk]:
    while True:
        go_on()
        try:
            item = queue.get(timeout=min(LOOK, patience.left()))
        except Empty:
            if patience.left():
                continue
            raise patience.over() from None
        if item is None:
            return
        if isinstance(item, BaseException):
            raise item
        yield item


def _texts(chunks: Iterator[AIMessageChunk], patience: Patience) -> Generator[str, None, str]:
    """Yield the chunks' texts, and return the reason that was told for the end, or ""."""
    characters, end = 0, ""
    for chunk in chunks:
        told = chunk.response_metadata
        end = next((str(told[key]).lower() for key in _ENDS if told.get(key)), end)
        if chunk.content or chunk.additional_kwargs.get("reasoning_content"):
            patience.heard()
        text = str(chunk.text)
        characters += len(text)
        if characters > MOST_CHARACTERS:
            return "length"
        if text:
            yield text
    return end


def _check(end: str, model: BaseChatModel) -> None:
    """Raise Failure where ``end`` is not the proper end of a stream of ``model``."""
    if end in _FULL:
        raise Failure("did not come to an end", "raise FOOTNOTE_WRITER_MAX_TOKENS; thoughts count too")
    if end in _DECLINED:
        raise Failure("declined to answer", "ask in other words, or choose another FOOTNOTE_WRITER")
    if not end and any(kind.__module__.startswith(_TELLING) for kind in type(model).__mro__):
        raise Failure("broke off", again=True)
