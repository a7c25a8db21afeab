"""Found -> the evidence, and the probability that it answers: every look that is taken at it.

set orders aside -> score -> second look -> score -> reread -> score -> evidence, answerable?
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chatbot.evidence.answerable import more_likely, probability, signs
from chatbot.evidence.cells import Cells
from chatbot.evidence.extremes import AHEAD, Extremes
from chatbot.evidence.features import Candidate, candidates, wanted_type
from chatbot.evidence.reread import Reread, reread
from chatbot.evidence.scoring import SHOWN, evidence, scores
from chatbot.evidence.second_look import second_look
from chatbot.evidence.tables import Tables
from chatbot.reranker import NAME, Reranker
from chatbot.types import Evidence
from chatbot.weights import Fit, Weights
from chatbot.wording.planted import asks_about_orders, gives_orders
from index.dates import is_dateline
from index.followers.terms import terms
from index.library import Library
from index.search.hits import Found
from index.types import BlockKind, Filter, Hit, Sentence


@dataclass(frozen=True, slots=True)
class Judged:
    """The evidence, best first, and the probability that it answers.

    ``planted`` are the titles of the articles it is from that also give orders to whoever answers;
    ``compared`` says how the best row was found, where a table's rows were compared.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    planted: tuple[str, ...] = ()
    compared: str = ""


class Judge:
    """Weighs what was found; ``reranker`` is ``None`` where passages are not read again."""

    def __init__(self, library: Library, reranker: Reranker | None, weights: Weights) -> None:
        self._library = library
        self._tables = Tables(library)
        self._cells = Cells(library)
        self._extremes = Extremes(library, self._tables, self._cells)
        self._reranker = reranker
        self._weights = weights

    def judge(self, found: Found, where: Filter | None = None, shown: int = SHOWN) -> Judged:
        """Return the ``shown`` best sentences; raises ModelError where the reranker cannot be used."""
        judged = self._weighed(found, where, shown)
        judged = replace(judged, evidence=self._tables.named(judged.evidence))
        judged = self._compared(found.query.text, judged, shown)
        theirs = {each.article.id for each in judged.evidence}
        suspects = [hit for hit in found.hits if hit.article.id in theirs and _planted(hit, found)]
        return replace(judged, planted=tuple(dict.fromkeys(hit.article.title for hit in suspects)))

    def _compared(self, question: str, judged: Judged, shown: int) -> Judged:
        """Return ``judged`` with the row first that has the most or the least, where that is asked for."""
        extreme = self._extremes.asked(question, judged.evidence)
        if isinstance(extreme, float):
            return replace(judged, confidence=more_likely(judged.confidence, extreme))
        held = {(each.article.id, each.sentence.start) for each in extreme.rows}
        score = judged.evidence[0].score + AHEAD
        rows = [replace(each, score=score) for each in extreme.rows]
        others = [each for each in judged.evidence if (each.article.id, each.sentence.start) not in held]
        ranked = [replace(each, rank=rank) for rank, each in enumerate([*rows, *others][:shown], 1)]
        return replace(judged, evidence=tuple(ranked), confidence=extreme.probability, compared=extreme.told)

    def _telling(self, found: Found) -> list[Candidate]:
        """Return the candidates that say something.

        What asks no more than the question says nothing, nor does a row that names columns; orders
        say nothing unless they are what is asked about, and the place and day at the head of a story
        nothing unless a date, a name or a number is asked for.
        """
        asked = set(terms(found.query.text))
        takes_orders = asks_about_orders(found.query.text)
        takes_datelines = wanted_type(found.query.text) is not None
        return [
            each
            for each in candidates(found, self._tables.in_words)
            if not (each.sentence.text.endswith("?") and set(terms(each.sentence.text)) <= asked)
            and (takes_orders or not gives_orders(each.sentence.text))
            and (takes_datelines or not _heads_a_story(each.sentence))
            and not self._tables.only_names(each.hit.passage, each.sentence)
        ]

    def _weighed(self, found: Found, where: Filter | None, shown: int) -> Judged:
        alone = self._weights.alone
        listed = self._telling(found)
        if not listed:
            return Judged((), 0.0)
        scored = scores(listed, alone)
        wider = second_look(self._library, found, listed[int(scored.argmax())], where)
        if wider is not found:
            added = replace(wider, hits=wider.hits[len(found.hits) :])
            found, listed = wider, listed + self._telling(added)
            scored = scores(listed, alone)
        if self._reranker is None:
            best = evidence(listed, scored, shown=shown)
            return Judged(best, self._confidence(found, listed, scored, best, fit=alone))
        read = reread(found.query.text, listed, scored, self._reranker)
        if self._reranker.name != NAME:
            # log-odds of another model have another scale: they order, and the refusal stays ours
            best = evidence(listed, scored + read.standing(), read, shown)
            return Judged(best, self._confidence(found, listed, scored, best, fit=alone))
        fit = self._weights.reread
        scored = scores(listed, fit, read)
        best = evidence(listed, scored, read, shown)
        return Judged(best, self._confidence(found, listed, scored, best, fit=fit, read=read))

    def _confidence(
        self,
        found: Found,
        listed: Sequence[Candidate],
        scored: NDArray[np.float64],
        best: Sequence[Evidence],
        *,
        fit: Fit,
        read: Reread | None = None,
    ) -> float:
        seen = signs(found, listed, scored, read, self._tables.in_words)
        passage, row = best[0].passage, best[0].sentence
        columns = self._tables.columns(passage, row)
        gained = self._cells.gain(found.query.text, columns, row.text, passage.context)
        return probability(seen, fit, read, gained)


def _heads_a_story(sentence: Sentence) -> bool:
    return sentence.kind is BlockKind.PARAGRAPH and is_dateline(sentence.text)


def _planted(hit: Hit, found: Found) -> bool:
    return not asks_about_orders(found.query.text) and any(
        gives_orders(sentence.text) for sentence in hit.passage.sentences
    )
