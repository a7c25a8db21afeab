"""Claim + sentences -> the few of them that it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.verify.checks import Seen, nearness, unfounded

MOST = 3
"""Sentences that one claim may cite for its terms."""

MOST_WITH_FACTS = 5
"""... and with those that hold a number, date or name that the others lack."""

BEARS = 0.6
"""Nearness (shared terms plus cosine) from which a sentence can be what a claim rests on."""

ADDS = 0.15
"""Share of the claim's terms that a further sentence must bring."""

A_FACT = 1.0
"""What a sentence brings that has a number, date or name of the claim, as if it brought all of its terms."""

BESIDE = 0.6
"""How near, as a share of the nearest one's, a marked sentence that brings nothing new must be."""


def rests_on(claim: Seen, sentences: Sequence[Seen], marked: Sequence[int] = ()) -> list[int]:
    """Return the numbers of the sentences that ``claim`` rests on, in their order.

    Those that its writer ``marked`` come first where they bear on it; what they leave
    uncovered is looked for in the others. They are ``MOST``, but up to ``MOST_WITH_FACTS``
    for a claim whose numbers, dates and names stand apart. Empty where nothing bears on it.
    """
    if not sentences:
        return []
    near = [0.0 if _only_asks(each, claim) else nearness(claim, each) for each in sentences]
    best = max(near)
    if best < BEARS:
        return []
    bears = _Bearing.of(claim, sentences)
    chosen: list[int] = []
    for number in sorted(marked, key=lambda each: -near[each]):
        brings = bears.brought(chosen, number)
        if (
            len(chosen) < MOST
            and near[number] >= BEARS / 2
            and (brings >= ADDS or near[number] >= BESIDE * best)
        ):
            chosen.append(number)
    if not chosen:
        chosen.append(near.index(best))
    while left := [each for each, value in enumerate(near) if value and each not in chosen]:
        further = max(left, key=lambda each: (bears.brought(chosen, each), near[each]))
        brings = bears.brought(chosen, further)
        if brings < ADDS or len(chosen) >= (MOST_WITH_FACTS if brings == A_FACT else MOST):
            break
        chosen.append(further)
    return sorted(chosen)


@dataclass(frozen=True, slots=True)
class _Bearing:
    """What each sentence holds of a claim: its ``terms``, and its numbers, dates and names (``facts``)."""

    count: int
    terms: tuple[frozenset[str], ...]
    facts: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, claim: Seen, sentences: Sequence[Seen]) -> "_Bearing":
        own, facts = set(claim.terms), frozenset(unfounded(claim.text, ()))
        return cls(
            len(own),
            tuple(frozenset(own & set(each.terms)) for each in sentences),
            tuple(facts - set(unfounded(claim.text, (each.text,))) for each in sentences),
        )

    def brought(self, chosen: Sequence[int], number: int) -> float:
        """Return the share of the claim's terms that a sentence adds to the chosen; a fact counts whole."""
        terms = self.terms[number].difference(*(self.terms[each] for each in chosen))
        facts = self.facts[number].difference(*(self.facts[each] for each in chosen))
        return A_FACT if facts and terms else len(terms) / max(1, self.count)


def _only_asks(sentence: Seen, claim: Seen) -> bool:
    """Say whether ``sentence`` is a question, which bears out nothing but a question."""
    return sentence.text.rstrip("\"'”’)] ").endswith("?") and not claim.text.endswith("?")
