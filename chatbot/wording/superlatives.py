"""Question -> what it asks for the most or the least of, where it does: "the second largest", "cheapest"."""

import re
from dataclasses import dataclass

from chatbot.wording.numerals import ORDINALS, any_of


@dataclass(frozen=True, slots=True)
class Superlative:
    """What is asked for at ``text[start:end]``: the ``place``-th from the top, or from the bottom.

    ``of`` are nouns for what is compared, where the word tells ("heaviest": weight); ``in_time`` says
    that it orders moments, of which the first is the least: the oldest is what began first.
    """

    start: int
    end: int
    is_most: bool
    place: int = 1
    of: str = ""
    in_time: bool = False


MOST = frozenset("most highest largest biggest greatest maximum max top".split())
LEAST = frozenset("least lowest smallest fewest minimum min".split())
"""Words for the most and the least of anything, in small letters."""

_OF = {
    "longest": (True, "length"), "shortest": (False, "length"), "tallest": (True, "height"),
    "heaviest": (True, "weight"), "lightest": (False, "weight"), "expensive": (True, "price cost"),
    "costly": (True, "price cost"), "dearest": (True, "price cost"), "priciest": (True, "price cost"),
    "cheapest": (False, "price cost"), "densest": (True, "density"), "hottest": (True, "temperature"),
    "warmest": (True, "temperature"), "coldest": (False, "temperature"), "fastest": (True, "speed"),
    "slowest": (False, "speed"), "richest": (True, "wealth"), "poorest": (False, "wealth"),
    "populous": (True, "population"), "deepest": (True, "depth"), "widest": (True, "width"),
    "closest": (False, "distance"), "nearest": (False, "distance"), "farthest": (True, "distance"),
    "furthest": (True, "distance"),
}  # fmt: skip
_IN_TIME = {
    "oldest": False, "earliest": False, "first": False, "newest": True, "latest": True, "youngest": True,
    "last": True, "recent": True, "recently": True,
}  # fmt: skip
_AGED = frozenset("oldest youngest".split())
_AFTER_MOST = any_of(["expensive", "costly", "populous", "recently", "recent"])
_PLAIN = (MOST | LEAST) - {"most", "least"} | {word for word in (*_OF, *_IN_TIME) if word.endswith("st")}
_ASKED = re.compile(
    rf"(?<!at )(?:\b(?P<place>{any_of(ORDINALS)}|\d+(?:st|nd|rd|th))[\s-]+)?"
    rf"\b(?:(?P<more>most|least)\s+(?P<what>{_AFTER_MOST})|(?P<word>(?:most|least)(?!\s+of\b)|{any_of(_PLAIN)}))\b"
    r"(?!\s+(?:name|year|month|week|night|time|ever)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:which|what|whats|who|whose|where|when|how|name|tell|show|give|list)\b", re.IGNORECASE
)
_YES_OR_NO = re.compile(
    r"\s*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|some|\w+(?:teen|ty|tie)th)\s+$",
    re.IGNORECASE,
)


def superlative(question: str) -> Superlative | None:
    """Return what ``question`` asks for, where it asks for one extreme and is no question of yes or no.

    English only. "The five largest" are several, and "at least" and "last year" none.
    """
    found = [match for match in _ASKED.finditer(question) if not _SEVERAL.search(question, 0, match.start())]
    if len(found) != 1 or _YES_OR_NO.match(question) or not _ASKS.search(question):
        return None
    match = found[0]
    place = match["place"]
    rank = 1 if not place else ORDINALS.get(place.lower()) or int(re.sub(r"\D", "", place))
    word = (match["what"] or match["word"]).lower()
    turned = (match["more"] or "").lower() == "least"
    if word in _IN_TIME:
        is_most, of, in_time = _IN_TIME[word], "age" if word in _AGED else "", True
    else:
        is_most, of = _OF.get(word, (word in MOST, ""))
        in_time = False
    return Superlative(match.start(), match.end(), is_most != turned, rank, of, in_time)
