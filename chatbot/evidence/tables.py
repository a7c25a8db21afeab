"""Rows of tables with the names of their columns, by which they say something."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.types import Evidence
from chatbot.wording.planted import gives_orders
from index.columns import stated
from index.library import Library
from index.types import BlockKind, Passage, Sentence


@dataclass(frozen=True, slots=True)
class Tables:
    """What the articles of ``library`` tell of their tables' columns."""

    library: Library

    def columns(self, passage: Passage, sentence: Sentence) -> str:
        """Return the row that names the columns of a table's row, maybe itself, unless it gives orders."""
        if sentence.kind is not BlockKind.ROW:
            return ""
        names = self.library.columns(passage.article_id, passage.version).get(sentence.start, "")
        return "" if gives_orders(names) else names

    def only_names(self, passage: Passage, sentence: Sentence) -> bool:
        """Say whether a sentence is a row that names columns, and no more."""
        return self.columns(passage, sentence) == sentence.text

    def in_words(self, passage: Passage) -> Passage:
        """Return ``passage`` with what each row states in the place of its cells alone."""
        if not any(each.kind is BlockKind.ROW for each in passage.sentences):
            return passage
        read = (
            replace(each, text=stated(self.columns(passage, each), each.text)) for each in passage.sentences
        )
        return replace(passage, sentences=tuple(read))

    def named(self, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """Return ``evidence``, each row with its columns, without those that only name them."""
        told = (replace(each, columns=self.columns(each.passage, each.sentence)) for each in evidence)
        return tuple(each for each in told if each.columns != each.sentence.text)
