"""A written answer + its evidence -> claims: cited, checked and judged on this machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.types import Claim, Evidence, Verdict
from chatbot.verify.align import rests_on
from chatbot.verify.checking import Checking
from chatbot.verify.checks import CHECKS, Seen, checks, unfounded
from chatbot.verify.draft import parse
from chatbot.verify.verdict import Weights, probability, signs, verdict
from chatbot.wording.plain import plain
from index.embedding import Embedder
from index.followers.terms import terms
from index.recent import Recent
from index.sentences import sentences
from index.types import Block, BlockKind, Document, Metadata

READ = 20
"""Sentences of a document, those with most terms of a claim, that are looked at for it."""

_RECENT = 512
"""Sentences of articles whose reading is kept: those of some answers, which are asked for together."""

_NOTHING = [0.0] * len(CHECKS)


class Entailment(Protocol):
    """A model that says, in log-odds, whether evidence supports a claim."""

    def support(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return the log-odds of each (claim, evidence), shape ``(len(pairs),)``."""
        ...


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a claim; ``unfounded`` as in ``chatbot.types.Claim``."""

    verdict: Verdict
    score: float
    unfounded: tuple[str, ...]


class Verifier:
    """Checks claims against sentences; raises ModelError where the embedding model cannot be used."""

    def __init__(
        self, embedder: Embedder, entailment: Entailment | None = None, weights: Weights | None = None
    ) -> None:
        self._embedder = embedder
        self._entailment = entailment
        shipped = weights or Weights.shipped()
        self._fit = shipped.alone if entailment is None else shipped.entailed
        self._recent: Recent[str, Seen] = Recent(_RECENT)

    def claims(self, text: str, evidence: Sequence[Evidence]) -> tuple[Claim, ...]:
        """Return the sentences of a written answer with citations and verdicts; see ``Checking``.

        Links and addresses that are not the evidence's are taken out.
        """
        return Checking(self, evidence).all(plain(text, [each.sentence.text for each in evidence]))

    def read(self, texts: Sequence[str]) -> list[Seen]:
        """Return sentences as they are seen."""
        return [
            Seen.of(text, tokens) for text, tokens in zip(texts, self._embedder.tokens(texts), strict=True)
        ]

    def remembered(self, texts: Sequence[str]) -> list[Seen]:
        """Return sentences of articles as they are seen; those that were read a moment ago are known."""
        return self._recent.of(texts, self.read)

    def judged(self, parts: Sequence[Seen], found: Sequence[Sequence[Seen]]) -> Checked:
        """Judge the sentences of a claim, each by those that it rests on."""
        missing = tuple(
            each
            for part, theirs in zip(parts, found, strict=True)
            for each in unfounded(part.text, [one.text for one in theirs])
        )
        score = 0.0
        if all(found):
            score = probability(self._signs(parts, found), self._fit)
        return Checked(verdict(score, missing, self._fit), score, missing)

    def check(self, claim: str, sentences: Sequence[str]) -> Checked:
        """Check ``claim``, of one sentence or a few, against ``sentences``."""
        return self.judged(*self._aligned(claim, sentences))

    def check_document(self, claim: str, document: str) -> Checked:
        """Check ``claim`` against the sentences of a whole document that bear on it."""
        return self.check(claim, split(document))

    def row(self, claim: str, sentences: Sequence[str]) -> list[float]:
        """Return the signs of ``claim``: what the weights are fitted on."""
        return self._signs(*self._aligned(claim, sentences))

    def aligned(self, claim: str, sentences: Sequence[str]) -> list[tuple[str, str]]:
        """Return each sentence of ``claim`` with those of ``sentences`` that it rests on, as one text."""
        parts, found = self._aligned(claim, sentences)
        return [(part.text, _joined(theirs)) for part, theirs in zip(parts, found, strict=True) if theirs]

    def _aligned(self, claim: str, sentences: Sequence[str]) -> tuple[list[Seen], list[list[Seen]]]:
        parts = [each.text for each in parse(claim, 0)] or [claim]
        likely = [_likely(part, sentences) for part in parts]
        distinct = list(dict.fromkeys([*parts, *(text for texts in likely for text in texts)]))
        seen = dict(zip(distinct, self.remembered(distinct), strict=True))
        mine = [seen[part] for part in parts]
        found = []
        for part, texts in zip(mine, likely, strict=True):
            theirs = [seen[text] for text in texts]
            found.append([theirs[number] for number in rests_on(part, theirs)])
        return mine, found

    def _signs(self, parts: Sequence[Seen], found: Sequence[Sequence[Seen]]) -> list[float]:
        rows = [
            checks(part, theirs) if theirs else _NOTHING for part, theirs in zip(parts, found, strict=True)
        ]
        if self._entailment is None:
            return signs(rows)
        pairs = [(part.text, _joined(theirs)) for part, theirs in zip(parts, found, strict=True)]
        return signs(rows, [float(value) for value in self._entailment.support(pairs)])


def _joined(sentences: Sequence[Seen]) -> str:
    return " ".join(each.text for each in sentences)


def _likely(claim: str, sentences: Sequence[str]) -> list[str]:
    """Return the sentences with most terms of the claim, in their order."""
    own = set(terms(claim))
    held = [len(own & set(terms(text))) for text in sentences]
    best = sorted(range(len(sentences)), key=lambda number: (-held[number], number))[:READ]
    return [sentences[number] for number in sorted(best)]


def split(document: str) -> list[str]:
    """Return the sentences of a document; none crosses a line."""
    blocks = []
    start = 0
    for line in document.split("\n"):
        if line.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line)))
        start += len(line) + 1
    return [each.text for each in sentences(Document(document, tuple(blocks), Metadata(), "text/plain"))]
