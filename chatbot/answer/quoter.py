"""What a library's evidence is quoted as: where the parts of a quoted answer meet."""

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.answer.led_to import led_to
from chatbot.answer.quoting import quote
from chatbot.answer.steps import steps
from chatbot.evidence.tables import Tables
from chatbot.types import Claim, Evidence
from chatbot.wording.planted import gives_orders
from index.library import Library
from index.types import Sentence


@dataclass(frozen=True, slots=True)
class Quoter:
    """Quotes evidence of ``library``; safe to use from any thread."""

    library: Library

    def quoted(self, asked: str, evidence: Sequence[Evidence]) -> tuple[Claim, ...]:
        """Return the quoted answer to the stand-alone question ``asked``, from evidence that answers it."""
        whole = steps(asked, evidence, self.library.passages)
        return quote(evidence, self._before, whole, self.led_to)

    def led_to(self, found: Evidence) -> tuple[Evidence, ...]:
        """Return what stands right below ``found`` where that ends with a colon, rows with their columns."""
        return Tables(self.library).named(led_to(found, self.library.passages))

    def _before(self, found: Evidence) -> Sentence | None:
        before = self.library.sentence_before(found.passage, found.sentence)
        return None if before is None or gives_orders(before.text) else before
