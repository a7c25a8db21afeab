"""Found -> found with what the best sentence leads to: the second hop of a two-hop question.

"Which country is the maker of the Leopard tank from?" finds the maker first; the country
stands in an article about the maker. The second search begins where the first sentence
points: its vector, which the index holds, is added to the question's (Rocchio 1971), and
its terms are looked for. Nothing is embedded for it.
"""

from dataclasses import replace

import numpy as np

from chatbot.evidence.features import Candidate
from index.followers.terms import terms
from index.library import Library
from index.search.hits import Found, Query
from index.types import Filter

PULL = 0.5
"""Weight of the sentence's vector beside the question's."""

MORE = 8
"""Most passages that the second look adds."""

ENOUGH = 0.8
"""Share of the question's rare words from which one passage holds all that is asked."""


def second_look(library: Library, found: Found, best: Candidate, where: Filter | None) -> Found:
    """Return ``found`` with up to ``MORE`` hits that the ``best`` sentence leads to.

    Where the best passage holds what the question names, or has no vectors, nothing is added.
    """
    vectors = best.hit.sentence_vectors
    if vectors is None or best.passage_coverage >= ENOUGH:
        return found
    mixed = found.query.vector + PULL * vectors[best.number]
    led = Query(
        text=found.query.text,
        vector=(mixed / np.linalg.norm(mixed)).astype(np.float32),
        terms=tuple(dict.fromkeys(terms(best.sentence.text))),
        model=found.query.model,
    )
    known = {hit.passage.id for hit in found.hits}
    hits = [hit for hit in library.search_for(led, 2 * MORE, where).hits if hit.passage.id not in known]
    added = [
        replace(hit, similarity=found.query.cosine(hit.vector), dense_rank=None, term_rank=None)
        for hit in hits[:MORE]
    ]
    return replace(found, hits=(*found.hits, *added))
