"""A filter -> the SQL condition that its articles meet; and what there is to filter by."""

from sqlalchemy import ColumnElement, Connection, and_, false, func, literal, or_, select, true

from index.catalog.schema import articles, collections, files, roots, sources
from index.catalog.spelling import Bytewise
from index.types import Facets, Filter

_AFTER_SLASH = "0"
"""The character after “/”: what is below a folder lies between the two."""


def matching(where: Filter | None) -> ColumnElement[bool]:
    """Return the condition on ``articles`` of the current ones that ``where`` leaves.

    A date known to the year or month only matches where it may lie within the range.
    """
    held: list[ColumnElement[bool]] = [articles.c.state == "current"]
    if where is None:
        return held[0]
    if where.sources:
        held.append(or_(*(_found_at(source) for source in where.sources)))
    if where.since or where.until:
        held.append(articles.c.published != "")
    if where.since:
        coarser = [where.since[:4], where.since[:7]]
        held.append(or_(articles.c.published >= where.since, articles.c.published.in_(coarser)))
    if where.until:
        held.append(func.substr(articles.c.published, 1, len(where.until)) <= where.until)
    if where.languages:
        held.append(or_(*(_spoken(tag.lower()) for tag in where.languages)))
    if where.collections:
        members = (
            select(sources.c.article_id)
            .join(collections, _in_collection())
            .where(collections.c.name.in_(where.collections))
        )
        held.append(articles.c.id.in_(members))
    return and_(*held)


def among_files(where: Filter | None) -> ColumnElement[bool]:
    """Return the condition on ``files`` of those that ``where`` leaves, whether they are articles or not.

    Nobody knows the date or the language of what could not be read: to ask for one leaves none.
    """
    if where is None or not where:
        return true()
    if where.since or where.until or where.languages:
        return false()
    held: list[ColumnElement[bool]] = []
    if where.sources:
        held.append(or_(*(below(files.c.path, source.rstrip("/") or source) for source in where.sources)))
    if where.collections:
        named = select(collections.c.name).where(
            collections.c.name.in_(where.collections), _at_or_below(files.c.path, collections.c.path)
        )
        held.append(named.exists())
    return and_(*held)


def facets(connection: Connection) -> Facets:
    """Return what the current articles can be filtered by."""
    current = matching(None)
    number = func.count(sources.c.article_id.distinct())
    held = select(articles.c.id).where(current)
    spoken = (
        select(articles.c.language, func.count())
        .where(current, articles.c.language != "")
        .group_by(articles.c.language)
        .order_by(func.count().desc(), articles.c.language)
    )
    grouped = (
        select(collections.c.name, number)
        .join(sources, _in_collection())
        .where(sources.c.article_id.in_(held))
        .group_by(collections.c.name)
        .order_by(number.desc(), collections.c.name)
    )
    rooted = (
        select(roots.c.path, number)
        .join(sources, _at_or_below(sources.c.path, roots.c.path))
        .where(sources.c.article_id.in_(held))
        .group_by(roots.c.path)
        .order_by(number.desc(), roots.c.path)
    )
    made = (
        select(articles.c.media_type, func.count())
        .where(current)
        .group_by(articles.c.media_type)
        .order_by(func.count().desc(), articles.c.media_type)
    )
    oldest, newest = connection.execute(
        select(func.min(articles.c.published), func.max(articles.c.published)).where(
            current, articles.c.published != ""
        )
    ).one()
    return Facets(
        sources=dict(connection.execute(rooted).tuples().all()),
        since=oldest or "",
        until=newest or "",
        languages=dict(connection.execute(spoken).tuples().all()),
        collections=dict(connection.execute(grouped).tuples().all()),
        formats=dict(connection.execute(made).tuples().all()),
    )


def _found_at(source: str) -> ColumnElement[bool]:
    place = source.rstrip("/") or source
    found = select(sources.c.article_id).where(
        or_(below(sources.c.source, place), below(sources.c.path, place))
    )
    return or_(articles.c.id.in_(found), below(articles.c.url, place), articles.c.url == source)


def below(column: ColumnElement[str], place: str) -> ColumnElement[bool]:
    """Say whether ``column`` is ``place`` or below it; exact, where LIKE would fold case."""
    folder = place.rstrip("/")
    return or_(column == place, _between(column, literal(f"{folder}/"), literal(f"{folder}{_AFTER_SLASH}")))


def _at_or_below(column: ColumnElement[str], place: ColumnElement[str]) -> ColumnElement[bool]:
    folder = func.rtrim(place, "/")
    return or_(column == place, _between(column, folder.concat("/"), folder.concat(_AFTER_SLASH)))


def _between(
    column: ColumnElement[str], first: ColumnElement[str], end: ColumnElement[str]
) -> ColumnElement[bool]:
    """Say whether ``column`` is not before ``first``, and before ``end``: by an index, where there is one."""
    return and_(Bytewise(column) >= first, Bytewise(column) < end)


def _in_collection() -> ColumnElement[bool]:
    return _at_or_below(sources.c.path, collections.c.path)


def _spoken(tag: str) -> ColumnElement[bool]:
    language = func.lower(articles.c.language)
    return or_(language == tag, func.substr(language, 1, len(tag) + 1) == f"{tag}-")
