"""Stretches of an article's text -> where its PDF has them, though the two are not alike.

A PDF has its lines' ends, divided words, headers and footers in its text, and what nobody sees;
the article has none of that. So only letters and digits are compared, and a sentence that is not
there as a whole (a page ends within it, say) is put together from the longest stretches that are.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

Stretch = tuple[int, int]
"""Offsets, half open, from 0."""

_LEAST = 8
"""Letters; fewer in a row may stand anywhere."""
_AROUND = 25_000
"""Letters around the place where a sentence must be, among which its pieces are looked for."""
_BETWEEN = 4_000
"""Letters that may stand between two pieces: a footer, a header, a column of a table."""
_BEYOND = 30
"""Letters after a sentence that help to find where its last word is."""


class Letters:
    """The letters and digits of ``text``, without case, accents and ligatures, and where each stands."""

    def __init__(self, text: str) -> None:
        parts: list[str] = []
        self.places: list[int] = []
        for place, character in enumerate(text):
            found = _letters(character)
            if found:
                parts.append(found)
                self.places += [place] * len(found)
        self.text = "".join(parts)

    def within(self, start: int, end: int) -> Stretch:
        """Return the stretch of the letters that stand in ``text[start:end]``."""
        return bisect_left(self.places, start), bisect_left(self.places, end)

    def stretch(self, start: int, end: int) -> Stretch:
        """Return the stretch of the text that the letters ``start`` to ``end`` take, one at least."""
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=4096)
def _letters(character: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", character).casefold() if one.isalnum())


def found(article: Letters, printed: Letters, spans: Sequence[Stretch]) -> list[list[Stretch]]:
    """Return for each of ``spans`` of an article's text where the printed text has it, in order.

    There are several stretches where something stands between, none where it is not found.
    Where a sentence is printed more than once, it is the one about as far on as in the article.
    """
    share = len(printed.text) / max(1, len(article.text))
    return [
        [printed.stretch(*each) for each in _pieces(article, printed.text, *article.within(*span), share)]
        for span in spans
    ]


def _pieces(article: Letters, printed: str, start: int, end: int, share: float) -> Iterator[Stretch]:
    near = round(start * share)
    whole = _nearest(printed, article.text[start:end], near) if end > start else -1
    if whole >= 0:
        yield whole, whole + end - start
        return
    low, high = max(0, near - _AROUND), near + _AROUND
    while start < end:
        place, size = _longest(printed, low, high, article.text[start : end + _BEYOND])
        if size < _LEAST:
            start += 1
            continue
        yield place, place + min(size, end - start)
        start += size
        low, high = place + size, place + size + _BETWEEN


def _nearest(printed: str, wanted: str, near: int) -> int:
    """Return where ``wanted`` is, the place nearest to ``near``; -1 where it is not."""
    before = printed.rfind(wanted, 0, near + len(wanted))
    after = printed.find(wanted, near)
    known = [place for place in (before, after) if place >= 0]
    return min(known, key=lambda place: abs(place - near), default=-1)


def _longest(printed: str, low: int, high: int, wanted: str) -> Stretch:
    """Return where between ``low`` and ``high`` the longest beginning of ``wanted`` is, and its length."""
    place, size, too_long = -1, 0, len(wanted) + 1
    while too_long - size > 1:
        tried = (size + too_long) // 2
        at = printed.find(wanted[:tried], low, high)
        if at >= 0:
            place, size = at, tried
        else:
            too_long = tried
    return place, size
