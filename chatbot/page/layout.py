"""The parts of the page, joined: each event calls the chain, the library or the jobs, and renders.

Foreign text comes out of ``escape`` only. What a browser sends (numbers of footnotes,
ids of articles) is looked up, never believed.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from chatbot.chain import FootnoteChain
from chatbot.jobs import Jobs
from chatbot.page import chat, library_panel, texts, viewer, welcome
from chatbot.page.conversation import Conversation
from chatbot.page.library_panel import Panel
from chatbot.page.parts import plain, scripted
from chatbot.page.uploads import discard, keep
from index.library import Library

ASKING_AT_ONCE = 16
TICK_BUSY, TICK_IDLE = 1.0, 5.0
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_LIGHT: dict[str, Any] = {**_QUIET, "concurrency_limit": None}

Values = dict[Any, Any]
"""Component -> its new value; components that are not named stay as they are."""


def build_page(
    library: Library, chain: FootnoteChain, jobs: Jobs, uploads: Path, examples: Sequence[str] = ()
) -> gr.Blocks:
    """Return the page; ``examples`` are questions that a first visit offers."""
    page: gr.Blocks = gr.Blocks(
        title=texts.NAME, fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)
    )
    with page, gr.Column(elem_id="fn-page"):
        plain(welcome.masthead(), elem_id="fn-masthead")
        _Wiring(library, chain, jobs, uploads, examples).connect(page)
    return page


class _Wiring:
    """The components of one page, and the handlers of their events."""

    def __init__(
        self, library: Library, chain: FootnoteChain, jobs: Jobs, uploads: Path, examples: Sequence[str]
    ) -> None:
        self.library, self.chain, self.jobs = library, chain, jobs
        self.uploads, self.examples = uploads, tuple(examples)
        self.conversation = gr.State(Conversation())
        self.panel, self.seen = gr.State(Panel()), gr.State("")
        self.timer = gr.Timer(TICK_BUSY)
        with gr.Column(elem_id="fn-chat"):
            self.log = scripted(welcome.log_frame(), "conversation.js", elem_id="fn-conversation")
            self.hint = plain(elem_id="fn-hint")
            self.question = gr.Textbox(
                label=texts.QUESTION,
                placeholder=texts.QUESTION_PLACEHOLDER,
                submit_btn=texts.ASK,
                lines=1,
                max_lines=6,
                autofocus=True,
                elem_id="fn-ask",
            )
        with gr.Column(elem_id="fn-side"):
            scripted(welcome.side_head(), "side.js", elem_id="fn-tabs")
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

    def connect(self, page: gr.Blocks) -> None:
        """Join each event to its handler."""
        answered = [self.log, self.question, self.hint, self.viewer]
        listed = [self.log, self.work, self.shelf, self.failures, self.seen, self.timer]
        asking: dict[str, Any] = {**_QUIET, "concurrency_limit": ASKING_AT_ONCE, "concurrency_id": "ask"}
        last: dict[str, Any] = {"trigger_mode": "always_last"}  # loses what an event carries
        each: dict[str, Any] = {**_LIGHT, "trigger_mode": "multiple"}
        page.load(self.refresh, [self.panel, self.conversation], listed, **_LIGHT)
        self.question.submit(self.ask, [self.question, self.conversation], answered, **asking, **last)
        self.log.pick(self.ask_example, [self.conversation], answered, **asking)
        self.log.cite(self.open_footnote, [self.conversation], [self.viewer], **each)
        self.log.renew(self.renew, [self.conversation], [self.log, self.hint, self.viewer], **_LIGHT)
        self.viewer.cite(self.open_footnote, [self.conversation], [self.viewer], **each)
        self.drop.upload(self.add, [self.drop], [self.drop, self.work, self.timer], **_LIGHT)
        self.reindex.click(self.look_for_changes, None, [self.work, self.timer], **_LIGHT)
        self.shelf.read(self.open_article, None, [self.viewer], **each)
        self.shelf.remove(self.remove, None, [self.work, self.timer], **_LIGHT)
        paged = [self.panel, self.shelf]
        self.shelf.turn(self.turn, [self.panel], paged, **_LIGHT)
        self.search.change(self.find, [self.search], paged, **_LIGHT, **last)
        self.timer.tick(self.tick, [self.panel, self.conversation, self.seen], listed, **_LIGHT)

    def ask(self, question: str, conversation: Conversation) -> Iterator[Values]:
        """Answer a question, step by step."""
        if not question.strip():
            yield {self.hint: f'<p role="status">{texts.QUESTION_EMPTY}</p>'}
            return
        cleared: Values = {self.question: "", self.hint: ""}
        for update in chat.ask(self.chain, question, conversation):
            opened = {self.viewer: viewer.cited_article(self.library, update.opened)} if update.opened else {}
            yield {self.log: update.shown, **cleared, **opened}
            cleared = {}

    def ask_example(self, conversation: Conversation, event: gr.EventData) -> Iterator[Values]:
        """Ask one of the example questions."""
        number = _sent(event, "example")
        if isinstance(number, int) and 0 <= number < len(self.examples):
            yield from self.ask(self.examples[number], conversation)
        else:
            yield {self.hint: gr.skip()}

    def open_footnote(self, conversation: Conversation, event: gr.EventData) -> Values:
        """Show the article of a footnote."""
        opened = conversation.open(_sent(event, "answer"), _sent(event, "note"))
        if opened is None:
            return {self.viewer: viewer.gone()}
        asked = _sent(event, "asked")
        number = asked if isinstance(asked, int) else 0
        return {self.viewer: viewer.cited_article(self.library, opened, number)}

    def renew(self, conversation: Conversation) -> Values:
        """Begin a new conversation."""
        conversation.clear()
        return {self.log: self._welcome(), self.hint: "", self.viewer: viewer.nothing_open()}

    def open_article(self, event: gr.EventData) -> Values:
        """Show an article of the library."""
        article = self.library.article(str(_sent(event, "article")))
        return {self.viewer: viewer.whole_article(article) if article else viewer.gone()}

    def add(self, dropped: list[str] | None) -> Values:
        """Take over dropped files and index them."""
        kept = keep([Path(file) for file in dropped or []], self.uploads)
        self.jobs.sync(kept, texts.adding(len(kept)))
        return {self.drop: None, **self._busy()}

    def look_for_changes(self) -> Values:
        """Index again what was ever indexed, and whatever lies in the uploads folder."""
        uploads = [self.uploads] if self.uploads.is_dir() else []
        self.jobs.sync([*self.library.roots(), *uploads], texts.LOOKING)
        return self._busy()

    def remove(self, event: gr.EventData) -> Values:
        """Remove an article, wherever it was found."""
        article = self.library.article(str(_sent(event, "article")))
        for source in article.sources if article and article.current else ():
            discard(source, self.uploads)
            self.jobs.remove(source, texts.removing(article.title if article else source))
        return self._busy()

    def turn(self, panel: Panel, event: gr.EventData) -> Values:
        """Turn the library's page."""
        by = _sent(event, "by")
        turned = panel.turned(by) if by in (-1, 1) else panel
        return {self.panel: turned, self.shelf: library_panel.shelf(self.library, turned)}

    def find(self, search: str) -> Values:
        """Show the articles that match."""
        panel = Panel(search=search.strip()[:200])
        return {self.panel: panel, self.shelf: library_panel.shelf(self.library, panel)}

    def tick(self, panel: Panel, conversation: Conversation, seen: str) -> Values:
        """Follow what changes, and say nothing while nothing does."""
        if self._now() != seen:
            return self.refresh(panel, conversation)
        return {self.work: library_panel.work(self.jobs) if self.jobs.busy() else gr.skip()}

    def refresh(self, panel: Panel, conversation: Conversation) -> Values:
        """Show the library as it is now."""
        begun = {} if conversation.answers else {self.log: self._welcome()}
        return {
            **begun,
            self.work: library_panel.work(self.jobs),
            self.shelf: library_panel.shelf(self.library, panel),
            self.failures: library_panel.failures(self.library),
            self.seen: self._now(),
            self.timer: gr.Timer(TICK_BUSY if self.jobs.busy() else TICK_IDLE),
        }

    def _busy(self) -> Values:
        return {self.work: library_panel.work(self.jobs), self.timer: gr.Timer(TICK_BUSY)}

    def _now(self) -> str:
        return f"{self.library.catalog.revision()} {library_panel.signature(self.jobs)}"

    def _welcome(self) -> chat.Shown:
        articles = self.library.catalog.counts().articles
        return chat.Shown(turn=0, html=welcome.welcome(articles, self.examples))


def _sent(event: gr.EventData, name: str) -> object:
    """Return a value that the browser sent with an event, if it sent one."""
    return event._data.get(name) if isinstance(event._data, dict) else None
