"""The one place where the evaluation asks the product for its ranking."""

from collections.abc import Sequence

from chatbot.condense import condense
from chatbot.retrieve import retrieve
from chatbot.types import Turn
from index.library import Library

RANKED = 50
"""Passages that a ranking is folded from: enough for ten articles of several passages each."""


def ranking(library: Library, question: str, history: Sequence[Turn] = ()) -> tuple[str, ...]:
    """Return the ids of the articles that the product finds for a question, best first.

    Retrieval is by passages; an article stands where its best passage does.
    """
    hits = retrieve(library, condense(question, history), RANKED).hits
    return tuple(dict.fromkeys(hit.article.id for hit in hits))
