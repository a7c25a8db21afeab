"""Claims that people labelled -> rows that teach the reranker what its evidence bears out."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chatbot.fitting.rows import Row
from chatbot.reranker.tokens import Pair
from chatbot.verify import Verifier
from chatbot.verify.sets import Claimed, claimed, side


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of a claim with the sentences it was aligned with; ``side`` is its document's half."""

    pair: Pair
    supported: bool
    side: int


def parts(files: Sequence[Path], verifier: Verifier) -> list[Part]:
    """Return the sentences of the claims of ``files`` with what can be told of each.

    A claim is labelled whole. Each sentence of a supported one is supported; of the others
    the one sentence that stands in no supported claim about the same document is not
    (SummEdits edits one place of a summary: Laban et al. 2023, arXiv:2305.14540). Where
    there are several such sentences, none can be blamed.
    """
    by_document: dict[str, list[Claimed]] = defaultdict(list)
    for path in files:
        for each in claimed(path):
            by_document[each.document].append(each)
    found: dict[Pair, Part] = {}
    for document, claims in by_document.items():
        aligned = [(each, verifier.aligned(each.claim, each.sentences)) for each in claims]
        sound = {text for each, pairs in aligned if each.supported for text, _ in pairs}
        for each, pairs in aligned:
            doubted = [pair for pair in pairs if pair[0] not in sound]
            for claim, evidence in pairs if each.supported else doubted if len(doubted) == 1 else ():
                pair = Pair(claim, "", (evidence,))
                found[pair] = Part(pair, each.supported, side(document))
    return list(found.values())


def part_rows(held: Sequence[Part], number: int, chance: random.Random) -> list[Row]:
    """Return up to ``number`` rows of ``held``, as many supported as not."""
    found = []
    for supported in (True, False):
        of_kind = [each for each in held if each.supported is supported]
        chosen = chance.sample(of_kind, min(number // 2, len(of_kind)))
        found += [Row(each.pair, None, supported) for each in chosen]
    return found
