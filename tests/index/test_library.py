import itertools
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.errors import DataDirectoryError, SettingsError
from index.library import Library
from index.settings import IndexSettings
from index.types import ArticleOrder


def test_articles_are_listed_by_title_searched_and_paged(
    library: Library, tmp_path: Path, write: Callable[..., Path]
) -> None:
    rows = "".join(f'{{"id": "{n}", "title": "Title {n:02}", "text": "Text {n}."}}\n' for n in range(30))
    library.sync([write(tmp_path / "many.jsonl", rows)])
    page, total = library.articles(offset=10, limit=5)
    assert total == 30
    assert [article.title for article in page] == [f"Title {n}" for n in range(10, 15)]
    found, total = library.articles(search="title 07")
    assert total == 1 and found[0].title == "Title 07"
    assert library.articles(search="many.jsonl#12")[1] == 1
    assert library.articles(search="100%")[1] == 0


def test_articles_are_sorted_by_date_by_when_they_came_and_by_length(
    library: Library, tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = itertools.count()
    clock = SimpleNamespace(now=lambda zone: datetime(2024, 1, 1, second=next(seconds), tzinfo=zone))
    monkeypatch.setattr("index.catalog.writing.datetime", clock)
    told = {"b": ("2024-05-01", "One."), "a": ("", "One. Two. Three."), "c": ("2024-11", "One. Two.")}
    for name, (date, text) in told.items():
        row = f'{{"id": "{name}", "title": "{name}", "date": "{date}", "text": "{text}"}}\n'
        library.sync([write(tmp_path / f"{name}.jsonl", row)])

    def titles(order: str, **given: int) -> str:
        return "".join(each.title for each in library.articles(order=ArticleOrder(order), **given)[0])

    assert titles("title") == "abc"
    assert titles("newest") == "cba"
    assert titles("added") == "cab"
    assert titles("longest") == "acb"
    assert titles("longest", offset=1, limit=1) == "c"


def test_an_article_without_a_title_is_listed_by_its_file(library: Library, articles: Path) -> None:
    library.sync([articles])
    assert [article.title for article in library.articles()[0]] == ["bread.txt", "finland.txt", "sweden.txt"]


def test_questions_while_articles_change_see_one_version_each(
    library: Library, tmp_path: Path, write: Callable[..., Path]
) -> None:
    path = tmp_path / "count.txt"

    def text(number: int) -> str:
        return f"The count is {number} today. The count stays {number} tonight."

    write(path, text(0))
    library.sync([path])
    wrong: list[str] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            for hit in library.search("What is the count?").hits:
                numbers = {word for word in hit.passage.text.split() if word.isdigit()}
                article = library.article(hit.article.id, hit.passage.version)
                if len(numbers) != 1 or article is None or article.text != hit.passage.text:
                    wrong.append(hit.passage.text)

    readers = [threading.Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 15):
        write(path, text(number), age=100 - number)
        library.sync([path])
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert "14" in library.search("What is the count?").hits[0].passage.text


def test_a_data_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataDirectoryError, match="cannot be made"):
        Library(IndexSettings(data=tmp_path / "file" / "data"))


def test_a_data_directory_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite3").write_text("this is no database, whatever its name says" * 50)
    with pytest.raises(DataDirectoryError, match="cannot be opened"):
        Library(IndexSettings(data=tmp_path))


def test_settings_come_from_arguments_then_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "footnote.toml").write_text("passage_tokens = 64\ncandidates = 7\n")
    monkeypatch.setenv("FOOTNOTE_CANDIDATES", "9")
    read = IndexSettings.read(data=tmp_path / "d")
    assert (read.data, read.candidates, read.passage_tokens) == (tmp_path / "d", 9, 64)


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_PASSAGE_TOKENS", "many")
    with pytest.raises(SettingsError, match="passage_tokens"):
        IndexSettings.read()
