"""Followers that are behind, missing, damaged or made for another model."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import DataDirectoryError, IndexBusyError, NewerDataError
from index.library import Library
from index.settings import IndexSettings


def states(library: Library) -> dict[str, str]:
    return {follower.name: follower.state for follower in library.status().followers}


def generations(library: Library, name: str) -> list[str]:
    return sorted(path.name for path in (library.data / name).iterdir() if path.name.isdigit())


@pytest.mark.parametrize("name", ["terms", "vectors"])
def test_a_missing_follower_is_rebuilt_without_reading_or_embedding(
    name: str, settings: IndexSettings, embedder: object, articles: Path
) -> None:
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([articles])
    embedded = len(embedder.embedded)  # type: ignore[attr-defined]
    shutil.rmtree(settings.data / name)
    shutil.rmtree(articles)
    with Library.open(settings, embedder) as library:  # type: ignore[arg-type]
        assert states(library) == {"terms": "ready", "vectors": "ready"}
        found = library.search("When did Sweden join NATO?").hits[0]
        assert "Sweden" in found.passage.text
        assert found.term_rank and found.dense_rank
    assert len(embedder.embedded) == embedded  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["terms", "vectors"])
def test_a_damaged_follower_is_rebuilt_beside_and_the_old_swept(
    name: str, settings: IndexSettings, embedder: object, articles: Path
) -> None:
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([articles])
    for path in (settings.data / name / "1").rglob("*"):
        if path.is_file():
            path.write_bytes(b"garbage")
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        assert states(library)[name] == "failed"
        assert "Sweden" in library.search("When did Sweden join NATO?").hits[0].passage.text
    with Library.open(settings, embedder) as library:  # type: ignore[arg-type]
        assert states(library) == {"terms": "ready", "vectors": "ready"}
        assert generations(library, name) == ["2"]
        assert "Sweden" in library.search("When did Sweden join NATO?").hits[0].passage.text


@pytest.mark.parametrize("name", ["terms", "vectors"])
def test_a_follower_that_fails_while_it_is_asked_is_left_out_and_built_anew(
    name: str, settings: IndexSettings, embedder: object, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("bricked")

    with Library.open(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([articles])
        standing = next(each for each in library.followers if each.name == name).current()
        monkeypatch.setattr(standing, "best" if name == "terms" else "nearest", broken)
        found = library.search("When did Sweden join NATO?")
        assert "Sweden" in found.hits[0].passage.text
        assert states(library)[name] == "failed"
        assert bool(found.note) == (name == "vectors")
        library.catch_up()
        assert states(library) == {"terms": "ready", "vectors": "ready"}
        assert generations(library, name) == ["2"]
        found = library.search("When did Sweden join NATO?")
        assert found.hits[0].term_rank and found.hits[0].dense_rank and not found.note


def test_a_follower_that_is_behind_catches_up(
    settings: IndexSettings, embedder: object, articles: Path
) -> None:
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([articles])
        pointer = library.data / "vectors" / "current.json"
        told = json.loads(pointer.read_text())
        pointer.write_text(json.dumps({**told, "revision": 0}))
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        assert states(library)["vectors"] == "behind"
    with Library.open(settings, embedder) as library:  # type: ignore[arg-type]
        assert states(library)["vectors"] == "ready"
        assert generations(library, "vectors") == ["1"]


def test_another_model_gets_vectors_of_its_own(
    settings: IndexSettings, embedder: object, articles: Path
) -> None:
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([articles])
    other = type(embedder)(dimension=32)  # type: ignore[call-arg]
    other.name = "other"  # type: ignore[attr-defined]
    with Library(settings, other) as library:  # type: ignore[arg-type]
        assert states(library)["vectors"] == "missing"
        library.sync([articles])
        assert states(library) == {"terms": "ready", "vectors": "ready"}
        assert library.search("When did Sweden join NATO?").hits[0].sentence_vectors is not None


def test_the_lock_names_its_holder_and_dies_with_it(
    settings: IndexSettings, embedder: object, articles: Path
) -> None:
    held = (
        "import sys; from pathlib import Path; from index.indexing.lock import IndexLock;"
        f"lock = IndexLock(Path({str(settings.data)!r})); lock.acquire('a test');"
        "print('held', flush=True); sys.stdin.read()"
    )
    settings.data.mkdir()
    other = subprocess.Popen(
        [sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout and other.stdin and other.stdout.readline() == "held\n"
    with Library.open(settings, embedder) as library:  # type: ignore[arg-type]
        with pytest.raises(IndexBusyError, match=rf"a test \(process {other.pid}"):
            library.sync([articles])
        assert f"process {other.pid}" in library.status().writer
        assert (settings.data / "index.lock").is_file()  # another version of Footnote heeds it
        other.kill()
        other.wait()
        library.sync([articles])
        assert library.status().writer == ""
        assert library.status().counts.articles == 3
    other.stdin.close()
    other.stdout.close()


def test_a_directory_of_a_newer_version_is_left_alone(
    settings: IndexSettings, embedder: object, articles: Path
) -> None:
    from sqlalchemy import create_engine, text

    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([articles])
    engine = create_engine(f"sqlite:///{settings.data / 'catalog.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE facts SET value = 99 WHERE name = 'schema_version'"))
    engine.dispose()
    with pytest.raises(NewerDataError, match="99"):
        Library(settings, embedder)  # type: ignore[arg-type]


ASKED = """
import sys
from collections.abc import Callable
from pathlib import Path
from hash_embedder import HashEmbedder
from index.library import Library
from index.settings import IndexSettings
with Library.open(IndexSettings(data=Path(sys.argv[1])), HashEmbedder()) as library:
    for question in sys.stdin:
        hit = library.search(question).hits[0]
        print(hit.passage.text, hit.dense_rank, hit.term_rank, flush=True)
"""


def test_who_has_the_index_open_sees_what_another_process_adds(
    library: Library, articles: Path, write: Callable[..., Path]
) -> None:
    library.sync([articles])
    support = str(Path(__file__).parents[2] / "support")
    with (
        library.writing("footnote serve"),
        subprocess.Popen(
            [sys.executable, "-c", ASKED, str(library.data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([support, str(Path(__file__).parents[3])])},
        ) as other,
    ):
        assert other.stdin and other.stdout
        for text in (
            "Norway was a founder of NATO in 1949.",
            "Iceland was a founder of NATO without an army.",
        ):
            country = text.split(" ", 1)[0]
            write(articles / f"{country}.txt", text)
            library.sync([articles])
            other.stdin.write(f"Was {country} a founder of NATO?\n")
            other.stdin.flush()
            assert other.stdout.readline() == f"{text} 1 1\n"
        other.stdin.close()


def test_a_library_of_which_nothing_can_be_searched_does_not_say_that_it_is_empty(
    settings: IndexSettings, embedder: object, articles: Path
) -> None:
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        library.sync([articles])
    for path in (path for name in ("terms", "vectors") for path in (settings.data / name / "1").rglob("*")):
        if path.is_file():
            path.write_bytes(b"garbage")
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        with pytest.raises(DataDirectoryError, match="the articles are safe"):
            library.search("When did Sweden join NATO?")
        library.catch_up()
        assert "Sweden" in library.search("When did Sweden join NATO?").hits[0].passage.text
