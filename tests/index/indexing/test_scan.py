import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.indexing.scan import scan
from index.report import Outcome
from index.sources.pages import Pages

NO_PAGES = Pages(Path("no-pages"))


def test_files_come_by_name_without_hidden_ones_and_metadata(
    articles: Path, write: Callable[..., Path]
) -> None:
    write(articles / "bread.txt.meta.json", "{}")
    write(articles / ".hidden", "x")
    found = scan([articles, articles / "bread.txt"], NO_PAGES)
    assert [Path(file.path).name for file in found.files] == ["bread.txt", "finland.txt", "sweden.txt"]


def test_a_stamp_changes_with_the_file_and_with_its_metadata(
    articles: Path, write: Callable[..., Path]
) -> None:
    def stamp() -> str:
        return next(
            file.stamp for file in scan([articles], NO_PAGES).files if file.path.endswith("bread.txt")
        )

    first = stamp()
    os.utime(articles / "bread.txt", (1, 1))
    second = stamp()
    write(articles / "bread.txt.meta.json", "{}")
    assert len({first, second, stamp()}) == 3


def test_what_lies_in_an_unreadable_folder_does_not_count_as_deleted(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = articles / "locked"
    locked.mkdir()
    walk = os.walk

    def denied(root: Any, onerror: Any) -> Iterator[Any]:
        onerror(PermissionError(13, "Permission denied", str(locked)))
        for folder, folders, names in walk(root):
            folders[:] = [name for name in folders if name != "locked"]
            yield folder, folders, names

    monkeypatch.setattr(os, "walk", denied)  # root may read any folder, so it cannot be tried for real
    found = scan([articles], NO_PAGES)
    problem = found.problems[0]
    assert (problem.path, problem.outcome) == (str(locked), Outcome.FAILED)
    assert "Permission denied" in problem.reason
    assert not found.covers(str(locked / "a.txt"))
    assert found.covers(str(articles / "gone.txt"))
