"""The one place where the evaluation asks the product for what a reply does not hold."""

from chatbot.answer.quoter import Quoter
from chatbot.condense import Standalone
from chatbot.evaluate.types import Span, span_of
from chatbot.retrieve import retrieve
from chatbot.types import Reply
from index.library import Library

RANKED = 50
"""Passages that a ranking is folded from: enough for ten articles of several passages each."""


def ranking(library: Library, standalone: Standalone) -> tuple[str, ...]:
    """Return the ids of the articles that the product finds for a question, best first.

    Retrieval is by passages; an article stands where its best passage does.
    """
    hits = retrieve(library, standalone, RANKED).hits
    return tuple(dict.fromkeys(hit.article.id for hit in hits))


def selected(library: Library, reply: Reply) -> tuple[Span, ...]:
    """Return the sentences of the evidence that the product would quote, had it not refused."""
    quoted = Quoter(library).quoted(reply.standalone_question, reply.evidence)
    return tuple(dict.fromkeys(span_of(cited) for claim in quoted for cited in claim.citations))
