"""Every passage -> pairs of articles that say much the same, sentence for sentence."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from index.followers.terms import terms
from index.types import Passage

SHARED = 0.5
"""Share of the shorter article's sentences that the other must hold (containment, Broder 1997)."""

FEWEST_WORDS = 5
"""Terms of a sentence that is looked at; shorter ones stand anywhere."""

EVERYWHERE = 20
"""Articles from which a sentence is boilerplate, and no sign of a copy."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two articles, and how many of the shorter one's ``sentences`` the other has too."""

    one: str
    other: str
    shared: int
    sentences: int


def twins(passages: Iterable[Passage]) -> list[Twins]:
    """Return the pairs of articles that share at least half of the shorter one, most alike first.

    Sentences count as the same where their terms are, in the same order.
    """
    holders: dict[int, set[str]] = defaultdict(set)
    held: dict[str, set[int]] = defaultdict(set)
    for passage in passages:
        for sentence in passage.sentences:
            words = terms(sentence.text)
            if len(words) >= FEWEST_WORDS:
                key = hash(tuple(words))
                holders[key].add(passage.article_id)
                held[passage.article_id].add(key)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for articles in holders.values():
        if 1 < len(articles) < EVERYWHERE:
            for pair in combinations(sorted(articles), 2):
                shared[pair] += 1
    found = [
        Twins(one, other, number, min(len(held[one]), len(held[other])))
        for (one, other), number in shared.items()
    ]
    alike = [each for each in found if each.shared >= SHARED * each.sentences]
    return sorted(alike, key=lambda each: (-each.shared / each.sentences, -each.shared, each.one, each.other))
