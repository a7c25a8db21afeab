"""The parts of the page, joined: each event calls the chain, the library or the jobs, and renders.

Foreign text comes out of ``escape`` only. What a browser sends (numbers of footnotes,
ids of articles, choices) is looked up, never believed.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import gradio as gr

from chatbot.access import Audit, Limits, Visitor
from chatbot.access import Scope as Right
from chatbot.chain import FootnoteChain
from chatbot.conversations import ConversationStore
from chatbot.jobs import Jobs
from chatbot.page import library_panel, texts, viewer, welcome
from chatbot.page.asking import Asking
from chatbot.page.choices import Choices
from chatbot.page.conversation import Conversation
from chatbot.page.events import EACH, LAST, LIGHT, THREADS, Values, sent, visitor
from chatbot.page.further import Further
from chatbot.page.keeping import Keeping
from chatbot.page.library_panel import Panel, Removed
from chatbot.page.mapping import Mapping
from chatbot.page.offers import Offers
from chatbot.page.parts import plain, scripted
from chatbot.suggest import Suggester
from chatbot.uploads import keep, put_back, set_aside
from index.library import Library
from index.types import ArticleOrder

TICK_BUSY, TICK_IDLE = 1.0, 5.0


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
) -> gr.Blocks:
    """Return the page; ``examples`` are questions that a first visit offers.

    ``limits`` and ``audit`` are the site's, where it has others beside the page; without a
    ``suggester`` nothing is suggested. With ``public_shares`` an owner may let whoever has the
    link read a conversation.
    """
    noted = audit or Audit()
    page: gr.Blocks = gr.Blocks(
        title=texts.NAME, fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)
    )
    page.max_threads = THREADS
    page.queue()
    with page, gr.Column(elem_id="fn-page"):
        masthead = plain(welcome.masthead(Visitor(scopes=frozenset(Right))), elem_id="fn-masthead")
        asking = Asking(
            library, chain, offers, examples, conversations, limits=limits or Limits(), audit=noted
        )
        side = _Side(library, jobs, uploads, asking, noted, may_be_public=public_shares)
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
        audit: Audit,
        *,
        may_be_public: bool,
    ) -> None:
        self.audit = audit
        self.library, self.jobs, self.uploads, self.asking = library, jobs, uploads, asking
        self.panel, self.seen = gr.State(Panel()), gr.State("")
        self.timer = gr.Timer(TICK_BUSY)
        with gr.Column(elem_id="fn-side"):
            scripted(welcome.side_head(), "side.js", elem_id="fn-tabs")
            with gr.Row(elem_id="fn-bar"):
                scripted(viewer.finder_frame(), "finder.js", elem_id="fn-finder")
                scripted(viewer.views_frame(), "pages.js", elem_id="fn-views")
            self.viewer = scripted(viewer.frame(), "viewer.js", viewer.nothing_open(), elem_id="fn-article")
            with gr.Column(elem_id="fn-library"):
                self.drop = gr.File(file_count="multiple", label=texts.ADD, elem_id="fn-drop", height=72)
                self.work = plain(elem_id="fn-work")
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
                self.failures = plain(elem_id="fn-failures")
            self.keeping = Keeping(asking.store, asking, may_be_public=may_be_public)
            self.mapping = Mapping(library, asking)

    def connect(self, page: gr.Blocks) -> None:
        """Join each event to its handler."""
        asking = self.asking
        asking.connect(self.viewer)
        self.keeping.connect(self.viewer)
        self.mapping.connect(self.viewer)
        known = [self.panel, asking.conversation, asking.choices]
        listed = [asking.log, asking.panel, self.work, self.shelf, self.failures, self.seen, self.timer]
        page.load(self.refresh, known, listed, **LIGHT)
        self.viewer.cite(asking.open_footnote, [asking.conversation], [self.viewer], **EACH)
        self.drop.upload(self.add, [self.drop], [self.drop, self.work, self.timer], **LIGHT)
        self.reindex.click(self.look_for_changes, None, [self.work, self.timer], **LIGHT)
        self.shelf.read(self.open_article, None, [self.viewer], **EACH)
        paged = [self.panel, self.shelf]
        self.shelf.remove(self.remove, [self.panel], [*paged, self.work, self.timer], **LIGHT)
        self.shelf.undo(self.undo, [self.panel], [*paged, self.work, self.timer], **LIGHT)
        self.shelf.turn(self.turn, [self.panel], paged, **LIGHT)
        self.shelf.sort(self.sort, [self.panel], paged, **LIGHT)
        self.search.change(self.find, [self.search, self.panel], paged, **LIGHT, **LAST)
        self.timer.tick(self.tick, [*known, self.seen], listed, **LIGHT)

    def open_article(self, event: gr.EventData) -> Values:
        """Show an article of the library."""
        article = self.library.article(str(sent(event, "article")))
        return {self.viewer: viewer.whole_article(article) if article else viewer.gone()}

    def add(self, dropped: list[str] | None, request: gr.Request) -> Values:
        """Take over dropped files and index them."""
        if not self.may_write(request):
            return {self.drop: None, **self._busy()}
        kept = keep([Path(file) for file in dropped or []], self.uploads)
        self.audit.note("added", visitor(request), by="page", sources=[str(file) for file in kept])
        self.jobs.sync(kept, texts.adding(len(kept)))
        return {self.drop: None, **self._busy()}

    def look_for_changes(self, request: gr.Request) -> Values:
        """Index again what was ever indexed, and whatever lies in the uploads folder."""
        if not self.may_write(request):
            return self._busy()
        self.audit.note("looked for changes", visitor(request), by="page")
        uploads = [self.uploads] if self.uploads.is_dir() else []
        self.jobs.sync([*self.library.roots(), *uploads], texts.LOOKING)
        return self._busy()

    def remove(self, panel: Panel, event: gr.EventData, request: gr.Request) -> Values:
        """Remove an article, wherever it was found; that can be undone."""
        article = self.library.article(str(sent(event, "article")))
        if not self.may_write(request) or article is None or not article.current:
            return self._busy()
        changed = replace(panel, removed=Removed.of(self.library, article))
        for source in article.sources:
            self.audit.note("removed", visitor(request), by="page", source=source)
            set_aside(source, self.uploads)
            self.jobs.remove(source, texts.removing(article.title))
        return {**self._listed(changed), **self._busy()}

    def undo(self, panel: Panel, request: gr.Request) -> Values:
        """Bring back the article that was removed last."""
        removed = panel.removed
        if not self.may_write(request) or removed is None:
            return self._busy()
        for source, collections in removed.sources:
            self.audit.note("brought back", visitor(request), by="page", source=source)
            put_back(source, self.uploads)
            self.jobs.bring_back(source, collections, texts.bringing_back(removed.title))
        changed = replace(panel, removed=None)
        return {**self._listed(changed), **self._busy()}

    def turn(self, panel: Panel, event: gr.EventData) -> Values:
        """Turn the library's page."""
        by = sent(event, "by")
        turned = panel.turned(by) if by in (-1, 1) else panel
        return self._listed(turned)

    def find(self, search: str, panel: Panel) -> Values:
        """Show the articles that match."""
        found = Panel(search=search.strip()[:200], order=panel.order)
        return self._listed(found)

    def sort(self, panel: Panel, event: gr.EventData) -> Values:
        """Show the articles in another order, from its beginning."""
        named = sent(event, "order")
        order = next((each for each in ArticleOrder if each == named), panel.order)
        changed = replace(panel, order=order, page=0)
        return self._listed(changed)

    def tick(self, panel: Panel, conversation: Conversation, choices: Choices, seen: str) -> Values:
        """Follow what changes, and say nothing while nothing does."""
        if self._now() != seen:
            return self.refresh(panel, conversation, choices)
        return {self.work: library_panel.work(self.jobs) if self.jobs.busy() else gr.skip()}

    def refresh(self, panel: Panel, conversation: Conversation, choices: Choices) -> Values:
        """Show the library as it is now."""
        begun = (
            {} if conversation.answers or conversation.running else {self.asking.log: self.asking.welcome()}
        )
        is_busy = self.jobs.busy() or self.asking.fetching.is_running()
        return {
            **begun,
            self.asking.panel: self.asking.offered(choices),
            self.work: library_panel.work(self.jobs),
            self.shelf: library_panel.shelf(self.library, panel),
            self.failures: library_panel.failures(self.library),
            self.seen: self._now(),
            self.timer: gr.Timer(TICK_BUSY if is_busy else TICK_IDLE),
        }

    def may_write(self, request: gr.Request) -> bool:
        """Say whether a visitor may change the library; those who may not are shown no way to."""
        return Right.WRITE in visitor(request).scopes

    def _listed(self, panel: Panel) -> Values:
        return {self.panel: panel, self.shelf: library_panel.shelf(self.library, panel)}

    def _busy(self) -> Values:
        return {self.work: library_panel.work(self.jobs), self.timer: gr.Timer(TICK_BUSY)}

    def _now(self) -> str:
        """Return what changes whenever something may have to be shown anew."""
        fetched = self.asking.fetching.signature()
        return f"{self.library.catalog.revision()} {library_panel.signature(self.jobs)} {fetched}"
