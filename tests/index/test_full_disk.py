"""A disk that is full: the old index still answers, the message says so, and the next run goes on."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import DataDirectoryError
from index.library import Library
from index.settings import IndexSettings

GOOD = "The bridge opened in 1902."


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB, where this process may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_indexing_stops_with_a_word_and_goes_on_once_there_is_room(
    small_disk: Path, embedder: object, tmp_path: Path
) -> None:
    many = tmp_path / "articles"
    (many / "first").mkdir(parents=True)
    (many / "first" / "x.txt").write_text(GOOD)
    for number in range(300):
        text = " ".join(
            f"Report {number} says that mill {each} made {each * number} loaves." for each in range(30)
        )
        (many / f"{number}.txt").write_text(text)
    settings = IndexSettings.read(data=small_disk / "data", catalog_url="")
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([many / "first"])
        with pytest.raises(DataDirectoryError) as caught:
            library.sync([many])
        assert "make room on the disk" in caught.value.help
        assert library.search("When did the bridge open?").hits[0].passage.text == GOOD
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        assert library.search("When did the bridge open?").hits[0].passage.text == GOOD
    subprocess.run(["mount", "-o", "remount,size=200m", small_disk], check=True)
    with Library.open(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([many])
        counts = library.status().counts
        assert counts.articles == 301 and counts.embedded == counts.passages
        assert [each.state for each in library.status().followers] == ["ready", "ready"]


def test_a_disk_that_cannot_be_written_is_still_asked(
    small_disk: Path, embedder: object, articles: Path
) -> None:
    subprocess.run(["mount", "-o", "remount,size=100m", small_disk], check=True)
    settings = IndexSettings.read(data=small_disk / "data", catalog_url="")
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([articles])
    _forbid_writing(small_disk)
    with Library.open(settings, embedder) as library:  # type: ignore[arg-type]
        found = library.search("When did Sweden join NATO?").hits[0]
        assert "Sweden" in found.passage.text and found.term_rank and found.dense_rank
        with pytest.raises(DataDirectoryError) as caught:
            library.sync([articles])
        assert "make it writable" in caught.value.help


def _forbid_writing(disk: Path) -> None:
    """Remount ``disk``, as soon as the threads of tantivy and Chroma have let go of their files."""
    for _ in range(100):
        done = subprocess.run(["mount", "-o", "remount,ro", disk], check=False, capture_output=True)
        if not done.returncode:
            return
        time.sleep(0.1)
    pytest.fail(f"still written to: {done.stderr.decode()}")


@pytest.mark.parametrize("name", ["terms", "vectors"])
def test_a_follower_that_cannot_be_written_is_not_taken_for_damaged(
    name: str, settings: IndexSettings, embedder: object, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")

    with Library.open(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([articles])
        standing = next(each for each in library.followers if each.name == name).current()
        (articles / "more.txt").write_text(GOOD)
        with monkeypatch.context() as patched:
            patched.setattr(standing, "apply", full)
            with pytest.raises(DataDirectoryError, match=f"the {name} index cannot be written"):
                library.sync([articles])
            assert "Sweden" in library.search("When did Sweden join NATO?").hits[0].passage.text
        library.sync([articles])
        assert library.search("When did the bridge open?").hits[0].passage.text == GOOD
        assert (settings.data / name / "1").is_dir()
