"""A question -> an answer, each sentence of it footnoted with its exact source."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatbot.chain import FootnoteChain
    from chatbot.message import as_message
    from chatbot.settings import Settings
    from chatbot.tool import FootnoteTool
    from chatbot.types import Reply, Turn

__all__ = ["FootnoteChain", "FootnoteTool", "Reply", "Settings", "Turn", "as_message"]

_HOME = {
    "FootnoteChain": "chatbot.chain",
    "FootnoteTool": "chatbot.tool",
    "Reply": "chatbot.types",
    "Settings": "chatbot.settings",
    "Turn": "chatbot.types",
    "as_message": "chatbot.message",
}


def __getattr__(name: str) -> Any:
    """Import an exported name when it is first asked for: the libraries behind them are heavy."""
    if name not in _HOME:
        raise AttributeError(f"module 'chatbot' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
