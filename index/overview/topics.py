"""Vectors and texts of passages -> topics: what lies together, named by the words that tell it apart."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.types import Vector

FEWEST, MOST = 2, 12
"""Topics that are tried; a reader tells no more apart on one map."""

COMPARED = 1_500
"""Passages by which the number of topics is chosen; the comparison grows with their square."""

WORDS = 3
"""Words that name a topic."""

COMMON = 0.35
"""Share of all passages from which a word tells no topic from another."""

_SAYS_LITTLE = """
    january february march april may june july august september october november december
    said says say saying told tell according cent year years day days month months week weeks
""".split()
"""What articles of every topic are full of, beside the words that scikit-learn leaves out."""

_WORD = r"(?u)\b[^\W\d_][^\W\d_’'-]*[^\W\d_]\b"
_SHORTEST = 3


def cluster(vectors: Vector) -> NDArray[np.int64]:
    """Return the topic of each of ``vectors``, shape ``(n,)``, counted from 0, the largest first.

    k-means on unit vectors; of the numbers of topics that are tried, the one whose topics are
    furthest apart for their width stands (silhouette, Rousseeuw 1987).
    """
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    if len(vectors) <= FEWEST * 2:
        return np.zeros(len(vectors), dtype=np.int64)
    compared = vectors[:COMPARED]
    best, chosen = -1.0, FEWEST
    for number in range(FEWEST, min(MOST, len(compared) // 2) + 1):
        found = KMeans(number, n_init=3, random_state=0).fit_predict(compared)
        score = float(silhouette_score(compared, found)) if len(set(found)) > 1 else -1.0
        if score > best:
            best, chosen = score, number
    found = KMeans(chosen, n_init=5, random_state=0).fit_predict(vectors)
    sizes = Counter(found.tolist())
    place = {topic: rank for rank, (topic, _) in enumerate(sizes.most_common())}
    return np.array([place[topic] for topic in found.tolist()], dtype=np.int64)


def names(texts: Sequence[str], topics: NDArray[np.int64]) -> list[tuple[str, ...]]:
    """Return up to ``WORDS`` words for each topic, as its texts write them, the most telling first.

    Class-based TF-IDF (Grootendorst 2022, arXiv:2203.05794): how often a word stands in the
    topic, against how often in all. Words that stand in many passages name none.
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

    number = int(topics.max()) + 1 if len(topics) else 0
    counter = CountVectorizer(
        token_pattern=_WORD,
        stop_words=[*ENGLISH_STOP_WORDS, *_SAYS_LITTLE],
        max_df=max(COMMON, 2.1 / max(1, len(texts))),
    )
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # there is no word that tells
        return [()] * number
    vocabulary = counter.get_feature_names_out()
    of_topic = np.stack([np.asarray(counts[topics == topic].sum(axis=0))[0] for topic in range(number)])
    average = of_topic.sum() / max(1, number)
    telling = of_topic * np.log1p(average / np.maximum(1, of_topic.sum(axis=0)))
    written = _written(texts)
    return [
        _first([written.get(str(vocabulary[at]), str(vocabulary[at])) for at in np.argsort(-row) if row[at]])
        for row in telling
    ]


def _first(words: Sequence[str]) -> tuple[str, ...]:
    """Return the first words of which none begins another: “Ukraine” and “Ukrainian” say the same."""
    kept: list[str] = []
    for word in words:
        stem = word.casefold()[:5]
        if len(word) >= _SHORTEST and not any(other.casefold().startswith(stem) for other in kept):
            kept.append(word)
        if len(kept) == WORDS:
            break
    return tuple(kept)


def _written(texts: Sequence[str]) -> dict[str, str]:
    """Return how each word is mostly written, by its lower-case form."""
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        for word in re.findall(_WORD, text):
            forms.setdefault(word.lower(), Counter())[word] += 1
    return {word: found.most_common(1)[0][0] for word, found in forms.items()}
