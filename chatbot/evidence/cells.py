"""A table's row -> how certainly a question asks for one of its cells: by another cell, and by the column.

No set that the weights of refusal are fitted on holds tables. What a row gains or loses here was chosen
on made-up ones, and scored on others (docs/quality.md, "Tables").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.columns import cells, without_unit
from index.followers.terms import STOP_WORDS, terms
from index.library import Library
from index.recent import Recent
from index.settings import DEFAULT_MODEL
from index.types import Vector

OUTRIGHT = 3.0
"""What a row gains, in log-odds, where the question has all words of a column's name and none beside."""

ALIKE = 10.0
EVEN = 0.42
"""Cosine of a question and a column's name from which a row gains, ``ALIKE`` times as much as it is above."""

MOST, LEAST = 3.0, -1.0
"""What a row gains at most, and loses: what happened in a year is seldom asked for as an "event"."""

OF_ANOTHER = -3.0
"""What a row gains where it is of another: "Station 19" where "Station 77" is asked about, whatever is 77."""

_KEPT = 1024
UNTELLING = frozenset(
    terms("rate number amount level value total figure year date time name long much many high large old far")
)
"""Words of a column's name, and of who asks for it, that tell no column from another."""

_WHY = re.compile(r"\bwhy\b", re.IGNORECASE)
_FITTING = (
    (re.compile(r"\b(?:where|who|whom|whose)\b"), re.compile(r"[^\W\d_]")),
    (re.compile(r"\b(?:when|how (?:many|much|long|high|old|far|large|big))\b"), re.compile(r"\d")),
)
"""What is in a cell that a question is answered by, where its words, in small letters, tell."""

_WORD = re.compile(r"\w[\w’'-]*")
_NUMBERED = re.compile(r"([^\W\d_]+)[\s#№-]+(\d+)\b")
_PARTICULAR = re.compile(r"(?<=\s)[^\W\d_a-zà-ÿа-яєіїґ]|\d")
"""Where a word that is no name by its place has a capital, or a digit."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with words, and the name of its column."""

    column: str
    text: str

    @property
    def words(self) -> set[str]:
        return set(terms(self.text))


class Cells:
    """Weighs rows of the tables of ``library``; safe to use from any thread."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._vectors: Recent[tuple[str, str], Vector] = Recent(_KEPT)

    def gain(self, question: str, columns: str, row: str, context: str) -> float:
        """Return what the probability that ``row`` answers gains, in log-odds; negative where it loses.

        Nothing where the question names no cell of it, or its ``columns`` are not known. Words of the
        table's ``context``, its title and headings, may be asked for beside.
        """
        held = [_Cell(*each) for each in zip(cells(columns), cells(row), strict=False) if each[1].strip()]
        asked = set(terms(question))
        named = [each for each in held if each.words and each.words <= asked]
        if columns in {"", row} or not named or _WHY.search(question):
            return 0.0
        if _is_of_another(question, held):
            return OF_ANOTHER
        about = set(terms(context))
        if any(
            _is_outright(asked, one, other, about) and _fits(question, other)
            for one in named
            for other in held
            if other != one
        ):
            return OUTRIGHT
        name = max(named, key=lambda each: len(each.words))
        others = [each for each in held if each != name and each.column.strip()]
        if not others or self._library.embedder.name != DEFAULT_MODEL:
            return 0.0
        alike = self.alike(_without(name.words, question), [each.column for each in others])
        meant = max(range(len(others)), key=alike.__getitem__)
        gained = ALIKE * (alike[meant] - EVEN)
        known = about.union(*(terms(each.column) for each in held), terms(row))
        may_gain = _fits(question, others[meant]) and particular(question) <= known
        return max(LEAST, min(MOST if may_gain else 0.0, gained))

    def alike(self, rest: str, columns: Sequence[str]) -> list[float]:
        """Return the cosine of the ``rest`` of a question and each column's name."""
        embedder = self._library.embedder
        vectors = self._vectors.of(
            [(embedder.name, column) for column in columns],
            lambda keys: [embedder.query(column) for _, column in keys],
        )
        asked = embedder.query(rest)
        return [float(vector @ asked) for vector in vectors]


def _is_of_another(question: str, row: Sequence[_Cell]) -> bool:
    """Say whether a word has one number in ``question`` and only others in ``row``."""
    told = [_numbered(each.text) for each in row]
    return any(
        any(word in each for each in told) and not any(number in each.get(word, ()) for each in told)
        for word, numbers in _numbered(question).items()
        for number in numbers
    )


def _numbered(text: str) -> dict[str, set[str]]:
    """Return the numbers that follow each word of ``text``."""
    found: dict[str, set[str]] = {}
    for word, number in _NUMBERED.findall(text.lower()):
        if word not in STOP_WORDS:
            found.setdefault(word, set()).add(number)
    return found


def _fits(question: str, cell: _Cell) -> bool:
    """Say whether a cell may hold what the question's words ask for: a name, a number, a time."""
    return all(held.search(cell.text) for asks, held in _FITTING if asks.search(question.lower()))


def _is_outright(asked: set[str], one: _Cell, other: _Cell, about: set[str]) -> bool:
    """Say whether no more is asked than ``one`` cell and the column of the ``other``, and all of its name."""
    wanted = telling(without_unit(other.column))
    told = one.words | telling(one.column) | telling(other.column) | about
    return bool(wanted) and wanted <= asked and asked - UNTELLING <= told


def telling(text: str) -> set[str]:
    """Return the terms of a column's name, or of a question, that tell one column from another."""
    return set(terms(text)) - UNTELLING


def _without(words: set[str], question: str) -> str:
    """Return ``question`` with "it" for what is said with ``words``."""
    said: list[str] = []
    for word in _WORD.findall(question):
        shown = "it" if (stems := set(terms(word))) and stems <= words else word
        if shown != "it" or said[-1:] != ["it"]:
            said.append(shown)
    return " ".join(said) + "?"


def particular(question: str) -> set[str]:
    """Return the terms of the question's names and numbers."""
    return {
        term
        for match in _WORD.finditer(question)
        if _PARTICULAR.search(f" {match.group()}" if match.start() else match.group())
        for term in terms(match.group())
    }
