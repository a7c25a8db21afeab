"""``footnote serve``: the library, the chain, the jobs and the page, in one process."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.catching_up import CatchingUp
from chatbot.chain import FootnoteChain
from chatbot.conversations import ConversationStore
from chatbot.handover import Door
from chatbot.jobs import Jobs
from chatbot.modelstore import WRITER, State, Store, fetch
from chatbot.settings import Settings
from chatbot.weights import Weights
from index.errors import FootnoteError
from index.library import Library

if TYPE_CHECKING:
    from chatbot.page.offers import Offers

logger = logging.getLogger(__name__)

LOCAL = "local"


def run(settings: Settings, index_first: Sequence[Path], examples: Sequence[str], open_browser: bool) -> None:
    """Serve the chat page until it is stopped, indexing ``index_first`` meanwhile.

    Raises IndexBusyError where another process holds the data directory.
    """
    with Library(settings) as library, library.following("footnote serve"):
        library.embedder.check()
        print("Footnote is starting …", flush=True)
        warming = threading.Thread(target=_warm, args=(library,), daemon=True)
        warming.start()
        from chatbot.page import serve

        library.catch_up()
        conversations = ConversationStore(library.data)
        jobs = Jobs(library)
        catching_up = CatchingUp(library, lambda: jobs.busy() is not None)
        door = Door.opened(library.data, jobs)
        try:
            if index_first:
                jobs.sync(index_first, ", ".join(str(path) for path in index_first))
            chain = FootnoteChain(library, settings)
            serve(
                library,
                chain,
                jobs,
                uploads=library.data / "uploads",
                offers=_offers(library, settings, chain.threshold),
                conversations=conversations,
                host=settings.host,
                port=settings.port,
                open_browser=open_browser,
                examples=examples,
                on_ready=lambda address: print(
                    f"Footnote answers at {address} (stop it with Ctrl-C)", flush=True
                ),
            )
        finally:
            if door:
                door.close()
            catching_up.stop()
            jobs.stop()
            conversations.close()
            print("Footnote has stopped", flush=True)


def _offers(library: Library, settings: Settings, threshold: float) -> "Offers":
    """Return what a visitor can choose; a writer of the settings' own stands after the others."""
    from chatbot.page.offers import QUOTE, Offers, WriterOffer

    store = Store(settings.models)
    command = f"footnote models fetch {WRITER.name}"
    named = settings.writer if settings.writer not in (QUOTE, LOCAL, "auto") else ""

    def writers() -> list[WriterOffer]:
        is_there = store.state(WRITER) is State.THERE
        found = [WriterOffer(QUOTE), WriterOffer(LOCAL, is_there, WRITER.size, command)]
        return [*found, WriterOffer(named)] if named else found

    return Offers(
        facets=library.facets,
        threshold=threshold,
        costs=Weights.shipped().costs,
        writers=writers,
        writer=settings.writer,
        fetch=lambda tell, is_cancelled: _fetch(store, tell, is_cancelled),
    )


def _fetch(store: Store, tell: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> None:
    fetch(store, WRITER, tell, is_cancelled)


def _warm(library: Library) -> None:
    try:
        library.embedder.query("the first question must not wait for the model")
    except FootnoteError as error:
        logger.error("%s. %s", error, error.help)
