"""The network of our reranker: the embedding model's layers, fitted to read pairs.

The question and a passage pass through MiniLM together. Each sentence is scored from the
mean of its tokens and the [CLS] token, the whole pair from the mean of all and [CLS]: as
Provence (Chirkova et al. 2025, arXiv:2501.16214) tells useful sentences from useless ones
in one pass. The word embeddings and the first layer are the embedding model's own, so
only what was fitted is stored.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoModel

from chatbot.reranker.tokens import Batch

FROZEN = ("embeddings.", "encoder.layer.0.", "pooler.")
"""Parameters of the body that stay the embedding model's."""


class Network(nn.Module):
    """Reads batches; a head for sentences, and one for the pair with two log-odds.

    The pair's are: none of its sentences answers the question, and its sentences support
    what the first text claims.
    """

    def __init__(self, backbone: Path, depth: int = 6) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(str(backbone), num_hidden_layers=depth, local_files_only=True)
        width = self.body.config.hidden_size
        self.sentence = nn.Linear(2 * width, 1)
        self.pair = nn.Linear(2 * width, 2)

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

    def fitted(self) -> dict[str, Tensor]:
        """Return what differs from the embedding model, by name."""
        return {
            name: value
            for name, value in self.state_dict().items()
            if not name.removeprefix("body.").startswith(FROZEN)
        }

    def save(self, path: Path) -> None:
        """Write what was fitted as float16."""
        depth = str(self.body.config.num_hidden_layers)
        halves = {name: value.half().contiguous() for name, value in self.fitted().items()}
        save_file(halves, path, metadata={"depth": depth})

    def load(self, path: Path) -> None:
        """Take what was fitted from ``path``; raises ValueError for a file of another network."""
        stored = {name: value.float() for name, value in load_file(path).items()}
        if set(stored) != set(self.fitted()):
            raise ValueError(f"{path} does not hold the weights of this network")
        self.load_state_dict(stored, strict=False)
