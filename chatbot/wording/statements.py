"""Evidence sentence -> what it states, taken apart so that two sentences can be compared."""

import re
from dataclasses import dataclass

from chatbot.types import Evidence
from chatbot.wording.quantities import Kind, Quantity, quantities
from index.dates import Date, dates
from index.followers.terms import STOP_WORDS, terms

_SAME = (
    "killed dead died deaths death",
    "injured wounded hurt",
    "cost costs price worth priced",
    "launched fired",
    "won win wins winner",
    "sank sunk",
    "lose lost loses losing",
)
_OPPOSITES = (
    ("passed approved adopted accepted backed ratified", "rejected defeated refused vetoed blocked"),
    ("rose grew increased climbed gained", "fell dropped declined decreased shrank lost"),
    ("won", "lost"),
    ("convicted guilty", "acquitted innocent"),
    ("confirmed admitted", "denied"),
    ("supported supports backs backed", "opposed opposes"),
    ("opened reopened", "closed shut"),
    ("raised", "lowered cut"),
    ("survived", "died killed"),
    ("joined", "left"),
    ("legal", "illegal"),
)
_WORD = re.compile(r"\w[\w’'-]*")
_NAME = re.compile(r"[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'-]*(?:\s+[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'-]*)*")
_BE = "(?:is|are|was|were|be|been|being)"
_NOT = re.compile(r"\b(?:not|never|failed to|refused to|declined to|no longer)\b|n[’']t\b", re.IGNORECASE)
_HEDGES = frozenset("least around nearly almost roughly approximately estimated fewer less many much".split())
_NEGATED = 3
"""Words after a negation among which the negated verb stands."""

_REACH = 4
"""Words before and after a number and its noun among which the verb stands that goes with it."""


def _same() -> dict[str, str]:
    groups = [terms(words) for words in _SAME]
    return {stem: group[0] for group in groups for stem in group}


_HEADS = _same()
OPPOSITES = tuple((frozenset(terms(one)), frozenset(terms(other))) for one, other in _OPPOSITES)
"""Pairs of sets of verb stems that cannot both be true of one thing."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with the noun as it is written and the stems of the words about it, names left out."""

    quantity: Quantity
    noun: str
    heads: frozenset[str]
    verb: str


_PEOPLE = frozenset("police people staff".split())
"""Words for several that have no "s" and begin a sentence without an article, as "Officials" do."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence as the stems of its words; ``near`` adds those of its dates, numbers, title and headings.

    ``names`` are stems of words with a capital that are not there for the sentence's beginning, ``denied``
    those of words that a negation goes before.
    """

    evidence: Evidence
    words: frozenset[str]
    near: frozenset[str]
    names: frozenset[str]
    denied: frozenset[str]
    dates: tuple[Date, ...]
    numbers: tuple[Counted, ...]

    @classmethod
    def of(cls, evidence: Evidence) -> "Statement":
        """Return what an evidence sentence states."""
        text = evidence.sentence.text
        found_dates = tuple(dates(text))
        dated = [(date.start, date.end) for date in found_dates]
        counted = tuple(
            _counted(text, each, dated) for each in quantities(text) if each.kind is not Kind.ORDINAL
        )
        spans = [*dated, *((each.quantity.start, each.quantity.end) for each in counted)]
        plain = _without(text, spans)
        words = frozenset(_HEADS.get(word, word) for word in terms(plain))
        names = frozenset(stem for name in _names(plain) for stem in terms(name))
        context = terms(f"{evidence.article.title} {evidence.passage.context}")
        near = words | frozenset(terms(text)) | frozenset(context)
        return cls(evidence, words, near, names, _denied(plain), found_dates, counted)


def subjects(text: str, verb: str) -> list[str]:
    """Return the names that do ``verb`` in ``text``: before it, or after it and "by"."""
    doing = re.compile(
        rf"(?P<before>{_NAME.pattern})(?:,[^,]+,)?(?:\s+(?!{_BE}\b)[a-z]+){{0,2}}\s+{re.escape(verb)}\b"
        rf"|\b{re.escape(verb)}(?:\s+[a-z]+){{0,3}}\s+by\s+(?:the\s+)?(?P<after>{_NAME.pattern})"
    )
    return [match["before"] or match["after"] for match in doing.finditer(text)]


def _names(text: str) -> list[str]:
    """Return the words with a capital; of a first word only what is no plural, nor a word of grammar."""
    first = _WORD.search(text)
    word = first.group().lower() if first else ""
    is_plain = word in STOP_WORDS or word.endswith("s") or word in _PEOPLE
    after = first.end() if first and is_plain else 0
    return [match.group() for match in _NAME.finditer(text, after)]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _denied(text: str) -> frozenset[str]:
    found: set[str] = set()
    for negation in _NOT.finditer(text):
        after = terms(" ".join(_WORD.findall(text[negation.end() :])[:_NEGATED]))
        found.update(_HEADS.get(word, word) for word in after[:1])
    return frozenset(found)


def _counted(text: str, quantity: Quantity, dated: list[tuple[int, int]]) -> Counted:
    """Return a number with the nearest words about it that may be its verb."""
    blank = _without(text, dated)
    before = _WORD.findall(re.split(r"[,;:()]", blank[: quantity.start])[-1])[-_REACH:][::-1]
    after = _WORD.findall(re.split(r"[,;:()]", blank[quantity.end :])[0])[: _REACH + 1]
    noun = next((word for word in after if terms(word)[:1] == [quantity.unit]), "")
    after = after[after.index(noun) + 1 :] if noun else after
    ahead, behind = _first_plain(before), _first_plain(after)
    heads = frozenset(_HEADS.get(stem, stem) for word in (ahead, behind) for stem in terms(word))
    return Counted(quantity, noun, heads, behind if behind.endswith("ed") else "")


def _first_plain(words: list[str]) -> str:
    """Return the first word that is neither a stop word, a name nor a hedge; empty for none."""
    plain = (word for word in words if word.islower() and word not in STOP_WORDS and word not in _HEDGES)
    return next(plain, "")
