"""A Chroma that a kill has bricked: found, left out, and built anew beside while questions are answered."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bricked import brick
from hash_embedder import HashEmbedder

from index.library import Library
from index.settings import IndexSettings

QUESTION = "Who counted the loaves of mill 17?"
ASKED_PLAINLY = """
import sys, chromadb
collection = chromadb.PersistentClient(sys.argv[1]).get_collection("passages", embedding_function=None)
collection.query(query_embeddings=[[1.0] * 64], n_results=3)
"""


@pytest.fixture
def bricked(settings: IndexSettings, embedder: HashEmbedder, tmp_path: Path) -> Path:
    """The data of 2,400 articles whose vectors cannot be read any more."""
    articles = tmp_path / "mills.jsonl"
    standing = settings.data / "vectors" / "1"
    for number in (1200, 2400):
        rows = [{"text": f"The miller of mill {each} counted {each * 7} loaves."} for each in range(number)]
        articles.write_text("\n".join(map(json.dumps, rows)), "utf-8")
        with Library(settings, embedder) as library:
            library.sync([articles])
        if number == 1200:
            shutil.copytree(standing, tmp_path / "earlier")
    brick(standing, tmp_path / "earlier")
    return settings.data


def test_bricked_vectors_are_found_and_built_anew_beside_while_the_terms_answer(
    bricked: Path, settings: IndexSettings, embedder: HashEmbedder
) -> None:
    plain = [sys.executable, "-c", ASKED_PLAINLY, str(bricked / "vectors" / "1")]
    assert "chromadb.errors" in subprocess.run(plain, capture_output=True, text=True, check=False).stderr
    embedded = len(embedder.embedded)
    with Library(settings, embedder) as library:
        found = library.search(QUESTION)
        assert "mill 17 " in found.hits[0].passage.text and not found.hits[0].dense_rank
        assert "by their words alone" in found.note
        assert {each.name: each.state for each in library.status().followers}["vectors"] == "failed"
        library.catch_up()
        found = library.search(QUESTION)
        assert found.hits[0].dense_rank and not found.note
        assert [path.name for path in (bricked / "vectors").iterdir() if path.is_dir()] == ["2"]
    assert len(embedder.embedded) == embedded
