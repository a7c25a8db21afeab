"""Adding to the library: files that are dropped, what is named, the seeds; and what is tried again."""

from pathlib import Path

import gradio as gr

from chatbot.access import Audit, Scope
from chatbot.changes.adding import Places
from chatbot.changes.jobs import Doing, Jobs, Task
from chatbot.changes.uploads import keep
from chatbot.page import library_panel, texts
from chatbot.page.escape import escaped
from chatbot.page.events import LIGHT, Values, sent, visitor
from chatbot.page.failures import failures
from chatbot.page.parts import plain, scripted
from index.errors import FootnoteError
from index.library import Library
from index.sources.url import Url, addresses, is_url

BUSY = 1.0
"""Seconds between two looks at what runs."""

MOST_RETRIED = 10_000


class Adding:
    """The components above the library's list, and the handlers of their events."""

    def __init__(
        self,
        library: Library,
        jobs: Jobs,
        uploads: Path,
        *,
        audit: Audit,
        places: Places,
        seeds: Path | None,
    ) -> None:
        self.library, self.jobs, self.uploads, self.audit = library, jobs, uploads, audit
        self.places, self.seeds = places, seeds
        self.drop = gr.File(file_count="multiple", label=texts.ADD, elem_id="fn-drop", height=72)
        self.place = gr.Textbox(
            label=texts.ADD_PLACE,
            placeholder=texts.ADD_PLACE_PLACEHOLDER,
            submit_btn=texts.ADD_PLACE_BUTTON,
            lines=1,
            max_lines=1,
            max_length=4000,
            elem_id="fn-place",
        )
        self.problem = plain(elem_id="fn-place-problem")
        self.work = scripted("<div></div>", "work.js", elem_id="fn-work")

    def show_failures(self) -> None:
        """Put the list of what failed here, below the list of articles."""
        self.failures = scripted("<div></div>", "work.js", elem_id="fn-failures")

    def connect(self, timer: gr.Timer) -> None:
        """Join each event to its handler; ``timer`` is quickened by what begins."""
        self.timer = timer
        begun = [self.work, timer]
        self.drop.upload(self.add, [self.drop], [self.drop, *begun], **LIGHT)
        self.place.submit(self.add_place, [self.place], [self.place, self.problem, *begun], **LIGHT)
        self.work.seeds(self.add_seeds, None, begun, **LIGHT)
        for shown in (self.work, self.failures):
            shown.retry(self.retry, None, [self.problem, *begun], **LIGHT)

    def add(self, dropped: list[str] | None, request: gr.Request) -> Values:
        """Take over dropped files and index them."""
        if not may_write(request):
            return {self.drop: None, **self.busy()}
        kept = keep([Path(file) for file in dropped or []], self.uploads)
        self.audit.note("added", visitor(request), by="page", sources=[str(file) for file in kept])
        self.jobs.sync(kept, Task(Doing.ADDING, number=len(kept)))
        return {self.drop: None, **self.busy()}

    def add_place(self, named: str, request: gr.Request) -> Values:
        """Index what is named: a file or folder of this machine, a page, feed or sitemap."""
        asker = visitor(request)
        try:
            place = self.places.named(named, asker)
        except FootnoteError as error:
            return {self.problem: _told(error)}
        self.audit.note("added", asker, by="page", sources=[str(place)])
        if isinstance(place, Path):
            self.jobs.sync([place], Task(Doing.ADDING_PLACE, str(place)))
        else:
            self.jobs.fetch([Url(place)], Task(Doing.ADDING_PLACE, str(place)))
        return {self.place: "", self.problem: "", **self.busy()}

    def add_seeds(self, request: gr.Request) -> Values:
        """Index the articles that come with Footnote."""
        if may_write(request) and self.seeds:
            self.audit.note("added", visitor(request), by="page", sources=[str(self.seeds)])
            self.jobs.sync([self.seeds], Task(Doing.ADDING_SEEDS))
        return self.busy()

    def retry(self, event: gr.EventData, request: gr.Request) -> Values:
        """Read again one file that failed, or all of them; pages are fetched from what led to them."""
        if not may_write(request):
            return self.busy()
        failed = [record.path for record in self.library.failed(0, MOST_RETRIED)[0]]
        wanted = failed if sent(event, "all") else [path for path in failed if path == sent(event, "source")]
        files = [path for path in wanted if not is_url(path)]
        pages = [path for path in wanted if is_url(path)]
        if wanted:
            self.audit.note("tried again", visitor(request), by="page", sources=wanted[:100])
        if files:
            self.jobs.retry(files, Task(Doing.RETRYING, number=len(files)))
        if not pages:
            return self.busy()
        try:
            self.places.named(pages[0], visitor(request))
        except FootnoteError as error:
            return {self.problem: _told(error), **self.busy()}
        self.jobs.fetch(addresses(self.library.roots()), Task(Doing.REFETCHING, number=len(pages)))
        return self.busy()

    def shown(self) -> Values:
        """Return the work and the failures as they now stand."""
        return {self.work: library_panel.work(self.jobs), self.failures: failures(self.library)}

    def busy(self) -> Values:
        """Return the work that has begun, to be looked at often."""
        return {self.work: library_panel.work(self.jobs), self.timer: gr.Timer(BUSY)}


def _told(error: FootnoteError) -> str:
    said = " ".join((texts.sentence(str(error)), texts.sentence(error.help)))
    return f'<p role="alert">{escaped(said)}</p>'


def may_write(request: gr.Request) -> bool:
    """Say whether a visitor may change the library; those who may not are shown no way to."""
    return Scope.WRITE in visitor(request).scopes
