"""The reranker that ships: reads passages in one pass each, on this machine's CPU."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.reranker.base import Reading
from chatbot.reranker.heads import Heads
from chatbot.reranker.stored import BODY, Stored, completed
from chatbot.reranker.tokens import Batch, Pair, encode, reading_tokenizer
from index import models
from index.encoders.bert import Bert, is_installed
from index.errors import ModelError
from index.types import Passage, Vector

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NAME = "footnote"


class _Body(Protocol):
    def states(self, ids: NDArray[np.int64], mask: NDArray[np.int64], types: NDArray[np.int64]) -> Vector: ...


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: "Tokenizer"
    body: _Body
    heads: Heads


class PassageReranker:
    """Scores every sentence of a passage, and claims against evidence; loaded at its first use."""

    name = NAME

    def __init__(self, weights: Path | None = None) -> None:
        """Use the shipped weights, or those of another file that ``chatbot.fitting.reranker`` made."""
        self._weights = weights
        self._loading = threading.Lock()
        self._loaded: _Loaded | None = None

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a reading of each passage; a sentence beyond the window gets the passage's lowest."""
        return self.read_pairs(
            [
                Pair(question, passage.context, tuple(sentence.text for sentence in passage.sentences))
                for passage in passages
            ]
        )

    def read_pairs(self, pairs: Sequence[Pair]) -> list[Reading]:
        """Return a reading of each pair."""
        if not pairs:
            return []
        sentences, whole, batch = self._forward(pairs)
        found = []
        for row, pair in enumerate(pairs):
            values = sentences[row, : len(pair.sentences)]
            present = np.isin(np.arange(1, len(values) + 1), batch.sentence[row])
            lowest = values[present].min() if present.any() else float(whole[row, 0])
            found.append(Reading(np.where(present, values, lowest), float(whole[row, 0])))
        return found

    def support(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return the log-odds that each (claim, evidence) is supported, shape ``(len(pairs),)``."""
        if not pairs:
            return np.zeros(0)
        _, whole, _ = self._forward([Pair(claim, "", (evidence,)) for claim, evidence in pairs])
        return whole[:, 1]

    def _forward(self, pairs: Sequence[Pair]) -> tuple[NDArray[np.float64], NDArray[np.float64], Batch]:
        loaded = self._load()
        batch = encode(loaded.tokenizer, pairs)
        most = max(len(pair.sentences) for pair in pairs)
        states = loaded.body.states(batch.ids, batch.mask, batch.types)
        sentences, whole = loaded.heads.scored(batch, most, states)
        return sentences.astype(np.float64), whole.astype(np.float64), batch

    def _load(self) -> _Loaded:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._opened()
            return self._loaded

    def _opened(self) -> _Loaded:
        backbone = models.shipped()
        path = self._weights or Path(str(resources.files("chatbot.reranker").joinpath("weights.safetensors")))
        try:
            stored = completed(path, backbone)
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the reranker's weights {path} cannot be used: {error}",
                "install footnote again, or set FOOTNOTE_RERANKER=none to do without",
            ) from error
        tokenizer = reading_tokenizer(str(backbone / "tokenizer.json"))
        return _Loaded(tokenizer, _body(stored, backbone), Heads(stored.tensors))


def _body(stored: Stored, backbone: Path) -> _Body:
    """Return the body as OpenVINO computes it where that is installed, and then without loading torch."""
    if is_installed():
        config = json.loads((backbone / "config.json").read_text("utf-8"))
        weights = {name.removeprefix(BODY): value for name, value in stored.tensors.items()}
        return Bert(weights, config | {"num_hidden_layers": stored.depth}, stored.seen)
    from chatbot.reranker.network import Network

    return Network.of(stored, backbone).quickened()
