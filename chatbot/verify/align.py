"""Claim + sentences -> the few of them that it rests on."""

from collections.abc import Sequence

from chatbot.quantities import comparable, compatible, quantities
from chatbot.verify.checks import Seen, nearness

MOST = 3
"""Sentences that one claim may cite."""

BEARS = 0.6
"""Nearness (shared terms plus cosine) from which a sentence can be what a claim rests on."""

ADDS = 0.15
"""Share of the claim's terms that a further sentence must bring."""

BESIDE = 0.6
"""How near, as a share of the nearest one's, a marked sentence that brings nothing new must be."""


def rests_on(claim: Seen, sentences: Sequence[Seen], marked: Sequence[int] = ()) -> list[int]:
    """Return the numbers of up to ``MOST`` sentences that ``claim`` rests on, in their order.

    Those that its writer ``marked`` come first where they bear on it; what they leave
    uncovered is looked for in the others. Empty where nothing bears on it.
    """
    if not sentences:
        return []
    near = [0.0 if _only_asks(each, claim) else nearness(claim, each) for each in sentences]
    best = max(near)
    if best < BEARS:
        return []
    chosen: list[int] = []
    for number in sorted(marked, key=lambda each: -near[each]):
        brings = _brings(claim, sentences, chosen, number)
        if (
            len(chosen) < MOST
            and near[number] >= BEARS / 2
            and (brings >= ADDS or near[number] >= BESIDE * best)
        ):
            chosen.append(number)
    if not chosen:
        chosen.append(near.index(best))
    while len(chosen) < MOST:
        left = [each for each, value in enumerate(near) if value and each not in chosen]
        if not left:
            break
        further = max(left, key=lambda each: (_brings(claim, sentences, chosen, each), near[each]))
        if _brings(claim, sentences, chosen, further) < ADDS:
            break
        chosen.append(further)
    return sorted(chosen)


def _only_asks(sentence: Seen, claim: Seen) -> bool:
    """Say whether ``sentence`` is a question, which bears out nothing but a question."""
    return sentence.text.rstrip("\"'”’)] ").endswith("?") and not claim.text.endswith("?")


def _brings(claim: Seen, sentences: Sequence[Seen], chosen: Sequence[int], number: int) -> float:
    """Return the share of the claim's terms that a sentence adds to the chosen; a number counts whole."""
    own = set(claim.terms)
    held = {term for each in chosen for term in sentences[each].terms}
    share = len((own - held) & set(sentences[number].terms)) / max(1, len(own))
    founded = _founds(claim, sentences[number]) - {
        n for each in chosen for n in _founds(claim, sentences[each])
    }
    return 1.0 if founded and share > 0 else share


def _founds(claim: Seen, sentence: Seen) -> set[int]:
    """Return where the numbers of the claim begin that stand in the sentence."""
    theirs = quantities(sentence.text)
    return {
        each.start
        for each in quantities(claim.text)
        if any(comparable(each, other) and compatible(each, other) for other in theirs)
    }
