"""Writes that fail: the old index answers, the message says what to do, and the next run makes it whole."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hash_embedder import HashEmbedder

from index.library import Library
from index.settings import IndexSettings
from index.upkeep.manifest import manifest

SUPPORT = Path(__file__).parents[1] / "support"
INDEXED = """
import sys
from pathlib import Path
from hash_embedder import HashEmbedder
from index.errors import FootnoteError
from index.library import Library
from index.settings import IndexSettings
try:
    with Library(IndexSettings(data=Path(sys.argv[1])), HashEmbedder()) as library:
        library.sync([Path(sys.argv[2])])
except FootnoteError as error:
    print(error.in_one_line)
"""


@pytest.fixture(scope="session")
def failing_writes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that lets writes fail, where it can be compiled and preloaded."""
    compiler = shutil.which("cc")
    if not compiler or not sys.platform.startswith("linux"):
        pytest.skip("letting writes fail takes Linux and a C compiler")
    made = tmp_path_factory.mktemp("failing") / "failing_writes.so"
    source = SUPPORT / "failing_writes.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", made, source, "-ldl"], check=True)
    return made


@pytest.mark.parametrize(
    ("place", "error", "after"),
    [
        ("catalog.sqlite3", "EIO", 0),
        ("catalog.sqlite3-wal", "EIO", 10),
        ("catalog.sqlite3-wal", "ENOSPC", 20),
        ("/terms/", "EIO", 0),
        ("/terms/", "EROFS", 3),
        ("/vectors/", "EIO", 5),
        ("/vectors/", "ENOSPC", 0),
        ("current.json", "EIO", 0),
        ("current.json", "EROFS", 1),
    ],
)
def test_a_write_that_fails_loses_nothing(
    place: str,
    error: str,
    after: int,
    failing_writes: Path,
    settings: IndexSettings,
    articles: Path,
    tmp_path: Path,
) -> None:
    with Library(settings, HashEmbedder()) as library:
        library.sync([articles])
    (articles / "sweden.txt").write_text("Sweden left its neutrality in 2024.", "utf-8")
    (articles / "bread.txt").unlink()
    told = subprocess.run(
        [sys.executable, "-c", INDEXED, str(settings.data), str(articles)],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(SUPPORT), str(SUPPORT.parents[1])]),
            "LD_PRELOAD": str(failing_writes),
            "FAILING_PATH": place,
            "FAILING_ERRNO": str(getattr(errno, error)),
            "FAILING_AFTER": str(after),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert "writ" in told.stdout and told.stdout.count("\n") == 1, told.stdout + told.stderr
    with Library(settings, HashEmbedder()) as library:
        assert "Finland" in library.search("When did Finland join NATO?").hits[0].passage.text
        library.sync([articles])
        with Library(IndexSettings(data=tmp_path / "clean"), HashEmbedder()) as clean:
            clean.sync([articles])
            assert manifest(library) == manifest(clean)
