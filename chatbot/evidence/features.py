"""What can be seen, without a model, of how a sentence bears on a question.

Each feature is a plain number that a reader can check by hand; what they weigh together
is fitted (``chatbot.fitting``) and kept in ``chatbot/weights.json``.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.followers.terms import terms
from index.search.hits import Found
from index.types import Hit, Passage, Sentence

FEATURES = (
    "similarity",  # cosine of question and sentence
    "coverage",  # share of the question's rare words in the sentence
    "coverage_with_context",  # ... in the sentence, the title and the headings
    "coverage_with_neighbours",  # ... in these and the sentences before and after
    "passage_coverage",  # ... in the whole passage
    "pairs",  # share of the question's pairs of neighbouring words in the sentence
    "answer_type",  # it holds a number, date, name or reason where the question wants one
    "answer_type_missing",  # it holds none though the question wants one
)

_MONTHS = "january february march april may june july august september october november december"
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|"
    r"hundreds?|thousands?|millions?|billions?|half|quarter|percent|per cent)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d{2})\b|\b(?:"
    + "|".join(month.title() for month in _MONTHS.split())
    + r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    r"|\b(?:century|centuries|decades?|years?|months?|weeks?|days?|today|yesterday|tomorrow)\b"
)
NAME = re.compile(r"(?<=[^.!?\"“(] )[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'-]+")
_REASON = re.compile(
    r"\b(?:because|since|due|owing|results?|resulted|cause[sd]?|causing|therefore|thus|so that|in order to|"
    r"reasons?|prevent(?:s|ed|ing)?|lack(?:s|ed|ing)?|require[sd]?|requirements?|blame[sd]?|led to|"
    r"in response)\b",
    re.IGNORECASE,
)
_WANTED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"\b(?:how (?:many|much|long|far|old|large|big|high)|what (?:number|share|percentage|amount))\b"
        ),
        _NUMBER,
    ),
    (
        re.compile(r"\b(?:when|(?:what|which) (?:year|date|day|month|century|decade)|by when|since when)\b"),
        _TIME,
    ),
    (re.compile(r"\b(?:who|whom|whose|where|(?:what|which) (?:country|city|state|company|person))\b"), NAME),
    (re.compile(r"\bwhy\b"), _REASON),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be evidence, with the hit that it stands in."""

    hit: Hit
    number: int
    features: tuple[float, ...]

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.hit.passage.sentences[self.number]

    @property
    def coverage(self) -> float:
        """How much of the question's rare words it holds, 0 to 1."""
        return self.features[FEATURES.index("coverage")]

    @property
    def pairs(self) -> float:
        """How many of the question's pairs of neighbouring words it holds, 0 to 1."""
        return self.features[FEATURES.index("pairs")]

    @property
    def passage_coverage(self) -> float:
        """How much of the question's rare words its passage holds, 0 to 1."""
        return self.features[FEATURES.index("passage_coverage")]


AsRead = Callable[[Passage], Passage]
"""Gives a passage as it is to be read: as many sentences, each in the words that tell what it states."""


def as_it_is(passage: Passage) -> Passage:
    """Return ``passage`` itself."""
    return passage


def candidates(found: Found, read: AsRead = as_it_is) -> list[Candidate]:
    """Return every sentence of the hits of ``found`` with its features, in the hits' order."""
    wanted = wanted_type(found.query.text)
    return [
        Candidate(hit, number, features)
        for hit in found.hits
        for number, features in enumerate(_of_hit(hit, read(hit.passage), found, wanted))
    ]


def matrix(listed: Sequence[Candidate]) -> NDArray[np.float64]:
    """Return the features of ``listed``, shape ``(len(listed), len(FEATURES))``."""
    return np.array([candidate.features for candidate in listed], dtype=np.float64).reshape(-1, len(FEATURES))


def wanted_type(question: str) -> re.Pattern[str] | None:
    """Return what an answering sentence should match, where the question's words tell."""
    lowered = question.lower()
    return next((pattern for asked, pattern in _WANTED if asked.search(lowered)), None)


def share(words: set[str], rarity: Mapping[str, float]) -> float:
    """Return how much of the query's inverse document frequency ``words`` hold, 0 to 1."""
    total = sum(rarity.values())
    return sum(weight for word, weight in rarity.items() if word in words) / total if total else 0.0


def _of_hit(
    hit: Hit, passage: Passage, found: Found, wanted: re.Pattern[str] | None
) -> Iterator[tuple[float, ...]]:
    """Yield the features of each sentence of a hit, whose ``passage`` is read."""
    query, rarity, sentences = found.query, found.rarity, passage.sentences
    listed = [terms(sentence.text) for sentence in sentences]
    words = [set(each) for each in listed]
    context = set(terms(passage.context))
    passage_share = share(set().union(context, *words), rarity)
    similarities = (
        np.zeros(len(sentences)) if hit.sentence_vectors is None else hit.sentence_vectors @ query.vector
    )
    query_pairs = set(zip(query.terms, query.terms[1:], strict=False))
    for number, sentence in enumerate(sentences):
        around = set().union(context, *words[max(0, number - 1) : number + 2])
        pairs = query_pairs.intersection(zip(listed[number], listed[number][1:], strict=False))
        matches = bool(wanted and wanted.search(sentence.text))
        yield (
            float(similarities[number]),
            share(words[number], rarity),
            share(words[number] | context, rarity),
            share(around, rarity),
            passage_share,
            len(pairs) / max(1, len(query_pairs)),
            float(matches),
            float(wanted is not None and not matches),
        )
