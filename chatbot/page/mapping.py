"""The map's component, and the handlers of its events."""

import re

import gradio as gr

from chatbot.page import map_panel, viewer
from chatbot.page.asking import Asking
from chatbot.page.conversation import Conversation
from chatbot.page.events import EACH, LIGHT, Values, sent
from chatbot.page.parts import scripted
from index.library import Library
from index.overview import CurrentOverview

_PASSAGE = re.compile(
    r"(?P<article>[^/]+)/(?P<version>[0-9]{1,9})/(?P<start>[0-9]{1,12})-(?P<end>[0-9]{1,12})"
)
"""A passage as ``index.overview.Point.name`` names it."""


class Mapping:
    """The side's map: the library as a whole, and the newest answer in it."""

    def __init__(self, library: Library, asking: Asking) -> None:
        self.library, self.asking = library, asking
        self.current = CurrentOverview(lambda: library.catalog)
        with gr.Column(elem_id="fn-mapping"):
            self.map = scripted(map_panel.frame(), "map.js", elem_id="fn-map")

    def connect(self, article: gr.HTML) -> None:
        """Join each event to its handler; ``article`` is where an article opens."""
        self.article = article
        self.map.show(self.show, [self.asking.conversation], [self.map], **LIGHT)
        self.map.read(self.read, None, [article], **EACH)
        self.map.cite(self.asking.open_footnote, [self.asking.conversation], [article], **EACH)

    def show(self, conversation: Conversation) -> Values:
        """Show the map as it now stands, the newest answer on it."""
        number = max(conversation.answers, default=0)
        reply = conversation.answers.get(number)
        return {self.map: map_panel.panel(self.library, self.current.get(), number, reply)}

    def read(self, event: gr.EventData) -> Values:
        """Open an article at the passage that a sign named when it was drawn, however old the map is."""
        named = _PASSAGE.fullmatch(str(sent(event, "passage")))
        found = named and self.library.article(named["article"], int(named["version"]))
        if not named or not found:
            return {self.article: viewer.gone()}
        start, end = int(named["start"]), int(named["end"])
        is_within = start < end <= len(found.text)
        return {self.article: viewer.passage_of(found, start, end) if is_within else viewer.gone()}
