"""A question after a procedure, answered best by one of its steps -> all of them: half of it misleads."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from chatbot.types import Evidence
from chatbot.wording.planted import gives_orders
from index.followers.terms import terms
from index.types import BlockKind, Passage

LONGEST = 12
"""Steps of a procedure that is quoted whole; a longer list is no answer to read."""

COLONS = (":", "：")
"""What a sentence ends with that leads to what stands below it."""

_ASKED_FOR = re.compile(
    r"^(?:(?:and|but|so|then|а|і|й|то)\s+)?"
    r"(?:how\s+(?:do|does|did|can|could|should|would|must|to|is|are)\b"
    r"|(?:what|which)\s+(?:are\s+the\s+)?(?:steps|stages)\b"
    r"|як\b|які\s+(?:кроки|етапи)\b)",
    re.IGNORECASE,
)
_HEADS_STEPS = frozenset(terms("steps stages instructions procedure кроки етапи інструкція порядок"))
"""Words that any procedure's heading may have."""

_NUMBER = re.compile(r"^\(?(\d{1,2})[.)]\s")


def steps(
    question: str, evidence: Sequence[Evidence], passages: Callable[[str], Sequence[Passage]]
) -> tuple[Evidence, ...]:
    """Return the steps of the list that the best of ``evidence`` stands in, in order.

    Of a step that has several sentences it is the first. None where ``question`` asks for no procedure,
    or the list is none: one is numbered from 1 on, follows a colon, or stands right below a heading that
    ``question`` has the words of, and has at most ``LONGEST`` steps. ``passages`` returns those of an
    article by its id.
    """
    if not evidence or evidence[0].sentence.kind is not BlockKind.ITEM or not _ASKED_FOR.match(question):
        return ()
    best = evidence[0]
    before: Evidence | None = None
    for (is_item, _), run in groupby(of_article(best, passages), _stands_in):
        items = list(run)
        if is_item and any(each.sentence == best.sentence for each in items):
            found = _numbered(items, best)
            if not found and _is_led_to(question, before, items[0]):
                found = _unnumbered(items)
            is_procedure = 1 < len(found) <= LONGEST
            return tuple(each for each in found if is_procedure and not gives_orders(each.sentence.text))
        before = items[-1]
    return ()


def of_article(found: Evidence, passages: Callable[[str], Sequence[Passage]]) -> list[Evidence]:
    """Return every sentence of the article of ``found``, in order, as if it had been found there."""
    return [
        replace(found, passage=passage, sentence=sentence, columns="")
        for passage in passages(found.passage.article_id)
        if passage.version == found.passage.version
        for sentence in passage.sentences
    ]


def _stands_in(each: Evidence) -> tuple[bool, str]:
    """Return whether a sentence is a list's, and the headings above it."""
    return each.sentence.kind is BlockKind.ITEM, each.passage.context


def _is_led_to(question: str, before: Evidence | None, first: Evidence) -> bool:
    """Say whether a colon leads to the list, or it opens a section whose heading says what is asked."""
    if before and before.sentence.text.endswith(COLONS):
        return True
    if before and before.passage.context == first.passage.context:
        return False
    heading = set(terms(first.passage.heading))
    return bool(heading) and heading <= set(terms(question)) | _HEADS_STEPS


def _numbered(items: Sequence[Evidence], best: Evidence) -> list[Evidence]:
    """Return what begins with a number in the list around ``best``; empty if that is not 1, 2 and so on."""
    ones = [place for place, each in enumerate(items) if _number(each) == 1]
    at = next(place for place, each in enumerate(items) if each.sentence == best.sentence)
    start = max((place for place in ones if place <= at), default=0)
    end = min((place for place in ones if place > at), default=len(items))
    found = [each for each in items[start:end] if _number(each)]
    return found if [_number(each) for each in found] == list(range(1, len(found) + 1)) else []


def _unnumbered(items: Sequence[Evidence]) -> list[Evidence]:
    """Return the first sentence of each item; empty where some have numbers."""
    return [] if any(map(_number, items)) else firsts(items)


def firsts(items: Sequence[Evidence]) -> list[Evidence]:
    """Return the first sentence of each item of a list: it begins a line, or with a number."""
    return [
        each
        for last, each in zip([None, *items], items, strict=False)
        if last is None or _number(each) or each.sentence.start - last.sentence.end > 1
    ]


def _number(step: Evidence) -> int:
    """Return the number that a step begins with; 0 where it has none."""
    found = _NUMBER.match(step.sentence.text)
    return int(found.group(1)) if found else 0
