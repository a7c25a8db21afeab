import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chatbot.cli import app
from index.library import Library
from index.settings import IndexSettings


@pytest.fixture
def data(articles: Path, tmp_path: Path, embedder: Any) -> Path:
    with Library(IndexSettings(data=tmp_path / "data"), embedder) as library:
        library.sync([articles])
    return tmp_path / "data"


def run(*given: str) -> Any:
    return CliRunner().invoke(app, list(given))


def test_doctor_finds_and_mends(data: Path) -> None:
    found = run("doctor", "--json", "--data", str(data))  # embedded by another model than the settings name
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
