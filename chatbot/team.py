"""The models beside the embedding model: who writes, who rewrites a follow-up, who verifies.

Each is made at its first use and kept; none is needed for a quoted answer.
"""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatbot.settings import Settings
from chatbot.types import Evidence, Turn
from index.embedding import Embedder
from index.errors import FootnoteError

if TYPE_CHECKING:
    from chatbot.verify import Checking, Verifier
    from chatbot.writers import Writer


class Team:
    """Makes writers and the verifier from settings."""

    def __init__(self, settings: Settings, embedder: Embedder) -> None:
        self._settings = settings
        self._embedder = embedder
        self._making = threading.Lock()
        self._writers: dict[str, Writer | None] = {}
        self._verifier: Verifier | None = None

    def take(self, writer: "Writer") -> None:
        """Let ``writer`` write under its own name: for writers that no setting can name."""
        self._writers[writer.name] = writer

    def writer(self, name: str) -> "Writer | None":
        """Return the writer called ``name``, or ``None`` where answers are only quoted.

        Raises SettingsError, ModelError where it cannot be had.
        """
        from chatbot.choose import writer_of

        with self._making:
            if name not in self._writers:
                self._writers[name] = writer_of(self._settings.model_copy(update={"writer": name}))
            return self._writers[name]

    def rewritten(self, name: str, question: str, history: Sequence[Turn]) -> str | None:
        """Return ``question`` as the writer would ask it without ``history``; ``None`` where it cannot."""
        from chatbot.writers import rewrite

        if not history or not self._settings.rewrite:
            return None
        try:
            writer = self.writer(name)
        except FootnoteError:
            return None  # told where it is to write
        return rewrite(writer, question, history) if writer else None

    def checking(self, evidence: Sequence[Evidence]) -> "Checking":
        """Return what checks an answer from ``evidence`` while it is written."""
        from chatbot.verify import Checking

        return Checking(self._made_verifier(), evidence)

    def _made_verifier(self) -> "Verifier":
        from chatbot.reranker import supporter
        from chatbot.verify import Verifier
        from chatbot.verify.nli import NliModel

        with self._making:
            if self._verifier is None:
                named = self._settings.nli_model
                self._verifier = Verifier(self._embedder, NliModel(named) if named else supporter())
            return self._verifier
