"""Found -> the evidence, and the probability that it answers: every look that is taken at it.

score -> second look -> score -> reread -> score -> evidence, answerable?
"""

from dataclasses import dataclass

from chatbot.answerable import probability, signs
from chatbot.evidence import evidence, scores
from chatbot.features import candidates
from chatbot.reranker import NAME, Reranker
from chatbot.reread import reread
from chatbot.second_look import second_look
from chatbot.types import Evidence
from chatbot.weights import Weights
from index.library import Library
from index.search import Found
from index.types import Filter


@dataclass(frozen=True, slots=True)
class Judged:
    """The evidence, best first, and the probability that it answers."""

    evidence: tuple[Evidence, ...]
    confidence: float


class Judge:
    """Weighs what was found; ``reranker`` is ``None`` where passages are not read again."""

    def __init__(self, library: Library, reranker: Reranker | None, weights: Weights) -> None:
        self._library = library
        self._reranker = reranker
        self._weights = weights

    def judge(self, found: Found, where: Filter | None = None) -> Judged:
        """Return the evidence of ``found``; raises ModelError where the reranker cannot be used."""
        alone = self._weights.alone
        listed = candidates(found)
        if not listed:
            return Judged((), 0.0)
        scored = scores(listed, alone)
        wider = second_look(self._library, found, listed[int(scored.argmax())], where)
        if wider is not found:
            found, listed = wider, candidates(wider)
            scored = scores(listed, alone)
        if self._reranker is None:
            return Judged(evidence(listed, scored), probability(signs(found, listed, scored), alone))
        read = reread(found.query.text, listed, scored, self._reranker)
        if self._reranker.name != NAME:
            # log-odds of another model have another scale: they order, and the refusal stays ours
            confidence = probability(signs(found, listed, scored), alone)
            return Judged(evidence(listed, scored + read.standing()), confidence)
        fit = self._weights.reread
        scored = scores(listed, fit, read)
        return Judged(evidence(listed, scored), probability(signs(found, listed, scored, read), fit, read))
