"""Candidates -> the reranker's word on them: the likeliest passages are read with the question."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.evidence.features import Candidate
from chatbot.reranker import Reading, Reranker
from index.types import Passage

READ = 4
"""Passages that are read."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What was read of the candidates, in log-odds.

    ``sentences`` has shape ``(len(candidates),)``; a sentence of a passage that was not
    read has the lowest value of those that were. ``passages`` are the readings by the
    passage's id.
    """

    sentences: NDArray[np.float64]
    passages: dict[str, Reading]

    def standing(self) -> NDArray[np.float64]:
        """Return ``sentences`` in standard deviations of what was read: any model's, on one scale."""
        spread = np.concatenate([reading.sentences for reading in self.passages.values()]).std()
        scaled: NDArray[np.float64] = self.sentences / (spread + 1e-9)
        return scaled


def reread(
    question: str,
    listed: Sequence[Candidate],
    scored: NDArray[np.float64],
    reranker: Reranker,
    most: int = READ,
) -> Reread:
    """Have the ``most`` passages with the best scored sentences read; ``listed`` is not empty."""
    passages: dict[str, Passage] = {}
    for number in np.argsort(-scored, kind="stable"):
        passage = listed[number].hit.passage
        passages.setdefault(passage.id, passage)
        if len(passages) == most:
            break
    readings = dict(zip(passages, reranker.read(question, list(passages.values())), strict=True))
    lowest = min(float(reading.sentences.min()) for reading in readings.values())
    sentences = np.array(
        [
            readings[each.hit.passage.id].sentences[each.number]
            if each.hit.passage.id in readings
            else lowest
            for each in listed
        ]
    )
    return Reread(sentences, readings)
