"""``footnote serve``: the library, the chain, the jobs and the page, in one process."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.access import Accounts, Audit, Limits
from chatbot.access.accounts import DAY, HOUR
from chatbot.access.guarding import guard
from chatbot.allocator import share_arenas
from chatbot.chain import FootnoteChain
from chatbot.changes.adding import Places, shipped_seeds
from chatbot.changes.catching_up import CatchingUp
from chatbot.changes.handover import Door
from chatbot.changes.jobs import Jobs
from chatbot.changes.uploads import erase_old
from chatbot.conversations import ConversationStore
from chatbot.modelstore import WRITER, State, Store, fetch
from chatbot.services import Services
from chatbot.settings import Settings
from chatbot.suggest.suggester import Suggester
from chatbot.telemetry import Telemetry, configure_logs
from chatbot.weights import Weights
from index.errors import FootnoteError, SettingsError
from index.library import Library

if TYPE_CHECKING:
    from chatbot.page.offers import Offers

logger = logging.getLogger(__name__)

LOCAL = "local"


def run(settings: Settings, index_first: Sequence[Path], examples: Sequence[str], open_browser: bool) -> None:
    """Serve the chat page until it is stopped, indexing ``index_first`` meanwhile.

    Raises IndexBusyError where another process holds the data directory, SettingsError where
    others could reach the page and nobody would have to log in.
    """
    share_arenas()
    with guarding(settings) as accounts, Library(settings) as library, library.following("footnote serve"):
        library.embedder.check()
        print("Footnote is starting …", flush=True)
        warming = threading.Thread(target=_warm, args=(library,), daemon=True)
        warming.start()
        from chatbot.page import build_page, texts
        from chatbot.site import app, serve

        library.catch_up()
        texts.speak(settings.language)
        configure_logs(settings)
        telemetry = Telemetry.of(settings)
        conversations = ConversationStore(library.data)
        jobs = Jobs(library)
        audit = Audit(library.data, questions=settings.audit_questions)
        catching_up = CatchingUp(library, lambda: jobs.busy() is not None)
        door = Door.opened(library.data, jobs)
        try:
            if index_first:
                jobs.sync(index_first, ", ".join(str(path) for path in index_first))
            chain = FootnoteChain(library, settings, callbacks=telemetry.callbacks())
            limits = Limits(settings.questions_per_minute, settings.answers_at_once, settings.answers_in_all)
            offers = _offers(library, settings, chain.threshold)
            suggester = Suggester(library, chain, settings.suggestions) if settings.suggestions else None
            services = Services(
                settings,
                library,
                chain,
                jobs,
                conversations,
                accounts=accounts,
                limits=limits,
                audit=audit,
                telemetry=telemetry,
                writers=offers.ready,
                suggester=suggester,
            )
            erase_old(services.uploads)
            page = build_page(
                library,
                chain,
                jobs,
                services.uploads,
                offers,
                conversations=conversations,
                examples=examples,
                limits=limits,
                audit=audit,
                suggester=suggester,
                public_shares=settings.public_shares,
                places=Places.of(settings),
            )
            serve(
                app(services, page, settings.host),
                host=settings.host,
                port=settings.port,
                open_browser=open_browser,
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
            telemetry.close()
            audit.close()
            print("Footnote has stopped", flush=True)


@contextmanager
def guarding(settings: Settings) -> Iterator[Accounts]:
    """Open the accounts, and the first user that the settings name; see that somebody must log in.

    Raises SettingsError where nobody could, or the first user cannot be added.
    """
    idle, longest = settings.session_idle_hours * HOUR, settings.session_days * DAY
    with Accounts(settings.data.expanduser(), idle, longest) as accounts:
        password = settings.first_password.get_secret_value()
        if password and not accounts.have_users():
            try:
                accounts.users.add(settings.first_user, password)
            except FootnoteError as error:
                raise SettingsError(
                    f"FOOTNOTE_FIRST_USER and FOOTNOTE_FIRST_PASSWORD add nobody: {error}", error.help
                ) from error
        guard(settings, accounts)
        yield accounts


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
        article=library.article,
        seeds=shipped_seeds(),
    )


def _fetch(store: Store, tell: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> None:
    fetch(store, WRITER, tell, is_cancelled)


def _warm(library: Library) -> None:
    try:
        library.embedder.query("the first question must not wait for the model")
    except FootnoteError as error:
        logger.error("%s. %s", error, error.help)
