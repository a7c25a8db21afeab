"""Passages and questions -> vectors.

One forward pass of a passage gives its own vector and one for each of its sentences:
the sentence's token embeddings, which have seen the whole passage, are averaged (late
chunking, Günther et al. 2024, arXiv:2409.04701). That costs nothing beside the passage.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from index import models
from index.counting import WordCounts
from index.encoders import Encoder, encoder
from index.types import Passage, Vector

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SPECIAL_TOKENS = 2


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of one passage: its own and, row by row, its sentences'."""

    passage: Vector
    sentences: Vector


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text that stand for words or parts of words.

    ``vectors`` has shape ``(tokens, dimension)`` and rows of unit length; ``spans``, shape
    ``(tokens, 2)``, says where in the text each begins and ends. There is at least one.
    """

    vectors: Vector
    spans: NDArray[np.int64]


class Embedder(Protocol):
    """What the index needs of an embedding model; all its vectors have unit length."""

    name: str

    def check(self) -> None:
        """Raise ModelError where the model's files are missing or not the pinned ones."""

    @property
    def window(self) -> int:
        """The most tokens of a text, without special tokens, that the model reads."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without special tokens."""

    def query(self, text: str) -> Vector:
        """Return the vector of a question, shape ``(dimension,)``."""

    def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        """Return the vectors of each passage."""

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the embedded tokens of each text, which have seen the whole of it."""


class LocalEmbedder(Embeddings):
    """A ``sentence-transformers`` model on this machine's CPU, also LangChain ``Embeddings``.

    Making one is free; the model is checked and loaded at its first use, once, whatever
    the number of threads. Raises ModelError when it cannot be.
    """

    def __init__(self, name: str, batch: int = 8) -> None:
        """Read at most ``batch`` texts at once; 8 are as fast as 32, and less of them is padding."""
        self.name = name
        self._batch = batch
        self._loading = threading.Lock()
        self._encoder: Encoder | None = None

    @cached_property
    def _folder(self) -> Path | None:
        return models.locate(self.name)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        if self._folder and (self._folder / "tokenizer.json").is_file():
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        else:
            tokenizer = Tokenizer.from_str(self.load().tokenizer())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def check(self) -> None:
        """Raise ModelError where the model's files are missing or not the pinned ones."""
        if self._folder is None:
            self.load()

    def load(self) -> Encoder:
        """Return the model, loading it first where that has not been done."""
        with self._loading:
            if self._encoder is None:
                self._encoder = encoder(self.name, self._folder)
            return self._encoder

    @property
    def window(self) -> int:
        """The most tokens of a text, without special tokens, that the model reads."""
        settings = self._folder / "sentence_bert_config.json" if self._folder else None
        length = 0
        if settings and settings.is_file():
            length = json.loads(settings.read_text("utf-8")).get("max_seq_length") or 0
        return (length or self.load().window) - _SPECIAL_TOKENS

    @cached_property
    def _words(self) -> WordCounts | None:
        """The tokens of each word, where the tokenizer is BERT's and cuts at spaces."""
        cuts = json.loads(self._tokenizer.to_str())["pre_tokenizer"] or {}
        return WordCounts(self._counted) if cuts.get("type") == "BertPreTokenizer" else None

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without special tokens."""
        return self._words.of(texts) if self._words else self._counted(texts)

    def _counted(self, texts: Sequence[str]) -> list[int]:
        """Cut one after the other: the other cores are reading the next file, and texts are short."""
        return [len(self._tokenizer.encode(text, add_special_tokens=False)) for text in texts]

    def query(self, text: str) -> Vector:
        """Return the vector of a question, shape ``(dimension,)``."""
        return _unit(self.load().question(text))

    def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        """Return the vectors of each passage."""
        prompt = self.load().prompt
        texts = [
            prompt + (f"{passage.context}\n{passage.text}" if passage.context else passage.text)
            for passage in passages
        ]
        found: dict[int, Embedded] = {}
        for number, tokens, offsets, whole in self._encoded(texts):
            start = len(texts[number]) - len(passages[number].text)
            vector = _unit(whole)
            found[number] = Embedded(
                vector, _sentence_vectors(tokens, offsets, start, passages[number], vector)
            )
        return [found[number] for number in range(len(passages))]

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the embedded tokens of each text."""
        found: dict[int, Tokens] = {}
        for number, tokens, offsets, _ in self._encoded(texts):
            real = offsets[:, 1] > offsets[:, 0]
            real[0] = real[0] or not real.any()
            found[number] = Tokens(_unit(tokens[real]), offsets[real])
        return [found[number] for number in range(len(texts))]

    def _encoded(self, texts: Sequence[str]) -> Iterator[tuple[int, Vector, NDArray[np.int64], Vector]]:
        """Yield of each text its number, its tokens' embeddings and offsets and its own embedding.

        Texts of like length are read together, so that little is padding.
        """
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for first in range(0, len(order), self._batch):
            batch = order[first : first + self._batch]
            read = self.load().encode([texts[number] for number in batch])
            yield from zip(batch, read.tokens, read.offsets, read.whole, strict=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain: return the vector of each text."""
        prompt = self.load().prompt
        found = {number: whole for number, _, _, whole in self._encoded([prompt + text for text in texts])}
        return [_unit(found[number]).tolist() for number in range(len(texts))]

    def embed_query(self, text: str) -> list[float]:
        """LangChain: return the vector of a question."""
        return [float(value) for value in self.query(text)]


def _sentence_vectors(
    tokens: Vector, offsets: NDArray[np.int64], start: int, passage: Passage, fallback: Vector
) -> Vector:
    """Average the token embeddings of each sentence; ``start`` is where the passage's text starts."""
    rows = []
    for sentence in passage.sentences:
        end = start + len(sentence.text)
        inside = (offsets[:, 0] >= start) & (offsets[:, 1] <= end) & (offsets[:, 1] > offsets[:, 0])
        rows.append(tokens[inside].mean(axis=0) if inside.any() else fallback)
        start = end + 1
    return _unit(np.stack(rows))


def _unit(vectors: Vector) -> Vector:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vector = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return unit
