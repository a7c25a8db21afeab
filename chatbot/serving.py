"""``footnote serve``: the library, the chain, the jobs and the page, in one process."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from chatbot.chain import FootnoteChain
from chatbot.jobs import Jobs
from chatbot.settings import Settings
from index.errors import FootnoteError
from index.library import Library

logger = logging.getLogger(__name__)


def run(settings: Settings, index_first: Sequence[Path], examples: Sequence[str], open_browser: bool) -> None:
    """Serve the chat page until it is stopped, indexing ``index_first`` meanwhile.

    Raises IndexBusyError where another process is changing the index.
    """
    with Library(settings) as library, library.writing("footnote serve"):
        library.embedder.check()
        print("Footnote is starting …", flush=True)
        warming = threading.Thread(target=_warm, args=(library,), daemon=True)
        warming.start()
        from chatbot.page import serve

        library.catch_up()
        jobs = Jobs(library)
        try:
            if index_first:
                jobs.sync(index_first, ", ".join(str(path) for path in index_first))
            serve(
                library,
                FootnoteChain(library, settings),
                jobs,
                uploads=library.data / "uploads",
                host=settings.host,
                port=settings.port,
                open_browser=open_browser,
                examples=examples,
                on_ready=lambda address: print(
                    f"Footnote answers at {address} (stop it with Ctrl-C)", flush=True
                ),
            )
        finally:
            jobs.stop()
            print("Footnote has stopped", flush=True)


def _warm(library: Library) -> None:
    try:
        library.embedder.query("the first question must not wait for the model")
    except FootnoteError as error:
        logger.error("%s. %s", error, error.help)
