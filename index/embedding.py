"""Passages and questions -> vectors.

One forward pass of a passage gives its own vector and one for each of its sentences:
the sentence's token embeddings, which have seen the whole passage, are averaged (late
chunking, Günther et al. 2024, arXiv:2409.04701). That costs nothing beside the passage.
"""

import json
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from index import models
from index.errors import ModelError
from index.types import Passage, Vector

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
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

    def __init__(self, name: str, batch: int = 32) -> None:
        self.name = name
        self._batch = batch
        self._loading = threading.Lock()
        self._model: SentenceTransformer | None = None

    @cached_property
    def _folder(self) -> Path | None:
        return models.locate(self.name)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        if self._folder and (self._folder / "tokenizer.json").is_file():
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        else:
            tokenizer = Tokenizer.from_str(self.load().tokenizer.backend_tokenizer.to_str())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def check(self) -> None:
        """Raise ModelError where the model's files are missing or not the pinned ones."""
        if self._folder is None:
            self.load()

    def load(self) -> "SentenceTransformer":
        """Return the model, loading it first where that has not been done."""
        with self._loading:
            if self._model is None:
                self._model = self._loaded()
            return self._model

    def _loaded(self) -> "SentenceTransformer":
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        folder = self._folder
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
        try:
            return SentenceTransformer(
                str(folder or self.name), device="cpu", local_files_only=folder is not None
            )
        except Exception as error:
            raise ModelError(
                f"the embedding model {self.name} cannot be loaded: {error}",
                "set FOOTNOTE_EMBEDDING_MODEL to a folder or a model hub's name that this machine reaches, "
                "or leave it out to use the model that is shipped",
            ) from error

    @property
    def window(self) -> int:
        """The most tokens of a text, without special tokens, that the model reads."""
        settings = self._folder / "sentence_bert_config.json" if self._folder else None
        if settings and settings.is_file():
            length = json.loads(settings.read_text("utf-8")).get("max_seq_length")
        else:
            length = self.load().max_seq_length
        return int(length or 512) - _SPECIAL_TOKENS

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without special tokens."""
        return [
            len(found.ids) for found in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        ]

    def query(self, text: str) -> Vector:
        """Return the vector of a question, shape ``(dimension,)``."""
        vector: Vector = self.load().encode_query(
            text, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return vector

    def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        """Return the vectors of each passage; texts of like length share a batch."""
        texts = [
            f"{passage.context}\n{passage.text}" if passage.context else passage.text for passage in passages
        ]
        order = sorted(range(len(passages)), key=lambda number: len(texts[number]))
        found: dict[int, Embedded] = {}
        for first in range(0, len(order), self._batch):
            batch = order[first : first + self._batch]
            embedded = self._forward([texts[n] for n in batch], [passages[n] for n in batch])
            found.update(zip(batch, embedded, strict=True))
        return [found[number] for number in range(len(passages))]

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the embedded tokens of each text; texts of like length share a batch."""
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        found: dict[int, Tokens] = {}
        for first in range(0, len(order), self._batch):
            batch = order[first : first + self._batch]
            tokens, offsets, _ = self._run([texts[number] for number in batch])
            for row, number in enumerate(batch):
                real = offsets[row, :, 1] > offsets[row, :, 0]
                real[0] = real[0] or not real.any()
                found[number] = Tokens(_unit(tokens[row][real]), offsets[row][real].astype(np.int64))
        return [found[number] for number in range(len(texts))]

    def _forward(self, texts: list[str], passages: list[Passage]) -> list[Embedded]:
        model = self.load()
        prompt = model.prompts.get("document") or model.prompts.get("passage") or ""
        tokens, offsets, whole = self._run([prompt + text for text in texts])
        whole = _unit(whole)
        return [
            Embedded(
                whole[row],
                _sentence_vectors(
                    tokens[row],
                    offsets[row],
                    len(prompt) + len(text) - len(passage.text),
                    passage,
                    whole[row],
                ),
            )
            for row, (text, passage) in enumerate(zip(texts, passages, strict=True))
        ]

    def _run(self, texts: list[str]) -> tuple[Vector, NDArray[np.int64], Vector]:
        """Return the token embeddings, their offsets in the text and the text embeddings."""
        import torch

        model = self.load()
        encoded = model.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=model.max_seq_length,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        offsets = encoded.pop("offset_mapping").numpy()
        with torch.inference_mode():
            output: dict[str, Any] = model(dict(encoded))
        return (
            output["token_embeddings"].float().numpy(),
            offsets,
            output["sentence_embedding"].float().numpy(),
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain: return the vector of each text."""
        vectors: Vector = self.load().encode_document(
            texts, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return [[float(value) for value in vector] for vector in vectors]

    def embed_query(self, text: str) -> list[float]:
        """LangChain: return the vector of a question."""
        return [float(value) for value in self.query(text)]


def _sentence_vectors(
    tokens: Vector, offsets: Vector, start: int, passage: Passage, fallback: Vector
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
