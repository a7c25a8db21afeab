import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chatbot.cli import app
from index.embedding import LocalEmbedder
from index.errors import ModelError
from index.library import Library
from index.settings import DEFAULT_MODEL, IndexSettings


@pytest.fixture
def data(articles: Path, tmp_path: Path, embedder: Any) -> Path:
    with Library(IndexSettings(data=tmp_path / "data"), embedder) as library:
        library.sync([articles])
    return tmp_path / "data"


def run(*given: str) -> Any:
    return CliRunner().invoke(app, list(given))


@pytest.fixture
def embedded(articles: Path, tmp_path: Path, real_embedder: LocalEmbedder) -> Path:
    with Library(IndexSettings(data=tmp_path / "data"), real_embedder) as library:
        library.sync([articles])
    return tmp_path / "data"


def test_doctor_finds_and_mends(embedded: Path) -> None:
    data = embedded
    shutil.rmtree(data / "vectors")
    with closing(sqlite3.connect(data / "catalog.sqlite3")) as catalog, catalog:
        catalog.execute("DELETE FROM vectors")
    found = run("doctor", "--json", "--data", str(data))
    assert found.exit_code == 3
    assert {each["part"] for each in json.loads(found.stdout)} == {"embeddings", "vectors"}
    mended = run("doctor", "--repair", "--data", str(data))
    assert (mended.exit_code, mended.stdout) == (0, "all is well\n")
    assert run("doctor", "--data", str(data)).stdout == "all is well\n"


def test_backup_and_restore(data: Path, tmp_path: Path) -> None:
    made = run("backup", str(tmp_path / "b.footnote"), "--data", str(data))
    assert "3 articles, 3 passages" in made.stdout
    done = run("restore", str(tmp_path / "b.footnote"), "--data", str(tmp_path / "new"))
    assert done.stdout.startswith("restored 3 articles and 3 passages as of ")
    assert json.loads(run("status", "--json", "--data", str(tmp_path / "new")).stdout)["articles"] == 3


def test_there_must_be_an_index_to_look_at(tmp_path: Path) -> None:
    done = run("doctor", "--data", str(tmp_path / "none"))
    assert "there is no index in" in str(done.exception)
    assert not (tmp_path / "none").exists()


def test_reembed_says_which_model_stands_or_why_not(embedded: Path, tmp_path: Path) -> None:
    data = str(embedded)
    done = run("reembed", "--model", DEFAULT_MODEL, "--data", data)
    assert done.stdout == f"embedded 0 passages; {DEFAULT_MODEL} stands\n"
    with pytest.raises(ModelError, match="does not exist"):
        CliRunner().invoke(app, ["reembed", "--model", "/nowhere", "--data", data], catch_exceptions=False)
    assert json.loads(run("status", "--json", "--data", data).stdout)["model"] == DEFAULT_MODEL
