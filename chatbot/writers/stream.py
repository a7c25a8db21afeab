"""A chat model -> its text as it comes, from a thread that nobody has to wait for.

A client may block in a read for as long as its server pleases, so it reads in a daemon
thread, and the caller takes what has arrived for as long as it has patience. A thread that was
given up ends with the next piece that reaches it, or with its client's own read time-out.
"""

import contextvars
import re
import threading
import time
from collections.abc import Generator, Iterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.runnables import RunnableConfig

from chatbot.stopping import go_on
from chatbot.writers.arrivals import Arrivals, Pace
from chatbot.writers.failures import Failure

THREAD = "footnote-writer"
MOST_CHARACTERS = 50_000
"""A stream is stopped here: no answer, with the thoughts before it, is as long, in code points."""

_TELLING = ("langchain_openai", "langchain_anthropic", "langchain_ollama", "langchain_google_genai")
"""Integrations that tell why a stream ended; one of theirs that does not was cut."""

_FIRST_HALF = re.compile("[\ud800-\udbff]")
"""The first of two surrogates, which are one character together."""

_ENDS = ("finish_reason", "stop_reason", "done_reason")
_FULL = frozenset({"length", "max_tokens", "max_output_tokens"})
_DECLINED = frozenset(
    {"content_filter", "refusal", "safety", "prohibited_content", "recitation", "blocklist"}
)

_PACE = Pace()
"""Of all answers of this process: whoever reads them, one process hands them on."""

Arrived = Arrivals[AIMessageChunk | BaseException | None]
"""The chunks of a stream, then ``None``, or the exception that ended it."""


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
    """Yield the text that ``model`` replies, in pieces that are not empty, at the pace of ``Pace``.

    Raises Failure for a stream that stalls or does not come to a proper end, Stopped where
    nobody awaits it any more, and whatever the model's client raises. Closing the iterator
    stops the model.
    """
    arrived: Arrived = Arrivals()
    threading.Thread(
        target=contextvars.copy_context().run,
        args=(_read, model, asked, config, arrived, patience),
        name=THREAD,
        daemon=True,
    ).start()
    try:
        with _PACE.shared():
            end = yield from _texts(_batches(arrived, patience))
    finally:
        arrived.close()
    _check(end, model)


def _read(
    model: BaseChatModel,
    asked: list[BaseMessage],
    config: RunnableConfig | None,
    arrived: Arrived,
    patience: Patience,
) -> None:
    begun = False
    try:
        chunks = model.stream(asked, config)
        try:
            for chunk in chunks:
                if chunk.content or chunk.additional_kwargs.get("reasoning_content"):
                    patience.heard()
                arrived.put(chunk, at_once=not begun)
                begun = begun or bool(chunk.text)
                if arrived.is_closed():
                    return
        finally:
            chunks.close()  # type: ignore[attr-defined]  # it is a generator
        arrived.put(None, at_once=True)
    except BaseException as error:
        arrived.put(error, at_once=True)


def _batches(arrived: Arrived, patience: Patience) -> Iterator[list[AIMessageChunk]]:
    """Yield what has arrived, none of it empty, until the stream ends."""
    while True:
        go_on()
        batch: list[AIMessageChunk] = []
        for item in arrived.taken(min(_PACE.seconds(), patience.left())):
            if isinstance(item, AIMessageChunk):
                batch.append(item)
                continue
            if batch:
                yield batch
            if item is None:
                return
            raise item if patience.left() else patience.over()  # its client waits as long, and tells less
        if batch:
            yield batch
        elif not patience.left():
            raise patience.over()


def _texts(batches: Iterator[Sequence[AIMessageChunk]]) -> Generator[str, None, str]:
    """Yield the text of each batch, and return the reason that was told for the end, or "".

    A character may come in two halves, the surrogates of a pair; half a one is a replacement character.
    """
    characters, end, half = 0, "", ""
    for batch in batches:
        for chunk in batch:
            told = chunk.response_metadata
            end = next((str(told[key]).lower() for key in _ENDS if told.get(key)), end)
        text = half + "".join(str(chunk.text) for chunk in batch)
        half = text[-1:] if _FIRST_HALF.fullmatch(text[-1:]) else ""
        text = _whole(text.removesuffix(half))
        characters += len(text)
        if characters > MOST_CHARACTERS:
            return "length"
        if text:
            yield text
    if half:
        yield _whole(half)
    return end


def _whole(text: str) -> str:
    """Return ``text`` with each pair of surrogates as the character that it is."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _check(end: str, model: BaseChatModel) -> None:
    """Raise Failure where ``end`` is not the proper end of a stream of ``model``."""
    if end in _FULL:
        raise Failure("did not come to an end", "raise FOOTNOTE_WRITER_MAX_TOKENS; thoughts count too")
    if end in _DECLINED:
        raise Failure("declined to answer", "ask in other words, or choose another FOOTNOTE_WRITER")
    if not end and any(kind.__module__.startswith(_TELLING) for kind in type(model).__mro__):
        raise Failure("broke off", again=True)
