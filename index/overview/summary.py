"""A whole library -> what it holds, counted: ``footnote report`` prints it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.library import Library
from index.overview.overview import Overview
from index.overview.twins import Twins, twins
from index.types import ArticleSummary, Counts


@dataclass(frozen=True, slots=True)
class Summary:
    """What a library holds.

    ``months`` counts articles by their month of publication (``2024-11``, or the year alone),
    in order, ``undated`` those without one; ``formats`` by media type; ``sources`` by what was
    named to be indexed; ``titles`` has those of the articles in ``twins``, by their ids.
    """

    counts: Counts
    months: Mapping[str, int]
    undated: int
    formats: Mapping[str, int]
    languages: Mapping[str, int]
    sources: Mapping[str, int]
    collections: Mapping[str, int]
    failed: int
    twins: Sequence[Twins]
    titles: Mapping[str, str]
    overview: Overview

    @classmethod
    def of(cls, library: Library) -> "Summary":
        """Return what ``library`` holds now; it is read whole, some thousand articles a second."""
        catalog = library.catalog
        articles, _ = library.articles()
        facets = library.facets()
        alike = twins(passage for batch in catalog.every_passage() for passage in batch)
        named = {key for each in alike for key in (each.one, each.other)}
        return cls(
            counts=catalog.counts(),
            months=_months(articles),
            undated=sum(not each.metadata.published for each in articles),
            formats=dict(Counter(each.media_type for each in articles).most_common()),
            languages=facets.languages,
            sources=facets.sources,
            collections=facets.collections,
            failed=len(catalog.files("failed")),
            twins=alike,
            titles={each.id: each.title for each in articles if each.id in named},
            overview=Overview.of(catalog),
        )


def _months(articles: Sequence[ArticleSummary]) -> dict[str, int]:
    counted = Counter(each.metadata.published[:7] for each in articles if each.metadata.published)
    return dict(sorted(counted.items()))
