"""Question + conversation -> reply: the stages of an answer, in one LangChain runnable.

    condense -> retrieve -> judge (evidence, answerable?) -> answer

``FootnoteChain`` is a ``Runnable``: ``invoke`` returns the ``Reply``, ``stream`` and
``astream`` yield each ``Step`` when it is known, and tracing shows the stages by name.
"""

import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda, RunnablePassthrough

from chatbot.answer import quote
from chatbot.answerable import probability, signs
from chatbot.condense import condense
from chatbot.evidence import evidence, scores
from chatbot.features import candidates
from chatbot.settings import Settings
from chatbot.types import Answered, Asked, Evidence, EvidenceFound, Reply, Step, Turn
from chatbot.weights import Weights
from index.errors import EmptyIndexError, QuestionError
from index.library import Library
from index.search import Found
from index.text import fold, normalise
from index.types import Sentence


class Question(TypedDict, total=False):
    """What the chain takes: a question, and the conversation before it."""

    question: str
    history: Sequence[Turn]


@dataclass(frozen=True, slots=True)
class Judged:
    """The evidence, and the probability that it answers."""

    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(slots=True)
class Clock:
    """Seconds that each stage of one answer took."""

    seconds: dict[str, float] = field(default_factory=dict)


class State(TypedDict):
    """What is known while an answer is made; each stage adds its key."""

    question: str
    history: Sequence[Turn]
    clock: Clock
    searched: int
    standalone: str
    found: Found
    judged: Judged
    reply: Reply


class FootnoteChain(Runnable[Question, Reply]):
    """Answers questions from a library, every sentence with its exact source.

    Raises, from every way of calling it: QuestionError for an empty or too long question,
    EmptyIndexError where nothing is indexed, ModelError where the model cannot be used.
    """

    def __init__(self, library: Library, settings: Settings, weights: Weights | None = None) -> None:
        self._library = library
        self._most = settings.max_question
        self._weights = weights or Weights.shipped()
        self._threshold = self._weights.threshold if settings.threshold is None else settings.threshold
        self._stages: Runnable[Any, Any] = (
            RunnablePassthrough.assign(standalone=_stage("condense", self._condense))
            | RunnablePassthrough.assign(found=_stage("retrieve", self._retrieve))
            | RunnablePassthrough.assign(judged=_stage("judge", self._judge))
            | RunnablePassthrough.assign(reply=_stage("answer", self._answer))
        ).with_config(run_name="footnote")

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Reply:
        """Return the reply to ``question``."""
        return self.invoke({"question": question, "history": history})

    def steps(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Step]:
        """Yield the steps of the reply to ``question`` as they are known."""
        return self.stream({"question": question, "history": history})

    def invoke(self, input: Question, config: RunnableConfig | None = None, **kwargs: Any) -> Reply:
        """Return the reply."""
        state: State = self._stages.invoke(self._started(input), config, **kwargs)
        return state["reply"]

    def stream(  # type: ignore[override]  # the steps are what a Reply is streamed as
        self, input: Question, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Step]:
        """Yield the steps."""
        started = self._started(input)
        for part in self._stages.stream(started, config, **kwargs):
            yield from _steps_of(part, started["searched"])

    async def astream(  # type: ignore[override]  # as above
        self, input: Question, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[Step]:
        """Yield the steps."""
        started = self._started(input)
        async for part in self._stages.astream(started, config, **kwargs):
            for step in _steps_of(part, started["searched"]):
                yield step

    def _started(self, input: Question) -> dict[str, Any]:
        question = fold(normalise(input.get("question", "")))
        if not question:
            raise QuestionError("the question is empty", "ask something that the articles may answer")
        if len(question) > self._most:
            raise QuestionError(
                f"the question has {len(question):,} characters, and {self._most:,} are the most",
                "shorten it, or raise FOOTNOTE_MAX_QUESTION",
            )
        searched = self._library.catalog.counts().articles
        if not searched:
            raise EmptyIndexError("the library holds no article yet", "run: footnote index PATH…")
        history = tuple(input.get("history", ()))
        return {"question": question, "history": history, "clock": Clock(), "searched": searched}

    def _condense(self, state: State) -> str:
        return condense(state["question"], state["history"])[: self._most]

    def _retrieve(self, state: State) -> Found:
        return self._library.search(state["standalone"])

    def _judge(self, state: State) -> Judged:
        found = state["found"]
        listed = candidates(found)
        if not listed:
            return Judged((), 0.0)
        scored = scores(listed, self._weights)
        confidence = probability(signs(found, listed, scored), self._weights)
        return Judged(evidence(listed, scored), confidence)

    def _answer(self, state: State) -> Reply:
        judged = state["judged"]
        claims = quote(judged.evidence, self._before) if judged.confidence >= self._threshold else ()
        return Reply(
            question=state["question"],
            standalone_question=state["standalone"],
            answered=bool(claims),
            confidence=judged.confidence,
            claims=claims,
            evidence=judged.evidence,
            searched=state["searched"],
            timings=state["clock"].seconds,
        )

    def _before(self, found: Evidence) -> Sentence | None:
        return self._library.sentence_before(found.passage, found.sentence)


def _stage(name: str, run: Callable[[State], Any]) -> Runnable[Any, Any]:
    def timed(state: State) -> Any:
        start = time.perf_counter()
        try:
            return run(state)
        finally:
            state["clock"].seconds[name] = time.perf_counter() - start

    return RunnableLambda(timed).with_config(run_name=name)


def _steps_of(part: dict[str, Any], searched: int) -> Iterator[Step]:
    if "standalone" in part:
        yield Asked(part["standalone"])
    if "judged" in part:
        yield EvidenceFound(part["judged"].evidence, part["judged"].confidence, searched)
    if "reply" in part:
        yield Answered(part["reply"])
