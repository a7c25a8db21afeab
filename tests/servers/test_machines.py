"""Several machines, played by processes with data directories of their own, on the same two servers."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from servers import Chroma

from chatbot.chain import FootnoteChain
from chatbot.settings import Settings
from index.errors import IndexBusyError, SettingsError, UnreachableError
from index.library import Library
from index.settings import IndexSettings
from index.upkeep.doctor import examine
from index.upkeep.manifest import manifest

SUPPORT = Path(__file__).parent.parent / "support"
Until = Callable[[Callable[[], bool]], None]


class Machine:
    """A process on another machine; ``talk`` sends a line and returns the one that comes back."""

    def __init__(self, script: str, *given: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, SUPPORT / script, *given],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def read(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def ask(self, question: str) -> dict[str, Any]:
        assert self.process.stdin
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        return dict(json.loads(self.read()))

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def served(tmp_path: Path, catalog_url: str, chroma: Chroma) -> IndexSettings:
    return IndexSettings(data=tmp_path / "indexer", catalog_url=catalog_url, chroma_url=chroma.url)


@pytest.fixture
def chats(served: IndexSettings, tmp_path: Path) -> Iterator[list[Machine]]:
    """Two chat servers, started at once and before anything is indexed."""
    started = [
        Machine("chat_server.py", str(tmp_path / name), served.catalog_url, served.chroma_url)
        for name in ("one", "two")
    ]
    assert [chat.read() for chat in started] == ["ready", "ready"]
    yield started
    for chat in started:
        chat.kill()


def test_two_chat_servers_follow_one_indexer_while_chroma_dies_and_returns(
    served: IndexSettings,
    chats: list[Machine],
    chroma: Chroma,
    articles: Path,
    embedder: Any,
    write: Callable[..., Path],
    until: Until,
) -> None:
    def told(question: str, start: str, **so: Any) -> None:
        """Wait until both chat servers answer with that article, found in those ways."""
        for chat in chats:

            def is_so(chat: Machine = chat) -> bool:
                found = chat.ask(question)
                return found["text"].startswith(start) and all(
                    found[name] == value for name, value in so.items()
                )

            until(is_so)

    with Library(served, embedder) as indexer:
        indexer.sync([articles])
        told("When did Sweden join NATO?", "Sweden joined", by_terms=True, by_vectors=True, note="")
        write(
            articles / "sweden.txt", "Sweden became the 32nd member. Turkey and Hungary had delayed it.", 10
        )
        (articles / "finland.txt").unlink()
        indexer.sync([articles])
        told("When was Turkey delayed?", "Sweden became the 32nd", by_terms=True, by_vectors=True)
        told("Finland border Russia", "", by_terms=False)

        chroma.kill()
        (note,) = {chat.ask("Bread?")["note"] for chat in chats}
        assert "searched by their words alone" in note
        write(articles / "norway.txt", "Norway was there from 1949.")
        indexer.sync([articles])  # goes on: the catalog has everything, the vectors follow later
        told("Norway 1949", "Norway was there", by_terms=True, by_vectors=False, note=note)
        away = {found.part: found for found in examine(indexer)}["vectors"]
        assert "cannot be used" in away.problem and "start that server" in away.help

        chroma.start()
        told("Norway 1949", "Norway was there", by_terms=True, by_vectors=True, note="")
        until(lambda: examine(indexer) == [])  # whichever process was first has mended it

        chroma.kill()  # and now its disk is lost
        shutil.rmtree(chroma.folder)
        chroma.start()
        told("Norway 1949", "Norway was there", by_terms=True, by_vectors=True, note="")
        until(lambda: examine(indexer) == [])
        before = manifest(indexer)
    plain = IndexSettings(data=served.data.parent / "plain")
    with Library(plain, embedder) as clean:
        clean.sync([articles])
        assert manifest(clean) == before


def test_a_second_indexer_leaves_and_names_the_holder_until_that_dies(
    catalog_url: str, tmp_path: Path, articles: Path, embedder: Any, until: Until
) -> None:
    holder = Machine("lock_holder.py", str(tmp_path / "one"), catalog_url)
    assert holder.read() == "held"
    other = IndexSettings(data=tmp_path / "two", catalog_url=catalog_url)
    with Library.open(other, embedder) as library:
        named = rf"footnote watch \(process {holder.process.pid} on .+\) since \d\d:\d\d:\d\d UTC"
        with pytest.raises(IndexBusyError, match=named):
            library.sync([articles])
        assert f"process {holder.process.pid} on" in library.status().writer
        holder.kill()
        until(lambda: library.writer_elsewhere() == "")
        library.sync([articles])
        assert library.status().counts.articles == 3


def test_who_holds_only_the_data_directory_lets_other_machines_write(
    catalog_url: str, tmp_path: Path, articles: Path, embedder: Any
) -> None:
    one, two = (IndexSettings(data=tmp_path / name, catalog_url=catalog_url) for name in ("one", "two"))
    with Library(one, embedder) as chat, chat.following("footnote serve"), Library(two, embedder) as indexer:
        indexer.sync([articles])
        chat.catch_up()
        assert chat.search("Sweden").hits[0].term_rank
        with Library(one, embedder) as command, pytest.raises(IndexBusyError, match="footnote serve"):
            command.sync([articles])  # the terms there are the chat server's; the command line hands it over


def test_vectors_in_a_server_beside_a_catalog_in_sqlite(
    chroma: Chroma, tmp_path: Path, articles: Path, embedder: Any
) -> None:
    settings = IndexSettings(data=tmp_path / "data", chroma_url=chroma.url, chroma_token="a token")  # type: ignore[arg-type]
    other = IndexSettings(data=tmp_path / "other", chroma_url=chroma.url)
    with Library(settings, embedder) as library, Library(other, embedder) as neighbour:
        library.sync([articles])
        neighbour.sync([articles / "bread.txt"])
        assert examine(library) == [] == examine(neighbour)  # one server holds many libraries
        assert len(neighbour.search("bread").hits) == 1
        with Library(settings, embedder) as reader:
            assert reader.search("Sweden").hits[0].dense_rank
            library.rebuild()
            assert reader.search("Sweden").hits[0].dense_rank  # of the collection that took its place
        assert not (settings.data / "vectors").exists()
        chroma.kill()
        weights = Settings(data=settings.data, chroma_url=chroma.url, threshold=0.0, reranker="none")
        for threshold in (0.0, 1.0):
            reply = FootnoteChain(library, weights.model_copy(update={"threshold": threshold})).ask("Sweden?")
            assert reply.answered == (threshold == 0.0) and "words alone" in reply.note
        with pytest.raises(UnreachableError, match="cannot be used"):
            library.rebuild()


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://host", "http://", "http://host:port"])
def test_an_address_of_chroma_that_is_none(url: str, tmp_path: Path, embedder: Any) -> None:
    with pytest.raises(SettingsError, match="address of the Chroma server"):
        Library(IndexSettings(data=tmp_path, chroma_url=url), embedder)
