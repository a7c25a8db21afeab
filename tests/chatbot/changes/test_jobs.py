"""Jobs that read again and that fetch: each tells how it ended, and none holds up the others."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatbot.changes.jobs import Job, Jobs
from index.errors import FetchError
from index.library import Library
from index.sources.url import Url


@pytest.fixture
def jobs(library: Library) -> Iterator[Jobs]:
    working = Jobs(library)
    yield working
    working.stop()


def _over(*jobs: Job) -> None:
    end = time.monotonic() + 30
    while any(job.state in ("waiting", "running") for job in jobs):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_file_that_failed_is_read_again(jobs: Jobs, library: Library, tmp_path: Path) -> None:
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 4)
    _over(jobs.sync([broken], "add"))
    assert library.failed()[1] == 1
    broken.write_text("The lock of Norr is wide.", "utf-8")
    job = jobs.retry([str(broken)], "again")
    _over(job)
    assert job.state == "done" and library.failed()[1] == 0


def test_what_is_fetched_holds_up_no_other_job(
    jobs: Jobs, library: Library, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = threading.Event()
    monkeypatch.setattr(library, "fetch", lambda urls, tell: answer.wait(30))
    fetched = jobs.fetch([Url("https://example.org/")], "a page")
    other = jobs.sync([articles], "a folder")
    _over(other)
    assert other.state == "done" and fetched.state == "running"
    answer.set()
    _over(fetched)
    assert fetched.state == "done" and fetched.report is not None


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (FetchError("it is away", "try later"), "it is away. try later"),
        (ValueError("x"), "an error in Footnote"),
    ],
)
def test_a_fetch_that_fails_says_why(
    jobs: Jobs, library: Library, monkeypatch: pytest.MonkeyPatch, raised: Exception, said: str
) -> None:
    def fail(urls: object, tell: Callable[..., None]) -> None:
        raise raised

    monkeypatch.setattr(library, "fetch", fail)
    job = jobs.fetch([Url("https://example.org/")], "a page")
    _over(job)
    assert job.state == "failed" and said in job.problem


def test_a_removal_that_is_cancelled_before_its_turn_removes_nothing(
    jobs: Jobs, library: Library, articles: Path
) -> None:
    _over(jobs.sync([articles], "add"))
    turn, taken = threading.Event(), threading.Event()
    busy = jobs._add("busy", lambda _: turn.wait(30) and None)
    removal = jobs.remove(str(articles / "bread.txt"), "remove", taken.set)
    removal.cancel.set()
    turn.set()
    _over(busy, removal)
    assert removal.state == "cancelled" and not taken.is_set()
    assert library.status().counts.articles == 3
    done = jobs.remove(str(articles / "bread.txt"), "remove", taken.set)
    _over(done)
    assert done.state == "done" and taken.is_set() and library.status().counts.articles == 2
