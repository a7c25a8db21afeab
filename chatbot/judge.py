"""Found -> the evidence, and the probability that it answers: every look that is taken at it.

set orders aside -> score -> second look -> score -> reread -> score -> evidence, answerable?
"""

from dataclasses import dataclass, replace

from chatbot.answerable import probability, signs
from chatbot.evidence import SHOWN, evidence, scores
from chatbot.features import Candidate, candidates, wanted_type
from chatbot.planted import asks_about_orders, gives_orders
from chatbot.reranker import NAME, Reranker
from chatbot.reread import reread
from chatbot.second_look import second_look
from chatbot.types import Evidence
from chatbot.weights import Weights
from index.dates import is_dateline
from index.library import Library
from index.search import Found
from index.terms import terms
from index.types import BlockKind, Filter, Hit, Sentence


@dataclass(frozen=True, slots=True)
class Judged:
    """The evidence, best first, and the probability that it answers.

    ``planted`` are the titles of the articles it is from that also give orders to whoever answers.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    planted: tuple[str, ...] = ()


class Judge:
    """Weighs what was found; ``reranker`` is ``None`` where passages are not read again."""

    def __init__(self, library: Library, reranker: Reranker | None, weights: Weights) -> None:
        self._library = library
        self._reranker = reranker
        self._weights = weights

    def judge(self, found: Found, where: Filter | None = None, shown: int = SHOWN) -> Judged:
        """Return the ``shown`` best sentences; raises ModelError where the reranker cannot be used."""
        judged = self._weighed(found, where, shown)
        judged = replace(judged, evidence=self._with_columns(judged.evidence))
        theirs = {each.article.id for each in judged.evidence}
        suspects = [hit for hit in found.hits if hit.article.id in theirs and _planted(hit, found)]
        return replace(judged, planted=tuple(dict.fromkeys(hit.article.title for hit in suspects)))

    def _with_columns(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """Return the evidence with the names of each table row's columns, unless they give orders.

        A row that only names them says nothing.
        """
        rows: dict[tuple[str, int], list[int]] = {}
        for each in evidence:
            if each.sentence.kind is BlockKind.ROW:
                article = each.passage.article_id, each.passage.version
                rows.setdefault(article, []).append(each.sentence.start)
        named = {
            (article_id, start): names
            for (article_id, version), starts in rows.items()
            for start, names in zip(starts, self._library.columns(article_id, version, starts), strict=True)
            if not gives_orders(names)
        }
        told = [
            replace(each, columns=named.get((each.passage.article_id, each.sentence.start), ""))
            for each in evidence
        ]
        telling = [each for each in told if each.columns != each.sentence.text]
        return tuple(replace(each, rank=rank) for rank, each in enumerate(telling, 1))

    def _weighed(self, found: Found, where: Filter | None, shown: int) -> Judged:
        alone = self._weights.alone
        listed = _telling(found)
        if not listed:
            return Judged((), 0.0)
        scored = scores(listed, alone)
        wider = second_look(self._library, found, listed[int(scored.argmax())], where)
        if wider is not found:
            found, listed = wider, _telling(wider)
            scored = scores(listed, alone)
        if self._reranker is None:
            return Judged(
                evidence(listed, scored, shown=shown), probability(signs(found, listed, scored), alone)
            )
        read = reread(found.query.text, listed, scored, self._reranker)
        if self._reranker.name != NAME:
            # log-odds of another model have another scale: they order, and the refusal stays ours
            confidence = probability(signs(found, listed, scored), alone)
            return Judged(evidence(listed, scored + read.standing(), read, shown), confidence)
        fit = self._weights.reread
        scored = scores(listed, fit, read)
        return Judged(
            evidence(listed, scored, read, shown), probability(signs(found, listed, scored, read), fit, read)
        )


def _telling(found: Found) -> list[Candidate]:
    """Return the candidates that say something.

    The question itself says nothing where an article repeats it; orders say nothing unless
    they are what is asked about, and the place and day at the head of a story nothing unless
    a date, a name or a number is asked for.
    """
    asked = set(terms(found.query.text))
    takes_orders = asks_about_orders(found.query.text)
    takes_datelines = wanted_type(found.query.text) is not None
    return [
        each
        for each in candidates(found)
        if not (each.sentence.text.endswith("?") and set(terms(each.sentence.text)) == asked)
        and (takes_orders or not gives_orders(each.sentence.text))
        and (takes_datelines or not _heads_a_story(each.sentence))
    ]


def _heads_a_story(sentence: Sentence) -> bool:
    return sentence.kind is BlockKind.PARAGRAPH and is_dateline(sentence.text)


def _planted(hit: Hit, found: Found) -> bool:
    return not asks_about_orders(found.query.text) and any(
        gives_orders(sentence.text) for sentence in hit.passage.sentences
    )
