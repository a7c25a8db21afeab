"""What every surface is made of: the page, the API and the MCP server of one process share one of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chatbot.access import Accounts, Audit, Limits
from chatbot.chain import FootnoteChain
from chatbot.changes.jobs import Jobs
from chatbot.conversations import ConversationStore
from chatbot.settings import Settings
from chatbot.suggest.suggester import Suggester
from chatbot.telemetry import Telemetry
from index.library import Library


@dataclass(frozen=True, slots=True)
class Services:
    """The open library, what asks it, what changes it, what keeps the conversations, what is counted.

    Without ``accounts`` nobody logs in: every visitor sits at this machine. ``writers`` are those
    that a visitor may name now. Without a ``suggester`` nothing is suggested.
    """

    settings: Settings
    library: Library
    chain: FootnoteChain
    jobs: Jobs
    conversations: ConversationStore
    accounts: Accounts | None = None
    limits: Limits = field(default_factory=Limits)
    audit: Audit = field(default_factory=Audit)
    telemetry: Telemetry = field(default_factory=Telemetry)
    writers: Callable[[], Sequence[str]] = lambda: ("quote",)
    suggester: Suggester | None = None

    @property
    def uploads(self) -> Path:
        """The folder of the files that visitors sent."""
        return self.library.data / "uploads"
