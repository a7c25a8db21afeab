"""What the tools work on, and who comes to them: the same whichever way a client is connected."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceError, ToolError

from chatbot.access import LOCAL, Audit, Limits, Scope, Visitor, visitor_of
from chatbot.chain import FootnoteChain, Question
from chatbot.types import Step
from index.errors import FootnoteError
from index.library import Library
from index.report import Report

Add = Callable[[Sequence[Path], str], Awaitable[Report]]
"""Indexes files as of a collection, empty for none; raises FootnoteError where that cannot be done."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The library and its chain; ``uploads`` keeps what clients send, ``add`` indexes it.

    ``is_local`` where the client runs as the same user on this machine, and may name its files.
    """

    library: Library
    chain: FootnoteChain
    add: Add
    uploads: Path
    limits: Limits
    audit: Audit
    is_local: bool

    def steps(self, asked: Question) -> AsyncGenerator[Step, None]:
        """Return the steps of an answer; closing them stops what is being made."""
        return cast("AsyncGenerator[Step, None]", self.chain.astream(asked))


@contextmanager
def visiting(
    context: Context, scope: Scope, refusal: type[ToolError | ResourceError] = ToolError
) -> Iterator[Visitor]:
    """Let in whoever sent a request, if they have the right to ``scope``.

    What goes wrong inside, in a way that the client can mend, becomes a ``refusal`` that says how.
    """
    request = context.request_context.request
    visitor = visitor_of(request.scope) if request else LOCAL
    if scope not in visitor.scopes:
        raise refusal(f"this needs the right to {scope}")
    try:
        yield visitor
    except FootnoteError as error:
        raise refusal(error.in_one_line) from error
