"""Questions asked -> the cases that a person should look at first, worst first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chatbot.evaluate.types import Asked, span_of

MOST = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of one kind: the ``worst`` of ``number``."""

    title: str
    hint: str
    number: int
    worst: tuple[Asked, ...]


def groups(asked: Sequence[Asked]) -> list[Group]:
    """Return the kinds of faults that occurred, the gravest kind first."""
    kinds: list[tuple[str, str, Callable[[Asked], bool], Callable[[Asked], float]]] = [
        (
            "A quote that is not in its article",
            "This must not happen; please report it.",
            lambda each: not all(each.exact),
            lambda each: 0.0,
        ),
        (
            "Answered, though the articles do not hold the answer",
            "The surest first. Is it really not in the articles?",
            lambda each: not each.question.answerable and each.reply.answered,
            lambda each: -each.reply.confidence,
        ),
        (
            "Answered, and no gold sentence is cited",
            "The surest first. Another sentence may be as right as the one that was marked.",
            lambda each: _has_gold(each) and each.reply.answered and not _cites_gold(each),
            lambda each: -each.reply.confidence,
        ),
        (
            "Refused, though the articles hold the answer",
            "The most doubted first.",
            lambda each: each.question.answerable and not each.reply.answered,
            lambda each: each.reply.confidence,
        ),
        (
            "No gold sentence among the evidence",
            "Those whose right article is ranked lowest first.",
            lambda each: _has_gold(each) and not _shows_gold(each),
            lambda each: -_place(each),
        ),
    ]
    found = []
    for title, hint, is_one, order in kinds:
        cases = sorted(filter(is_one, asked), key=order)
        if cases:
            found.append(Group(title, hint, len(cases), tuple(cases[:MOST])))
    return found


def _has_gold(asked: Asked) -> bool:
    return asked.question.answerable and bool(asked.target.sentences)


def _cites_gold(asked: Asked) -> bool:
    return any(
        asked.target.met_by(span_of(citation)) for claim in asked.reply.claims for citation in claim.citations
    )


def _shows_gold(asked: Asked) -> bool:
    return any(asked.target.met_by(span_of(found)) for found in asked.reply.evidence)


def _place(asked: Asked) -> int:
    """Return the rank of the first right article, from 1; after the last where none was found."""
    ranks = [rank for rank, key in enumerate(asked.ranking, 1) if key in asked.target.articles]
    return min(ranks, default=len(asked.ranking) + 1)
