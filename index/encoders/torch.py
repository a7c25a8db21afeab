"""Any ``sentence-transformers`` model, run by torch on this machine's CPU.

Where the processor multiplies bfloat16 by itself, the matrices are multiplied so, and all
else is computed in float32: 2.1 times as fast, at a cosine of .99998 (``docs/speed.md``).
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.encoders.base import Encoded
from index.errors import ModelError
from index.types import Vector

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class TorchEncoder:
    """All modules of the model, as ``SentenceTransformer.encode`` runs them."""

    def __init__(self, name: str, folder: Path | None) -> None:
        """Load the model; raises ModelError where that cannot be done."""
        self._model = _loaded(name, folder)
        prompts = self._model.prompts
        self.prompt: str = prompts.get("document") or prompts.get("passage") or ""
        self.window = int(self._model.max_seq_length or 512)

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Read texts at once, each cut off at the window."""
        encoded = self._model.tokenizer(
            list(texts),
            padding=True,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        offsets = encoded.pop("offset_mapping").numpy()
        with _computing():
            output: dict[str, Any] = self._model(dict(encoded))
        return Encoded(
            tokens=output["token_embeddings"].float().numpy(),
            offsets=offsets,
            whole=output["sentence_embedding"].float().numpy(),
        )

    def question(self, text: str) -> Vector:
        """Return the embedding of a question, shape ``(dimension,)``, of any length."""
        with _computing():
            vector: Vector = self._model.encode_query(text, show_progress_bar=False, convert_to_numpy=True)
        return vector

    def tokenizer(self) -> str:
        """Return the model's tokenizer as the JSON that ``tokenizers`` reads."""
        text: str = self._model.tokenizer.backend_tokenizer.to_str()
        return text


@contextmanager
def _computing() -> Iterator[None]:
    import torch

    with ExitStack() as held:
        held.enter_context(torch.inference_mode())
        if torch.cpu._is_avx512_bf16_supported():  # else bfloat16 is emulated, and slower than float32
            held.enter_context(torch.autocast("cpu", torch.bfloat16))
        yield


def _loaded(name: str, folder: Path | None) -> "SentenceTransformer":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
    try:
        return SentenceTransformer(str(folder or name), device="cpu", local_files_only=folder is not None)
    except Exception as error:
        raise ModelError(
            f"the embedding model {name} cannot be loaded: {error}",
            "set FOOTNOTE_EMBEDDING_MODEL to a folder or a model hub's name that this machine reaches, "
            "or leave it out to use the model that is shipped",
        ) from error
