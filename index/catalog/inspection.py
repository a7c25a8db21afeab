"""The catalog looked over as a whole: whether it is sound, and what exactly it holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, and_, select

from index.catalog.database import reading
from index.catalog.records import passage_from_row
from index.catalog.schema import articles, passages, sources, vectors, versions
from index.errors import DataDirectoryError

_TOLD = 5


@dataclass(frozen=True, slots=True)
class Held:
    """A passage as it would be however it came to be there: no ids, no versions, no revisions."""

    id: str
    article: str
    ordinal: int
    content: str
    embedded: bool


def damage(engine: Engine) -> list[str]:
    """Return what the database itself finds wrong with its file and its references; only of SQLite."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        checked = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(5)")]
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_TOLD)
    found = [f"the database is damaged: {line}" for line in checked if line != "ok"]
    return found + [f"a row of {row[0]} refers to a row of {row[2]} that is not there" for row in dangling]


def misplaced(engine: Engine) -> list[str]:
    """Return the passages of which a sentence is not what its article's text has at its offsets."""
    query = (
        select(passages, versions.c.text.label("whole"))
        .join(
            versions,
            and_(versions.c.article_id == passages.c.article_id, versions.c.version == passages.c.version),
        )
        .order_by(passages.c.article_id, passages.c.ordinal)
    )
    found = []
    with reading(engine) as connection:
        for row in connection.execution_options(yield_per=500).execute(query):
            passage = passage_from_row(row)
            if any(row.whole[each.start : each.end] != each.text for each in passage.sentences):
                found.append(f"passage {row.id} is not what its article's text has at its offsets")
    return found


def holdings(engine: Engine, model: str) -> Iterator[Held]:
    """Yield every current passage with what it is made from, in the order of their ids."""
    query = (
        select(passages, articles.c.digest.label("of"), vectors.c.digest.label("embedded"))
        .join(articles, articles.c.id == passages.c.article_id)
        .outerjoin(vectors, and_(vectors.c.digest == passages.c.digest, vectors.c.model == model))
        .order_by(passages.c.id)
    )
    with reading(engine) as connection:
        for row in connection.execution_options(yield_per=2000).execute(query):
            content = json.dumps([row.context, row.text, row.sentences], ensure_ascii=False)
            yield Held(row.id, row.of, row.ordinal, content, row.embedded is not None)


def places(engine: Engine) -> list[tuple[str, str, str]]:
    """Return each source of a current article with that article's digest and title, sorted."""
    query = (
        select(sources.c.source, articles.c.digest, articles.c.title)
        .join(articles, articles.c.id == sources.c.article_id)
        .where(articles.c.state == "current")
        .order_by(sources.c.source)
    )
    with reading(engine) as connection:
        return [(row.source, row.digest, row.title) for row in connection.execute(query)]


def require_sqlite(engine: Engine, instead: str) -> str:
    """Return the path of the catalog's file; raises DataDirectoryError where it lies in a server.

    The error's help is ``instead``.
    """
    if engine.dialect.name != "sqlite":
        raise DataDirectoryError("the catalog lies in a database server", instead)
    return str(engine.url.database)
