"""How English writes numbers: patterns of their words and digits, and what each is worth."""

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """Return the pattern of any of ``words``, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def _numbered(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split())}


ONES = _numbered("one two three four five six seven eight nine", 1)
_TEENS = _numbered("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
SMALL = {"a": 1, "an": 1} | ONES | _TEENS | _TENS
ORDINALS = _numbered("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth", 1)
FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_WORD_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
}
SCALES = _WORD_SCALES | {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12}

_BELOW_100 = rf"(?:{any_of(_TENS)}(?:[-\s]{any_of(ONES)})?|{any_of(_TEENS)}|{any_of(ONES)})\b"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|an?)\s+hundred\b(?:\s+(?:and\s+)?{_BELOW_100})?|{_BELOW_100})"
_BIG = any_of(word for word in _WORD_SCALES if word != "hundred")
SPELLED = (
    rf"(?:half\s+an?\s+{_BIG}\b|(?:{_BELOW_1000}|an?)[\s-]{_BIG}\b"
    rf"(?:\s+(?:and\s+)?{_BELOW_1000}(?:\s+{_BIG}\b)?)*|{_BELOW_1000})"
)
"""A number in words: "twenty-one", "a hundred and five", "half a million"."""

DIGITS = (
    r"(?:\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)"
    r"|\d{1,3}(?:\.\d{3}){2,}|\d{1,30}(?:\.\d{1,30})?)"
)
"""A number in digits, grouped or not."""


def spelled(words: str) -> float:
    """Return the value of a number in words; of "tens of thousands", of one ten of them."""
    total = current = 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        scale = _WORD_SCALES.get(word.removesuffix("s"))
        if scale == 100:
            current = max(current, 1.0) * scale
        elif scale:
            total, current = total + (current or 1.0) * scale, 0.0
        else:
            current += 10 if word == "tens" else SMALL.get(word, 0)
    return total / 2 if words.lower().startswith("half") else total + current


def plain(digits: str) -> str:
    """Return digits without what groups them, as ``float`` reads them."""
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    return re.sub(r"[,\s]", "", digits).replace("−", "-")
