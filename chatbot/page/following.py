"""What changes by itself (the library, its jobs, what is wrong just now), followed while the page is open."""

import gradio as gr

from chatbot.page import library_panel
from chatbot.page.adding import BUSY
from chatbot.page.asking import Asking
from chatbot.page.banner import banner, problem
from chatbot.page.choices import Choices
from chatbot.page.conversation import Conversation
from chatbot.page.events import LIGHT, Values
from chatbot.page.library_panel import Looking
from chatbot.page.shelving import Shelving

IDLE = 5.0
"""Seconds between two looks while nothing runs."""


class Following:
    """The timer by which the page looks for changes, and what it shows of them; ``told`` is the banner."""

    def __init__(self, asking: Asking, shelving: Shelving, told: gr.HTML) -> None:
        self.asking, self.shelving, self.told = asking, shelving, told
        self.library, self.jobs = shelving.library, shelving.jobs
        self.seen, self.timer = gr.State(""), gr.Timer(BUSY)

    def connect(self, page: gr.Blocks) -> None:
        """Join each event to its handler."""
        asking, shelving, adding = self.asking, self.shelving, self.shelving.adding
        known = [shelving.looking, asking.conversation, asking.choices]
        listed = [adding.work, adding.failures, shelving.shelf]
        shown = [asking.log, asking.panel, *listed, self.told, self.seen, self.timer]
        page.load(self.refresh, known, shown, **LIGHT)
        self.timer.tick(self.tick, [*known, self.seen], shown, **LIGHT)

    def tick(self, looking: Looking, conversation: Conversation, choices: Choices, seen: str) -> Values:
        """Follow what changes, and say nothing while nothing does."""
        if self._now() != seen:
            return self.refresh(looking, conversation, choices)
        return {self.shelving.adding.work: library_panel.work(self.jobs) if self.jobs.busy() else gr.skip()}

    def refresh(self, looking: Looking, conversation: Conversation, choices: Choices) -> Values:
        """Show the library as it is now."""
        has_begun = conversation.answers or conversation.running
        is_busy = self.jobs.busy() or self.asking.fetching.is_running()
        return {
            **({} if has_begun else {self.asking.log: self.asking.welcome()}),
            self.asking.panel: self.asking.offered(choices),
            **self.shelving.adding.shown(),
            **self.shelving.shown(looking),
            self.told: banner(problem(self.library, self.jobs)),
            self.seen: self._now(),
            self.timer: gr.Timer(BUSY if is_busy else IDLE),
        }

    def _now(self) -> str:
        """Return what changes whenever something may have to be shown anew."""
        fetched, wrong = self.asking.fetching.signature(), problem(self.library, self.jobs)
        return f"{self.library.catalog.revision()} {library_panel.signature(self.jobs)} {fetched} {wrong}"
