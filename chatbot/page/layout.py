"""The parts of the page, joined: each event calls the chain, the library or the jobs, and renders.

Foreign text comes out of ``escape`` only. What a browser sends (numbers of footnotes,
ids of articles, choices) is looked up, never believed.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from chatbot.access import Audit, Limits, Visitor
from chatbot.access import Scope as Right
from chatbot.adding import Places
from chatbot.chain import FootnoteChain
from chatbot.conversations import ConversationStore
from chatbot.jobs import Jobs
from chatbot.page import library_panel, texts, viewer, welcome
from chatbot.page.adding import BUSY, Adding, may_write
from chatbot.page.asking import Asking
from chatbot.page.banner import banner, problem
from chatbot.page.choices import Choices
from chatbot.page.conversation import Conversation
from chatbot.page.events import EACH, LAST, LIGHT, THREADS, Values, sent, visitor
from chatbot.page.further import Further
from chatbot.page.keeping import Keeping
from chatbot.page.library_panel import Looking, Panel, Removed
from chatbot.page.mapping import Mapping
from chatbot.page.offers import Offers
from chatbot.page.parts import plain, scripted
from chatbot.suggest import Suggester
from chatbot.uploads import put_back, set_aside
from index.library import Library
from index.types import ArticleOrder

IDLE = 5.0
"""Seconds between two looks while nothing runs."""


def build_page(
    library: Library,
    chain: FootnoteChain,
    jobs: Jobs,
    uploads: Path,
    offers: Offers,
    *,
    conversations: ConversationStore,
    examples: Sequence[str] = (),
    limits: Limits | None = None,
    audit: Audit | None = None,
    suggester: Suggester | None = None,
    public_shares: bool = False,
    places: Places | None = None,
) -> gr.Blocks:
    """Return the page; ``examples`` are questions that a first visit offers.

    ``limits`` and ``audit`` are the site's, where it has others beside the page; ``places`` what
    may be added by its name; without a ``suggester`` nothing is suggested. With
    ``public_shares`` an owner may let whoever has the link read a conversation.
    """
    noted = audit or Audit()
    page: gr.Blocks = gr.Blocks(
        title=texts.NAME, fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)
    )
    page.max_threads = THREADS
    page.queue()
    with page, gr.Column(elem_id="fn-page"):
        masthead = plain(welcome.masthead(Visitor(scopes=frozenset(Right))), elem_id="fn-masthead")
        told = plain(elem_id="fn-banner")
        asking = Asking(
            library, chain, offers, examples, conversations, limits=limits or Limits(), audit=noted
        )
        adding = partial(
            Adding,
            library,
            jobs,
            uploads,
            audit=noted,
            places=places or Places(library.data),
            seeds=offers.seeds,
        )
        keeping = partial(Keeping, conversations, asking, may_be_public=public_shares)
        side = _Side(library, jobs, uploads, asking, audit=noted, told=told, adding=adding, keeping=keeping)
        side.connect(page)
        Further(asking, suggester).connect(side.viewer)
        page.load(_greet, None, [masthead], **LIGHT)
    return page


def _greet(request: gr.Request) -> str:
    return welcome.masthead(visitor(request))


class _Side:
    """The article and the library beside the chat, and the handlers of their events."""

    def __init__(
        self,
        library: Library,
        jobs: Jobs,
        uploads: Path,
        asking: Asking,
        *,
        audit: Audit,
        told: gr.HTML,
        adding: Callable[[], Adding],
        keeping: Callable[[], Keeping],
    ) -> None:
        self.audit, self.told = audit, told
        self.library, self.jobs, self.uploads, self.asking = library, jobs, uploads, asking
        self.panel, self.seen = gr.State(Looking()), gr.State("")
        self.timer = gr.Timer(BUSY)
        with gr.Column(elem_id="fn-side"):
            scripted(welcome.side_head(), "side.js", elem_id="fn-tabs")
            with gr.Row(elem_id="fn-bar"):
                scripted(viewer.finder_frame(), "finder.js", elem_id="fn-finder")
                scripted(viewer.views_frame(), "pages.js", elem_id="fn-views")
            self.viewer = scripted(viewer.frame(), "viewer.js", viewer.nothing_open(), elem_id="fn-article")
            with gr.Column(elem_id="fn-library"):
                self.adding = adding()
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
                self.adding.show_failures()
            self.keeping = keeping()
            self.mapping = Mapping(library, asking)

    def connect(self, page: gr.Blocks) -> None:
        """Join each event to its handler."""
        asking = self.asking
        asking.connect(self.viewer)
        self.keeping.connect(self.viewer)
        self.mapping.connect(self.viewer)
        known = [self.panel, asking.conversation, asking.choices]
        adding, work = self.adding, self.adding.work
        adding.connect(self.timer)
        listed = [
            asking.log,
            asking.panel,
            work,
            self.shelf,
            adding.failures,
            self.seen,
            self.timer,
            self.told,
        ]
        page.load(self.refresh, known, listed, **LIGHT)
        self.viewer.cite(asking.open_footnote, [asking.conversation], [self.viewer], **EACH)
        self.reindex.click(self.look_for_changes, None, [work, self.timer], **LIGHT)
        self.shelf.read(self.open_article, None, [self.viewer], **EACH)
        paged = [self.shelf]
        self.shelf.remove(self.remove, [self.panel], [*paged, work, self.timer], **LIGHT)
        self.shelf.undo(self.undo, [self.panel], [*paged, work, self.timer], **LIGHT)
        self.shelf.turn(self.turn, [self.panel], paged, **LIGHT)
        self.shelf.sort(self.sort, [self.panel], paged, **LIGHT)
        self.shelf.narrow(self.narrow, [self.panel], paged, **EACH)
        self.shelf.retry(adding.retry, None, [adding.problem, work, self.timer], **LIGHT)
        self.search.change(self.find, [self.search, self.panel], paged, **LIGHT, **LAST)
        self.timer.tick(self.tick, [*known, self.seen], listed, **LIGHT)

    def open_article(self, event: gr.EventData) -> Values:
        """Show an article of the library."""
        article = self.library.article(str(sent(event, "article")))
        return {self.viewer: viewer.whole_article(article) if article else viewer.gone()}

    def look_for_changes(self, request: gr.Request) -> Values:
        """Index again what was ever indexed, and whatever lies in the uploads folder."""
        if not may_write(request):
            return self.adding.busy()
        self.audit.note("looked for changes", visitor(request), by="page")
        uploads = [self.uploads] if self.uploads.is_dir() else []
        self.jobs.sync([*self.library.roots(), *uploads], texts.LOOKING)
        return self.adding.busy()

    def remove(self, looking: Looking, event: gr.EventData, request: gr.Request) -> Values:
        """Remove an article, wherever it was found; that can be undone."""
        article = self.library.article(str(sent(event, "article")))
        if not may_write(request) or article is None or not article.current:
            return self.adding.busy()
        removed = Removed.of(self.library, article)
        for source in article.sources:
            self.audit.note("removed", visitor(request), by="page", source=source)
            set_aside(source, self.uploads)
            self.jobs.remove(source, texts.removing(article.title))
        return {**self._listed(looking, removed=removed), **self.adding.busy()}

    def undo(self, looking: Looking, request: gr.Request) -> Values:
        """Bring back the article that was removed last."""
        removed = looking.panel.removed
        if not may_write(request) or removed is None:
            return self.adding.busy()
        for source, collections in removed.sources:
            self.audit.note("brought back", visitor(request), by="page", source=source)
            put_back(source, self.uploads)
            self.jobs.bring_back(source, collections, texts.bringing_back(removed.title))
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

    def tick(self, looking: Looking, conversation: Conversation, choices: Choices, seen: str) -> Values:
        """Follow what changes, and say nothing while nothing does."""
        if self._now() != seen:
            return self.refresh(looking, conversation, choices)
        return {self.adding.work: library_panel.work(self.jobs) if self.jobs.busy() else gr.skip()}

    def refresh(self, looking: Looking, conversation: Conversation, choices: Choices) -> Values:
        """Show the library as it is now."""
        begun = (
            {} if conversation.answers or conversation.running else {self.asking.log: self.asking.welcome()}
        )
        is_busy = self.jobs.busy() or self.asking.fetching.is_running()
        return {
            **begun,
            self.asking.panel: self.asking.offered(choices),
            **self.adding.shown(),
            self.told: banner(problem(self.library, self.jobs)),
            **self._listed(looking),
            self.seen: self._now(),
            self.timer: gr.Timer(BUSY if is_busy else IDLE),
        }

    def _listed(self, looking: Looking, **given: Any) -> Values:
        """Show the list, with what is given of the panel changed."""
        return self._changed(looking, lambda panel: replace(panel, **given))

    def _changed(self, looking: Looking, changed: Callable[[Panel], Panel]) -> Values:
        return {self.shelf: looking.change(changed, self._shelf)}

    def _shelf(self, panel: Panel) -> str:
        return library_panel.shelf(self.library, panel, self.asking.offers.seeds is not None)

    def _now(self) -> str:
        """Return what changes whenever something may have to be shown anew."""
        fetched, wrong = self.asking.fetching.signature(), problem(self.library, self.jobs)
        return f"{self.library.catalog.revision()} {library_panel.signature(self.jobs)} {fetched} {wrong}"
