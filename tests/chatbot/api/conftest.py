"""The server that the API's tests ask."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from api_server import Server, served

from chatbot.access import Scope


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("api")) as running:
        yield running


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[tuple[Server, Callable[..., str]]]:
    """A server with a user, and what gives her keys of some rights."""
    with served(tmp_path) as running:
        accounts = running.services.accounts
        assert accounts
        accounts.users.add("anna", "four words nobody knows")

        def key(*rights: Scope, owner: str = "anna") -> str:
            return accounts.keys.create("a test", frozenset(rights), owner)[1]

        yield running, key
