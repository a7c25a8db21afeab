import sqlite3
from pathlib import Path

from index.embedding import Embedder
from index.library import Library
from index.settings import IndexSettings
from index.types import ArticleOrder, Filter, Listing


def older(data: Path) -> None:
    """Make a catalog what version 1 was: no collections and models, no language, address and day beside an article."""
    with sqlite3.connect(data / "catalog.sqlite3") as connection:
        connection.execute("DROP TABLE collections")
        connection.execute("DROP TABLE models")
        for index in ("language", "title", "published", "added", "length", "format"):
            connection.execute(f"DROP INDEX articles_by_{index}")
        connection.execute("DROP INDEX files_by_outcome")
        for column in ("language", "url", "added"):
            connection.execute(f"ALTER TABLE articles DROP COLUMN {column}")
        connection.execute("UPDATE facts SET value = 1 WHERE name = 'schema_version'")
    connection.close()


def test_a_data_directory_of_version_1_is_brought_up_to_date_and_loses_nothing(
    settings: IndexSettings, embedder: Embedder, tmp_path: Path
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.md").write_text(
        "---\ntitle: A\ndate: 2024-05-01\nlang: de\n---\n\nDer Hafen von Norr ist offen.\n"
    )
    (folder / "b.txt").write_text("The harbour of Norr is open.")
    with Library(settings, embedder) as library:
        library.sync([folder])
        before = [(each.id, each.title, each.metadata) for each in library.articles()[0]]
    older(settings.data)
    for _ in range(2):
        with Library(settings, embedder) as library:
            assert library.catalog.standing_model() == embedder.name
            assert [(each.id, each.title, each.metadata) for each in library.articles()[0]] == before
            assert library.facets().languages == {"de": 1}
            assert library.listed(Listing(order=ArticleOrder.ADDED))[1] == 2
            found = library.search("harbour of Norr", where=Filter(languages=("de",)))
            assert [hit.article.title for hit in found.hits] == ["A"]
            library.sync([folder], collection="news")
            assert library.facets().collections == {"news": 2}
