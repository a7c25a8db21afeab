"""The library as HTML: pages, states, the work that runs, and how things are said."""

import copy
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from chatbot.changes.jobs import Doing, Job, Task
from chatbot.page import library_panel, texts
from chatbot.page.failures import failures
from chatbot.page.library_panel import Looking, Panel
from chatbot.page.narrowing import Narrowing
from index.report import FileOutcome, Outcome, Progress, Report
from index.types import (
    ArticleOrder,
    ArticleState,
    ArticleSummary,
    Extent,
    Facets,
    Filter,
    Listing,
    Metadata,
)


def summary(number: int, embedded: int = 2) -> ArticleSummary:
    about = Metadata(title=f"Title <{number}>", published="2024-11-28")
    return ArticleSummary(
        f"id{number}", 1, about.title, about, "text/html", ("/a",), 2, 1234, embedded, "2024"
    )


FACETS = Facets(
    sources={"/a": 3, "/<b>": 2},
    since="2020",
    until="2024",
    collections={"press": 1},
    formats={"text/html": 5, "text/plain": 6, "application/xhtml+xml": 2},
)


class FakeLibrary:
    """100,000 articles; it remembers what was asked of it."""

    def __init__(self, total: int = 100_000) -> None:
        self.total = total
        self.asked: list[tuple[Listing, int, int]] = []

    def listed(self, listing, offset=0, limit=None):
        self.asked.append((listing, offset, limit))
        return [summary(number) for number in range(offset, min(self.total, offset + limit))], self.total

    def facets(self):
        return FACETS

    def extent(self):
        return Extent(self.total, self.total)

    def failed(self, offset=0, limit=None, listing=None):
        return [], 0


class FakeJobs:
    def __init__(self, *jobs: Job) -> None:
        self._jobs = jobs

    def busy(self):
        return next((job for job in self._jobs if job.state in ("waiting", "running")), None)

    def latest(self, number=5):
        return list(self._jobs[::-1][:number])


def test_a_huge_library_is_read_one_page_at_a_time():
    library = FakeLibrary()
    html = library_panel.shelf(library, Panel("x", 3, ArticleOrder.LONGEST))
    assert (
        library.asked == [(Listing("x", order=ArticleOrder.LONGEST), 150, 50)]
        and 'value="longest" selected' in html
    )
    assert html.count("<tr>") == 51 and "151 to 200 of 100,000" in html
    assert "Title &lt;150&gt;" in html and "28 Nov 2024" in html and "1,234" in html and "HTML" in html


def test_a_page_past_the_end_is_the_last_one():
    library = FakeLibrary(total=60)
    assert "51 to 60 of 60" in library_panel.shelf(library, Panel("", 9))
    assert Panel("x", 0).turned(-1) == Panel("x", 0)


def test_an_article_without_all_its_vectors_is_searchable_by_words():
    assert texts.state(summary(1)) == "ready"
    assert texts.state(summary(1, embedded=1)) == "searchable by words, vectors following"


def test_work_tells_its_phase_rate_and_time_left():
    job = Job(1, "Adding <2> files", "running", Progress("embedding", 50, 200, 10.0))
    html = library_panel.work(FakeJobs(job))
    assert "Adding &lt;2&gt; files" in html and "Computing vectors" in html
    assert (
        '<progress max="200" value="50"' in html
        and "50 / 200 · 5.0 passages a second, 30\u00a0s left" in html
    )


def test_a_job_is_named_in_the_language_of_whoever_looks_and_in_english_for_a_program():
    job = Job(1, Task(Doing.ADDING, number=2), "done")
    assert "Adding 2 files" in library_panel.work(FakeJobs(job))
    with texts.speaking("uk"):
        assert "Додавання 2 файлів" in library_panel.work(FakeJobs(job))
        assert str(job.what) == "adding 2 files" and str(Task(Doing.REMOVING, "A {b}")) == "removing A {b}"
        assert all(texts.job(Task(doing, "x", 1)) for doing in Doing)
    assert str(Task(Doing.RETRYING, number=1)) == "trying 1 file again"


def test_work_that_is_done_tells_what_came_of_each_bad_file():
    report = Report(
        [FileOutcome("/x/a.txt", Outcome.INDEXED), FileOutcome("/x/<b>.pdf", Outcome.FAILED, "no <text>")]
    )
    html = library_panel.work(FakeJobs(Job(1, "Adding", "done", report=report)))
    assert "1 indexed, 1 failed" in html and "&lt;b&gt;.pdf</bdi></span> failed: no &lt;text&gt;" in html
    assert "Locked by &lt;x&gt;." in library_panel.work(
        FakeJobs(Job(1, "Adding", "failed", problem="locked by <x>"))
    )
    assert library_panel.work(FakeJobs()) == ""


