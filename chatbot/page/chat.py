"""One question -> what the page shows of it, step by step; every problem ends in a calm sentence."""

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TypedDict, cast

from chatbot.chain import FootnoteChain, Question
from chatbot.page import answer, texts, writing
from chatbot.page.choices import Scope
from chatbot.page.conversation import Conversation, Opened
from chatbot.page.stream import awaited, until
from chatbot.types import Answered, Asked, EvidenceFound, Quoted, Reply, Step, Written
from index.errors import FootnoteError

logger = logging.getLogger(__name__)

_SHOWN_OF_QUESTION = 500
"""Characters of a refused question (one that is too long, say) that are shown again."""

AT_ONCE = 10
"""Turns of a conversation that is opened again which are shown at first."""


class Shown(TypedDict):
    """What the conversation in the browser is to show: turn ``turn`` anew, or with ``turn`` 0 all of it.

    ``earlier`` are the turns before those of turn 0, the oldest first: shown when they are looked for.
    ``replaces`` is the first of the turns before it that it stands in for, 0 for none.
    ``written`` goes into the turn's place for it, ``is_done`` says whether the turn stays so;
    ``key`` is the conversation's, empty before it has begun.
    """

    turn: int
    html: str
    earlier: list[str]
    written: str
    is_done: bool
    key: str
    replaces: int


@dataclass(frozen=True, slots=True)
class Update:
    """One step of an answer; ``opened`` is the footnote that the viewer opens by itself.

    ``reply`` is the answer once it stands, to be kept.
    """

    shown: Shown
    reply: Reply | None = None
    opened: Opened | None = None
    is_writing: bool = False


@dataclass(slots=True)
class _Turn:
    """One turn while it is being answered.

    ``reply`` is what is known of its reply so far, ``written`` what was shown of its text, and
    ``frame`` what that stands in, which is the same from the first word to the last.
    """

    number: int
    conversation: Conversation
    scope: Scope | None
    replaces: int
    reply: Reply
    written: str = ""
    frame: str = ""

    def shown(self, html: str, written: str = "", is_done: bool = False) -> Shown:
        question = answer.turn(texts.shortened(self.reply.question, _SHOWN_OF_QUESTION), html)
        return Shown(
            turn=self.number,
            html=question,
            earlier=[],
            written=written,
            is_done=is_done,
            key=self.conversation.key,
            replaces=self.replaces,
        )

    def update(self, step: Step) -> Update | None:
        """Take a step in; return what it changes on the page, if it does."""
        match step:
            case Asked(standalone):
                self.reply = replace(self.reply, standalone_question=standalone)
            case EvidenceFound(evidence, confidence, searched):
                self.reply = replace(self.reply, evidence=evidence, confidence=confidence, searched=searched)
                return Update(self.shown(writing.evidence_found(step)))
            case Quoted(claims):
                self.reply = replace(self.reply, claims=claims, answered=bool(claims))
                self.conversation.show(self.number, self.reply)
                html = writing.quoted(self.number, self.reply)
                return Update(self.shown(html), opened=self._first(), is_writing=True)
            case Written(text) if text != self.written:
                self.written = text
                self.frame = self.frame or writing.frame(self.number, self.reply)
                shown = writing.written(text, self.reply.evidence)
                return Update(self.shown(self.frame, shown), is_writing=True)
            case Answered(reply):
                self.reply = reply
                return self.whole()
        return None

    def whole(self) -> Update:
        """Return the turn with its reply as it now stands, for good."""
        self.conversation.keep(self.number, self.reply)
        html = answer.answer(self.number, self.reply, self.scope, key=self.conversation.key)
        return Update(self.shown(html, is_done=True), self.reply, self._first())

    def stopped(self) -> Update:
        """Return the turn where the visitor stopped it: the quoted answer, if it was there."""
        if not self.reply.answered:
            return Update(self.shown(answer.problem(texts.STOPPED, ""), is_done=True))
        self.reply = replace(self.reply, note=texts.STOPPED_QUOTED)
        return replace(self.whole(), opened=None)

    def problem(self, what: str, help: str) -> Update:
        return Update(self.shown(answer.problem(what, help), is_done=True))

    def _first(self) -> Opened | None:
        return self.conversation.open(self.number, 1) if self.reply.answered else None


async def ask(
    chain: FootnoteChain, asked: Question, conversation: Conversation, scope: Scope | None = None
) -> AsyncIterator[Update]:
    """Ask, and yield the page's updates until the reply stands; the conversation keeps it.

    ``scope`` is said beside the reply, where ``asked`` searches a part of the library only.
    Where the conversation is told to stop, the chain's stream is closed at once.
    """
    question = asked["question"]
    number = conversation.begin()
    replaces, conversation.replaces = conversation.replaces, 0
    stopped = conversation.running[number]
    turn = _Turn(number, conversation, scope, replaces, Reply(question, question, False, 0.0, (), (), 0))
    try:
        stream = cast(AsyncGenerator[Step], chain.astream(asked))
        async with aclosing(awaited(until(stopped, stream))) as steps:
            async for step in steps:
                if step is None:
                    yield Update(turn.shown(writing.searching()))
                elif update := turn.update(step):
                    yield update
        if stopped.is_set() and number in conversation.running:
            yield turn.stopped()
    except FootnoteError as error:
        yield turn.problem(str(error), error.help)
    except Exception:  # a defect of ours is logged, and never shown
        logger.exception("a question could not be answered")
        yield turn.problem(texts.WRONG, texts.WRONG_HELP)
    finally:
        conversation.end(number)


def reopened(conversation: Conversation) -> Shown:
    """Return a conversation that was kept: its end, and what comes before it to be shown piece by piece."""

    def turn(number: int, reply: Reply) -> str:
        html = answer.answer(number, reply, feedback=conversation.feedback.get(number), key=conversation.key)
        question = answer.turn(texts.shortened(reply.question, _SHOWN_OF_QUESTION), html)
        return f'<section class="fn-turn" id="fn-turn-{number}">{question}</section>'

    turns = [turn(number, reply) for number, reply in conversation.answers.items()]
    earlier, last = turns[:-AT_ONCE], turns[-AT_ONCE:]
    more = f'<button type="button" class="fn-plain fn-earlier">{texts.EARLIER}</button>' if earlier else ""
    return Shown(
        turn=0,
        html=more + "".join(last),
        earlier=earlier,
        written="",
        is_done=True,
        key=conversation.key,
        replaces=0,
    )
