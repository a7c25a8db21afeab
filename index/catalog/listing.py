"""A listing -> the SQL condition and the order of the articles, or failed files, that it shows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, false, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from index.catalog.database import LOWER
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


class _Lower(FunctionElement[str]):
    """``lower()`` for every script's letters: SQLite's own, and its LIKE, know those of ASCII."""

    type = String()
    inherit_cache = True


@compiles(_Lower)
def _by_server(element: _Lower, compiler: SQLCompiler, **given: Any) -> str:
    return f"lower({compiler.process(element.clauses, **given)})"


@compiles(_Lower, "sqlite")
def _by_python(element: _Lower, compiler: SQLCompiler, **given: Any) -> str:
    return f"{LOWER}({compiler.process(element.clauses, **given)})"


def _holds(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Say whether ``text`` stands in ``column``, in capitals or not."""
    if text.isascii():
        return column.icontains(text, autoescape=True)
    return _Lower(column).contains(text.lower(), autoescape=True)
