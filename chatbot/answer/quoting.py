"""Evidence -> the quoted answer: one to four verbatim sentences, each with its citation.

No model writes anything, so each claim is its own quote. It is also what stands in
wherever a writer fails.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from chatbot.types import Citation, Claim, Evidence, Verdict
from index.types import BlockKind, Sentence

MOST = 4
"""Sentences in a quoted answer."""

MARGIN = 1.5
"""How far below the best sentence's score (its log-odds) another may stand and be quoted.

Mean sentence F1 over the dev sets is flat from 1.0 to 1.6; CLAPnq, whose people mark several
sentences, gains up to there (docs/quality.md).
"""

_REFERS_BACK = re.compile(
    r"^(?:[“\"'(]\s*)?"
    r"(?:(?:but|and|so|however|therefore|moreover|also|still|yet|instead|nevertheless)\b[\s,]*)?"
    r"(?:(?:with|after|before|since|by|at|for|in)\s+)?"
    r"(?:then|he|she|it|they|his|her|its|their|this|these|those|that|such)\b"
    r"(?!\s+(?:is|was)\s+(?:that|not until)\b)",
    re.IGNORECASE,
)


def quote(
    evidence: Sequence[Evidence],
    before: Callable[[Evidence], Sentence | None],
    steps: Sequence[Evidence] = (),
    led_to: Callable[[Evidence], Sequence[Evidence]] = lambda _: (),
) -> tuple[Claim, ...]:
    """Return the quoted answer from ``evidence``, best first; empty where there is none.

    The ``steps`` of a procedure that was asked for are all of it. Else articles follow each other by
    their best sentence, the sentences of one article in its own order, but for rows of a table that
    answer best: they come first, since they lean on no sentence before them. A sentence that begins by
    referring back brings the one ``before`` it, one that ends with a colon what it is ``led_to``.
    """
    if steps:
        return _claims(steps)
    if not evidence:
        return ()
    floor = evidence[0].score - MARGIN
    chosen: list[Evidence] = []
    for found in evidence[:MOST]:
        if found.score < floor:
            break
        for each in (*_referent(found, before), found):
            if not any(_same(each, other) for other in chosen) and len(chosen) < MOST:
                chosen.append(each)
    led = [each for found in chosen for each in led_to(found)]
    have_led_rows = {each.article.id for each in led if each.sentence.kind is BlockKind.ROW}
    chosen += [each for each in led if not any(_same(each, other) for other in chosen)]
    bests = {found.article.id: (place, found) for place, found in reversed(list(enumerate(chosen)))}

    def order(found: Evidence) -> tuple[int, bool, int]:
        place, best = bests[found.article.id]
        are_rows = best.sentence.kind is found.sentence.kind is BlockKind.ROW
        is_first = are_rows and found.article.id not in have_led_rows
        return place, not is_first, found.sentence.start

    return _claims(sorted(chosen, key=order))


def _claims(chosen: Sequence[Evidence]) -> tuple[Claim, ...]:
    return tuple(
        Claim(found.sentence.text, (Citation.of(found),), Verdict.SUPPORTED, 1.0) for found in chosen
    )


def _referent(found: Evidence, before: Callable[[Evidence], Sentence | None]) -> tuple[Evidence, ...]:
    """Return the sentence before ``found`` where ``found`` only makes sense after it."""
    sentence = before(found) if _REFERS_BACK.match(found.sentence.text) else None
    if sentence is None or sentence.kind is not BlockKind.PARAGRAPH:
        return ()
    return (replace(found, sentence=sentence),)


def _same(one: Evidence, other: Evidence) -> bool:
    return one.passage.article_id == other.passage.article_id and one.sentence.start == other.sentence.start
