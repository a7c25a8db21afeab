"""An answer as text with its footnotes below it, to be pasted anywhere."""

from chatbot.conversations.cited import footnotes
from chatbot.conversations.export.wording import named, said
from chatbot.conversations.export.words import ENGLISH, Words
from chatbot.types import Reply
from index.text import fold


def plain(reply: Reply, words: Words = ENGLISH) -> str:
    """Return an answer with numbered footnotes, each its quote, article, date and source.

    It begins with ``spoken`` of its first claims, however many they are.
    """
    notes = (
        f"[{number}] “{fold(each.quote)}” {fold(each.title)}, {named(reply, each, words)}."
        for number, each in enumerate(footnotes(reply).values(), 1)
    )
    return "\n\n".join((*_said(reply, words), "\n".join(notes))).strip() + "\n"


def spoken(reply: Reply) -> str:
    """Return the sentences of an answer alone, each with the numbers of its footnotes."""
    return _said(reply, ENGLISH)[0]


def _said(reply: Reply, words: Words) -> list[str]:
    return said(reply, words, str, "[{}]".format)
