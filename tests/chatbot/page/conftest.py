"""Articles, a library with the real model, and a real server that a real browser opens."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import page_server
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from chatbot.access import Accounts, Audit, Limits
from chatbot.chain import FootnoteChain
from chatbot.changes.jobs import Jobs
from chatbot.conversations import ConversationStore
from chatbot.page.layout import build_page
from chatbot.page.offers import Offers
from chatbot.services import Services
from chatbot.settings import Settings
from chatbot.site.app import app
from chatbot.suggest.suggester import Suggester
from index.embedding import LocalEmbedder
from index.library import Library

sys.path.insert(0, str(Path(__file__).parent))  # for the two modules that these tests share

from page_articles import ARTICLES, EXAMPLES
from page_support import Site, Visit

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def open_library(real_embedder: LocalEmbedder) -> Callable[[Path, dict[str, str]], Library]:
    def opened(folder: Path, articles: dict[str, str | bytes]) -> Library:
        sources = folder / "articles"
        sources.mkdir()
        for name, text in articles.items():
            (sources / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        library = Library(Settings(data=folder / "data"), real_embedder)
        library.sync([sources])
        return library

    return opened


@pytest.fixture(scope="module")
def serving(
    open_library: Callable[[Path, dict[str, str]], Library], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Site]]:
    """Give a function that serves a page over articles; all are stopped at the module's end."""
    running = ExitStack()

    def start(
        articles: dict[str, str] = ARTICLES,
        chain_of: Callable[[Library], object] | None = None,
        offers_of: Callable[[Library], Offers] | None = None,
        accounts_of: Callable[[Path], Accounts] | None = None,
        limits: Limits | None = None,
        suggests: bool = False,
    ) -> Site:
        folder = tmp_path_factory.mktemp("site")
        library = open_library(folder, articles)
        running.callback(library.close)
        jobs = Jobs(library)
        running.callback(jobs.stop)
        chain = chain_of(library) if chain_of else FootnoteChain(library, Settings())
        uploads = library.data / "uploads"
        store = ConversationStore(library.data)
        offers = (
            offers_of(library)
            if offers_of
            else Offers(library.facets, threshold=0.5, article=library.article)
        )
        accounts = accounts_of(library.data) if accounts_of else None
        audit = Audit(library.data)
        page = build_page(
            library, chain, jobs, uploads, offers,  # type: ignore[arg-type]  # the chain may be scripted
            conversations=store, examples=EXAMPLES, limits=limits, audit=audit,
            suggester=Suggester(library, chain, longest=60.0) if suggests else None,  # type: ignore[arg-type]  # as above
        )  # fmt: skip
        services = Services(Settings(), library, chain, jobs, store, accounts, limits or Limits(), audit)  # type: ignore[arg-type]  # may be scripted
        at = running.enter_context(page_server.serving(app(services, page, "127.0.0.1"), 17860))
        return Site(at, library, chain, jobs, uploads, folder / "articles")

    with running:
        yield start


@pytest.fixture(scope="module")
def site(serving: Callable[..., Site]) -> Site:
    return serving()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).is_file():
        plain = "no chromium on this machine; install Debian's package chromium to run the browser tests"
        if os.environ.get("FOOTNOTE_REQUIRE_BROWSER") == "1":
            pytest.fail(plain)
        pytest.skip(plain)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit_at(browser: Browser) -> Iterator[Callable[..., Visit]]:
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def start(width: int = 1280, height: int = 800, locale: str = "en-GB") -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale=locale
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        visit = Visit(context.new_page())
        visits.append(visit)
        ours = ("http://127.0.0.1:", "data:", "blob:")
        visit.page.on(
            "request", lambda sent: None if sent.url.startswith(ours) else visit.outside.append(sent.url)
        )
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))

        def dismissed(dialog: object) -> None:
            visit.dialogs.append(dialog.message)  # type: ignore[attr-defined]  # playwright's Dialog
            dialog.dismiss()  # type: ignore[attr-defined]

        visit.page.on("dialog", dismissed)
        return visit

    yield start
    for context in contexts:
        context.close()
    for visit in visits:
        assert visit.outside == [], "a request left this machine"
        assert visit.dialogs == [], "foreign text ran as a script"
        assert visit.errors == [], "a script of the page failed"


@pytest.fixture
def visit(visit_at: Callable[..., Visit]) -> Visit:
    return visit_at()
