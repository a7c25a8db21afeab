"""Rows of tables with the names of their columns, by which they say something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.types import Evidence
from chatbot.wording.planted import gives_orders
from index.columns import cells, stated
from index.followers.terms import terms
from index.library import Library
from index.types import BlockKind, Passage, Sentence

_UNTOLD = frozenset(
    terms("rate number amount level value total figure year date time name long much many high large old far")
)
"""Words of a column's name, and of who asks for it, that tell no column from another."""

_WHY = re.compile(r"\bwhy\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")


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

    def looks_up(self, question: str, passage: Passage, sentence: Sentence) -> bool:
        """Say whether a question asks for one cell of a row, by its column and by another cell.

        "What is the average rent in Oslo?" does, of a row that begins with Oslo, in a table with the
        column "Average rent (euros)"; that asks for no more than these, their table and its headings.
        No cell tells why.
        """
        if _WHY.search(question):
            return False
        asked = _telling(question)
        named = list(zip(cells(self.columns(passage, sentence)), cells(sentence.text), strict=False))
        told = [(_telling(column), _telling(_bare(column)), set(terms(cell))) for column, cell in named]
        about = _telling(passage.context)
        return any(
            one != other
            and cell
            and cell <= asked
            and bare
            and bare <= asked
            and held
            and asked <= cell | key | column | about
            for one, (key, _, cell) in enumerate(told)
            for other, (column, bare, held) in enumerate(told)
        )

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


def _telling(text: str) -> set[str]:
    return set(terms(text)) - _UNTOLD


def _bare(column: str) -> str:
    """Return a column's name without the unit, or whatever else, that it ends with in brackets."""
    return _IN_BRACKETS.sub("", column)
