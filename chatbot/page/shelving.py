"""The library's list: its components, and the handlers of their events."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from chatbot.access import Audit
from chatbot.changes.jobs import Doing, Jobs, Task
from chatbot.changes.uploads import put_back, set_aside
from chatbot.page import library_panel, texts, viewer
from chatbot.page.adding import Adding, may_write
from chatbot.page.events import EACH, LAST, LIGHT, Values, sent, visitor
from chatbot.page.library_panel import Looking, Panel, Removed
from chatbot.page.parts import scripted
from index.library import Library
from index.types import ArticleOrder


class Shelving:
    """What is searched, sorted, narrowed and read of the library; ``adding`` stands above and below it."""

    def __init__(self, library: Library, jobs: Jobs, uploads: Path, adding: Adding, *, audit: Audit) -> None:
        self.library, self.jobs, self.uploads, self.audit = library, jobs, uploads, audit
        self.adding, self.looking = adding, gr.State(Looking())
        with gr.Row(elem_id="fn-find"):
            self.search = gr.Textbox(
                label=texts.SEARCH,
                placeholder=texts.SEARCH_PLACEHOLDER,
                container=False,
                lines=1,
                max_lines=1,
                elem_id="fn-search",
            )
            self.reindex = gr.Button(texts.REINDEX, elem_id="fn-reindex", size="sm")
        self.shelf = scripted(library_panel.frame(), "library.js", elem_id="fn-shelf")

    def connect(self, article: gr.HTML, timer: gr.Timer) -> None:
        """Join each event to its handler; ``timer`` is quickened by what begins."""
        self.article = article
        known, shown, begun = [self.looking], [self.shelf], [self.adding.work, timer]
        self.reindex.click(self.look_for_changes, None, begun, **LIGHT)
        self.shelf.read(self.open_article, None, [article], **EACH)
        self.shelf.remove(self.remove, known, [*shown, *begun], **LIGHT)
        self.shelf.undo(self.undo, known, [*shown, *begun], **LIGHT)
        self.shelf.turn(self.turn, known, shown, **LIGHT)
        self.shelf.sort(self.sort, known, shown, **LIGHT)
        self.shelf.narrow(self.narrow, known, shown, **EACH)
        self.shelf.retry(self.adding.retry, None, [self.adding.problem, *begun], **LIGHT)
        self.search.change(self.find, [self.search, *known], shown, **LIGHT, **LAST)

    def open_article(self, event: gr.EventData) -> Values:
        """Show an article of the library."""
        article = self.library.article(str(sent(event, "article")))
        return {self.article: viewer.whole_article(article) if article else viewer.gone()}

    def look_for_changes(self, request: gr.Request) -> Values:
        """Index again what was ever indexed, and whatever lies in the uploads folder."""
        if not may_write(request):
            return self.adding.busy()
        self.audit.note("looked for changes", visitor(request), by="page")
        uploads = [self.uploads] if self.uploads.is_dir() else []
        self.jobs.sync([*self.library.roots(), *uploads], Task(Doing.LOOKING))
        return self.adding.busy()

    def remove(self, looking: Looking, event: gr.EventData, request: gr.Request) -> Values:
        """Remove an article, wherever it was found; that can be undone."""
        article = self.library.article(str(sent(event, "article")))
        if not may_write(request) or article is None or not article.current:
            return self.adding.busy()
        removed = Removed.of(self.library, article)
        for source in article.sources:
            self.audit.note("removed", visitor(request), by="page", source=source)
            aside = partial(set_aside, source, self.uploads)
            self.jobs.remove(source, Task(Doing.REMOVING, article.title), aside)
        return {**self._listed(looking, removed=removed), **self.adding.busy()}

    def undo(self, looking: Looking, request: gr.Request) -> Values:
        """Bring back the article that was removed last."""
        removed = looking.panel.removed
        if not may_write(request) or removed is None:
            return self.adding.busy()
        for source, collections in removed.sources:
            self.audit.note("brought back", visitor(request), by="page", source=source)
            back = partial(put_back, source, self.uploads)
            self.jobs.bring_back(source, collections, Task(Doing.BRINGING_BACK, removed.title), back)
        return {**self._listed(looking, removed=None), **self.adding.busy()}

    def turn(self, looking: Looking, event: gr.EventData) -> Values:
        """Turn the library's page."""
        by = sent(event, "by")
        steps = by if isinstance(by, int) and by in (-1, 1) else 0
        return self._changed(looking, lambda panel: panel.turned(steps))

    def find(self, search: str, looking: Looking) -> Values:
        """Show the articles that match."""
        return self._listed(looking, search=search.strip()[:200], page=0, removed=None)

    def sort(self, looking: Looking, event: gr.EventData) -> Values:
        """Show the articles in another order, from its beginning."""
        named = sent(event, "order")
        order = next((each for each in ArticleOrder if each == named), looking.panel.order)
        return self._listed(looking, order=order, page=0)

    def narrow(self, looking: Looking, event: gr.EventData) -> Values:
        """Narrow the list by one choice, or by one less, from its beginning."""
        name, value, facets = sent(event, "name"), sent(event, "value"), self.library.facets()

        def narrowed(panel: Panel) -> Panel:
            return replace(
                panel, narrowed=panel.narrowed.with_choice(name, value, facets), page=0, removed=None
            )

        return self._changed(looking, narrowed)

    def shown(self, looking: Looking) -> Values:
        """Return the list as it now stands."""
        return self._listed(looking)

    def _listed(self, looking: Looking, **given: Any) -> Values:
        """Show the list, with what is given of the panel changed."""
        return self._changed(looking, lambda panel: replace(panel, **given))

    def _changed(self, looking: Looking, changed: Callable[[Panel], Panel]) -> Values:
        return {self.shelf: looking.change(changed, self._shelf)}

    def _shelf(self, panel: Panel) -> str:
        return library_panel.shelf(self.library, panel, self.adding.seeds is not None)
