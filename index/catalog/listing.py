"""A listing -> the SQL condition and the order of the articles, or failed files, that it shows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from index.catalog.filtering import among_files, matching
from index.catalog.schema import articles, files, sorted_title, sources
from index.catalog.spelling import Lower
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
        found = _holds(articles.c.title, listing.search)
        by_source = select(sources.c.article_id).where(_holds(sources.c.source, listing.search))
        held.append(found if listing.by_title else or_(found, articles.c.id.in_(by_source)))
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
        held.append(_holds(files.c.path, listing.search))
    if listing.formats:
        held.append(false())
    return and_(*held)


def sorting(order: ArticleOrder) -> tuple[ColumnElement[Any], ...]:
    """Return what articles are ordered by; each order has an index of its own."""
    return (*_FIRST[order], sorted_title, articles.c.id)


def _holds(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Say whether ``text`` stands in ``column``, in capitals or not; for ASCII, SQLite is quicker alone."""
    if text.isascii():
        return column.icontains(text, autoescape=True)
    return Lower(column).contains(text.lower(), autoescape=True)
