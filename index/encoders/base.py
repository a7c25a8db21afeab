"""What an encoder is asked and what it gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.types import Vector


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as a model reads them, padded to the longest.

    ``tokens`` has shape ``(texts, tokens, dimension)``; ``offsets``, shape ``(texts, tokens, 2)``,
    says where in its text each begins and ends (both 0 for what stands for no part of it);
    ``whole``, shape ``(texts, dimension)``, is each text's embedding, of any length.
    """

    tokens: Vector
    offsets: NDArray[np.int64]
    whole: Vector


class Encoder(Protocol):
    """A loaded embedding model; safe to use from any thread.

    ``prompt`` is what it wants before a document, and ``window`` the most tokens that it
    reads of a text, its special ones too.
    """

    prompt: str
    window: int

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Read texts at once, each cut off at the window."""

    def question(self, text: str) -> Vector:
        """Return the embedding of a question, shape ``(dimension,)``, of any length."""

    def tokenizer(self) -> str:
        """Return the model's tokenizer as the JSON that ``tokenizers`` reads."""
