"""Articles -> a library that can be searched: readers, catalog, and the indexes that follow it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.library import Library
    from index.retriever import FootnoteRetriever
    from index.settings import IndexSettings

__all__ = ["FootnoteRetriever", "IndexSettings", "Library"]

_HOME = {
    "FootnoteRetriever": "index.retriever",
    "IndexSettings": "index.settings",
    "Library": "index.library",
}


def __getattr__(name: str) -> Any:
    """Import an exported name when it is first asked for: the libraries behind them are heavy."""
    if name not in _HOME:
        raise AttributeError(f"module 'index' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
