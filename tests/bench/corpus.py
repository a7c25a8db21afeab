"""Articles and vectors in any number, for benchmarks: the seeds' sentences, mixed anew."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.embedding import Embedded, LocalEmbedder, Tokens
from index.library import Library
from index.settings import DEFAULT_MODEL, IndexSettings
from index.types import Passage, Vector

SEEDS = Path(__file__).parents[2] / "seeds"
SENTENCES = 24
"""Sentences of an article: three or four passages."""

OF_A_FILE = 10_000
"""Articles of a file: more of them and it would be larger than a file may be."""

TOPICS = 200
"""Directions that the made vectors gather around, as real ones gather by what they are about."""


class MadeVectors:
    """Real vectors for questions, made ones for passages: an index of any size in minutes."""

    def __init__(self) -> None:
        self._real = LocalEmbedder(DEFAULT_MODEL)
        self.name = DEFAULT_MODEL
        self.window = self._real.window
        self._chance = np.random.default_rng(0)
        self._topics = self._chance.normal(size=(TOPICS, 384)).astype(np.float32)

    def check(self) -> None:
        """Check the real model."""
        self._real.check()

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text."""
        return self._real.count(texts)

    def query(self, text: str) -> Vector:
        """Return the real vector of a question."""
        return self._real.query(text)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the real tokens of each text."""
        return self._real.tokens(texts)

    def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        """Return made vectors of each passage, all around one topic."""
        return [self._made(len(passage.sentences)) for passage in passages]

    def _made(self, sentences: int) -> Embedded:
        near = self._topics[self._chance.integers(TOPICS)]
        rows = near + self._chance.normal(size=(sentences + 1, 384)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return Embedded(rows[0], rows[1:])


def questions() -> list[str]:
    """Return the seeds' questions that stand alone."""
    lines = (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()
    return [row["question"] for row in map(json.loads, lines) if not row["history"]]


def write_articles(path: Path, number: int, seeds: Library, first: int = 0) -> Path:
    """Write ``number`` articles of sentences of ``seeds`` as JSON lines, numbered from ``first``; always the same ones."""
    chance = np.random.default_rng(1 + first)
    said = [
        sentence.text
        for article in seeds.articles()[0]
        for passage in seeds.passages(article.id)
        for sentence in passage.sentences
    ]
    with path.open("w", encoding="utf-8") as file:
        for article in range(first, first + number):
            chosen = chance.choice(len(said), SENTENCES)
            text = "\n\n".join(
                " ".join(f"{said[place]} ({article}.{place})" for place in chosen[start : start + 6])
                for start in range(0, SENTENCES, 6)
            )
            row = {"id": str(article), "title": f"Article {article}", "text": text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def seed_passages(number: int, data: Path) -> list[Passage]:
    """Return ``number`` passages of the seeds' sentences, as they are cut for embedding."""
    with library_of(number, data) as library:
        articles, _ = library.articles(limit=number)
        return [passage for article in articles for passage in library.passages(article.id)][:number]


def library_of(passages: int, data: Path) -> Library:
    """Return a library of about ``passages`` passages with made vectors, in the folder ``data``."""
    library = Library(IndexSettings.read(data=data / "index", catalog_url=""), MadeVectors())
    with Library(IndexSettings.read(data=data / "seeds", catalog_url="")) as seeds:
        seeds.sync([SEEDS])
        first = write_articles(data / "some.jsonl", 50, seeds)
        library.sync([first])
        each = library.status().counts.passages / 50
        rest = data / "articles"
        rest.mkdir()
        number = int(passages / each)
        for start in range(0, number, OF_A_FILE):
            write_articles(rest / f"{start}.jsonl", min(OF_A_FILE, number - start), seeds, start)
    library.sync([rest])
    library.remove(str(first))
    return library
