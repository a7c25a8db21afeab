"""The fetching of a writer's model file, in a thread of its own: neither chat nor index wait for it."""

import threading
from dataclasses import dataclass, field

from chatbot.page.offers import Offers
from index.errors import FootnoteError


@dataclass(slots=True)
class Fetching:
    """One server's fetch of the file that a writer lacks; ``done`` and ``total`` are bytes.

    ``changes`` counts its beginnings and ends.
    """

    offers: Offers
    done: int = 0
    total: int = 0
    problem: str = ""
    changes: int = 0
    _thread: threading.Thread | None = None
    _cancelled: threading.Event = field(default_factory=threading.Event)

    def is_running(self) -> bool:
        """Say whether it is under way: it has begun and not ended."""
        return self.changes % 2 == 1

    def start(self) -> None:
        """Begin, unless it is under way or cannot be done; return at once."""
        if self.offers.fetch is None or self.is_running():
            return
        self.done, self.total, self.problem = 0, 0, ""
        self.changes += 1
        self._cancelled.clear()
        self._thread = threading.Thread(target=self._run, name="footnote-fetch", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stop; what is there is kept for the next time."""
        self._cancelled.set()

    def join(self) -> None:
        """Wait until it has ended."""
        if self._thread:
            self._thread.join()

    def signature(self) -> str:
        """Return what changes whenever it may have to be shown anew."""
        return f"{self.changes} {100 * self.done // self.total if self.total else 0}"

    def _run(self) -> None:
        if self.offers.fetch is None:
            return
        try:
            self.offers.fetch(self._tell, self._cancelled.is_set)
        except FootnoteError as error:
            self.problem = f"{error}. {error.help}" if error.help else str(error)
        except Exception as error:  # told on the page: nobody else looks at this thread
            self.problem = f"an error in Footnote: {type(error).__name__}: {error}"

        finally:
            self.changes += 1

    def _tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total
