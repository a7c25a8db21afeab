import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hash_embedder import HashEmbedder
from local_web import Page, Web
from typer.testing import CliRunner

from chatbot.cli import app
from chatbot.commands.following import interval
from index.errors import FetchError, FootnoteError


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Web]:
    web = Web()
    threading.Thread(target=web.server.serve_forever, daemon=True).start()
    monkeypatch.setenv("FOOTNOTE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FOOTNOTE_FETCH_PORTS", f"[{web.port}]")
    monkeypatch.setenv("FOOTNOTE_FETCH_PAUSE", "0")
    monkeypatch.setattr("index.library.LocalEmbedder", lambda *_: HashEmbedder())
    yield web
    web.server.shutdown()
    web.server.server_close()


def test_an_address_is_indexed_synced_listed_and_removed(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_FETCH_HOSTS", '["127.0.0.1"]')
    web.pages["/norr"] = Page("<p>The windmill of Norr was built in 1932 by the village council.</p>")
    run, url = CliRunner(), web.at("/norr")
    assert "1 indexed" in run.invoke(app, ["index", url]).output
    assert "1 unchanged" in run.invoke(app, ["sync"]).output
    assert url in run.invoke(app, ["status", "--sources"]).output
    assert run.invoke(app, ["remove", url]).output == f"removed {url}\n"


def test_this_machine_is_not_fetched_from_unless_it_is_named(web: Web) -> None:
    told = CliRunner().invoke(app, ["index", web.at("/norr")])
    assert told.exit_code == 3
    assert "FOOTNOTE_FETCH_HOSTS" in told.output
    assert web.connections == 0


def test_what_is_not_of_the_web_is_refused(web: Web) -> None:
    told = CliRunner().invoke(app, ["index", "file:///etc/passwd"])
    assert isinstance(told.exception, FetchError)


def test_a_length_of_time_is_read() -> None:
    assert [interval(text) for text in ("15m", "2h", "1d")] == [900, 7200, 86_400]
    for text in ("0m", "5", "1w", "-1h", ""):
        with pytest.raises(FootnoteError, match="no length of time"):
            interval(text)
