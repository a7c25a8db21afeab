"""Any natural language inference ``CrossEncoder``, by a model hub's name or a path, as a checker."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class NliModel:
    """Says whether evidence entails a claim; loaded at its first use.

    Which of its labels means that is read from the model's own configuration.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._loading = threading.Lock()
        self._model: tuple[CrossEncoder, int] | None = None

    def support(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return the log-odds that the evidence of each (claim, evidence) entails the claim.

        Raises ModelError where the model cannot be loaded, or has no such label.
        """
        if not pairs:
            return np.zeros(0)
        import torch

        model, label = self._load()
        values = model.predict(
            [(evidence, claim) for claim, evidence in pairs],
            activation_fn=torch.nn.Identity(),
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        logits = np.asarray(values, dtype=np.float64).reshape(len(pairs), -1)
        if logits.shape[1] == 1:
            return logits[:, 0]
        others = np.delete(logits, label, axis=1)
        against: NDArray[np.float64] = np.logaddexp.reduce(others, axis=1)
        return logits[:, label] - against

    def _load(self) -> "tuple[CrossEncoder, int]":
        with self._loading:
            if self._model is None:
                self._model = self._loaded()
            return self._model

    def _loaded(self) -> "tuple[CrossEncoder, int]":
        from sentence_transformers import CrossEncoder

        try:
            model = CrossEncoder(self.name, device="cpu")
        except Exception as error:
            raise ModelError(
                f"the NLI model {self.name} cannot be loaded: {error}",
                "set FOOTNOTE_NLI_MODEL to a folder or a model hub's name that this machine reaches, "
                "or leave it out",
            ) from error
        names = {str(name).lower(): int(number) for number, name in model.config.id2label.items()}
        label = next((names[name] for name in ("entailment", "entailed", "supported") if name in names), None)
        if label is None and len(names) > 1:
            raise ModelError(
                f"{self.name} has the labels {', '.join(names)}, and none of them is entailment",
                "name a model that was fitted for natural language inference",
            )
        return model, label or 0
