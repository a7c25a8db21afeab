import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.errors import DataDirectoryError, IndexBusyError, NewerDataError
from index.library import Library
from index.settings import IndexSettings
from index.upkeep.backup import backup, restore
from index.upkeep.manifest import manifest


def test_what_is_restored_elsewhere_equals_what_was_backed_up(
    library: Library, articles: Path, tmp_path: Path, embedder: Any
) -> None:
    library.sync([articles], collection="war")
    about = backup(library, tmp_path / "b.footnote")
    assert (about.articles, about.passages) == (3, 3)
    embedder.embedded.clear()
    with Library(IndexSettings(data=tmp_path / "other"), embedder) as other:
        restore(other, tmp_path / "b.footnote")
        assert manifest(other) == manifest(library)
        assert other.facets().collections == {"war": 3}
        assert other.search("Sweden").hits[0].article.title == "sweden.txt"
    assert embedder.embedded == []  # the embeddings were in it


def test_a_restore_takes_back_what_came_later_and_open_readers_see_it(
    library: Library, articles: Path, tmp_path: Path, write: Callable[..., Path], embedder: Any
) -> None:
    library.sync([articles])
    before = manifest(library)
    backup(library, tmp_path / "b.footnote")
    write(articles / "norr.txt", "The windmill of Norr was built in 1932.")
    (articles / "bread.txt").unlink()
    library.sync([articles])
    with Library(IndexSettings(data=library.data), embedder) as reader:
        assert "Norr" in reader.search("windmill").hits[0].passage.text
        revision = library.catalog.revision()
        restore(library, tmp_path / "b.footnote")
        assert manifest(library) == before
        assert library.catalog.revision() > revision
        assert {hit.article.title for hit in reader.search("windmill bread").hits} <= {
            "bread.txt",
            "finland.txt",
            "sweden.txt",
        }
    library.sync([articles])
    assert {article.title for article in library.articles()[0]} == {"finland.txt", "sweden.txt", "norr.txt"}


def test_a_backup_replaces_a_file_whole_or_not_at_all(
    library: Library, articles: Path, tmp_path: Path
) -> None:
    library.sync([articles])
    target = tmp_path / "b.footnote"
    backup(library, target)
    first = target.read_bytes()
    backup(library, target)
    assert zipfile.ZipFile(target).testzip() is None and first[:2] == b"PK"
    with pytest.raises(DataDirectoryError, match="cannot be written"):
        backup(library, tmp_path / "nowhere" / "b.footnote")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "b.footnote", "data"]


@pytest.mark.parametrize("damage", ["cut", "noise", "digest", "newer", "other"])
def test_an_unsound_backup_is_refused_and_nothing_is_lost(
    library: Library, articles: Path, tmp_path: Path, damage: str
) -> None:
    library.sync([articles])
    target = tmp_path / "b.footnote"
    backup(library, target)
    whole = target.read_bytes()
    if damage == "cut":
        target.write_bytes(whole[: len(whole) // 2])
    elif damage == "noise":
        target.write_bytes(b"\0" * 1000)
    elif damage == "other":
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("hello.txt", "hello")
    else:
        with zipfile.ZipFile(target) as archive:
            about, catalog = json.loads(archive.read("about.json")), archive.read("catalog.sqlite3")
        about |= {"sha256": "0" * 64} if damage == "digest" else {"format": 99}
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("about.json", json.dumps(about))
            archive.writestr("catalog.sqlite3", catalog)
    before = manifest(library)
    with pytest.raises(NewerDataError if damage == "newer" else DataDirectoryError):
        restore(library, target)
    assert manifest(library) == before
    assert not list(library.data.glob(".restore-*"))


def test_nothing_is_restored_while_another_process_writes(
    library: Library, articles: Path, tmp_path: Path, embedder: Any
) -> None:
    library.sync([articles])
    backup(library, tmp_path / "b.footnote")
    with library.writing("a test"), Library(IndexSettings(data=library.data), embedder) as other:
        backup(other, tmp_path / "again.footnote")  # that is no writing
        with pytest.raises(IndexBusyError, match="a test"):
            restore(other, tmp_path / "b.footnote")


def test_a_restore_that_is_cut_off_leaves_the_followers_to_be_built(
    library: Library, articles: Path, tmp_path: Path, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sync([articles])
    backup(library, tmp_path / "b.footnote")
    other = Library(IndexSettings(data=tmp_path / "other"), embedder)
    other.sync([articles / "bread.txt"])

    def cut_off() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(other, "rebuild", cut_off)
    with pytest.raises(KeyboardInterrupt):
        restore(other, tmp_path / "b.footnote")
    other.close()
    with Library.open(IndexSettings(data=tmp_path / "other"), embedder) as again:
        assert manifest(again) == manifest(library)
        assert again.search("Sweden").hits[0].article.title == "sweden.txt"
