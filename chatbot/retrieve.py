"""A stand-alone question -> what the library holds on it, the conversation weighed in.

A question without a conversation is one plain search. With one it is still one search:
the vector is the question's, moved towards the conversation's (as Rocchio 1971 moves a
query towards what is known to be relevant), and the terms are ranked twice, with the
conversation's terms and without, each ranking at half weight (``index.search.hits``).
"""

from dataclasses import replace

import numpy as np

from chatbot.condense import Standalone
from index.followers.terms import terms
from index.library import HITS, Library
from index.search.hits import Found, Query
from index.types import Filter

PULL = 0.5
"""Weight of the conversation's vector beside the question's."""


def retrieve(library: Library, asked: Standalone, limit: int = HITS, where: Filter | None = None) -> Found:
    """Return the passages nearest to ``asked``, best first; ``Found.query`` is what was really asked.

    Its vector has the conversation in it, its terms and their rarities are those of
    ``asked.text``. Raises EmptyIndexError if nothing is indexed.
    """
    if not asked.before:
        return library.search(asked.text, limit, where)
    embedder = library.embedder
    mixed = embedder.query(asked.question) + PULL * embedder.query(asked.before)
    searched = Query(
        text=asked.text,
        vector=(mixed / np.linalg.norm(mixed)).astype(np.float32),
        terms=tuple(dict.fromkeys(terms(asked.question))),
        beside=asked.topics,
        model=embedder.name,
    )
    found = library.search_for(searched, limit, where)
    query = Query.of(asked.text, searched.vector, embedder.name)
    return replace(found, query=query, rarity={term: found.rarity[term] for term in query.terms})
