"""The reranker that ships: reads passages in one pass each, on this machine's CPU."""

import threading
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from chatbot.reranker.base import Reading
from chatbot.reranker.tokens import Batch, Pair, encode, reading_tokenizer
from index import models
from index.errors import ModelError
from index.types import Passage

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from chatbot.reranker.network import Network
    from index.encoders.bert import Bert

NAME = "footnote"


class PassageReranker:
    """Scores every sentence of a passage, and claims against evidence; loaded at its first use."""

    name = NAME

    def __init__(self, weights: Path | None = None) -> None:
        """Use the shipped weights, or those of another file that ``chatbot.fitting.reranker`` made."""
        self._weights = weights
        self._loading = threading.Lock()
        self._loaded: tuple[Network, Tokenizer, Bert | None] | None = None

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
        import torch

        network, tokenizer, bert = self._load()
        batch = encode(tokenizer, pairs)
        most = max(len(pair.sentences) for pair in pairs)
        with torch.inference_mode():
            if bert is None:
                sentences, whole = network(batch, most)
            else:
                states = torch.from_numpy(bert.states(batch.ids, batch.mask, batch.types))
                sentences, whole = network.scored(batch, most, states)
        return sentences.double().numpy(), whole.double().numpy(), batch

    def _load(self) -> "tuple[Network, Tokenizer, Bert | None]":
        with self._loading:
            if self._loaded is None:
                self._loaded = self._opened()
            return self._loaded

    def _opened(self) -> "tuple[Network, Tokenizer, Bert | None]":
        """Return the network, its tokenizer and, where OpenVINO is installed, the body that it computes."""
        import torch

        from chatbot.reranker.network import Network
        from index.encoders.bert import Bert, is_installed

        backbone = models.shipped()
        path = self._weights or Path(str(resources.files("chatbot.reranker").joinpath("weights.safetensors")))
        try:
            network = Network.open(path, backbone)
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the reranker's weights {path} cannot be used: {error}",
                "install footnote again, or set FOOTNOTE_RERANKER=none to do without",
            ) from error
        tokenizer = reading_tokenizer(str(backbone / "tokenizer.json"))
        if is_installed():
            weights = {name: value.numpy() for name, value in network.body.state_dict().items()}
            bert = Bert(weights, network.body.config.to_dict(), network.seen)
            del network.body  # its weights are not needed twice
            return network.eval(), tokenizer, bert
        if torch.cpu._is_avx512_bf16_supported():  # else bfloat16 is emulated, and slower than float32
            network.body.bfloat16()
        return network.eval(), tokenizer, None
