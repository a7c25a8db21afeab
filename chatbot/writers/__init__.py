"""Question + evidence -> an answer in a model's words, streamed, with ``[n]`` markers.

``base`` says what a writer is, ``prompt`` what a model is told, ``chat`` writes with any
LangChain chat model and ``rewrite`` asks one for a question that stands alone.
"""

from chatbot.writers.base import Writer
from chatbot.writers.chat import ChatWriter
from chatbot.writers.rewrite import rewrite

__all__ = ["ChatWriter", "Writer", "rewrite"]
