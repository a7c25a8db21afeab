"""A page that is served over a library, and the browser that opens it, for what is measured and shown of it."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from page_server import serving
from playwright.sync_api import Browser, sync_playwright

from chatbot.access import Accounts
from chatbot.chain import FootnoteChain
from chatbot.changes.jobs import Jobs
from chatbot.conversations import ConversationStore
from chatbot.page import Offers, build_page
from chatbot.services import Services
from chatbot.settings import Settings
from chatbot.site import app
from chatbot.suggest.suggester import Suggester
from index.library import Library

SEEDS = Path(__file__).parents[2] / "seeds"
EXAMPLE = "Who is urging NATO leaders to invite Ukraine?"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@contextmanager
def served(
    settings: Settings,
    library: Library,
    chain: FootnoteChain,
    offers: Offers | None = None,
    accounts: Accounts | None = None,
) -> Iterator[str]:
    """Serve the page over ``library``, to those who have ``accounts`` if there are any; give its address."""
    store, jobs = ConversationStore(library.data), Jobs(library)
    services = Services(settings, library, chain, jobs, store, accounts)
    page = build_page(
        library, chain, jobs, services.uploads, offers or Offers(library.facets, 0.5, article=library.article),
        conversations=store, examples=[EXAMPLE], suggester=Suggester(library, chain),
    )  # fmt: skip
    try:
        with serving(app(services, page, "127.0.0.1"), 18960) as at:
            yield at
    finally:
        jobs.stop()
        store.close()


@contextmanager
def seeded(folder: Path, *more: Path) -> Iterator[tuple[str, Library, FootnoteChain]]:
    """Serve the seeds, and what lies in ``more``, warm; give the address and what is behind it."""
    settings = Settings(data=folder / "data", questions_per_minute=10_000)
    with Library(settings) as library:
        library.sync([SEEDS, *more])
        library.embedder.query("the first question must not wait for the model")
        chain = FootnoteChain(library, settings)
        chain.ask("Who delayed Sweden?")
        with served(settings, library, chain) as at:
            yield at, library, chain


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()
