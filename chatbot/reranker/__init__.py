"""Rerankers: models that read the question and a passage together."""

from importlib import resources
from pathlib import Path

from chatbot.reranker.base import Reading, Reranker
from chatbot.reranker.cross_encoder import CrossEncoderReranker
from chatbot.reranker.ours import NAME, PassageReranker

__all__ = ["NAME", "CrossEncoderReranker", "PassageReranker", "Reading", "Reranker", "reranker", "supporter"]


def reranker(name: str) -> Reranker | None:
    """Return the reranker that the setting names: ours, none, or a ``CrossEncoder``."""
    if name == "none":
        return None
    return PassageReranker() if name == NAME else CrossEncoderReranker(name)


def supporter() -> PassageReranker:
    """Return the reader that says how far evidence supports a claim: fitted on claims too."""
    return PassageReranker(Path(str(resources.files("chatbot.reranker").joinpath("support.safetensors"))))
