"""Evidence -> where two articles contradict each other on what is asked.

Two sentences of different articles are compared where they speak of the same: they share
the question's rare terms and most of the shorter one's words, no date tells their events
apart, and not each names something that the other does not. They contradict each other by
a number of the same noun and verb, a date where one is asked for, a name where one is, or
a negated or opposite verb. It is better to miss a contradiction than to make one up.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations

from chatbot.evidence.features import share
from chatbot.types import Citation, Conflict, Evidence
from chatbot.wording.quantities import Kind, comparable, compatible
from chatbot.wording.statements import OPPOSITES, Counted, Statement, subjects
from index.dates import compatible_dates
from index.followers.terms import STOP_WORDS, terms

MARGIN = 2.0
"""How far below the best sentence's score (its log-odds) another may stand and be compared."""

OF_QUESTION = 0.6
"""Share of the question's inverse document frequency that both sentences must hold."""

OF_SENTENCE = 0.5
"""Share of the shorter sentence's terms that the other must hold too."""

OF_FRAME = 0.75
"""The same share of what stands around opposite verbs: here a subject alone tells events apart."""

_WORD = re.compile(r"\w[\w’'-]*")
_WHEN = re.compile(r"\b(?:when|(?:what|which) (?:date|day|month|year))\b", re.IGNORECASE)
_WHO = re.compile(r"\b(?:who|(?:what|which) [a-z]+) (?P<verb>[a-z]+)\b", re.IGNORECASE)


def conflicts(
    evidence: Sequence[Evidence], question: str, rarity: Mapping[str, float]
) -> tuple[Conflict, ...]:
    """Return the contradictions among ``evidence``, best first, at most one of two articles.

    ``rarity`` maps the question's terms to their inverse document frequency, as ``Found``
    has it. The older article, where both have a date, is ``one``.
    """
    if not evidence:
        return ()
    floor = evidence[0].score - MARGIN
    stated = [Statement.of(found) for found in evidence if found.score >= floor]
    found: dict[frozenset[str], Conflict] = {}
    for one, other in combinations(stated, 2):
        articles = frozenset((one.evidence.article.id, other.evidence.article.id))
        if len(articles) < 2 or articles in found or not _of_the_same(one, other, rarity):
            continue
        about = next(_differences(one, other, question), None)
        if about:
            found[articles] = _conflict(about, one, other)
    return tuple(found.values())


def _conflict(about: str, one: Statement, other: Statement) -> Conflict:
    first, second = Citation.of(one.evidence), Citation.of(other.evidence)
    if first.published and second.published and second.published < first.published:
        first, second = second, first
    return Conflict(about, first, second)


def _of_the_same(one: Statement, other: Statement, rarity: Mapping[str, float]) -> bool:
    """Say whether two sentences speak of the same event or state."""
    asked = set(rarity)
    if min(share(set(each.near) & asked, rarity) for each in (one, other)) < OF_QUESTION:
        return False
    if not one.words & other.words & asked:
        return False
    return _shared(one.words, other.words) >= OF_SENTENCE


def _shared(one: Set[str], other: Set[str]) -> float:
    """Return the share of the smaller set that stands in the other (overlap coefficient)."""
    return len(one & other) / max(1, min(len(one), len(other)))


def _names_differ(one: Statement, other: Statement) -> bool:
    """Say whether each names something that the other does not, and so may speak of something else."""
    return bool(one.names - other.near and other.names - one.near)


def _differences(one: Statement, other: Statement, question: str) -> Iterator[str]:
    """Yield what two sentences of the same disagree on."""
    if _same_time(one, other):
        yield from _by_name(one, other, question)
    if _names_differ(one, other):
        return
    if _same_time(one, other):
        yield from _by_number(one, other)
        yield from _by_verb(one, other)
    elif _WHEN.search(question) and len(one.dates) == len(other.dates) == 1:
        yield "the date"


def _same_time(one: Statement, other: Statement) -> bool:
    if not one.dates or not other.dates:
        return True
    return any(compatible_dates(mine, theirs) for mine in one.dates for theirs in other.dates)


def _by_number(one: Statement, other: Statement) -> Iterator[str]:
    for mine in one.numbers:
        rivals = [theirs for theirs in other.numbers if _counts_the_same(mine, theirs)]
        if rivals and not any(_agrees(mine, theirs) for theirs in rivals):
            yield _name_of(mine, rivals[0])


def _counts_the_same(mine: Counted, theirs: Counted) -> bool:
    if not comparable(mine.quantity, theirs.quantity) or mine.quantity.unit != theirs.quantity.unit:
        return False
    return bool(mine.heads & theirs.heads)


def _agrees(mine: Counted, theirs: Counted) -> bool:
    return compatible(mine.quantity, theirs.quantity)


def _name_of(counted: Counted, rival: Counted) -> str:
    """Return what a number counts in a few words of its sentence."""
    match counted.quantity.kind:
        case Kind.PERCENT:
            return "the percentage"
        case Kind.MONEY:
            return "the amount of money"
        case Kind.CLOCK:
            return "the time"
    counts = f"the number of {counted.noun} {counted.verb or rival.verb}".rstrip()
    return counts if counted.noun else "the number"


def _by_verb(one: Statement, other: Statement) -> Iterator[str]:
    for left, right in OPPOSITES:
        for first, second in ((left, right), (right, left)):
            mine = one.words & first - one.denied
            theirs = other.words & second - other.denied
            frame = _shared(one.words - mine, other.words - theirs)
            if mine and theirs and frame >= OF_FRAME and not (one.words & second or other.words & first):
                yield f"{_written(one, mine)} or {_written(other, theirs)}"
    denied = (one.denied & other.words - other.denied) | (other.denied & one.words - one.denied)
    if denied and _shared(one.words - denied, other.words - denied) >= OF_FRAME:
        yield f"whether {_written(one, denied) or _written(other, denied)} or not"


def _by_name(one: Statement, other: Statement, question: str) -> Iterator[str]:
    asked = _WHO.search(question)
    verb = asked["verb"].lower() if asked else ""
    if not verb or verb in STOP_WORDS:
        return
    mine, theirs = (subjects(each.evidence.sentence.text, verb) for each in (one, other))
    if len(mine) != 1 or len(theirs) != 1:
        return
    if not set(terms(mine[0])) & other.near and not set(terms(theirs[0])) & one.near:
        yield f"who {verb}"


def _written(statement: Statement, stems: Set[str]) -> str:
    """Return the first word of the sentence with one of ``stems``, as it is written."""
    words = _WORD.findall(statement.evidence.sentence.text)
    return next((word.lower() for word in words if set(terms(word)) & stems), "")
