"""Ranked passages -> those among them that repeat, word for word, what stands in better ones.

A manual that is there as web pages, as text and as PDF would else fill the hits with one passage
three times. Alike in meaning is no repetition: another name, number or "not" is another word.
"""

import re
from collections.abc import Iterable
from itertools import accumulate, chain

from index.types import Passage

_WORD = re.compile(
    r"\d+|[^\d\s!-#&-*,-/:;?@\[-`{-~\u00ab\u00ad\u00b6\u00b7\u00bb\u2010-\u2027\u2039\u203a\u3001-\u3011]+"
)
"""Numbers, and what is neither white space nor punctuation; signs such as < and % tell something."""


class _Said:
    """What was said so far, without spaces and punctuation, and where its words begin and end."""

    def __init__(self) -> None:
        self._letters = ""
        self._edges = {0}

    def holds(self, words: Iterable[str]) -> bool:
        """Say whether these words stand there, one after the other."""
        letters = "".join(words)
        at = self._letters.find(letters)
        while at >= 0 and not self._edges.issuperset((at, at + len(letters))):
            at = self._letters.find(letters, at + 1)
        return at >= 0

    def add(self, words: Iterable[str]) -> None:
        """Take in the words of a passage, apart from those before it."""
        added = [*words, "\n"]
        self._edges.update(accumulate(map(len, added), initial=len(self._letters)))
        self._letters += "".join(added)


def repeated(ranked: Iterable[Passage]) -> set[str]:
    """Return the ids of the passages of which each sentence stands in passages before them.

    Case, punctuation, hyphens and the spaces between words, which a PDF may have lost, make no
    other sentence. Passages may be cut at different places: a sentence may stand within another.
    """
    said = _Said()
    found: set[str] = set()
    for passage in ranked:
        told = [_words(sentence.text) for sentence in passage.sentences]
        if all(map(said.holds, told)):
            found.add(passage.id)
        else:
            said.add(chain.from_iterable(told))
    return found


def _words(text: str) -> list[str]:
    """Return the words of ``text``, numbers apart from what they stand beside."""
    return [f"#{word}#" if word.isdigit() else word for word in _WORD.findall(text.casefold())]
