"""Rows -> what a network's layers read in them: the range that their inputs are rounded to.

    python -m chatbot.fitting.seen PUBLIC WEIGHTS…

looks anew with the public pairs in the folder PUBLIC, and writes it into each file of WEIGHTS. A fit
does so by itself. The range is that of texts of the fit; ``index.encoders.rounded`` uses it.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from chatbot.fitting.rows import Public, Row
from chatbot.reranker.network import Network
from chatbot.reranker.tokens import Batch, encode, reading_tokenizer
from index import models

LOOKED_AT = 256
"""Rows that are looked at."""

_BATCH = 16

_SAME = ("attention.self.key", "attention.self.value")
"""Layers that read what ``attention.self.query`` reads."""


def main() -> None:
    """Look anew for the files named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.fitting.seen", description=__doc__)
    parser.add_argument("public", type=Path)
    parser.add_argument("weights", nargs="+", type=Path)
    given = parser.parse_args()
    rows = Public(given.public).rows(random.Random(0))
    for path in given.weights:
        network = Network.open(path, models.shipped())
        look(network, rows)
        network.save(path, models.shipped())


def look(network: Network, rows: Sequence[Row]) -> None:
    """Let ``network`` read some of ``rows``, and tell it what its layers saw."""
    tokenizer = reading_tokenizer(str(models.shipped() / "tokenizer.json"))
    chosen = random.Random(0).sample(rows, min(LOOKED_AT, len(rows)))
    network.eval()
    looking = _Looking(network)
    for first in range(0, len(chosen), _BATCH):
        pairs = [row.pair for row in chosen[first : first + _BATCH]]
        looking.at(encode(tokenizer, pairs), max(len(pair.sentences) for pair in pairs))
    network.seen = looking.seen


class _Looking:
    """Watches the inputs of a network's linear layers; padding is not looked at."""

    def __init__(self, network: Network) -> None:
        self.seen: dict[str, NDArray[np.float32]] = {}
        self._network = network

    def at(self, batch: Batch, most: int) -> None:
        """Read ``batch``, whose passages have ``most`` sentences."""
        real = torch.from_numpy(batch.mask).bool()

        def watched(name: str) -> Callable[..., None]:
            def watch(layer: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
                states = inputs[0][real]
                self._widen(name, torch.stack([states.amin(0), states.amax(0)]).numpy())

            return watch

        layers = {
            name: layer
            for name, layer in self._network.body.named_modules()
            if isinstance(layer, nn.Linear) and not name.endswith(_SAME)
        }
        watching = [layer.register_forward_hook(watched(name)) for name, layer in layers.items()]
        with torch.inference_mode():
            self._network(batch, most)
        for each in watching:
            each.remove()

    def _widen(self, name: str, found: NDArray[np.float32]) -> None:
        known = self.seen.setdefault(name, found)
        self.seen[name] = np.stack([np.minimum(known[0], found[0]), np.maximum(known[1], found[1])])


if __name__ == "__main__":
    main()
