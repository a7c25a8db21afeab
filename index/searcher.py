"""A query -> what is found, by whichever followers can be asked: one that fails is left out, and told of."""

import logging
from dataclasses import replace

from index.errors import DataDirectoryError, EmptyIndexError, FootnoteError, UnreachableError
from index.followers.terms import TermIndex
from index.followers.vectors import ChromaGeneration
from index.search.hits import Found, Query, search
from index.space import Space, Spaces
from index.types import Filter

logger = logging.getLogger(__name__)

_REBUILT = "the vector index is being rebuilt: the articles were searched by their words alone"
_BY_TERMS = "the vector index cannot be reached just now: the articles were searched by their words alone"


class Searcher:
    """Searches the spaces of a library and its terms; safe to use from any thread."""

    def __init__(self, spaces: Spaces, terms: TermIndex, candidates: int) -> None:
        """Take the best ``candidates`` of each follower."""
        self._spaces = spaces
        self._terms = terms
        self._candidates = candidates

    def found(self, query: Query, limit: int, where: Filter | None) -> Found:
        """Return the ``limit`` passages nearest to a query, best first.

        It is searched for among the vectors of its own model, if that was left only now. A
        follower that fails is left out, until it is built anew; one that was only reopened is
        asked again. Raises EmptyIndexError if nothing is indexed, DataDirectoryError where no
        follower can be asked.
        """
        space = self._spaces.asked_in(query.model)
        try:
            return self._reached(space, query, limit, where)
        except FootnoteError:
            raise
        except Exception as error:  # whatever a damaged follower makes its library raise
            asked = (self._terms, space.vectors)
            damaged = [each.name for each in asked if each.put_aside(space.catalog)]
            if damaged:
                logger.warning("the %s index has failed: %s", " and the ".join(damaged), error)
            return self._reached(space, query, limit, where)

    def _reached(self, space: Space, query: Query, limit: int, where: Filter | None) -> Found:
        """Return what is found, by terms alone where a server of vectors cannot be reached."""
        vectors = space.vectors.current()
        try:
            return self._found(space, query, vectors, limit, where)
        except UnreachableError:
            try:
                return self._found(space, query, space.vectors.reopen(), limit, where)
            except UnreachableError:
                return self._found(space, query, None, limit, where)

    def _found(
        self, space: Space, query: Query, vectors: ChromaGeneration | None, limit: int, where: Filter | None
    ) -> Found:
        terms = self._terms.current()
        if vectors is None and terms is None:
            raise self._nothing_to_ask(space)
        found = search(
            query,
            catalog=space.catalog,
            vectors=vectors,
            words=terms,
            early=space.early,
            candidates=self._candidates,
            limit=limit,
            where=where,
        )
        if vectors is None and space.vectors.shared:
            return replace(found, note=_BY_TERMS)
        if space.vectors.has_failed:
            return replace(found, note=_REBUILT)
        return found

    def _nothing_to_ask(self, space: Space) -> FootnoteError:
        if not space.catalog.extent(None).articles:
            return EmptyIndexError("nothing has been indexed yet", "run: footnote index PATH…")
        if self._terms.is_missing and space.vectors.is_missing:
            return EmptyIndexError(
                "the first articles are being indexed",
                "ask again in a moment; if nothing is indexing: footnote doctor --repair",
            )
        return DataDirectoryError(
            "neither the terms nor the vectors can be searched; the articles are safe",
            "footnote serve builds them anew within moments, and so does: footnote doctor --repair",
        )
