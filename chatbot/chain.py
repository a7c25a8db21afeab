"""Question + conversation -> reply: the stages of an answer, in one LangChain runnable.

    condense -> retrieve -> judge (evidence, answerable?) -> quote -> write -> verify

``FootnoteChain`` is a ``Runnable``: ``invoke`` returns the ``Reply``, ``stream`` and
``astream`` yield each ``Step`` when it is known, and tracing shows the stages by name.
"""

import asyncio
import contextvars
import copy
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict

from langchain_core.callbacks import BaseCallbackHandler, CallbackManagerForChainRun
from langchain_core.runnables import Runnable, RunnableConfig, RunnableGenerator, RunnableLambda
from langchain_core.runnables.config import merge_configs, patch_config

from chatbot import stopping
from chatbot.answer.conflicts import conflicts
from chatbot.answer.missing import missing
from chatbot.answer.quoter import Quoter
from chatbot.condense import Standalone, condense, rewritten
from chatbot.evidence.judge import Judge, Judged
from chatbot.evidence.scoring import SHOWN, nearest
from chatbot.reranker import reranker
from chatbot.retrieve import retrieve
from chatbot.settings import Settings
from chatbot.team import Team
from chatbot.turns import Turns
from chatbot.types import (
    Answered,
    Asked,
    Claim,
    Evidence,
    EvidenceFound,
    Quoted,
    Reply,
    Step,
    Turn,
    Verdict,
    Written,
)
from chatbot.weights import Weights
from chatbot.wording.plain import plain, settled
from chatbot.wording.planted import gives_orders
from index.errors import EmptyIndexError, FootnoteError, QuestionError, WriterError
from index.library import Library
from index.search.hits import Found
from index.text import fold, normalise
from index.types import Filter

if TYPE_CHECKING:
    from chatbot.verify import Checking
    from chatbot.writers import Writer

_STEPPING = ThreadPoolExecutor(max_workers=256, thread_name_prefix="footnote-answer")
"""Where ``astream`` waits for steps: asyncio's own pool has a few threads, and a model's next
word keeps one waiting, so that a handful of answers would hold up all others."""

_TURNS = Turns()
"""Of all answers of this process: they share its cores, whichever chain they come from."""


class Question(TypedDict, total=False):
    """What the chain takes: a question, the conversation before it, and what this asker chose.

    ``where`` narrows what is searched; ``threshold`` and ``writer`` stand in for the
    settings of that name. ``shown`` are the most sentences of the evidence.
    """

    question: str
    history: Sequence[Turn]
    where: Filter | None
    threshold: float | None
    writer: str | None
    shown: int


@dataclass(slots=True)
class Clock:
    """Seconds that each stage of one answer took."""

    seconds: dict[str, float] = field(default_factory=dict)


class State(TypedDict):
    """What is known while an answer is made; each stage adds its key."""

    question: str
    history: Sequence[Turn]
    where: Filter | None
    threshold: float
    writer: str
    shown: int
    clock: Clock
    searched: int
    standalone: Standalone
    found: Found
    judged: Judged
    quoted: Reply
    by: "Writer"
    read: Sequence[Evidence]
    checking: "Checking"
    text: str


