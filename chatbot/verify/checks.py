"""(claim, sentences) -> what can be seen of whether the sentences bear the claim out.

Each check is a plain number. What they weigh together is fitted (``chatbot.verify.fit``)
and kept in ``weights.json``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.wording.quantities import comparable, compatible, quantities
from chatbot.wording.statements import OPPOSITES
from index.dates import compatible_dates, dates
from index.embedding import Tokens
from index.followers.terms import terms

CHECKS = (
    "coverage",  # share of the claim's terms in the sentences together
    "best_coverage",  # ... in the one that holds most of them
    "pairs",  # share of its pairs of neighbouring terms
    "similarity",  # cosine of the claim and the nearest sentence
    "words",  # mean cosine of its words with the nearest word of the sentences (Zhang et al. 2020, BERTScore)
    "weakest_word",  # ... of the word that has none near it
    "weak_words",  # ... mean of the three that have least
    "unfounded_numbers",  # numbers and dates that stand in none of the sentences
    "unfounded_names",  # share of its names that stand in none
    "negation",  # it denies and they do not, or the other way round
    "opposite",  # it has the opposite of one of their words in that one's place
    "certainty",  # it is certain where they are not
    "length",  # log of its terms
)

_WORD = re.compile(r"\w[\w’'-]*")
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)(?<!^[\"“'(])\b[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'-]+")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|without|neither|nor|cannot)\b|n[’']t\b", re.IGNORECASE
)
_UNCERTAIN = re.compile(
    r"\b(?:may|might|could|would|should|plans?|planned|hopes?|hoped|expects?|expected|proposed?|possibly|perhaps|"
    r"likely|reportedly|allegedly|considering|if)\b",
    re.IGNORECASE,
)
_WEAKEST = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """A text with its terms and the embeddings of its words."""

    text: str
    terms: tuple[str, ...]
    tokens: Tokens

    @classmethod
    def of(cls, text: str, tokens: Tokens) -> "Seen":
        """Return ``text`` as it is seen."""
        return cls(text, tuple(terms(text)), tokens)

    @property
    def vector(self) -> NDArray[np.float32]:
        """The mean of its words' embeddings, of unit length."""
        mean = self.tokens.vectors.mean(axis=0)
        unit: NDArray[np.float32] = mean / max(float(np.linalg.norm(mean)), 1e-9)
        return unit


def unfounded(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers, dates and names of ``claim`` that stand in none of ``sentences``, as written."""
    return (*_unfounded_numbers(claim, sentences), *_unfounded_names(claim, sentences))


def nearness(claim: Seen, sentence: Seen) -> float:
    """Return how much ``sentence`` bears on ``claim``: shared terms and cosine, 0 to about 2."""
    own = set(claim.terms)
    shared = len(own & set(sentence.terms)) / max(1, len(own))
    return shared + float(claim.vector @ sentence.vector)


def checks(claim: Seen, sentences: Sequence[Seen]) -> list[float]:
    """Return the value of each of ``CHECKS``; ``sentences`` is not empty."""
    own = set(claim.terms)
    held = [set(each.terms) for each in sentences]
    pairs = set(zip(claim.terms, claim.terms[1:], strict=False))
    theirs = {pair for each in sentences for pair in zip(each.terms, each.terms[1:], strict=False)}
    texts = [each.text for each in sentences]
    names = _names(claim.text)
    near = _word_similarities(claim, sentences)
    weakest = np.sort(near)[:_WEAKEST]
    best = max(sentences, key=lambda each: nearness(claim, each))
    return [
        len(own & set().union(*held)) / max(1, len(own)),
        max(len(own & each) for each in held) / max(1, len(own)),
        len(pairs & theirs) / max(1, len(pairs)),
        max(float(claim.vector @ each.vector) for each in sentences),
        float(near.mean()),
        float(weakest[0]),
        float(weakest.mean()),
        float(len(_unfounded_numbers(claim.text, texts))),
        len(_unfounded_names(claim.text, texts)) / max(1, len(names)),
        float(bool(_NEGATION.search(claim.text)) != bool(_NEGATION.search(best.text))),
        float(_opposes(own, set(best.terms))),
        float(bool(_UNCERTAIN.search(best.text)) and not _UNCERTAIN.search(claim.text)),
        float(np.log1p(len(own))),
    ]


def _word_similarities(claim: Seen, sentences: Sequence[Seen]) -> NDArray[np.float32]:
    """Return the cosine of each word of the claim with the nearest word of the sentences."""
    theirs = np.concatenate([each.tokens.vectors for each in sentences])
    near = (claim.tokens.vectors @ theirs.T).max(axis=1)
    words = []
    for match in _WORD.finditer(claim.text):
        inside = (claim.tokens.spans[:, 0] < match.end()) & (claim.tokens.spans[:, 1] > match.start())
        if inside.any() and terms(match[0]):
            words.append(float(near[inside].mean()))
    return np.array(words or [float(near.mean())], dtype=np.float32)


def _unfounded_numbers(claim: str, sentences: Sequence[str]) -> list[str]:
    theirs = [quantity for text in sentences for quantity in quantities(text)]
    dated = [date for text in sentences for date in dates(text)]
    missing = [
        (each.start, claim[each.start : each.end])
        for each in quantities(claim)
        if not any(comparable(each, other) and compatible(each, other) for other in theirs)
    ]
    missing += [
        (each.start, claim[each.start : each.end])
        for each in dates(claim)
        if not any(compatible_dates(each, other) for other in dated)
    ]
    return [text for _, text in sorted(missing)]


def _unfounded_names(claim: str, sentences: Sequence[str]) -> list[str]:
    held = {term for text in sentences for term in terms(text)}
    return [name for name in _names(claim) if not set(terms(name)) <= held]


def _names(claim: str) -> list[str]:
    dated = [(date.start, date.end) for date in dates(claim)]
    return list(
        dict.fromkeys(
            match[0].removesuffix("’s").removesuffix("'s")
            for match in _NAME.finditer(claim)
            if terms(match[0]) and not any(start <= match.start() < end for start, end in dated)
        )
    )


def _opposes(claim: set[str], sentence: set[str]) -> bool:
    """Say whether the claim has one word of a pair of opposites and the sentence the other alone."""
    for one, other in OPPOSITES:
        for mine, theirs in ((one, other), (other, one)):
            if claim & mine and sentence & theirs and not sentence & mine and not claim & theirs:
                return True
    return False
