"""Who sends a request: put into its ASGI state at the gate, read by whatever answers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Scope(StrEnum):
    """What a visitor may do: read articles and evidence, ask questions, change the library."""

    READ = "read"
    ASK = "ask"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who was let in; ``name`` owns their conversations, and is empty where nobody logs in.

    ``key`` is the id of the API key that the request came with, ``address`` where it came from.
    """

    name: str = ""
    scopes: frozenset[Scope] = frozenset()
    key: str = ""
    address: str = ""

    @property
    def counted_as(self) -> str:
        """What limits count the visitor by: the key, the name, or the address; empty at this machine."""
        if self.key:
            return f"key {self.key}"
        return f"user {self.name}" if self.name else self.address


LOCAL = Visitor(scopes=frozenset(Scope))
"""Whoever sits at this machine, where no login is asked for."""


def visitor_of(scope: Mapping[str, Any]) -> Visitor:
    """Return who sent the request of an ASGI ``scope``."""
    visitor: Visitor = scope.get("state", {}).get("visitor", LOCAL)
    return visitor
