"""The library -> HTML: its articles page by page, the change that runs, and what was not indexed."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from chatbot.changes.jobs import Job, Jobs
from chatbot.page import texts
from chatbot.page.escape import escaped, isolated
from chatbot.page.failures import failed_list
from chatbot.page.narrowing import FAILED, Narrowing, narrowing
from chatbot.page.pager import pager
from chatbot.page.undo import undo
from chatbot.page.welcome import seeds
from index.library import Library
from index.report import FileOutcome, Outcome
from index.types import Article, ArticleOrder, ArticleSummary, Listing

PER_PAGE = 50
FAILURES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Removed:
    """An article that can be brought back: its sources, and the collections that each was named for."""

    title: str
    sources: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, library: Library, article: Article) -> "Removed":
        """Return what it takes to bring ``article`` back, before it is removed."""
        collections = library.catalog.collections_of
        return cls(article.title, tuple((each, tuple(collections(each))) for each in article.sources))


@dataclass(frozen=True, slots=True)
class Panel:
    """What one visitor looks at in the library; ``removed`` is the article that can be brought back."""

    search: str = ""
    page: int = 0
    order: ArticleOrder = ArticleOrder.TITLE
    removed: Removed | None = None
    narrowed: Narrowing = field(default_factory=Narrowing)

    def listing(self) -> Listing:
        """Return which articles are listed."""
        chosen = self.narrowed
        return Listing(self.search, chosen.where(), chosen.formats(), chosen.article_state(), self.order)

    def at_last_page(self, total: int) -> "Panel":
        """Return the panel at the last page of ``total`` articles."""
        return replace(self, page=max(0, -(-total // PER_PAGE) - 1))

    def turned(self, by: int) -> "Panel":
        """Return the panel ``by`` pages on."""
        return replace(self, page=max(0, self.page + by), removed=None)


class Looking:
    """One visitor's panel, which one event at a time changes and shows.

    Two events may come at the same moment (a filter, and the letters of a search): neither undoes
    the other, and the later one shows both.
    """

    def __init__(self) -> None:
        self.panel = Panel()
        self._guard = threading.Lock()

    def __deepcopy__(self, memo: object) -> "Looking":
        """Return what another visitor begins with: Gradio copies a state's first value for each."""
        return Looking()

    def change(self, changed: Callable[[Panel], Panel], show: Callable[[Panel], str]) -> str:
        """Change the panel and show it."""
        with self._guard:
            self.panel = changed(self.panel)
            return show(self.panel)


def frame() -> str:
    """Return what the list's script shows articles in."""
    return '<div class="fn-shelves"></div>'


def shelf(library: Library, panel: Panel, has_seeds: bool = False) -> str:
    """Return one page of the articles that match, or of the files that failed where those are asked for."""
    facets = library.facets()
    _, failed = library.failed(0, 0)
    notice = undo(texts.removed(panel.removed.title)) if panel.removed else ""
    if not library.extent().articles and not failed:
        return f'{notice}<p class="fn-none">{texts.NO_ARTICLES} {seeds(has_seeds)}</p>'
    head = f"{notice}{narrowing(panel.narrowed, facets, failed)}"
    if panel.narrowed.state == FAILED:
        return head + _failed(library, panel, failed)
    found, total = library.listed(panel.listing(), panel.page * PER_PAGE, PER_PAGE)
    if not found and panel.page:
        return shelf(library, panel.at_last_page(total), has_seeds)
    if not found:
        return f'{head}<p class="fn-none">{texts.NO_MATCH}</p>'
    return f"{head}{_sorting(panel.order)}{_table(found)}{_pager(panel, len(found), total)}"


def _failed(library: Library, panel: Panel, failed: int) -> str:
    found, total = library.failed(panel.page * PER_PAGE, PER_PAGE, panel.listing())
    if not found and panel.page:
        return _failed(library, panel.at_last_page(total), failed)
    if not found:
        return f'<p class="fn-none">{texts.NO_MATCH}</p>'
    listed = failed_list([(each.path, each.reason) for each in found], failed)
    return f'<div class="fn-listed-failures">{listed}</div>{_pager(panel, len(found), total)}'


