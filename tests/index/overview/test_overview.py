from pathlib import Path

import pytest

from index.library import Library
from index.overview import CurrentOverview, Overview, Summary, twins

COPIED = (
    "The old harbour of Lund was closed to sailing ships in the spring of 1931. "
    "A crane from the yard still stands on the northern quay today. "
    "Nobody has painted its iron arm for more than forty years. "
)


def _written(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_the_overview_places_every_passage_and_names_its_article(library: Library, articles: Path):
    library.sync([articles])
    found = Overview.of(library.catalog)
    assert len(found.points) == found.passages == library.catalog.counts().embedded
    assert found.revision == library.catalog.revision()
    for point in found.points:
        article = library.article(point.article_id, point.version)
        assert article is not None and article.title == point.title
        assert point.opening.split()[0] in article.text[point.start : point.end]
        assert 0 <= point.across <= 1 and 0 <= point.up <= 1
    assert sum(topic.passages for topic in found.topics) == len(found.points)


def test_an_empty_library_has_a_map_without_points(library: Library):
    found = Overview.of(library.catalog)
    assert found.points == () and found.topics == ()
    with pytest.raises(ValueError, match="without points"):
        found.places(None)


def test_the_current_overview_is_made_anew_once_the_catalog_has_changed(library: Library, articles: Path):
    current = CurrentOverview(lambda: library.catalog)
    assert current.get() is None
    while current.is_making():
        pass
    assert current.get().points == ()
    library.sync([articles])
    current.get()
    while current.is_making():
        pass
    assert current.get().revision == library.catalog.revision() and current.get().points


def test_articles_that_share_most_of_their_sentences_are_twins(library: Library, tmp_path: Path):
    own = "The museum beside it opens at nine on every day but Monday. "
    library.sync(
        [
            _written(
                tmp_path / "twins",
                {
                    "one.txt": COPIED + own,
                    "two.txt": COPIED.replace("The old", "The  old"),
                    "three.txt": f"{own} Bread of rye is baked in the village once a week.",
                },
            )
        ]
    )
    found = twins(passage for batch in library.catalog.every_passage() for passage in batch)
    titled = {article.id: article.title for article in library.articles()[0]}
    assert next(({titled[each.one], titled[each.other]}, each.shared, each.sentences) for each in found) == (
        {"one.txt", "two.txt"},
        3,
        3,
    )


def test_what_stands_in_very_many_articles_makes_no_twins(library: Library, tmp_path: Path):
    notice = "All rights to this text are reserved by its publisher in Lund. "
    texts = {f"{n}.txt": f"{notice} Article number {n} speaks of matter {n} alone." for n in range(25)}
    library.sync([_written(tmp_path / "notices", texts)])
    assert twins(passage for batch in library.catalog.every_passage() for passage in batch) == []


def test_a_summary_counts_what_there_is(library: Library, articles: Path):
    library.sync([articles])
    found = Summary.of(library)
    _listed, total = library.articles()
    assert found.counts.articles == total == sum(found.formats.values())
    assert sum(found.months.values()) + found.undated == total
    assert list(found.months) == sorted(found.months)
