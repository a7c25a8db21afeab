"""Question + conversation -> a question that stands alone, made by a chat model.

The model only proposes: what is no question, or brings in much that nobody has said, is
not taken, and the caller goes on with what can be done without a model.
"""

import re
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import RunnableConfig

from chatbot.types import Turn
from chatbot.writers.base import Writer
from chatbot.writers.prompt import harmless, turns
from chatbot.writers.stream import Patience, streamed
from chatbot.writers.thinking import without_thoughts
from index.followers.terms import terms

TURNS = 6
"""How many of the last messages of the conversation the model is shown."""

TURN_CHARACTERS = 240
"""How much of each of them, in code points."""

LONGEST = 300
"""A longer text, in code points, is no question that stands alone."""

NEW_TERMS = 1 / 3
"""The largest share of the rewritten question's terms that nobody has said before."""

INSTRUCTIONS = """\
You rewrite the last question of a conversation so that it can be understood without the \
conversation. Put the names and things that are meant in the place of words such as “it”, \
“they” or “there”, and add what the question leaves out. Change nothing else; keep its \
language. A question that can be understood alone stays as it is. Do not answer it. Write one \
line: the question, ending in a question mark."""

_LABEL = re.compile(r"^(?:(?:stand-?alone|rewritten|last)\s+)?question\s*:\s*", re.IGNORECASE)
_QUOTES = "\"'“”„«»‘’*` "
_ASKS = ("?", "？", "؟", ";", "՞")


def rewrite(
    model: BaseChatModel | Writer,
    question: str,
    history: Sequence[Turn],
    *,
    seconds: float = 8.0,
    config: RunnableConfig | None = None,
) -> str | None:
    """Return ``question`` so that it can be searched without ``history``, within ``seconds``.

    ``None`` where there is nothing to lean on, where a writer has no ``model``, and where
    the model fails, is too slow, or proposes what is no such question.
    """
    chat = model if isinstance(model, BaseChatModel) else getattr(model, "model", None)
    if not isinstance(chat, BaseChatModel) or not any(turn.role == "user" for turn in history):
        return None
    try:
        said = streamed(chat, _messages(question, history), Patience(seconds, seconds), config)
        proposed = "".join(without_thoughts(said))
    except Exception:
        return None
    return _checked(proposed, question, history)


def _messages(question: str, history: Sequence[Turn]) -> list[BaseMessage]:
    lines = [*turns(history, TURNS, TURN_CHARACTERS), f"Last question: {harmless(question)}"]
    return [SystemMessage(INSTRUCTIONS), HumanMessage("\n".join(lines))]


def _checked(proposed: str, question: str, history: Sequence[Turn]) -> str | None:
    """Return the one question in ``proposed``, if it is one and made of what was said."""
    lines = [line for line in proposed.splitlines() if line.strip()]
    if len(lines) != 1:
        return None
    alone = _LABEL.sub("", lines[0].strip(_QUOTES)).strip(_QUOTES)
    if not alone or len(alone) > LONGEST:
        return None
    if not alone.endswith(_ASKS) and question.rstrip().endswith(_ASKS):
        return None
    own = set(terms(alone))
    said = set(terms(" ".join((question, *(turn.content for turn in history)))))
    return alone if own and len(own - said) <= NEW_TERMS * len(own) else None
