"""The assembled application over a small library, called without a socket."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fastapi
import pytest
from starlette.testclient import TestClient

from chatbot.access import Accounts, Audit, Limits
from chatbot.chain import FootnoteChain
from chatbot.changes.jobs import Jobs
from chatbot.conversations import ConversationStore
from chatbot.page import Offers, build_page
from chatbot.services import Services
from chatbot.settings import Settings
from chatbot.site import app
from index.library import Library

PASSWORD = "four words nobody knows"


@pytest.fixture
def accounts(library: Library) -> Iterator[Accounts]:
    with Accounts(library.data) as opened:
        yield opened


@pytest.fixture
def assembled(library: Library, accounts: Accounts) -> Iterator[Callable[..., fastapi.FastAPI]]:
    jobs, store = Jobs(library), ConversationStore(library.data)
    audit = Audit(library.data)

    def assemble(**given: Any) -> fastapi.FastAPI:
        settings = Settings(data=library.data, **given)
        chain = FootnoteChain(library, settings)
        services = Services(settings, library, chain, jobs, store, accounts, Limits(), audit)
        page = build_page(
            library, chain, jobs, services.uploads, Offers(library.facets, 0.5), conversations=store
        )
        return app(services, page, settings.host)

    yield assemble
    jobs.stop()
    store.close()
    audit.close()


@pytest.fixture
def client_of() -> Callable[..., TestClient]:
    def client(application: fastapi.FastAPI, *, scheme: str = "http", key: str = "") -> TestClient:
        at = f"{scheme}://127.0.0.1"
        headers = {"authorization": f"Bearer {key}"} if key else {"origin": at}
        return TestClient(application, base_url=at, headers=headers, follow_redirects=False)

    return client


@pytest.fixture
def client(
    assembled: Callable[..., fastapi.FastAPI], accounts: Accounts, client_of: Callable[..., TestClient]
) -> TestClient:
    """A visitor without a login, of a site where there is a user."""
    accounts.users.add("anna", PASSWORD)
    return client_of(assembled())


@pytest.fixture
def data(library: Library) -> Path:
    return library.data
