"""One question -> what the page shows of it, step by step; every problem ends in a calm sentence."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from chatbot.chain import FootnoteChain
from chatbot.page import answer, texts
from chatbot.page.conversation import Conversation, Opened
from chatbot.types import Answered, EvidenceFound, Reply
from index.errors import FootnoteError

logger = logging.getLogger(__name__)

_SHOWN_OF_QUESTION = 500
"""Characters of a refused question (one that is too long, say) that are shown again."""


class Shown(TypedDict):
    """What the conversation in the browser is to show: turn ``turn`` anew, or with ``turn`` 0 all of it."""

    turn: int
    html: str


@dataclass(frozen=True, slots=True)
class Update:
    """One step of an answer; ``opened`` is the footnote that the viewer opens by itself."""

    shown: Shown
    opened: Opened | None = None


def ask(chain: FootnoteChain, question: str, conversation: Conversation) -> Iterator[Update]:
    """Ask, and yield the page's updates; the conversation keeps the reply."""
    number = conversation.begin()

    def show(html: str) -> Update:
        return Update(Shown(turn=number, html=answer.turn(_shortened(question), html)))

    yield show(answer.searching())
    try:
        for step in chain.steps(question, tuple(conversation.turns)):
            match step:
                case EvidenceFound():
                    yield show(answer.evidence_found(step))
                case Answered(reply):
                    conversation.keep(number, reply)
                    yield Update(
                        show(answer.answer(number, reply)).shown, _first(conversation, number, reply)
                    )
    except FootnoteError as error:
        yield show(answer.problem(str(error), error.help))
    except Exception:  # a defect of ours is logged, and never shown
        logger.exception("a question could not be answered")
        yield show(answer.problem(texts.WRONG, texts.WRONG_HELP))


def _first(conversation: Conversation, number: int, reply: Reply) -> Opened | None:
    return conversation.open(number, 1) if reply.answered else None


def _shortened(question: str) -> str:
    return question if len(question) <= _SHOWN_OF_QUESTION else question[:_SHOWN_OF_QUESTION] + "…"
