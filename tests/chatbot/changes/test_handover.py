import json
import os
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from chatbot.changes import handover
from chatbot.changes.handover import Door
from chatbot.changes.jobs import Jobs
from index.errors import FootnoteError, IndexBusyError
from index.library import Library
from index.report import Outcome, Progress, Report
from index.settings import IndexSettings


@pytest.fixture
def server(library: Library) -> Iterator[Jobs]:
    """What the chat page's process runs: it holds the lock and takes work at its door."""
    with library.writing("footnote serve"):
        jobs = Jobs(library)
        door = Door.opened(library.data, jobs)
        assert door
        yield jobs
        door.close()
        jobs.stop()


@pytest.fixture
def command(library: Library, embedder: Any) -> Iterator[Library]:
    with Library(IndexSettings(data=library.data), embedder) as opened:
        yield opened


def test_a_command_sees_the_progress_and_the_report_of_what_the_server_did(
    server: Jobs, library: Library, command: Library, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (articles / "torn.pdf").write_bytes(b"%PDF-1.7 torn")
    seen: list[Progress] = []
    monkeypatch.chdir(articles.parent)
    report = handover.sync(command, [Path("articles")], seen.append, "war")
    assert {outcome.value: number for outcome, number in report.counts().items()} == {
        "indexed": 3,
        "failed": 1,
    }
    (failed,) = report.with_outcome(Outcome.FAILED)
    assert failed.path == str(articles / "torn.pdf") and failed.reason
    assert report.embedded == 3 and not report.interrupted
    assert seen and {each.phase for each in seen} <= {"reading", "embedding"}
    assert library.facets().collections == {"war": 3}
    assert handover.remove(command, str(articles / "bread.txt")) == [str(articles / "bread.txt")]
    assert command.catalog.counts().articles == 2


def test_the_server_embeds_anew_while_it_is_asked(
    server: Jobs, library: Library, command: Library, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sync([articles])
    done = Report(embedded=3)
    asked: list[str] = []
    monkeypatch.setattr(library, "reembed", lambda model, *_: asked.append(model) or done)
    assert handover.reembed(command, str(articles)) == done
    assert asked == [str(articles)]
    assert str(server.latest(1)[0].what) == f"embedding with {articles}"


def test_what_the_server_cannot_do_is_told(server: Jobs, command: Library, articles: Path) -> None:
    with pytest.raises(FootnoteError, match="nothing was indexed from /nowhere"):
        handover.remove(command, "/nowhere")


def test_a_command_that_goes_away_cancels_what_it_asked_for(
    server: Jobs, library: Library, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_paths: Any, _tell: Any, is_cancelled: Callable[[], bool], _collection: str) -> Any:
        begun.set()
        while not is_cancelled():
            assert not go_on.wait(0.01)
        return None

    monkeypatch.setattr(library, "sync", slow)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.connect((library.data / "index.door").read_text())
    line.sendall(json.dumps({"do": "sync", "paths": [str(articles)], "collection": ""}).encode() + b"\n")
    assert begun.wait(20)
    line.close()
    job = server.latest(1)[0]
    end = time.monotonic() + 20
    while job.state == "running" and time.monotonic() < end:
        time.sleep(0.02)
    assert job.state == "cancelled"


@pytest.mark.parametrize("request_", [b"\n", b"{}\n", b'{"do": "format"}\n', b'["sync"]\n', b"\xff\n"])
def test_what_is_no_command_does_nothing(server: Jobs, library: Library, request_: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.connect((library.data / "index.door").read_text())
        line.sendall(request_)
        told = json.loads(line.makefile().readline())
    assert told["problem"].startswith("this Footnote does not understand")
    assert server.latest() == []


def test_only_this_user_may_come_to_the_door(server: Jobs, library: Library) -> None:
    folder = Path((library.data / "index.door").read_text()).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_without_a_server_the_holder_is_named_and_a_door_left_behind_does_not_matter(
    library: Library, command: Library, articles: Path
) -> None:
    (library.data / "index.door").write_text("/nowhere/door")
    with library.writing("a long run"), pytest.raises(IndexBusyError, match="a long run"):
        handover.sync(command, [articles])
    assert handover.sync(command, [articles]).counts() == {Outcome.INDEXED: 3}


def test_what_a_command_does_is_in_the_audit_log(
    library: Library, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "anna")
    handover.sync(library, [articles])
    handover.remove(library, str(articles / "bread.txt"))
    monkeypatch.setattr("getpass.getuser", Mock(side_effect=KeyError("no such user")))
    handover.sync(library, [articles])
    lines = [json.loads(line) for line in (library.data / "audit.jsonl").read_text("utf-8").splitlines()]
    assert [(each["event"], each["user"], each["by"]) for each in lines] == [
        ("added", "anna", "command"),
        ("removed", "anna", "command"),
        ("added", str(os.getuid()), "command"),
    ]
    assert lines[1]["sources"] == [str(articles / "bread.txt")]
