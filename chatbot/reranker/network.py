"""The network of our rerankers: a BERT of MiniLM's width, fitted to read pairs.

The question and a passage pass through it together. Each sentence is scored from the
mean of its tokens and the [CLS] token, the whole pair from the mean of all and [CLS]: as
Provence (Chirkova et al. 2025, arXiv:2501.16214) tells useful sentences from useless ones
in one pass. A file holds what is not the embedding model's own.
"""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from chatbot.reranker.stored import Stored, completed, embedded, write
from chatbot.reranker.tokens import Batch
from index.encoders.rounded import Seen
from index.types import Vector


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
        self.seen: Seen = {}

    @classmethod
    def begin(cls, model: Path) -> "Network":
        """Return the network that a fit begins with: the layers of the BERT in ``model``, heads at random."""
        return cls(BertModel.from_pretrained(str(model), add_pooling_layer=False, local_files_only=True))

    @classmethod
    def open(cls, path: Path, embedding_model: Path) -> "Network":
        """Return the network in ``path``; what it lacks is the embedding model's.

        Raises OSError for a file that cannot be read and ValueError for one of another network.
        """
        return cls.of(completed(path, embedding_model), embedding_model)

    @classmethod
    def of(cls, stored: Stored, embedding_model: Path) -> "Network":
        """Return the network whose file was read; its layers are shaped as the embedding model's."""
        config = BertConfig.from_pretrained(
            str(embedding_model), num_hidden_layers=stored.depth, local_files_only=True
        )
        network = cls(BertModel(config, add_pooling_layer=False)).eval()
        network.load_state_dict({name: torch.from_numpy(value) for name, value in stored.tensors.items()})
        network.seen = stored.seen
        return network

    def quickened(self) -> "Network":
        """Return this network, to read with: in bfloat16 where the processor does not only emulate it."""
        if torch.cpu._is_avx512_bf16_supported():
            self.body.bfloat16()
        return self

    def forward(self, batch: Batch, most: int) -> tuple[Tensor, Tensor]:
        """Return the log-odds of ``most`` sentences, ``(pairs, most)``, and of the pairs, ``(pairs, 2)``."""
        states = self._read(batch.ids, batch.mask, batch.types)
        mask = torch.from_numpy(batch.mask)
        first = states[:, 0]
        belongs = nn.functional.one_hot(torch.from_numpy(batch.sentence), most + 1)[..., 1:].float()
        counts = belongs.sum(1).clamp(min=1).unsqueeze(-1)
        means = torch.einsum("bts,btw->bsw", belongs, states) / counts
        whole = (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        sentence = self.sentence(torch.cat([means, first.unsqueeze(1).expand_as(means)], -1)).squeeze(-1)
        return sentence, self.pair(torch.cat([first, whole], -1))

    def states(self, ids: NDArray[np.int64], mask: NDArray[np.int64], types: NDArray[np.int64]) -> Vector:
        """Return the last layer's states, as ``index.encoders.bert.Bert`` computes them by OpenVINO."""
        with torch.inference_mode():
            found: Vector = self._read(ids, mask, types).numpy()
        return found

    def _read(self, ids: NDArray[np.int64], mask: NDArray[np.int64], types: NDArray[np.int64]) -> Tensor:
        states: Tensor = self.body(
            input_ids=torch.from_numpy(ids),
            attention_mask=torch.from_numpy(mask),
            token_type_ids=torch.from_numpy(types),
        ).last_hidden_state
        return states.float()

    def save(self, path: Path, embedding_model: Path) -> None:
        """Write what differs from the embedding model; raises OSError."""
        known = embedded(embedding_model)
        tensors = {name: value.numpy() for name, value in self.state_dict().items()}
        own = {
            name: value
            for name, value in tensors.items()
            if name not in known or not np.array_equal(value, known[name])
        }
        write(path, Stored(own, self.body.config.num_hidden_layers, self.seen))
