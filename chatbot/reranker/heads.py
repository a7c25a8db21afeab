"""The states of a passage's tokens -> log-odds: what ``chatbot.reranker.network`` does, without torch."""

from collections.abc import Mapping

import numpy as np

from chatbot.reranker.tokens import Batch
from index.types import Vector


class Heads:
    """The last, linear layers of a network; of each sentence, and of the pair."""

    def __init__(self, tensors: Mapping[str, Vector]) -> None:
        """Take ``sentence`` and ``pair`` of a network's tensors."""
        self._of_mean, self._of_first = np.split(tensors["sentence.weight"][0], 2)
        self._sentence = tensors["sentence.bias"]
        self._pair, self._bias = tensors["pair.weight"], tensors["pair.bias"]

    def scored(self, batch: Batch, most: int, states: Vector) -> tuple[Vector, Vector]:
        """Return the log-odds of ``most`` sentences, ``(pairs, most)``, and of the pairs, ``(pairs, 2)``.

        ``states`` are those of the last layer, ``(pairs, tokens, width)``.
        """
        first = states[:, 0]
        numbers = np.arange(1, most + 1)
        belongs = (batch.sentence[:, None] == numbers[:, None]).astype(np.float32)
        means = belongs @ states / belongs.sum(-1, keepdims=True).clip(min=1)
        mask = batch.mask.astype(np.float32)[..., None]
        mean = (states * mask).sum(1) / mask.sum(1)
        sentences: Vector = means @ self._of_mean + (first @ self._of_first)[:, None] + self._sentence
        pairs: Vector = np.concatenate([first, mean], -1) @ self._pair.T + self._bias
        return sentences, pairs
