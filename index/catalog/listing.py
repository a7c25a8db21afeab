"""A listing -> the SQL condition and the order of the articles, or failed files, that it shows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from index.catalog.filtering import among_files, matching
from index.catalog.schema import articles, files, sorted_title, sources
from index.types import ArticleOrder, ArticleState, Listing

_FIRST: Mapping[ArticleOrder, tuple[ColumnElement[Any], ...]] = {
    ArticleOrder.TITLE: (),
    ArticleOrder.NEWEST: (articles.c.published.desc(),),
    ArticleOrder.ADDED: (articles.c.added.desc(),),
    ArticleOrder.LONGEST: (articles.c.sentences.desc(),),
}


def listed(listing: Listing, unembedded: Select[tuple[str]] | None) -> ColumnElement[bool]:
    """Return the condition on ``articles`` of those listed; ``unembedded`` finds what lacks vectors."""
    held = [matching(listing.where)]
    if listing.search:
        by_source = select(sources.c.article_id).where(
            sources.c.source.icontains(listing.search, autoescape=True)
        )
        by_title = articles.c.title.icontains(listing.search, autoescape=True)
        held.append(or_(by_title, articles.c.id.in_(by_source)))
    if listing.formats:
        held.append(articles.c.media_type.in_(listing.formats))
    if unembedded is not None:
        lacks = articles.c.id.in_(unembedded)
        held.append(lacks if listing.state is ArticleState.EMBEDDING else ~lacks)
    return and_(*held)


def failing(listing: Listing) -> ColumnElement[bool]:
    """Return the condition on ``files`` of those that could not be read and that ``listing`` leaves."""
    held = [files.c.outcome == "failed", among_files(listing.where)]
    if listing.search:
        held.append(files.c.path.icontains(listing.search, autoescape=True))
    if listing.formats:
        held.append(false())
    return and_(*held)


def sorting(order: ArticleOrder) -> tuple[ColumnElement[Any], ...]:
    """Return what articles are ordered by; each order has an index of its own."""
    return (*_FIRST[order], sorted_title, articles.c.id)
