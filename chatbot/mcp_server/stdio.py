"""``footnote mcp``: a server for the program that started it, on standard input and output.

Nothing but the protocol goes to standard output; the transport itself sends to standard
error whatever else is printed while it serves. Another process may hold the index: reading
goes on beside it, and what is to be added is handed over to it (``chatbot.changes.handover``).
"""

import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import anyio
import anyio.to_thread

from chatbot.access import Audit, Limits
from chatbot.chain import FootnoteChain
from chatbot.changes import handover
from chatbot.mcp_server.desk import Desk
from chatbot.mcp_server.server import server
from chatbot.settings import Settings
from index.errors import ModelError
from index.library import Library
from index.report import Report


def run(settings: Settings) -> None:
    """Serve until standard input ends. Raises DataDirectoryError where the index cannot be opened."""
    with Library.open(settings) as library:
        threading.Thread(target=_warm, args=(library,), daemon=True).start()

        async def add(paths: Sequence[Path], collection: str) -> Report:
            indexing = partial(handover.sync, library, list(paths), collection=collection, is_noted=True)
            return await anyio.to_thread.run_sync(indexing)

        audit = Audit(library.data, questions=settings.audit_questions)
        desk = Desk(
            library=library,
            chain=FootnoteChain(library, settings),
            add=add,
            uploads=library.data / "uploads",
            limits=Limits(),
            audit=audit,
            is_local=True,
        )
        try:
            anyio.run(server(desk).run_stdio_async)
        finally:
            audit.close()


def _warm(library: Library) -> None:
    """Load the model before the first question; one that cannot be is told when something is asked."""
    with suppress(ModelError):
        library.embedder.query("the first question must not wait for the model")