def test_files_that_failed_are_listed_with_their_reasons():
    record = SimpleNamespace(path=str(Path("/x/<b>.pdf")), reason="no <text>")
    html = failures(SimpleNamespace(failed=lambda offset, limit: ([record], 7)))
    assert "/x/&lt;b&gt;.pdf" in html and "no &lt;text&gt;" in html
    assert 'data-retry="/x/&lt;b&gt;.pdf"' in html and "Try all 7 again" in html
    assert failures(SimpleNamespace(failed=lambda offset, limit: ([], 0))) == ""


def test_what_narrows_the_list_is_what_is_searched_for():
    library = FakeLibrary()
    chosen = Narrowing(source="/a", format="text/html", since="2021-01-01", state="ready", collection="press")
    html = library_panel.shelf(library, Panel(narrowed=chosen))
    where = Filter(sources=("/a",), since="2021-01-01", collections=("press",))
    formats = ("text/html", "application/xhtml+xml")
    assert library.asked == [(Listing("", where, formats, ArticleState.READY), 0, 50)]
    for said in ("from /a", "HTML", "since 1 January 2021", "searchable", "collection press"):
        assert f'aria-label="Take off: {said}"' in html
    assert "/&lt;b&gt; (2)" in html and "/<b>" not in html
    assert html.index(">HTML (7)<") < html.index(">Text (6)<") and html.count(">HTML (") == 1


def test_a_choice_that_is_not_offered_changes_nothing():
    chosen = Narrowing(source="/a", since="2021-01-01")
    for name, value in (
        ("source", "/c"), ("format", "x"), ("since", "soon"), ("state", "lost"), ("listing", "x"),
        ("__class__", ""), (None, ""), ("source", ["/a"]), ("since", "2021-1-1"), ("collection", "<x>"),
    ):  # fmt: skip
        assert chosen.with_choice(name, value, FACETS) == chosen
    assert chosen.with_choice("source", "", FACETS) == Narrowing(since="2021-01-01")
    assert chosen.with_choice("until", "2020-05-01", FACETS) == Narrowing(source="/a", until="2020-05-01")


def test_the_state_of_what_failed_lists_files():
    library = FakeLibrary()
    record = SimpleNamespace(path="/x/<b>.pdf", reason="no <text>")
    asked = []

    def failed(offset=0, limit=None, listing=None):
        asked.append((offset, limit, listing))
        return ([record], 70) if listing else ([], 120)

    library.failed = failed
    chosen = Narrowing(state="failed", source="/a")
    html = library_panel.shelf(library, Panel("x", page=1, narrowed=chosen))
    assert asked[1:] == [(50, 50, Listing("x", Filter(sources=("/a",))))]
    assert library.asked == [] and "/x/&lt;b&gt;.pdf" in html and "51 to 51 of 70" in html
    assert "Try all 120 again" in html and "Take off: from /a" in html


def test_an_empty_library_offers_the_seeds_where_they_are_at_hand():
    assert "data-seeds" in library_panel.shelf(FakeLibrary(0), Panel(), True)
    assert "data-seeds" not in library_panel.shelf(FakeLibrary(0), Panel(), False)


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2024-11-28", "28 November 2024"),
        ("2024-11", "November 2024"),
        ("2024", "2024"),
        ("2024-11-28T10:00:00Z", "28 November 2024"),
        ("", ""),
        ("2024-13-01", "2024-13-01"),
        ("<b>", "<b>"),
        ("٢٠٢٤-01", "٢٠٢٤-01"),
    ],
)
def test_dates_are_said_as_people_say_them(iso: str, said: str):
    assert texts.date(iso) == said


@pytest.mark.parametrize(
    ("duration", "said"), [(0.0, "1 ms"), (0.0421, "42 ms"), (1.26, "1.3 s"), (42.4, "42 s"), (300, "5 min")]
)
def test_durations_are_short(duration: float, said: str):
    assert texts.seconds(duration).replace("\u00a0", " ") == said


def test_two_changes_at_the_same_moment_are_both_kept_and_the_later_one_shows_both():
    looking, inside, go_on = Looking(), threading.Event(), threading.Event()
    shown: list[Panel] = []

    def slowly(panel: Panel) -> str:
        inside.set()
        go_on.wait(5)
        shown.append(panel)
        return ""

    first = threading.Thread(
        target=looking.change, args=(lambda panel: replace(panel, search="mill"), slowly)
    )
    first.start()
    inside.wait(5)
    second = threading.Thread(
        target=looking.change,
        args=(
            lambda panel: replace(panel, order=ArticleOrder.LONGEST),
            lambda panel: shown.append(panel) or "",
        ),
    )
    second.start()
    go_on.set()
    first.join(5)
    second.join(5)
    assert shown == [Panel("mill"), Panel("mill", order=ArticleOrder.LONGEST)]
    assert copy.deepcopy(looking).panel == Panel()
