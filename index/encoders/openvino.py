"""Models of BERT's kind that average their tokens, run by OpenVINO: a question in half the time.

Used where ``footnote[fast]`` is installed, for the model that is shipped and others like it.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.encoders.base import Encoded
from index.encoders.bert import Bert, is_installed
from index.errors import ModelError
from index.types import Vector

__all__ = ["OpenVinoEncoder", "is_installed", "reads"]

_MODULES = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])


def reads(folder: Path) -> bool:
    """Say whether the model in ``folder`` is of the kind that this encoder computes."""
    names = [module["type"].rpartition(".")[2] for module in _json(folder / "modules.json") or []]
    pooling = _json(folder / "1_Pooling" / "config.json") or {}
    modes = [mode for mode, is_on in pooling.items() if mode.startswith("pooling_mode_") and is_on]
    config = _json(folder / "config.json") or {}
    return (
        names in _MODULES
        and modes == ["pooling_mode_mean_tokens"]
        and pooling.get("include_prompt", True)
        and Bert.computes(config)
        and all((folder / name).is_file() for name in ("model.safetensors", "tokenizer.json"))
    )


class OpenVinoEncoder:
    """The network of ``index.encoders.bert``, its tokens averaged."""

    def __init__(self, folder: Path) -> None:
        """Load the model in ``folder``; raises ModelError where that cannot be done."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            config = _json(folder / "config.json")
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._bert = Bert(load_file(folder / "model.safetensors"), config)
        except Exception as error:  # whatever a damaged file makes these libraries raise
            raise ModelError(
                f"the embedding model in {folder} cannot be loaded: {error}",
                "get its files again, or set FOOTNOTE_EMBEDDING_MODEL to another",
            ) from error
        prompts = (_json(folder / "config_sentence_transformers.json") or {}).get("prompts") or {}
        self.prompt: str = prompts.get("document") or prompts.get("passage") or ""
        self._asked: str = prompts.get("query") or ""
        settings = _json(folder / "sentence_bert_config.json") or {}
        self.window = int(settings.get("max_seq_length") or config["max_position_embeddings"])
        self._tokenizer.enable_truncation(self.window)
        self._tokenizer.enable_padding(pad_id=config.get("pad_token_id") or 0)

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Read texts at once, each cut off at the window."""
        read = self._tokenizer.encode_batch(list(texts))
        ids = np.array([each.ids for each in read], dtype=np.int64)
        mask = np.array([each.attention_mask for each in read], dtype=np.int64)
        tokens = self._bert.states(ids, mask, np.zeros_like(ids))
        whole = np.einsum("btd,bt->bd", tokens, mask.astype(np.float32))
        whole /= mask.sum(axis=1, keepdims=True)
        return Encoded(tokens, np.array([each.offsets for each in read], dtype=np.int64), whole)

    def question(self, text: str) -> Vector:
        """Return the embedding of a question, shape ``(dimension,)``, of any length."""
        vector: Vector = self.encode([self._asked + text]).whole[0]
        return vector

    def tokenizer(self) -> str:
        """Return the model's tokenizer as the JSON that ``tokenizers`` reads."""
        text: str = self._tokenizer.to_str()
        return text


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else None
