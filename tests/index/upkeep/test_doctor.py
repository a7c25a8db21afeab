import os
import sqlite3
from collections import namedtuple
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from index.settings import IndexSettings
from index.upkeep import doctor
from index.upkeep.doctor import examine, repair
from index.upkeep.manifest import manifest


@pytest.fixture
def indexed(library: Library, articles: Path) -> Library:
    library.sync([articles])
    return library


def reopened(library: Library, embedder: Any) -> Library:
    library.close()
    return Library(IndexSettings(data=library.data), embedder)


def parts(library: Library) -> dict[str, str]:
    return {finding.part: finding.problem for finding in examine(library)}


def test_a_sound_index_has_no_findings(indexed: Library) -> None:
    assert examine(indexed) == [] == repair(indexed)


@pytest.mark.parametrize("follower", ["terms", "vectors"])
def test_a_follower_that_lacks_or_keeps_passages_is_found_and_built_anew(
    indexed: Library, follower: str
) -> None:
    before = manifest(indexed)
    (chosen,) = [each for each in indexed.followers if each.name == follower]
    generation = chosen.current()
    lost = generation.ids()[0]
    if follower == "vectors":
        generation._collection.delete(ids=[lost])
        generation._collection.upsert(ids=["gone:0"], embeddings=[[0.1] * 64])
    else:
        writer = generation._index.writer(num_threads=1, heap_size=15_000_000)
        writer.delete_documents("id", lost)
        writer.commit()
        writer.wait_merging_threads()
        generation._index.reload()
    found = parts(indexed)
    assert set(found) == {follower} and found[follower].startswith("1 passages are missing")
    assert repair(indexed) == []
    assert manifest(indexed) == before


@pytest.mark.parametrize("follower", ["terms", "vectors"])
def test_a_follower_whose_files_are_gone_or_torn_is_built_anew(
    indexed: Library, follower: str, embedder: Any
) -> None:
    before = manifest(indexed)
    (generation,) = [path for path in (indexed.data / follower).iterdir() if path.is_dir()]
    indexed.close()
    for path in generation.rglob("*"):
        if path.is_file():
            path.write_bytes(b"\xff" * 100)
    with reopened(indexed, embedder) as library:
        assert set(parts(library)) == {follower}
        assert repair(library) == []
        assert manifest(library) == before


def test_passages_without_embeddings_are_found_and_embedded(indexed: Library) -> None:
    before = manifest(indexed)
    with closing(sqlite3.connect(indexed.data / "catalog.sqlite3")) as catalog:
        catalog.execute("DELETE FROM vectors WHERE digest IN (SELECT digest FROM vectors LIMIT 1)")
        catalog.commit()
    assert "1 passages have no embedding yet" in parts(indexed)["embeddings"]
    assert repair(indexed) == []
    assert manifest(indexed) == before


def test_offsets_that_do_not_hold_are_found_and_not_hidden_by_a_repair(indexed: Library) -> None:
    with closing(sqlite3.connect(indexed.data / "catalog.sqlite3")) as catalog:
        catalog.execute("UPDATE versions SET text = 'x' || text WHERE text LIKE 'Bread%'")
        catalog.commit()
    (finding,) = repair(indexed)
    assert finding.part == "catalog" and not finding.repairable and "restore a backup" in finding.help


def test_a_writer_elsewhere_and_a_full_disk_are_told(
    indexed: Library, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage(10**9, 10**9, 10**6))
    with indexed.writing("a test"), Library(IndexSettings(data=indexed.data), embedder) as other:
        found = parts(other)
    assert f"a test (process {os.getpid()}" in found["lock"]
    assert "1 MB are free" in found["disk"]
