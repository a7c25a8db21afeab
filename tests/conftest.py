"""What the tests share: a fake embedder, libraries of small articles, and the real seeds."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ["FOOTNOTE_WRITER"] = "quote"  # whatever model this machine holds

sys.path.insert(0, str(Path(__file__).parent / "support"))

from hash_embedder import HashEmbedder

from index.embedding import LocalEmbedder
from index.library import Library
from index.settings import DEFAULT_MODEL, IndexSettings
from index.types import Block, BlockKind, Document, Metadata

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture(scope="session")
def real_embedder() -> LocalEmbedder:
    return LocalEmbedder(DEFAULT_MODEL)


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(data=tmp_path / "data")


@pytest.fixture
def library(settings: IndexSettings, embedder: HashEmbedder) -> Iterator[Library]:
    with Library(settings, embedder) as opened:
        yield opened


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of three small articles that are certainly older than a moment."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in {
        "finland.txt": "Finland joined NATO on 4 April 2023. Its border with Russia is 1,340 km long.",
        "sweden.txt": "Sweden joined NATO on 7 March 2024. Turkey and Hungary had delayed it.",
        "bread.txt": "Bread is baked from flour and water. Rye bread keeps for a week.",
    }.items():
        write(folder / name, text)
    return folder


def write(path: Path, text: str, age: float = 60.0) -> Path:
    """Write a file whose modification time is ``age`` seconds ago, so that its stamp is trusted."""
    path.write_text(text, "utf-8")
    changed = path.stat().st_mtime - age
    os.utime(path, (changed, changed))
    return path


@pytest.fixture(name="write")
def write_fixture() -> Callable[..., Path]:
    return write


def paragraphs(*texts: str, title: str = "A title", **metadata: str) -> Document:
    """A document of paragraphs."""
    blocks: list[Block] = []
    start = 0
    for text in texts:
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(text)))
        start += len(text) + 2
    return Document("\n\n".join(texts), tuple(blocks), Metadata(title=title, **metadata), "text/plain")


@pytest.fixture(name="paragraphs")
def paragraphs_fixture() -> Callable[..., Document]:
    return paragraphs


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory, real_embedder: LocalEmbedder) -> Iterator[Library]:
    """The seeds, indexed once with the real model."""
    data = tmp_path_factory.mktemp("seeds-data")
    with Library(IndexSettings(data=data), real_embedder) as opened:
        opened.sync([SEEDS])
        yield opened
