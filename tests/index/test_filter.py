from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import QuestionError
from index.library import Library
from index.types import Filter

FRONT = "---\ntitle: {title}\ndate: {date}\nlang: {language}\n---\n\n{text}\n"


@pytest.fixture
def dated(library: Library, tmp_path: Path, write: Callable[..., Path]) -> Path:
    """Four articles about the same thing in two folders, three of them dated; one folder is a collection."""
    folder = tmp_path / "news"
    for name, date, language in (
        ("wire/early.md", "2023-05-31", "en"),
        ("wire/late.md", "2024-06-02", "en-GB"),
        ("press/german.md", "2024-05-01", "de"),
        ("press/undated.md", "", "en"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = FRONT.format(
            title=path.stem,
            date=date,
            language=language,
            text=f"The harbour of Norr opened, says {path.stem}.",
        )
        write(path, text if date else text.replace("date: \n", ""))
    library.sync([folder / "wire"], collection="wires")
    library.sync([folder / "press"])
    return folder


def titles(library: Library, where: Filter) -> set[str]:
    return {
        hit.article.title for hit in library.search("When did the harbour of Norr open?", where=where).hits
    }


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filter(), {"early", "late", "german", "undated"}),
        (Filter(since="2024"), {"late", "german"}),
        (Filter(until="2023"), {"early"}),
        (Filter(since="2023-05-31", until="2024-05"), {"early", "german"}),
        (Filter(since="2024-05-02"), {"late"}),
        (Filter(languages=("en",)), {"early", "late", "undated"}),
        (Filter(languages=("de", "en-gb")), {"german", "late"}),
        (Filter(collections=("wires",)), {"early", "late"}),
        (Filter(collections=("wires",), since="2024"), {"late"}),
        (Filter(collections=("none such",)), set()),
    ],
)
def test_only_what_matches_is_found(library: Library, dated: Path, where: Filter, expected: set[str]) -> None:
    assert titles(library, where) == expected
    assert library.extent(where).articles == len(expected)


def test_a_source_is_a_file_or_a_folder(library: Library, dated: Path) -> None:
    assert titles(library, Filter(sources=(str(dated / "press"),))) == {"german", "undated"}
    assert titles(library, Filter(sources=(str(dated / "press" / "german.md"),))) == {"german"}
    assert titles(library, Filter(sources=(str(dated / "pre"),))) == set()


def test_a_narrow_filter_still_finds_its_best_passage_among_many(
    library: Library, tmp_path: Path, write: Callable[..., Path]
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(120):
        write(folder / f"{number}.txt", f"The harbour of Norr opened, says witness {number}.")
    wanted = write(folder / "wanted.txt", "Rain fell on the hills. The harbour was opened by a pilot.")
    library.sync([folder])
    found = library.search("Who opened the harbour of Norr?", limit=3, where=Filter(sources=(str(wanted),)))
    assert [hit.article.title for hit in found.hits] == ["wanted.txt"]
    assert found.hits[0].dense_rank == 1 and found.hits[0].term_rank == 1


def test_what_can_be_chosen_is_counted(library: Library, dated: Path) -> None:
    facets = library.facets()
    assert facets.collections == {"wires": 2}
    assert facets.languages == {"en": 2, "de": 1, "en-GB": 1}
    assert (facets.since, facets.until) == ("2023-05-31", "2024-06-02")
    assert facets.sources == {str(dated / "press"): 2, str(dated / "wire"): 2}


def test_a_collection_takes_what_comes_later_and_loses_what_is_removed(
    library: Library, dated: Path, write: Callable[..., Path]
) -> None:
    write(dated / "wire" / "later.md", "# later\n\nThe harbour of Norr closed again.")
    library.sync([dated / "wire"])
    assert titles(library, Filter(collections=("wires",))) == {"early", "late", "later"}
    library.remove(str(dated / "wire"))
    assert library.facets().collections == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "May 2024"},
        {"until": "2024-13"},
        {"since": "2024-02-30"},
        {"since": "2025", "until": "2024"},
        {"languages": ("",)},
    ],
)
def test_a_wrong_filter_is_told_so(wrong: dict[str, str]) -> None:
    with pytest.raises(QuestionError) as raised:
        Filter(**wrong)
    assert raised.value.help
