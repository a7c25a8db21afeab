from collections.abc import Sequence
from pathlib import Path

import numpy as np

from chatbot.evidence.features import candidates
from chatbot.evidence.reread import reread
from chatbot.evidence.scoring import scores
from chatbot.reranker import Reading
from chatbot.weights import Weights
from index.library import Library
from index.types import Passage


class Counting:
    """A reranker that likes long sentences, and remembers what it read."""

    name = "counting"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        self.seen += [passage.id for passage in passages]
        return [
            Reading(np.array([float(len(each.text)) for each in passage.sentences]), none=1.0)
            for passage in passages
        ]


def test_only_the_likeliest_passages_are_read_and_the_rest_stand_below(
    library: Library, articles: Path
) -> None:
    library.sync([articles])
    found = library.search("When did Sweden join NATO?")
    listed = candidates(found)
    scored = scores(listed, Weights.shipped().alone)
    counting = Counting()
    read = reread("When did Sweden join NATO?", listed, scored, counting, most=1)
    best = listed[int(scored.argmax())].hit.passage
    assert counting.seen == [best.id] == list(read.passages)
    for number, each in enumerate(listed):
        inside = each.hit.passage.id == best.id
        lengths = [len(sentence.text) for sentence in best.sentences]
        assert read.sentences[number] == (len(each.sentence.text) if inside else min(lengths))
    assert read.standing().std() > 0
