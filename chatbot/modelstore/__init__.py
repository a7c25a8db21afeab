"""The store of model files that do not come with the package: fetched, checked, removed."""

from chatbot.modelstore.fetch import fetch, from_hub, take
from chatbot.modelstore.known import KNOWN, WRITER, ModelFile
from chatbot.modelstore.store import State, Store

__all__ = ["KNOWN", "WRITER", "ModelFile", "State", "Store", "fetch", "from_hub", "take"]
