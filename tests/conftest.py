"""What the tests share: a fake embedder, libraries of small articles, and the real seeds."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ["FOOTNOTE_WRITER"] = "quote"  # whatever model this machine holds

from index.embedding import Embedded, LocalEmbedder, Tokens
from index.library import Library
from index.settings import DEFAULT_MODEL, IndexSettings
from index.terms import terms
from index.types import Block, BlockKind, Document, Metadata, Passage, Vector

SEEDS = Path(__file__).parent.parent / "seeds"


class HashEmbedder:
    """Deterministic and quick: each term adds a direction of its own, so overlap is similarity."""

    name = "hash"
    window = 254

    def __init__(self, dimension: int = 64) -> None:
        self._dimension = dimension
        self.embedded: list[str] = []

    def check(self) -> None:
        pass

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def query(self, text: str) -> Vector:
        total = np.full(self._dimension, 1e-3)
        for term in terms(text):
            seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:8], "big")
            total += np.random.default_rng(seed).normal(size=self._dimension)
        vector: Vector = (total / np.linalg.norm(total)).astype(np.float32)
        return vector

    def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        self.embedded += [passage.text for passage in passages]
        return [
            Embedded(
                self.query(f"{passage.context} {passage.text}"),
                np.stack([self.query(sentence.text) for sentence in passage.sentences]),
            )
            for passage in passages
        ]

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        found = []
        for text in texts:
            words = list(re.finditer(r"\w+", text)) or [re.match("", text)]
            spans = np.array([(word.start(), word.end()) for word in words if word], dtype=np.int64)
            found.append(Tokens(np.stack([self.query(text[start:end]) for start, end in spans]), spans))
        return found


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
