"""The catalog in Postgres holds what it would hold in SQLite."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from servers import Postgres
from sqlalchemy import create_engine, text

from index.errors import DataDirectoryError, IndexBusyError, SettingsError
from index.library import Library
from index.settings import IndexSettings
from index.types import Filter
from index.upkeep.backup import backup, restore
from index.upkeep.doctor import examine
from index.upkeep.manifest import manifest


def psycopg_url(url: str) -> str:
    return url.replace("postgresql:", "postgresql+psycopg:")


@pytest.fixture
def served(tmp_path: Path, catalog_url: str) -> IndexSettings:
    return IndexSettings(data=tmp_path / "served", catalog_url=catalog_url)


def test_it_equals_one_in_sqlite_whatever_changes(
    served: IndexSettings, library: Library, articles: Path, embedder: Any, write: Callable[..., Path]
) -> None:
    hostile = "A NUL \0, half a pair \ud83d and \U0001f35e: 100% of _it_ is kept.".encode(
        "utf-8", "surrogatepass"
    )
    (articles / "hostile.txt").write_bytes(hostile)
    write(
        articles / "long.md",
        f"---\ntitle: {'Über die Länge ' * 400}\ndate: 2024-05\n---\n\nLong titles stand.",
    )
    with Library(served, embedder) as remote:
        for change in (
            lambda: None,
            lambda: write(articles / "bread.txt", "Bread is baked from rye and water.", 10),
            (articles / "sweden.txt").unlink,
            lambda: (articles / "finland.txt").rename(articles / "moved.txt"),
        ):
            change()
            done = [opened.sync([articles], collection="all").counts() for opened in (library, remote)]
            assert done[0] == done[1]
            assert manifest(remote) == manifest(library)
            assert remote.facets() == library.facets()
        assert examine(remote) == []
        hit = remote.search("half a pair").hits[0]
        article = remote.article(hit.article.id)
        assert article and hit.passage.text in article.text


def test_listing_and_filters(served: IndexSettings, embedder: Any, tmp_path: Path) -> None:
    for folder, title in (("50%_off", "Straße ÉTÉ"), ("50xyoff", "Other"), ("dated", "Dated")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.md").write_text(
            f"---\ntitle: {title}\nlang: de-AT\ndate: 2024-05-31\n---\n\nThe harbour of {title} is open."
        )
    with Library(served, embedder) as remote:
        for folder in ("50%_off", "50xyoff", "dated"):
            remote.sync([tmp_path / folder], collection=folder[:5])
        assert [found.title for found in remote.articles(search="straSSe")[0]] == []
        assert [found.title for found in remote.articles(search="STRA")[0]] == ["Straße ÉTÉ"]
        assert [found.title for found in remote.articles(search="été")[0]] == ["Straße ÉTÉ"]
        assert [found.title for found in remote.articles(search="0%_")[0]] == ["Straße ÉTÉ"]
        assert remote.articles(search="%")[1] == 1
        for where, number in (
            (Filter(since="2024-05", until="2024-05"), 3),
            (Filter(since="2024-06"), 0),
            (Filter(languages=("de",), collections=("dated",)), 1),
            (Filter(sources=(str(tmp_path / "50%_off"),)), 1),
        ):
            assert remote.extent(where).articles == number
            assert len(remote.search("harbour", where=where).hits) == number
        assert remote.remove(str(tmp_path / "50%_off")) == [str(tmp_path / "50%_off" / "a.md")]
        assert remote.extent().articles == 2


def test_a_catalog_of_version_1_is_brought_up_to_date(
    served: IndexSettings, embedder: Any, articles: Path
) -> None:
    with Library(served, embedder) as remote:
        remote.sync([articles])
        before, held = manifest(remote), remote.articles()
    engine = create_engine(psycopg_url(served.catalog_url))
    with engine.begin() as connection:
        for statement in (
            "DROP TABLE collections",
            "DROP TABLE models",
            "ALTER TABLE articles DROP COLUMN language, DROP COLUMN url, DROP COLUMN added",
            "DROP INDEX articles_by_title, articles_by_published, articles_by_length, files_by_outcome",
            "UPDATE facts SET value = 1 WHERE name = 'schema_version'",
            "DELETE FROM facts WHERE name = 'identity'",
        ):
            connection.execute(text(statement))
    engine.dispose()
    with Library.open(served, embedder) as remote:
        assert remote.articles() == held
        assert manifest(remote) == before
        remote.sync([articles], collection="again")
        assert remote.facets().collections == {"again": 3}


def test_many_processes_may_open_a_new_database_at_once(served: IndexSettings, embedder: Any) -> None:
    identities: list[int] = []
    begin = threading.Barrier(6)

    def run(number: int) -> None:
        begin.wait()
        own = served.model_copy(update={"data": served.data / str(number)})
        with Library(own, embedder) as opened:
            identities.append(opened.catalog.identity())

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(identities) == 6 and len(set(identities)) == 1


def test_a_data_directory_that_followed_another_catalog_is_built_anew(
    served: IndexSettings, postgres: Postgres, embedder: Any, articles: Path
) -> None:
    with Library(served, embedder) as remote:
        remote.sync([articles])
    other = served.model_copy(update={"catalog_url": postgres.database(f"other_{id(served)}")})
    with Library(other, embedder) as remote:
        remote.sync([articles / "bread.txt"])
        assert examine(remote) == []
        assert len(remote.search("NATO").hits) == 1


def test_backup_and_restore_send_to_the_servers_own_tools(
    served: IndexSettings, embedder: Any, tmp_path: Path
) -> None:
    with Library(served, embedder) as remote:
        with pytest.raises(DataDirectoryError, match="database server") as refused:
            backup(remote, tmp_path / "b.footnote")
        assert "pg_dump" in refused.value.help and not (tmp_path / "b.footnote").exists()
        with pytest.raises(DataDirectoryError) as refused:
            restore(remote, tmp_path / "b.footnote")
        assert "pg_restore" in refused.value.help and "doctor --repair" in refused.value.help


def test_a_follower_ahead_of_a_restored_catalog_is_built_anew(
    served: IndexSettings, embedder: Any, articles: Path
) -> None:
    with Library(served, embedder) as remote:
        remote.sync([articles])
        first = remote.catalog.revision()
    engine = create_engine(psycopg_url(served.catalog_url))
    with engine.begin() as connection:  # as pg_restore of an older dump would
        connection.execute(text("UPDATE facts SET value = 1 WHERE name = 'revision'"))
    engine.dispose()
    with Library.open(served, embedder) as remote:
        states = {each.name: each.revision for each in remote.status().followers}
        assert first > 1 and states == {"terms": 1, "vectors": 1}
        assert sorted(path.name for path in (served.data / "terms").iterdir()) == ["2", "current.json"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://me:secret@127.0.0.1:1/none", "cannot be opened"),
        ("mysql://me:secret@127.0.0.1/none", "cannot be in mysql"),
        ("not an address: secret", "address is none"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(
    url: str, said: str, tmp_path: Path, embedder: Any
) -> None:
    with pytest.raises((DataDirectoryError, SettingsError), match=said) as told:
        Library(IndexSettings(data=tmp_path, catalog_url=url), embedder)
    assert "secret" not in f"{told.value} {told.value.help}" and told.value.help


def test_a_database_that_cannot_hold_every_text_is_refused(
    postgres: Postgres, tmp_path: Path, embedder: Any
) -> None:
    url = postgres.database("latin", "LATIN1")
    with pytest.raises(SettingsError, match="LATIN1"):
        Library(IndexSettings(data=tmp_path, catalog_url=url), embedder)


def test_a_restart_of_the_server_is_an_error_and_then_it_goes_on(
    served: IndexSettings, postgres: Postgres, embedder: Any, articles: Path, write: Callable[..., Path]
) -> None:
    with Library(served, embedder) as remote:
        remote.sync([articles])
        with remote.writing("a long run"):
            postgres.stop()
            with pytest.raises(DataDirectoryError, match="cannot be read"):
                remote.search("Sweden")
            postgres.start()
            assert "Sweden" in remote.search("Sweden").hits[0].passage.text
            with pytest.raises(IndexBusyError, match="has taken the lock away"):
                remote.remove(str(articles / "bread.txt"))
        assert remote.remove(str(articles / "bread.txt")) == [str(articles / "bread.txt")]
        assert examine(remote) == []