class FootnoteChain(Runnable[Question | str, Reply]):
    """Answers questions from a library, every sentence with its exact source; a text is a question alone.

    Raises, from every way of calling it: QuestionError for an empty or too long question,
    EmptyIndexError where nothing is indexed, ModelError where the embedding model cannot be
    used, SettingsError for a writer that there is not. A writer that fails is no error: the
    quoted answer stands, with a note. ``callbacks`` are told of every answer's run.
    """

    name = "footnote"

    def __init__(
        self,
        library: Library,
        settings: Settings,
        weights: Weights | None = None,
        team: Team | None = None,
        callbacks: Sequence[BaseCallbackHandler] = (),
    ) -> None:
        self._observed: RunnableConfig = {"callbacks": list(callbacks)}
        self._library = library
        self._settings = settings
        self._weights = weights or Weights.shipped()
        self._quoter = Quoter(library)
        self._judge = Judge(library, reranker(settings.reranker), self._weights)
        self._team = team or Team(settings, library.embedder)
        self._stages: dict[str, Runnable[Any, Any]] = {
            "standalone": _stage("condense", self._condense),
            "found": _stage("retrieve", self._retrieve),
            "judged": _stage("judge", self._judged),
            "quoted": _stage("answer", self._quoted),
        }
        self._write: Runnable[Any, str] = RunnableGenerator(_pieces).with_config(  # type: ignore[arg-type]  # it may take a config
            run_name="write"
        )
        self._verify: Runnable[Any, tuple[Claim, ...]] = RunnableLambda(self._verified).with_config(
            run_name="verify"
        )

    @property
    def threshold(self) -> float:
        """The probability below which the reply is a refusal, where an asker chose none."""
        return self._weights.threshold if self._settings.threshold is None else self._settings.threshold

    def unobserved(self) -> "FootnoteChain":
        """Return the same chain with no callbacks: for what nobody has asked."""
        alone = copy.copy(self)
        alone._observed = {}
        return alone

    def standalone(self, question: str, history: Sequence[Turn] = ()) -> Standalone:
        """Return the question that is really asked when ``question`` follows ``history``."""
        return self._standalone(self._settings.writer, question, tuple(history))

    def ask(self, question: str, history: Sequence[Turn] = (), where: Filter | None = None) -> Reply:
        """Return the reply to ``question``."""
        return self.invoke({"question": question, "history": history, "where": where})

    def steps(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Step]:
        """Yield the steps of the reply to ``question`` as they are known."""
        return self.stream({"question": question, "history": history})

    def invoke(self, input: Question | str, config: RunnableConfig | None = None, **kwargs: Any) -> Reply:
        """Return the reply."""
        for step in self.stream(input, config, **kwargs):
            if isinstance(step, Answered):
                return step.reply
        raise AssertionError("the last step is the reply")

    def stream(  # type: ignore[override]  # the steps are what a Reply is streamed as
        self, input: Question | str, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Step]:
        """Yield the steps; closing the iterator stops a writer.

        The run has ended before its reply is handed on, so that whoever takes that and no
        more leaves no run that looks as if it was given up.
        """
        watched = merge_configs(self._observed, config)
        steps = self._transform_stream_with_config(
            iter([input]), self._answered, watched, run_type="chain", **kwargs
        )
        with closing(steps):  # type: ignore[type-var]  # it is a generator
            for step in steps:
                if isinstance(step, Answered):
                    deque(steps, maxlen=0)
                yield step  # type: ignore[misc]  # as above

    async def astream(  # type: ignore[override]  # as above
        self, input: Question | str, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[Step]:
        """Yield the steps."""
        steps = self.stream(input, config, **kwargs)
        coming: asyncio.Future[Step | None] | None = None
        context, left = contextvars.copy_context(), threading.Event()
        context.run(stopping.stop.set, left)
        try:
            while True:
                within = partial(context.run, next, steps, None)
                coming = asyncio.get_running_loop().run_in_executor(_STEPPING, within)
                if (step := await asyncio.shield(coming)) is None:
                    return
                yield step
        finally:
            if coming is None or coming.done():
                steps.close()  # type: ignore[attr-defined]  # it is a generator
            else:  # a generator that runs cannot be closed: it looks whether it is to stop
                left.set()
                coming.add_done_callback(partial(_closed, steps))

    def _answered(
        self,
        inputs: Iterator[Question | str],
        run_manager: CallbackManagerForChainRun,
        config: RunnableConfig,
    ) -> Iterator[Any]:
        within = patch_config(config, callbacks=run_manager.get_child())
        for given in inputs:
            state: dict[str, Any] = {**self._started(given)}
            for key, stage in self._stages.items():
                with self._library.asked():
                    state[key] = stage.invoke(state, within)
                stopping.go_on()
                yield from _steps_of(key, state)
            yield from self._written(state["quoted"], state, within)

    def _started(self, asked: Question | str) -> dict[str, Any]:
        given = Question(question=asked) if isinstance(asked, str) else asked
        question = fold(normalise(given.get("question", "")))
        if not question:
            raise QuestionError("the question is empty", "ask something that the articles may answer")
        most = self._settings.max_question
        if len(question) > most:
            raise QuestionError(
                f"the question has {len(question):,} characters, and {most:,} are the most",
                "shorten it, or raise FOOTNOTE_MAX_QUESTION",
            )
        where = given.get("where") or None
        searched = self._library.extent(where).articles
        if not searched and not (where and self._library.extent().articles):
            raise EmptyIndexError("the library holds no article yet", "run: footnote index PATH…")
        threshold = given.get("threshold")
        return {
            "question": question,
            "history": tuple(given.get("history", ())),
            "where": where,
            "threshold": self.threshold if threshold is None else threshold,
            "writer": given.get("writer") or self._settings.writer,
            "shown": given.get("shown", SHOWN),
            "clock": Clock(),
            "searched": searched,
        }

    def _condense(self, state: State) -> Standalone:
        return self._standalone(state["writer"], state["question"], state["history"])

    def _standalone(self, writer: str, question: str, history: Sequence[Turn]) -> Standalone:
        proposed = self._team.rewritten(writer, question, history)
        return rewritten(question, history, proposed) if proposed else condense(question, history)

    def _retrieve(self, state: State) -> Found:
        return _TURNS.run(partial(retrieve, self._library, state["standalone"], where=state["where"]))

    def _judged(self, state: State) -> Judged:
        judge = partial(self._judge.judge, state["found"], state["where"], state["shown"])
        return _TURNS.run(judge, is_much=True)

    def _quoted(self, state: State) -> Reply:
        """Return the reply in quoted sentences, or the refusal."""
        judged, asked = state["judged"], state["standalone"].text
        is_enough = judged.confidence >= state["threshold"]
        claims = self._quoter.quoted(asked, judged.evidence) if is_enough else ()
        rarity = state["found"].rarity
        cited = {citation.title for claim in claims for citation in claim.citations}
        planted = [title for title in judged.planted if title in cited]
        return Reply(
            question=state["question"],
            standalone_question=asked,
            answered=bool(claims),
            confidence=judged.confidence,
            claims=claims,
            evidence=judged.evidence,
            searched=state["searched"],
            timings=state["clock"].seconds,
            missing=missing(asked, judged.evidence, rarity) if claims else (),
            conflicts=conflicts(judged.evidence, asked, rarity) if claims else (),
            note="; ".join(filter(None, (judged.compared, state["found"].note, _planted(planted)))),
            threshold=state["threshold"],
        )

    def _read(self, evidence: Sequence[Evidence], writer: "Writer") -> tuple[Evidence, ...]:
        """Return what a writer reads: what is near enough for it, with what a colon leads to."""
        read: dict[tuple[str, int], Evidence] = {}
        for near in nearest(evidence, writer.within):
            for each in (near, *self._quoter.led_to(near)):
                read.setdefault((each.article.id, each.sentence.start), each)
        return tuple(replace(each, rank=rank) for rank, each in enumerate([*read.values()][:SHOWN], 1))

    def _written(self, quoted: Reply, state: dict[str, Any], config: RunnableConfig) -> Iterator[Step]:
        """Have the chosen writer write; whatever goes wrong with it, the quoted answer stands."""
        start, text, shown = time.perf_counter(), "", Written("")
        try:
            writer = self._team.writer(state["writer"]) if quoted.answered else None
            if writer is None:
                yield Answered(quoted)
                return
            yield Quoted(quoted.claims)
            read = self._read(quoted.evidence, writer)
            checking = self._team.checking(read)
            sentences = [each.sentence.text for each in (*quoted.evidence, *read)]
            for piece in self._write.stream({**state, "by": writer, "read": read}, config):
                text += piece
                if (safe := plain(settled(text), sentences)) != shown.text:
                    shown = replace(shown, text=safe)
                    yield shown
                    if checking.grown(safe):
                        shown = Written(safe, self._checked(checking.so_far, safe))
                        yield shown
            if (whole := plain(text, sentences)) != shown.text:
                yield replace(shown, text=whole)
            quoted.timings["write"] = time.perf_counter() - start
            claims = self._verify.invoke({**state, "text": whole, "checking": checking}, config)
            quoted.timings["verify"] = time.perf_counter() - start - quoted.timings["write"]
            yield Answered(replace(quoted, claims=claims, writer=writer.name))
        except FootnoteError as error:
            told = filter(None, (quoted.note, error.in_one_line))
            yield Answered(replace(quoted, note="; ".join(told)))

    def _verified(self, state: State) -> tuple[Claim, ...]:
        claims = self._checked(state["checking"].all, state["text"])
        if not claims:
            raise WriterError("the model wrote no sentence", "ask again, or choose another writer")
        if all(claim.verdict is Verdict.UNSUPPORTED for claim in claims):
            raise WriterError(
                "the articles support nothing of what the model wrote", "ask again, or choose another writer"
            )
        return claims

    def _checked(self, check: Callable[[str], tuple[Claim, ...]], text: str) -> tuple[Claim, ...]:
        with self._library.asked():
            return _TURNS.run(partial(check, text))


def _planted(titles: Sequence[str]) -> str:
    """Return what an asker is told of articles that give orders; empty where none does."""
    if not titles:
        return ""
    named = ", ".join(f"“{title}”" for title in titles if not gives_orders(title))
    return "what gives orders to whoever answers was set aside" + (f" in {named}" if named else "")


def _stage(name: str, run: Callable[[State], Any]) -> Runnable[Any, Any]:
    def timed(state: State) -> Any:
        start = time.perf_counter()
        try:
            return run(state)
        finally:
            state["clock"].seconds[name] = time.perf_counter() - start

    return RunnableLambda(timed).with_config(run_name=name)


def _pieces(states: Iterator[State], config: RunnableConfig) -> Iterator[str]:
    for state in states:
        quoted = state["quoted"]
        yield from state["by"].write(quoted.standalone_question, state["read"], state["history"], config)


def _closed(steps: Iterator[Step], last: "asyncio.Future[Step | None]") -> None:
    """Close ``steps``, whose last one has ended, somehow: nobody is there to be told."""
    if not last.cancelled():
        last.exception()
    steps.close()  # type: ignore[attr-defined]  # it is a generator


def _steps_of(key: str, state: dict[str, Any]) -> Iterator[Step]:
    """Yield what the stage that found ``key`` lets an asker see."""
    if key == "standalone":
        yield Asked(state["standalone"].text)
    if key == "judged":
        yield EvidenceFound(state["judged"].evidence, state["judged"].confidence, state["searched"])
