"""An answer as text with its footnotes below it, to be pasted anywhere."""

from chatbot.conversations.cited import footnotes
from chatbot.conversations.export.wording import named, said
from chatbot.types import Reply
from index.text import fold


def plain(reply: Reply) -> str:
    """Return an answer with numbered footnotes, each its quote, article, date and source."""
    notes = (
        f"[{number}] “{fold(each.quote)}” {fold(each.title)}, {named(reply, each)}."
        for number, each in enumerate(footnotes(reply).values(), 1)
    )
    return "\n\n".join((*said(reply, str, "[{}]".format), "\n".join(notes))).strip() + "\n"
