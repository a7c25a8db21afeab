"""Bringing a catalog that an older Footnote made up to the present schema, losing nothing."""

from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.schema import CreateIndex

from index.catalog.schema import (
    SCHEMA_VERSION,
    articles,
    collections,
    facts,
    files,
    models,
    vectors,
    versions,
)


def schema_version(connection: Connection) -> int | None:
    """Return the schema version of a catalog; ``None`` where it does not say."""
    return connection.scalar(select(facts.c.value).where(facts.c.name == "schema_version"))


def migrate(connection: Connection) -> None:
    """Take every step from the catalog's version to the present one, within one transaction.

    Another process may have migrated it by now: the version is read again here.
    """
    found = schema_version(connection)
    if found is None or found >= SCHEMA_VERSION:
        return
    for number in range(found, SCHEMA_VERSION):
        _STEPS[number](connection)
    connection.execute(update(facts).where(facts.c.name == "schema_version").values(value=SCHEMA_VERSION))


def _to_2(connection: Connection) -> None:
    """Add collections, and each article's language and address beside its date, to filter by."""
    for name in ("language", "url"):
        connection.execute(text(f"ALTER TABLE articles ADD COLUMN {name} VARCHAR NOT NULL DEFAULT ''"))
        known = (
            select(versions.c.metadata[name].as_string())
            .where(versions.c.article_id == articles.c.id, versions.c.version == articles.c.version)
            .scalar_subquery()
        )
        connection.execute(update(articles).values({name: known}))
    collections.create(connection)


def _to_3(connection: Connection) -> None:
    """Remember the embedding model: the one that most vectors are of."""
    models.create(connection)
    most = select(vectors.c.model).group_by(vectors.c.model).order_by(func.count().desc()).limit(1)
    name = connection.scalar(most)
    if name is not None:
        connection.execute(insert(models).values(name=name, state="standing"))


def _to_4(connection: Connection) -> None:
    """Keep when an article was added beside it, and the indexes that lists are sorted and filtered by."""
    connection.execute(text("ALTER TABLE articles ADD COLUMN added VARCHAR NOT NULL DEFAULT ''"))
    known = (
        select(versions.c.added)
        .where(versions.c.article_id == articles.c.id, versions.c.version == articles.c.version)
        .scalar_subquery()
    )
    connection.execute(update(articles).values(added=known))
    for name in ("articles_by_title", "articles_by_published"):
        connection.execute(text(f"DROP INDEX IF EXISTS {name}"))
    for index in (*articles.indexes, *files.indexes):
        connection.execute(CreateIndex(index, if_not_exists=True))


_STEPS = {1: _to_2, 2: _to_3, 3: _to_4}
"""By the version that a step starts from."""
