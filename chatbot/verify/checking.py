"""An answer that is being written -> its claims: each sentence is checked once, as soon as it is whole."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatbot.types import Citation, Claim, Evidence, Verdict
from chatbot.verify.align import rests_on
from chatbot.verify.checks import Seen
from chatbot.verify.draft import Written, parse

if TYPE_CHECKING:
    from chatbot.verify.verifier import Verifier


class Checking:
    """Checks one answer against its evidence, while it grows and when it is done.

    ``[n]`` in a text means the evidence of rank n. A sentence that nothing supports is not cited.
    """

    def __init__(self, verifier: "Verifier", evidence: Sequence[Evidence]) -> None:
        self._verifier = verifier
        self._evidence = sorted(evidence, key=lambda each: each.rank)
        self._known: dict[Written, Claim] = {}

    def grown(self, text: str) -> bool:
        """Say whether ``text``, all that is written so far, has a whole sentence that is not checked yet."""
        return any(each not in self._known for each in self._whole(text))

    def so_far(self, text: str) -> tuple[Claim, ...]:
        """Return the claims of the sentences that are whole: all but the last, which may go on."""
        return self._claims(self._whole(text))

    def all(self, text: str) -> tuple[Claim, ...]:
        """Return the claims of an answer that is done."""
        return self._claims(parse(text, len(self._evidence)))

    def _whole(self, text: str) -> tuple[Written, ...]:
        return parse(text, len(self._evidence))[:-1]

    def _claims(self, drafted: Sequence[Written]) -> tuple[Claim, ...]:
        new = list(dict.fromkeys(each for each in drafted if each not in self._known))
        if new:
            theirs = self._verifier.remembered([each.stated for each in self._evidence])
            for each, claim in zip(new, self._verifier.read([each.text for each in new]), strict=True):
                self._known[each] = self._checked(claim, each.markers, theirs)
        return tuple(self._known[each] for each in drafted)

    def _checked(self, claim: Seen, markers: Sequence[int], theirs: Sequence[Seen]) -> Claim:
        chosen = rests_on(claim, theirs, [marker - 1 for marker in markers])
        checked = self._verifier.judged([claim], [[theirs[number] for number in chosen]])
        kept = () if checked.verdict is Verdict.UNSUPPORTED else chosen
        cited = tuple(Citation.of(self._evidence[number]) for number in kept)
        return Claim(claim.text, cited, checked.verdict, checked.score, checked.unfounded)
