"""Rerankers: models that read the question and a passage together."""

from chatbot.reranker.base import Reading, Reranker
from chatbot.reranker.cross_encoder import CrossEncoderReranker
from chatbot.reranker.ours import NAME, PassageReranker

__all__ = ["NAME", "CrossEncoderReranker", "PassageReranker", "Reading", "Reranker", "reranker"]


def reranker(name: str) -> Reranker | None:
    """Return the reranker that the setting names: ours, none, or a ``CrossEncoder``."""
    if name == "none":
        return None
    return PassageReranker() if name == NAME else CrossEncoderReranker(name)
