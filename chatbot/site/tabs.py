"""What a page is shown is for who opened it: Gradio gives it to whoever names the page.

The name is a random number that the browser draws, and not one made to be kept secret.
"""

from starlette.requests import HTTPConnection

from chatbot.access import Visitor
from chatbot.page.closing import listening

_KEPT = 100_000
"""Pages whose visitors are remembered; the oldest are let go."""


class Tabs:
    """Remembers whose each page is: whoever asks first for what it is shown."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def is_anothers(self, connection: HTTPConnection, visitor: Visitor) -> bool:
        """Say whether a request is for what a page of another visitor is shown."""
        name = listening(connection)
        if not name:
            return False
        owner = self._owners.setdefault(name, visitor.name)
        if len(self._owners) > _KEPT:
            del self._owners[next(iter(self._owners))]
        return owner != visitor.name
