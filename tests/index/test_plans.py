"""How the database finds rows: by keys, whatever the library's size, never by reading all articles."""

from pathlib import Path

from sqlalchemy import event

from index.library import Library
from index.settings import IndexSettings
from index.types import Filter


def test_a_search_reads_no_table_from_end_to_end(
    settings: IndexSettings, embedder: object, articles: Path
) -> None:
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([articles])
        asked: list[tuple[str, object]] = []

        @event.listens_for(library.catalog.engine, "before_cursor_execute")
        def note(_c: object, _k: object, statement: str, values: object, *_: object) -> None:
            asked.append((statement, values))

        library.search("When did Sweden join NATO?")
        library.catalog.places([str(number) for number in range(200)])
        statements = [each for each in asked if each[0].startswith("SELECT")]
        assert len(statements) > 3
        with library.catalog.engine.connect() as connection:
            connection.exec_driver_sql("DELETE FROM sqlite_stat1")  # three passages are best read whole
            connection.exec_driver_sql("ANALYZE sqlite_schema")
            for statement, values in statements:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
                for step in plan:
                    assert not step.detail.startswith("SCAN"), (statement, step.detail)
                    assert "(state=?)" not in step.detail, (statement, step.detail)


def test_the_extent_follows_every_change(settings: IndexSettings, embedder: object, articles: Path) -> None:
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([articles])
        before = library.extent()
        gone = next(path for path in articles.iterdir() if path.suffix == ".txt")
        gone.unlink()
        library.sync([articles])
        assert library.extent().articles == before.articles - 1
        assert library.extent(Filter(sources=(str(articles),))) == library.extent()