def _table(found: Sequence[ArticleSummary]) -> str:
    head = "".join(f'<th scope="col">{column}</th>' for column in texts.COLUMNS)
    rows = "".join(map(_row, found))
    return f'<table class="fn-shelf"><thead><tr>{head}<td></td></tr></thead><tbody>{rows}</tbody></table>'


def work(jobs: Jobs) -> str:
    """Return the change of the library that runs, or how the last one ended."""
    job = jobs.busy() or next(iter(jobs.latest(1)), None)
    if job is None:
        return ""
    return f'<div class="fn-job" data-state="{job.state}">{_title(job)}{_progress(job)}{_outcome(job)}</div>'


def signature(jobs: Jobs) -> str:
    """Return what changes whenever the lists may have to be shown anew."""
    return " ".join(f"{job.number}:{job.state}" for job in jobs.latest(3))


def _sorting(order: ArticleOrder) -> str:
    options = "".join(
        f'<option value="{value}"{" selected" if value == order else ""}>{word}</option>'
        for value, word in texts.ORDERS.items()
    )
    return f'<label class="fn-sorting">{texts.SORTED} <select data-sort="true">{options}</select></label>'


def _row(article: ArticleSummary) -> str:
    known = article.metadata
    cells = (
        ("date", texts.short_date(known.published) or texts.NO_DATE, ""),
        ("format", texts.media_format(article.media_type), ""),
        ("number", f"{article.sentences:,}", texts.sentence_unit(article.sentences)),
        ("state", texts.state(article), ""),
    )
    key = escaped(article.id)
    return (
        f'<tr><th scope="row"><button type="button" class="fn-title" data-article="{key}">'
        f"{isolated(article.title)}</button></th>"
        + "".join(
            f'<td class="fn-{name}" data-unit="{unit}">{escaped(value)}</td>' for name, value, unit in cells
        )
        + f'<td class="fn-remove"><button type="button" class="fn-plain" data-remove="{key}" '
        f'aria-label="{texts.REMOVE}: {escaped(article.title)}">{texts.REMOVE}</button></td></tr>'
    )


def _pager(panel: Panel, shown: int, total: int) -> str:
    first = panel.page * PER_PAGE + 1
    last = first + shown - 1
    span = texts.range_shown(first, last, total)
    if total <= PER_PAGE:
        return f'<div class="fn-pager"><span>{span}</span></div>'
    return pager(span, panel.page > 0, last < total)


def _title(job: Job) -> str:
    return f'<p class="fn-job-title">{isolated(texts.job(job.what))} <span>{escaped(_state(job))}</span></p>'


def _state(job: Job) -> str:
    if job.state == "waiting":
        return texts.WAITING
    if job.state == "running":
        return texts.phase(job.progress.phase) if job.progress else ""
    return texts.job_state(job.state)


def _progress(job: Job) -> str:
    if job.state != "running":
        return ""
    now = job.progress
    if now is None or not now.total:
        return f'<progress aria-label="{texts.WORKING}"></progress>'
    return (
        f'<progress max="{now.total}" value="{now.done}" aria-label="{texts.WORKING}"></progress>'
        f"<p>{now.done:,} / {now.total:,} · {texts.pace_of(now.phase, now.rate, now.left)}</p>"
    )


def _outcome(job: Job) -> str:
    if job.problem:
        return f"<p>{escaped(texts.sentence(job.problem))}</p>"
    if job.report is None:
        return ""
    found = job.report.counts().items()
    counts = ", ".join(f"{number:,} {texts.outcome(name.value)}" for name, number in found)
    bad = job.report.with_outcome(Outcome.FAILED, Outcome.SKIPPED)
    return f"<p>{counts}</p>" + _bad(bad[:FAILURES_SHOWN])


def _bad(files: list[FileOutcome]) -> str:
    if not files:
        return ""
    return f"<ul>{''.join(map(_bad_file, files))}</ul>"


def _bad_file(file: FileOutcome) -> str:
    name = isolated(file.path.rsplit("/", 1)[-1])
    return f"<li><span>{name}</span> {texts.outcome(file.outcome.value)}: {escaped(file.reason)}</li>"
