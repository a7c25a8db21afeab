"""The library as a list: searched, filtered and sorted, whatever its size."""

from pathlib import Path

import pytest
from sqlalchemy import event

from index.library import Library
from index.settings import IndexSettings
from index.types import ArticleOrder, ArticleState, Filter, Listing

NEWS = "---\ntitle: {title}\ndate: {date}\nlang: {lang}\n---\n\nThe harbour of {title} is open.\n"


@pytest.fixture
def shelves(library: Library, tmp_path: Path) -> Library:
    for folder, name, text in (
        ("news", "a.md", NEWS.format(title="Norr", date="2024-05-01", lang="en")),
        ("news", "b.md", NEWS.format(title="Vik", date="2022-03", lang="de")),
        ("notes", "c.txt", "The mill of Dal is closed."),
        ("notes", "d.html", "<html><title>Fjord</title><body><p>The fjord is deep here.</p></body></html>"),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text, "utf-8")
    library.sync([tmp_path / "news"], collection="harbours")
    library.sync([tmp_path / "notes"])
    return library


def _titles(library: Library, listing: Listing) -> list[str]:
    found, total = library.listed(listing)
    assert total == len(found)
    return [each.title for each in found]


def test_each_filter_leaves_what_it_says_and_all_of_them_hold_together(
    shelves: Library, tmp_path: Path
) -> None:
    notes = Filter(sources=(str(tmp_path / "notes"),))
    assert _titles(shelves, Listing()) == ["c.txt", "Fjord", "Norr", "Vik"]
    assert _titles(shelves, Listing(where=notes)) == ["c.txt", "Fjord"]
    assert _titles(shelves, Listing(where=notes, formats=("text/html",))) == ["Fjord"]
    assert _titles(shelves, Listing(where=Filter(collections=("harbours",)))) == ["Norr", "Vik"]
    assert _titles(shelves, Listing(where=Filter(since="2023"), formats=("text/markdown",))) == ["Norr"]
    assert _titles(shelves, Listing("vik", Filter(languages=("de",)), order=ArticleOrder.NEWEST)) == ["Vik"]
    assert _titles(shelves, Listing("vik", notes)) == []
    assert _titles(shelves, Listing("news/", by_title=True)) == [] != _titles(shelves, Listing("news/"))
    assert _titles(shelves, Listing("JOR", by_title=True)) == ["Fjord"]


@pytest.mark.parametrize("typed", ["сіль", "Сіль", "СІЛЬ", "сіль моря", "ÖREGRUND", "öregr"])
def test_a_search_knows_the_capitals_of_every_script(library: Library, tmp_path: Path, typed: str) -> None:
    for name, title in (("a.md", "Сіль моря"), ("b.md", "Öregrund"), ("c.md", "Iron")):
        (tmp_path / name).write_text(f"# {title}\n\nThe salt of the sea is sold here.\n", "utf-8")
    library.sync([tmp_path / name for name in ("a.md", "b.md", "c.md")])
    expected = "Сіль моря" if typed[0] in "сС" else "Öregrund"
    assert _titles(library, Listing(typed)) == [expected]


def test_the_formats_to_filter_by_are_counted(shelves: Library, tmp_path: Path) -> None:
    assert shelves.facets().formats == {"text/markdown": 2, "text/html": 1, "text/plain": 1}
    (tmp_path / "notes" / "c.txt").unlink()
    shelves.sync([tmp_path / "notes"])
    assert shelves.facets().formats == {"text/markdown": 2, "text/html": 1}


def test_an_article_is_being_embedded_until_all_its_vectors_are_there(
    shelves: Library, tmp_path: Path
) -> None:
    ready, coming = Listing(state=ArticleState.READY), Listing(state=ArticleState.EMBEDDING)
    assert len(_titles(shelves, ready)) == 4 and _titles(shelves, coming) == []
    (tmp_path / "notes" / "e.txt").write_text("A bridge stands at Elv.", "utf-8")
    shelves.sync([tmp_path / "notes"])
    with shelves._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM vectors WHERE revision = (SELECT max(revision) FROM vectors)")
    assert _titles(shelves, coming) == ["e.txt"]
    assert _titles(shelves, ready) == ["c.txt", "Fjord", "Norr", "Vik"]


def test_what_failed_is_listed_and_read_again_when_it_is_asked_for(shelves: Library, tmp_path: Path) -> None:
    broken = tmp_path / "notes" / "f.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 4)
    shelves.sync([tmp_path / "notes"])
    records, total = shelves.failed(limit=10)
    assert total == 1 and records[0].path == str(broken) and records[0].reason
    broken.write_text("A lock was built at Sluice.", "utf-8")
    roots = shelves.roots()
    shelves.retry([str(broken), "/never/heard/of"])
    assert shelves.failed() == ([], 0)
    assert shelves.roots() == roots


def test_of_what_failed_the_filters_leave_what_can_be_known_to_match(
    shelves: Library, tmp_path: Path
) -> None:
    paths = [tmp_path / folder / "f.pdf" for folder in ("news", "notes")]
    for path in paths:
        path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 4)
    shelves.sync([tmp_path])

    def left(listing: Listing) -> list[str]:
        found, total = shelves.failed(0, 10, listing)
        assert total == len(found)
        return [each.path for each in found]

    news, notes = map(str, paths)
    assert left(Listing()) == [news, notes]
    assert left(Listing(where=Filter(sources=(str(tmp_path / "notes"),)))) == [notes]
    assert left(Listing(where=Filter(sources=(f"{tmp_path}/not",)))) == []
    assert left(Listing(where=Filter(collections=("harbours",)))) == [news]
    assert left(Listing("NOTES/F")) == [notes]
    for unknown in (Listing(formats=("text/html",)), Listing(where=Filter(since="2020"))):
        assert left(unknown) == []


@pytest.mark.parametrize("order", list(ArticleOrder))
@pytest.mark.parametrize(
    "listing",
    [
        Listing(),
        Listing(formats=("text/html",)),
        Listing(where=Filter(since="2023")),
        Listing(state=ArticleState.READY),
    ],
    ids=["all", "format", "date", "state"],
)
def test_a_page_of_the_list_is_read_from_an_index_whose_order_it_has(
    settings: IndexSettings, shelves: Library, order: ArticleOrder, listing: Listing
) -> None:
    asked: list[tuple[str, object]] = []

    @event.listens_for(shelves.catalog.engine, "before_cursor_execute")
    def note(_c: object, _k: object, statement: str, values: object, *_: object) -> None:
        asked.append((statement, values))

    ordered = Listing(listing.search, listing.where, listing.formats, listing.state, order)
    shelves.listed(ordered, 0, 50)
    shelves.failed(0, 50)
    with shelves.catalog.engine.connect() as connection:
        connection.exec_driver_sql("DELETE FROM sqlite_stat1")  # four articles are best read whole
        connection.exec_driver_sql("ANALYZE sqlite_schema")
        for statement, values in [each for each in asked if each[0].startswith("SELECT")]:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            steps = [step.detail for step in plan]
            assert not any(step.startswith("SCAN") for step in steps), (statement, steps)
            if listing == Listing() and "LIMIT" in statement:
                assert not any("TEMP B-TREE" in step for step in steps), (statement, steps)
