"""How many tokens texts have, counted word by word: most words were met before.

Where a tokenizer cuts at every space, as BERT's does, a text has as many tokens as its words have
together, and to look a word up takes a tenth of the time that cutting it does.
"""

from collections.abc import Callable, Sequence

_MOST = 2_000_000
"""Characters of words that are remembered; with more all are forgotten, and frequent ones soon come again."""


class WordCounts:
    """The tokens of each word that was met; safe to use from any thread.

    ``count`` returns the tokens of each text, without special ones, and is of a tokenizer that makes
    no token of what stands on both sides of a space.
    """

    def __init__(self, count: Callable[[Sequence[str]], list[int]]) -> None:
        self._count = count
        self._known: dict[str, int] = {}
        self._characters = 0

    def of(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text."""
        words = [text.split(" ") for text in texts]
        if self._characters > _MOST:
            self._known, self._characters = {}, 0
        known = self._known  # though another thread may forget them meanwhile
        new = list({word for each in words for word in each if word not in known})
        if new:
            known.update(zip(new, self._count(new), strict=True))
            self._characters += sum(map(len, new))
        return [sum(map(known.__getitem__, each)) for each in words]
