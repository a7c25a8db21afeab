"""What a reranker is asked and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.types import Passage


@dataclass(frozen=True, slots=True)
class Reading:
    """How far one passage answers a question, in log-odds.

    ``sentences`` has one value for each of its sentences, shape ``(len(sentences),)``:
    does this one answer? ``none`` says that none of them does; a model that cannot tell
    says 0.
    """

    sentences: NDArray[np.float64]
    none: float


class Reranker(Protocol):
    """A model that reads the question and a passage together."""

    name: str

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a reading of each passage; raises ModelError where the model cannot be used."""
