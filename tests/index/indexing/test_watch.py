import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.errors import FootnoteError
from index.indexing.watch import follow
from index.library import Library
from index.settings import IndexSettings


@pytest.fixture
def watching(library: Library, articles: Path) -> Iterator[tuple[threading.Event, list[str]]]:
    """A thread that follows the articles, and what it was told."""
    stop, told = threading.Event(), []

    def run() -> None:
        for report in follow(lambda: library.sync([articles]), [articles], stop, told.append):
            told.append(" ".join(sorted(file.outcome.value for file in report.files)))

    thread = threading.Thread(target=run)
    thread.start()
    yield stop, told
    stop.set()
    thread.join(timeout=30)
    assert not thread.is_alive()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def titles(library: Library) -> set[str]:
    return {article.title for article in library.articles()[0]}


def test_what_comes_changes_and_goes_is_followed(
    library: Library, articles: Path, watching: tuple[threading.Event, list[str]], write: Callable[..., Path]
) -> None:
    until(lambda: len(titles(library)) == 3)
    (articles / "norr.txt").write_text("The windmill of Norr was built in 1932.", "utf-8")
    (articles / "bread.txt").unlink()
    (articles / ".hidden.txt").write_text("Nobody reads this.", "utf-8")
    until(lambda: titles(library) == {"finland.txt", "sweden.txt", "norr.txt"})
    (articles / "norr.txt").write_text("The windmill of Norr burned down in 1954.", "utf-8")
    until(lambda: "1954" in library.search("windmill").hits[0].passage.text)
    assert watching[1][0] == "indexed indexed indexed"


def test_a_file_is_not_read_while_it_grows(
    library: Library, articles: Path, watching: tuple[threading.Event, list[str]]
) -> None:
    until(lambda: len(titles(library)) == 3)
    with (articles / "long.txt").open("w", encoding="utf-8") as file:
        for number in range(25):
            file.write(f"The windmill of Norr turned {number} times. ")
            file.flush()
            time.sleep(0.15)
            assert "long.txt" not in titles(library)
    until(lambda: "long.txt" in titles(library))
    article = next(each for each in library.articles()[0] if each.title == "long.txt")
    assert article.version == 1 and article.sentences == 25


def test_what_changed_waits_while_another_process_writes(
    library: Library, articles: Path, embedder: Any, tmp_path: Path
) -> None:
    stop, told = threading.Event(), []
    with Library(IndexSettings(data=library.data), embedder) as other, other.writing("a test"):
        following = follow(
            lambda: library.sync([articles]), [articles], stop, lambda line: (told.append(line), stop.set())
        )
        assert list(following) == []
    assert "a test" in told[0] and told[0].endswith("what changed waits")


def test_a_root_that_is_not_there_cannot_be_watched(library: Library, tmp_path: Path) -> None:
    with pytest.raises(FootnoteError, match="none cannot be watched"):
        next(follow(lambda: library.sync([]), [tmp_path / "none"], threading.Event(), print))
