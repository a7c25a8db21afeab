"""The network of our rerankers: a BERT of MiniLM's width, fitted to read pairs.

The question and a passage pass through it together. Each sentence is scored from the
mean of its tokens and the [CLS] token, the whole pair from the mean of all and [CLS]: as
Provence (Chirkova et al. 2025, arXiv:2501.16214) tells useful sentences from useless ones
in one pass. A file holds what is not the embedding model's own.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from chatbot.reranker.stored import read, write
from chatbot.reranker.tokens import Batch


class Network(nn.Module):
    """Reads batches; a head for sentences, and one for the pair with two log-odds.

    The pair's are: none of its sentences answers the question, and its sentences support
    what the first text claims. ``seen`` is what the body's layers read in texts of the fit, if that
    was looked at: by name the least and the most of each channel, shape ``(2, channels)``.
    """

    def __init__(self, body: BertModel) -> None:
        super().__init__()
        self.body = body
        width = body.config.hidden_size
        self.sentence = nn.Linear(2 * width, 1)
        self.pair = nn.Linear(2 * width, 2)
        self.seen: Mapping[str, NDArray[np.float32]] = {}

    @classmethod
    def begin(cls, model: Path) -> "Network":
        """Return the network that a fit begins with: the layers of the BERT in ``model``, heads at random."""
        return cls(BertModel.from_pretrained(str(model), add_pooling_layer=False, local_files_only=True))

    @classmethod
    def open(cls, path: Path, embedding_model: Path) -> "Network":
        """Return the network in ``path``; what it lacks is the embedding model's.

        Raises OSError for a file that cannot be read and ValueError for one of another network.
        """
        stored = read(path)
        tensors = stored.tensors
        config = BertConfig.from_pretrained(
            str(embedding_model), num_hidden_layers=stored.depth, local_files_only=True
        )
        network = cls(BertModel(config, add_pooling_layer=False)).eval()
        wanted = set(network.state_dict())
        if wanted - set(tensors):
            known = _named(embedding_model)
            tensors |= {name: known[name] for name in wanted - set(tensors) if name in known}
        if wanted != set(tensors):
            raise ValueError(f"{path} does not hold the weights of this network")
        network.load_state_dict(tensors)
        network.seen = stored.seen
        return network

    def forward(self, batch: Batch, most: int) -> tuple[Tensor, Tensor]:
        """Return the log-odds of ``most`` sentences, ``(pairs, most)``, and of the pairs, ``(pairs, 2)``."""
        states = self.body(
            input_ids=torch.from_numpy(batch.ids),
            attention_mask=torch.from_numpy(batch.mask),
            token_type_ids=torch.from_numpy(batch.types),
        ).last_hidden_state.float()
        return self.scored(batch, most, states)

    def scored(self, batch: Batch, most: int, states: Tensor) -> tuple[Tensor, Tensor]:
        """Return what ``forward`` does of the body's ``states``, ``(pairs, tokens, width)``."""
        mask = torch.from_numpy(batch.mask)
        first = states[:, 0]
        belongs = nn.functional.one_hot(torch.from_numpy(batch.sentence), most + 1)[..., 1:].float()
        counts = belongs.sum(1).clamp(min=1).unsqueeze(-1)
        means = torch.einsum("bts,btw->bsw", belongs, states) / counts
        whole = (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        sentence = self.sentence(torch.cat([means, first.unsqueeze(1).expand_as(means)], -1)).squeeze(-1)
        return sentence, self.pair(torch.cat([first, whole], -1))

    def save(self, path: Path, embedding_model: Path) -> None:
        """Write what differs from the embedding model; raises OSError."""
        known = _named(embedding_model)
        own = {
            name: value
            for name, value in self.state_dict().items()
            if name not in known or not torch.equal(value, known[name])
        }
        write(path, own, self.body.config.num_hidden_layers, self.seen)


def _named(embedding_model: Path) -> dict[str, Tensor]:
    """Return the embedding model's weights, by the names that they have in a network."""
    weights = load_file(embedding_model / "model.safetensors")
    return {f"body.{name}": value for name, value in weights.items()}
