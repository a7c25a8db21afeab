"""Any ``CrossEncoder`` by a model hub's name or a path, asked about each sentence by itself."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from chatbot.reranker.base import Reading
from index.errors import ModelError
from index.types import Passage

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class CrossEncoderReranker:
    """Reads (question, title and sentence) pairs; it cannot say that nothing answers."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._loading = threading.Lock()
        self._model: CrossEncoder | None = None

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a reading of each passage; raises ModelError where the model cannot be loaded."""
        pairs = [
            (question, f"{passage.context}. {sentence.text}" if passage.context else sentence.text)
            for passage in passages
            for sentence in passage.sentences
        ]
        if not pairs:
            return []
        import torch

        values = self._load().predict(
            pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False, convert_to_numpy=True
        )
        ends = np.cumsum([len(passage.sentences) for passage in passages])[:-1]
        return [Reading(part, 0.0) for part in np.split(np.asarray(values, dtype=np.float64), ends)]

    def _load(self) -> "CrossEncoder":
        with self._loading:
            if self._model is None:
                from sentence_transformers import CrossEncoder

                try:
                    model = CrossEncoder(self.name, device="cpu")
                except Exception as error:
                    raise ModelError(
                        f"the reranker {self.name} cannot be loaded: {error}",
                        "set FOOTNOTE_RERANKER to a folder or a model hub's name that this machine reaches, "
                        "to footnote for the one that is shipped, or to none",
                    ) from error
                if model.num_labels != 1:
                    raise ModelError(
                        f"{self.name} gives {model.num_labels} values for a pair, and a reranker gives one",
                        "name a CrossEncoder that was fitted to rank",
                    )
                self._model = model
            return self._model
